import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("mlm_genealogy_hierarchy", {
    url: "/odoo",
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "Open the application",
            trigger: ".o_app[data-menu-xmlid='mlm_base.menu_mlm_root']",
            run: "click",
        },
        {
            content: "Open the menu of the network",
            trigger: "[data-menu-xmlid='mlm_base.menu_mlm_network']",
            run: "click",
        },
        {
            content: "Find a member",
            trigger: "[data-menu-xmlid='mlm_genealogy.mlm_place_jump_menu']",
            run: "click",
        },
        {
            trigger: ".modal div[name='partner_id'] input",
            run: "edit Tour Ray 060",
        },
        {
            trigger: ".modal .ui-autocomplete .ui-menu-item a:contains(Tour Ray 060)",
            run: "click",
        },
        {
            trigger: ".modal button[name='action_jump']",
            run: "click",
        },
        {
            content: "The member is shown among one page of the frontline it belongs to",
            trigger: ".o_mlm_pager_text:contains('51-100 / 120')",
        },
        {
            trigger: ".o_hierarchy_node:contains('Tour Ray 060')",
        },
        {
            trigger: ".o_mlm_pager_previous",
            run: "click",
        },
        {
            trigger: ".o_mlm_pager_text:contains('1-50 / 120')",
        },
        {
            trigger: ".o_hierarchy_node:contains('Tour Ray 000')",
        },
        {
            trigger: ".o_mlm_pager_next",
            run: "click",
        },
        {
            trigger: ".o_mlm_pager_text:contains('51-100 / 120')",
        },
        {
            trigger: ".o_mlm_pager_next",
            run: "click",
        },
        {
            trigger: ".o_mlm_pager_text:contains('101-120 / 120')",
        },
        {
            content: "Fold and unfold again",
            trigger: ".o_hierarchy_node:contains('Tour Star') button[name='hierarchy_search_subsidiaries']",
            run: "click",
        },
        {
            trigger: ".o_hierarchy_node:contains('Tour Star') button:contains('120')",
            run: "click",
        },
        {
            trigger: ".o_mlm_pager_text:contains('/ 120')",
        },
    ],
});
