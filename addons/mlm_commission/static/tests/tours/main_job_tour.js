import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const openMenu = (section, entry) => [
    {
        trigger: `[data-menu-xmlid='mlm_base.${section}']`,
        run: "click",
    },
    {
        trigger: `[data-menu-xmlid='${entry}']`,
        run: "click",
    },
];

registry.category("web_tour.tours").add("mlm_commission_statement_to_invoice", {
    url: "/odoo",
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "Open the application",
            trigger: ".o_app[data-menu-xmlid='mlm_base.menu_mlm_root']",
            run: "click",
        },
        ...openMenu("menu_mlm_network", "mlm_base.res_partner_menu_members"),
        {
            content: "Open the earner's contact",
            trigger: ".o_data_row td:contains(/^Top$/)",
            run: "click",
        },
        {
            trigger: ".o-form-buttonbox .o_button_more",
            run: "click",
        },
        {
            content: "Its statements",
            trigger: "button[name='action_mlm_view_statements']:contains('1')",
            run: "click",
        },
        {
            trigger: ".o_breadcrumb:contains('Statements')",
        },
        {
            trigger: ".o_data_row td:contains('2.40')",
            run: "click",
        },
        {
            content: "The lines that make it",
            trigger: ".o_form_view button[name='action_view_lines']",
            run: "click",
        },
        {
            content: "Lines are grouped by bonus",
            trigger: ".o_group_header:contains('level')",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains('Customer') td:contains('24.0000')",
            run: "click",
        },
        {
            content: "The invoice that caused the line",
            trigger: ".o_form_view button[name='action_view_source']",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_last_breadcrumb_item:contains('INV/')",
        },
        {
            trigger: ".o_field_widget[name='partner_id']:contains('Customer')",
        },
    ],
});

registry.category("web_tour.tours").add("mlm_commission_settle_and_pay", {
    url: "/odoo/commission-statements",
    steps: () => [
        {
            trigger: ".o_group_header:contains('2026-03')",
            run: "click",
        },
        {
            trigger: ".o_data_row td:contains(/^Top$/)",
            run: "click",
        },
        {
            content: "Make the settlement document",
            trigger: ".o_form_view button[name='action_settle']",
            run: "click",
        },
        {
            content: "It is posted, in the journal of settlements",
            trigger: ".o_form_view .o_last_breadcrumb_item:contains('PROV')",
        },
        {
            trigger: ".o_form_view .o_arrow_button_current:contains('Posted')",
        },
        {
            content: "Back to the statement",
            trigger: ".breadcrumb-item:contains('2026-03 Top') a",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name='action_pay']",
            run: "click",
        },
        {
            content: "Core's own dialogue pays",
            trigger: ".modal button[name='action_create_payments']",
            run: "click",
        },
        {
            content: "The payment; back to the statement",
            trigger: ".o_last_breadcrumb_item:contains('PBNK')",
        },
        {
            trigger: ".breadcrumb-item:contains('2026-03 Top') a",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_arrow_button_current:contains('Paid')",
        },
        {
            trigger: ".o_field_widget[name='amount_paid']:contains('2.40')",
        },
    ],
});
