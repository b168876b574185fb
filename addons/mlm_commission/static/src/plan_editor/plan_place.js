import { Component, reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

export const PLAN_MODEL = "mlm.plan.version";

/** The place that the next editor to appear shall go to; it takes it from here. */
export const wantedPlace = reactive({ path: "" });

/** The place of a finding; a click opens it in the form of the plan. */
export class PlanPlace extends Component {
    static template = "mlm_commission.PlanPlace";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get path() {
        return this.props.record.data[this.props.name] || "";
    }

    async open() {
        wantedPlace.path = this.path;
        const { root } = this.env.model;
        if (root.resModel === PLAN_MODEL) {
            // the form of the plan itself: its first page is the editor
            document.querySelector(".o_mlm_plan_version .o_notebook_headers [name='form']").click();
            return;
        }
        const { version_id: version } = this.props.record.data;
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: PLAN_MODEL,
            res_id: version.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("mlm_plan_place", {
    component: PlanPlace,
    displayName: _t("Place in a plan"),
    supportedTypes: ["char"],
});
