import { registry } from "@web/core/registry";

const place = (name) => `.o_mlm_plan_editor [data-place='plan.${name}']`;
const isShown = (name) => ({
    content: "The place stands in the middle and lights up",
    trigger: `${place(name)}.o_mlm_changed`,
});

registry.category("web_tour.tours").add("mlm_commission_plan_place", {
    steps: () => [
        {
            content: "Close the bonus to see that it opens again",
            trigger: `${place("bonuses[0]")} .o_mlm_part_head .fa-caret-down`,
            run: "click",
        },
        {
            trigger: ".o_mlm_problems a:contains('plan.bonuses[0].rates')",
            run: "click",
        },
        isShown("bonuses[0].rates[0]"),
        {
            trigger: place("bonuses[0].rates[0]"),
            run: "edit 60 && click .o_mlm_plan_editor h3",
        },
        {
            trigger: ".o_mlm_plan_editor:not(:has(.o_mlm_problems))",
        },
        {
            trigger: ".o_notebook_headers [name='findings']",
            run: "click",
        },
        {
            trigger: "button[name='action_check_plan']",
            run: "click",
        },
        {
            content: "From the page with the findings",
            trigger: "[name='finding_ids'] .o_mlm_place:contains(/^plan.bonuses$/)",
            run: "click",
        },
        {
            trigger: `${place("bonuses")}.o_mlm_changed`,
        },
    ],
});

registry.category("web_tour.tours").add("mlm_commission_finding_place", {
    steps: () => [
        {
            content: "From the list of all findings",
            trigger: ".o_data_row .o_mlm_place:contains(/^plan.bonuses$/)",
            run: "click",
        },
        {
            trigger: `${place("bonuses")}.o_mlm_changed`,
        },
    ],
});
