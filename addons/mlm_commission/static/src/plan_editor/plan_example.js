import { Component, onPatched, useRef, useState } from "@odoo/owl";
import { usePlan } from "./plan_store";

/** What the plan as it stands pays in a small example. */
export class PlanExample extends Component {
    static template = "mlm_commission.PlanExample";
    static props = { text: { type: String }, onText: { type: Function } };

    setup() {
        this.plan = usePlan();
        this.state = useState({ tab: "members", period: 0 });
        this.root = useRef("root");
        this.known = {};
        onPatched(() => this.markChanges());
    }

    get periods() {
        return this.plan.example ? this.plan.example.periods : [];
    }

    get period() {
        return this.periods[Math.min(this.state.period, this.periods.length - 1)];
    }

    /** Bonuses that pay something, so that the table stays narrow. */
    get bonuses() {
        return this.period.bonuses.filter((bonus) =>
            this.period.members.some((member) => bonus in member.bonuses)
        );
    }

    onPeriod(ev) {
        this.state.period = Number(ev.target.value);
    }

    shown(amount) {
        return Number(amount) ? amount : "–";
    }

    /** Let figures that are not what they were light up for a moment. */
    markChanges() {
        if (!this.root.el) {
            return;
        }
        const figures = {};
        for (const cell of this.root.el.querySelectorAll("[data-figure]")) {
            const name = cell.dataset.figure;
            figures[name] = cell.textContent;
            const isNew = name in this.known && this.known[name] !== cell.textContent;
            cell.classList.toggle("o_mlm_changed", isNew);
        }
        this.known = figures;
    }
}
