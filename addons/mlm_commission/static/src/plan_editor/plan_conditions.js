import { Component } from "@odoo/owl";
import { PlanScalar, PlanSteps } from "./plan_values";
import { cleanNumber, usePlan } from "./plan_store";

/** A measure with what belongs to it: tree, rank, depth, leg cap. */
export class PlanMeasure extends Component {
    static template = "mlm_commission.PlanMeasure";
    static components = { PlanScalar };
    static props = { path: { type: Array } };

    setup() {
        this.plan = usePlan();
    }

    get measures() {
        return Object.keys(this.plan.shapes.measures);
    }

    get stated() {
        return this.plan.at(this.props.path) || {};
    }

    get keys() {
        return this.plan.shapes.measures[this.stated.measure] || [];
    }

    get hasLegCap() {
        return this.plan.shapes.leg_cap_measures.includes(this.stated.measure);
    }

    get legCap() {
        const [kind] = Object.keys(this.stated.leg_cap || {});
        return kind || "";
    }

    get legCaps() {
        return ["of_requirement", "strongest_counts", "without_strongest"];
    }

    /** Another measure: its own keys come, the keys of the old one go. */
    onMeasure(ev) {
        const measure = ev.target.value;
        const { path } = this.props;
        const keys = this.plan.shapes.measures[measure];
        const edits = [{ do: "set", path: [...path, "measure"], value: measure }];
        for (const key of keys) {
            if (key.required && !(key.name in this.stated)) {
                edits.push(this.plan.settingEdit([...path, key.name], this.plan.firstScalar(key)));
            }
        }
        const kept = keys.map((key) => key.name);
        for (const { name } of this.keys) {
            if (name in this.stated && !kept.includes(name)) {
                edits.push({ do: "remove", path: [...path, name] });
            }
        }
        const capped = this.plan.shapes.leg_cap_measures.includes(measure);
        if (this.legCap && !capped) {
            edits.push({ do: "remove", path: [...path, "leg_cap"] });
        }
        this.plan.edit(edits);
    }

    onLegCap(ev) {
        const kind = ev.target.value;
        const value = kind === "without_strongest" ? true : "50";
        this.plan.set([...this.props.path, "leg_cap"], kind && { [kind]: value });
    }
}

/** Conditions: all of a list, at least one of a list, a measure with bounds, an attribute. */
export class PlanConditions extends Component {
    static template = "mlm_commission.PlanConditions";
    static components = { PlanMeasure, PlanScalar };
    static props = { path: { type: Array }, isAny: { type: Boolean, optional: true } };

    setup() {
        this.plan = usePlan();
        this.number = { type: "number", choices: [] };
        this.text = { type: "text", choices: [] };
    }

    /** Entries {path, kind, value}; a single condition may stand without a list. */
    get items() {
        const value = this.plan.at(this.props.path);
        if (value === undefined || value === null || typeof value !== "object") {
            return [];
        }
        if (!Array.isArray(value)) {
            return [{ path: this.props.path, kind: this.kindOf(value), value }];
        }
        return value.map((item, at) => ({
            path: [...this.props.path, at],
            kind: this.kindOf(item),
            value: item,
        }));
    }

    kindOf(item) {
        if (Array.isArray(item)) {
            return "all";
        }
        return ["any", "attribute"].find((kind) => kind in (item || {})) || "measure";
    }

    add(kind) {
        const measure = { measure: "personal_volume", min: "100" };
        const starts = {
            measure,
            attribute: { attribute: "confirmed", is: true },
            any: { any: [measure] },
        };
        const value = this.plan.at(this.props.path);
        if (value && typeof value === "object" && !Array.isArray(value)) {
            this.plan.set(this.props.path, [value, starts[kind]]);
        } else {
            this.plan.insert(this.props.path, starts[kind]);
        }
    }

    onAttributeValue(path, ev) {
        const typed = cleanNumber(ev.target.value);
        const truths = { true: true, false: false };
        this.plan.set([...path, "is"], typed in truths ? truths[typed] : typed);
    }
}
PlanConditions.components.PlanConditions = PlanConditions;

/** Percent by steps of a measure. */
export class PlanSlab extends Component {
    static template = "mlm_commission.PlanSlab";
    static components = { PlanMeasure, PlanScalar, PlanSteps };
    static props = { path: { type: Array }, shape: { type: Object } };

    setup() {
        this.plan = usePlan();
    }

    get modeShape() {
        return { type: "choice", choices: this.props.shape.choices, default: "whole" };
    }

    add() {
        this.plan.set(this.props.path, {
            measure: "group_volume",
            steps: [
                ["0", "3"],
                ["1000", "6"],
            ],
        });
    }
}
