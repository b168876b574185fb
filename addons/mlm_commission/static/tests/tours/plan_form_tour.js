import { registry } from "@web/core/registry";

const place = (name) => `.o_mlm_plan_editor [data-place='plan.${name}']`;

registry.category("web_tour.tours").add("mlm_commission_plan_form", {
    steps: () => [
        {
            content: "Whoever has customers is active",
            trigger: "section:contains('Activity') .o_mlm_add_measure",
            run: "click",
        },
        {
            trigger: place("active[0].measure"),
            run: "select customer_volume",
        },
        {
            trigger: ".o_mlm_example:contains('Volume')",
        },
        {
            trigger: place("active[0].min"),
            run: "edit 50 && click .o_mlm_plan_editor h3",
        },
        {
            content: "A rank",
            trigger: ".o_mlm_add_rank",
            run: "click",
        },
        {
            trigger: place("ranks[0].code"),
            run: "edit starter && click .o_mlm_plan_editor h3",
        },
        {
            content: "A level bonus begins with one level",
            trigger: ".o_mlm_add_bonus",
            run: "select level",
        },
        {
            content: "The example is worked out: 5 % of the volumes directly below",
            trigger: "[data-figure='Ann/total']:contains(/^35.00$/)",
        },
        {
            trigger: place("bonuses[0].rates[0]"),
            run: "edit 10 && click .o_mlm_plan_editor h3",
        },
        {
            trigger: "[data-figure='Ann/total']:contains(/^70.00$/)",
        },
        {
            trigger: ".o_mlm_add_level",
            run: "click",
        },
        {
            content: "A decimal comma is a point",
            trigger: place("bonuses[0].rates[1]"),
            run: "edit 2,50 && click .o_mlm_plan_editor h3",
        },
        {
            trigger: "[data-figure='Ann/total']:contains(/^82.50$/)",
        },
        {
            content: "A negative rate is marked where it stands",
            trigger: place("bonuses[0].rates[0]"),
            run: "edit -1 && click .o_mlm_plan_editor h3",
        },
        {
            trigger: ".o_mlm_problems code:contains('plan.bonuses[0].rates[0]')",
        },
        {
            trigger: ".o_mlm_key.o_mlm_wrong[data-key='rates'] .text-danger",
        },
        {
            trigger: place("bonuses[0].rates[0]"),
            run: "edit 10 && click .o_mlm_plan_editor h3",
        },
        {
            trigger: "[data-figure='Ann/total']:contains(/^82.50$/)",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
        {
            trigger: "button[name='action_activate']",
            run: "click",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains('Released')",
        },
        {
            content: "Nothing can be changed any more",
            trigger: ".o_mlm_plan_editor:not(:has(.o_mlm_add_rank)):has(h3)",
        },
    ],
});
