import { Component, useState } from "@odoo/owl";
import { usePlan } from "./plan_store";
import { PlanGrid, PlanList, PlanScalar, PlanSteps } from "./plan_values";
import { PlanConditions, PlanSlab } from "./plan_conditions";

const WIDE = ["conditions", "slab", "increments", "mapping"];

/** All keys that some part of a plan may state, each drawn as its shape asks for. */
export class PlanKeys extends Component {
    static template = "mlm_commission.PlanKeys";
    static components = { PlanConditions, PlanGrid, PlanList, PlanScalar, PlanSlab, PlanSteps };
    static props = { path: { type: Array }, keys: { type: Array }, skip: { type: Array, optional: true } };

    setup() {
        this.plan = usePlan();
        this.state = useState({ name: "" });
    }

    widget(shape) {
        if (["conditions", "slab"].includes(shape.type)) {
            return shape.type;
        }
        if (shape.type === "mapping") {
            return shape.is_map ? "map" : "mapping";
        }
        if (shape.type === "increments") {
            return shape.by_rank && this.isMap(shape) ? "steps_by_rank" : "steps";
        }
        if (shape.by_rank || shape.is_map) {
            return "grid";
        }
        return shape.is_list ? "list" : "scalar";
    }

    isMap(shape) {
        const value = this.plan.at([...this.props.path, shape.name]);
        return Boolean(value) && typeof value === "object" && !Array.isArray(value);
    }

    isWide(shape) {
        return WIDE.includes(shape.type) || shape.is_list || shape.by_rank || shape.is_map;
    }

    /** The word for a key; the same name may mean something else in another part. */
    label(shape) {
        const own = `${this.props.path.at(-2)}.${shape.name}`;
        return this.plan.shapes.words.keys[own] || this.plan.word("keys", shape.name);
    }

    path(shape) {
        return [...this.props.path, shape.name];
    }

    entries(shape) {
        return Object.keys(this.plan.at(this.path(shape)) || {});
    }

    problems(shape) {
        const below = !["mapping", "conditions"].includes(shape.type);
        return this.plan.problemsAt(this.path(shape), below);
    }

    /** Keys that stand in the plan and that the form does not know; only the YAML shows more. */
    get unknown() {
        const known = [...this.props.keys.map((key) => key.name), ...(this.props.skip || [])];
        const stated = this.plan.at(this.props.path) || {};
        return this.props.path.length ? Object.keys(stated).filter((key) => !known.includes(key)) : [];
    }

    addEntry(shape, ev) {
        const name = ev.target.value.trim();
        if (name) {
            ev.target.value = "";
            this.plan.edit([this.plan.settingEdit([...this.path(shape), name], {})]);
        }
    }
}
PlanKeys.components.PlanKeys = PlanKeys;
