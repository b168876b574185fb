import {
    Component,
    onWillStart,
    onWillUpdateProps,
    reactive,
    useEffect,
    useRef,
    useState,
    useSubEnv,
} from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { PlanExample } from "./plan_example";
import { PlanKeys } from "./plan_keys";
import { PLAN_MODEL as MODEL, wantedPlace } from "./plan_place";
import { PlanStore } from "./plan_store";
import { PlanScalar } from "./plan_values";

/** The definition of a plan as a form beside an example; the text stays the truth. */
export class PlanEditor extends Component {
    static template = "mlm_commission.PlanEditor";
    static components = { PlanExample, PlanKeys, PlanScalar };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.mutex = new Mutex();
        const store = reactive(new PlanStore());
        store.edit = (edits) => this.edit(edits);
        useSubEnv({ planStore: store });
        this.plan = useState(store);
        this.state = useState({ closed: {}, newKind: "" });
        onWillStart(async () => {
            store.shapes = await this.orm.call(MODEL, "get_plan_shapes", []);
        });
        useRecordObserver((record) => {
            const text = record.data[this.props.name] || "";
            const example = record.data.example || "";
            if (text !== this.shownText || example !== this.shownExample) {
                return this.read(text, example);
            }
        });
        useEffect(
            (path) => {
                if (path && this.plan.plan) {
                    wantedPlace.path = "";
                    this.show(path);
                }
            },
            () => [wantedPlace.path, this.plan.plan]
        );
        store.readonly = this.props.readonly;
        onWillUpdateProps((props) => {
            store.readonly = props.readonly;
        });
        const { bus } = this.props.record.model;
        useBus(bus, "NEED_LOCAL_CHANGES", ({ detail }) =>
            detail.proms.push(this.mutex.getUnlockedDef())
        );
    }

    // === TEXT AND DATA === //

    async read(text, example) {
        this.shownText = text;
        this.shownExample = example;
        const data = await this.orm.call(MODEL, "read_plan", [text, example]);
        if (this.shownText === text && this.shownExample === example) {
            this.plan.update(data);
        }
    }

    /** Edits wait for each other: each needs the text that the one before left. */
    edit(edits) {
        if (this.plan.readonly || !edits.length) {
            return;
        }
        return this.mutex.exec(async () => {
            const example = this.props.record.data.example || "";
            const data = await this.orm.call(MODEL, "edit_plan", [this.plan.text, edits, example]);
            this.shownText = data.text;
            this.plan.update(data);
            await this.props.record.update({ [this.props.name]: data.text });
        });
    }

    setExample(example) {
        return this.props.record.update({ example });
    }

    // === SECTIONS === //

    get general() {
        const ownPlace = ["active"];
        return this.plan.shapes.plan.filter((key) => !ownPlace.includes(key.name));
    }

    get active() {
        return this.plan.shapes.plan.filter((key) => key.name === "active");
    }

    get trees() {
        return Object.entries(this.plan.at(["trees"]) || {});
    }

    treeKeys(kind) {
        const choices = Object.keys(this.plan.shapes.trees);
        const own = { name: "kind", type: "choice", choices, table: "trees" };
        return [own, ...(this.plan.shapes.trees[kind] || [])];
    }

    bonusKeys(kind, common) {
        const own = ["code", "kind"];
        const keys = this.plan.shapes.kinds[kind] || [];
        return keys.filter((key) => !own.includes(key.name) && (key.common || false) === common);
    }

    /** All keys, so that none is called unknown; drawn in two parts, the common ones last. */
    orderedKeys(kind) {
        return [...this.bonusKeys(kind, false), ...this.bonusKeys(kind, true)];
    }

    isOpen(place) {
        return !this.state.closed[place];
    }

    toggle(place) {
        this.state.closed[place] = this.isOpen(place);
    }

    summary(list) {
        return this.plan.problemsAt(list).length;
    }

    // === CHANGES === //

    addRank() {
        const code = this.plan.freeName("rank", this.plan.ranks);
        this.plan.insert(["ranks"], { code });
    }

    addBonus(ev) {
        const kind = ev.target.value;
        ev.target.value = "";
        const bonus = { code: this.plan.freeName(kind, this.plan.bonuses), kind };
        const starts = this.plan.shapes.starts[kind] || [];
        for (const key of this.plan.shapes.kinds[kind]) {
            if (!(key.name in bonus) && (key.required || starts.includes(key.name))) {
                bonus[key.name] = this.plan.firstValue(key);
            }
        }
        const edits = [];
        if (kind in this.plan.shapes.trees) {
            // a bonus that works on a tree of its own kind brings one along
            const own = this.trees.find(([, tree]) => tree.kind === kind);
            const name = own ? own[0] : this.plan.freeName(kind, this.plan.trees);
            bonus.tree = name;
            if (!own) {
                edits.push(this.plan.settingEdit(["trees", name], this.newTree(kind)));
            }
        }
        this.plan.edit([...edits, this.plan.insertingEdit(["bonuses"], bonus)]);
    }

    newTree(kind) {
        const tree = { kind };
        for (const key of this.plan.shapes.trees[kind].filter((one) => one.required)) {
            tree[key.name] = key.is_list ? [key.choices[0]] : "3";
        }
        return tree;
    }

    addTree(ev) {
        const kind = ev.target.value;
        ev.target.value = "";
        const name = this.plan.freeName(kind, this.plan.trees);
        this.plan.edit([this.plan.settingEdit(["trees", name], this.newTree(kind))]);
    }

    addCap(ev) {
        const kind = ev.target.value;
        ev.target.value = "";
        this.plan.insert(["caps"], { [kind]: kind === "company" ? "50" : "1000" });
    }

    capKeys(cap) {
        return this.plan.shapes.caps.filter((key) => key.name in cap || key.name === "of");
    }

    /** A new code; whatever refers to the old one follows. */
    rename(table, at, ev) {
        const value = ev.target.value.trim();
        const old = this.plan.at([table, at]).code;
        if (!value || value === old) {
            ev.target.value = old === undefined ? "" : old;
            return;
        }
        this.plan.edit([{ do: "rename_code", path: [table, at], value }]);
    }

    /** Go to a place, or to the nearest part above it that the form shows. */
    async show(path) {
        for (const section of Object.keys(this.state.closed)) {
            this.state.closed[section] = false;
        }
        // what was closed is drawn with the next frames
        await new Promise((resolve) => setTimeout(resolve, 50));
        const found = this.root.el && this.nearest(path);
        if (found) {
            found.scrollIntoView({ behavior: "smooth", block: "center" });
            found.focus({ preventScroll: true });
            found.classList.add("o_mlm_changed");
            setTimeout(() => found.classList.remove("o_mlm_changed"), 2000);
        }
    }

    nearest(path) {
        let place = path;
        let found = null;
        while (place && !found) {
            found = this.root.el.querySelector(`[data-place="${CSS.escape(place)}"]`);
            const above = place.replace(/(\.[^.[]*|\[\d+\])$/, "");
            place = above === place ? "" : above;
        }
        return found;
    }
}

registry.category("fields").add("mlm_plan_editor", {
    component: PlanEditor,
    displayName: _t("Compensation plan"),
    supportedTypes: ["text"],
    fieldDependencies: [{ name: "example", type: "text" }],
});
