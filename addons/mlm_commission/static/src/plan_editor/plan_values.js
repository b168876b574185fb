import { Component, useState } from "@odoo/owl";
import { cleanNumber, usePlan } from "./plan_store";

const NUMBERS = ["number", "whole", "percent", "amount"];
const PATH = { type: Array };
const SHAPE = { type: Object };

/** A number, text, date, truth value or one of some names. */
export class PlanScalar extends Component {
    static template = "mlm_commission.PlanScalar";
    static props = { path: PATH, shape: SHAPE };

    setup() {
        this.plan = usePlan();
    }

    get value() {
        const value = this.plan.at(this.props.path);
        return value === undefined || value === null ? "" : value;
    }

    get isTruth() {
        return this.props.shape.type === "boolean";
    }

    get isNumber() {
        return NUMBERS.includes(this.props.shape.type);
    }

    /** Pairs [value, label] of a selection, null for a field to type into. */
    get options() {
        const { type, choices, table = "choices" } = this.props.shape;
        const named = {
            choice: () => choices.map((choice) => [choice, this.plan.word(table, choice)]),
            rank: () => this.plan.ranks.map((rank) => [rank, rank]),
            tree: () => this.plan.trees.map((tree) => [tree, tree]),
            market: () => this.plan.markets.map((market) => [market, market]),
            bonus: () => this.plan.bonuses.map((bonus) => [bonus, bonus]),
        };
        if (!(type in named)) {
            return null;
        }
        const options = named[type]();
        if (this.value !== "" && !options.some(([value]) => value === this.value)) {
            options.push([this.value, this.value]);
        }
        return options;
    }

    get emptyLabel() {
        const { default: standard } = this.props.shape;
        return standard ? `(${this.plan.word("choices", standard)})` : "";
    }

    onChange(ev) {
        const { value } = ev.target;
        this.plan.set(this.props.path, this.isNumber ? cleanNumber(value) : value.trim());
    }

    onToggle(ev) {
        const standard = this.props.shape.default;
        const { checked } = ev.target;
        this.plan.set(this.props.path, checked === Boolean(standard) ? null : checked);
    }

    get isChecked() {
        const { value } = this;
        return value === "" ? Boolean(this.props.shape.default) : value === true || value === "yes";
    }
}

/** Several values of one kind. */
export class PlanList extends Component {
    static template = "mlm_commission.PlanList";
    static components = { PlanScalar };
    static props = { path: PATH, shape: SHAPE };

    setup() {
        this.plan = usePlan();
    }

    get items() {
        return this.plan.listAt(this.props.path);
    }

    get itemShape() {
        return { ...this.props.shape, is_list: false };
    }

    add() {
        this.plan.insert(this.props.path, this.plan.firstScalar(this.props.shape));
    }
}

/** Pairs of figures in rising order: [from, percent] or [points, amount]. */
export class PlanSteps extends Component {
    static template = "mlm_commission.PlanSteps";
    static components = { PlanScalar };
    static props = { path: PATH, isAmount: { type: Boolean, optional: true } };

    setup() {
        this.plan = usePlan();
        this.number = { type: "number", choices: [] };
    }

    get steps() {
        return this.plan.listAt(this.props.path);
    }

    add() {
        const last = this.steps.at(-1);
        this.plan.insert(this.props.path, last ? [`${Number(last[0]) * 2 || 100}`, last[1]] : ["0", "5"]);
    }
}

/** Figures for everybody or by rank, one or several per level: rows are ranks, columns levels. */
export class PlanGrid extends Component {
    static template = "mlm_commission.PlanGrid";
    static props = { path: PATH, shape: SHAPE };

    setup() {
        this.plan = usePlan();
        this.state = useState({ extra: 0 });
    }

    get value() {
        return this.plan.at(this.props.path);
    }

    get isByRank() {
        const { value } = this;
        return this.props.shape.is_map || (value && typeof value === "object" && !Array.isArray(value));
    }

    get canChoose() {
        return this.props.shape.by_rank && !this.plan.readonly;
    }

    /** Keys of the rows; null is the one row for everybody. */
    get rows() {
        if (!this.isByRank) {
            return [null];
        }
        const names = this.plan.ranks;
        const stated = Object.keys(this.value || {}).filter((name) => !names.includes(name));
        return [...stated, ...names];
    }

    get width() {
        if (!this.props.shape.is_list) {
            return 1;
        }
        const lengths = this.rows.map((row) => this.cells(row).length);
        return Math.max(1, ...lengths) + this.state.extra;
    }

    get columns() {
        return Array.from({ length: this.width }, (_, level) => level);
    }

    rowPath(row) {
        return row === null ? this.props.path : [...this.props.path, row];
    }

    cells(row) {
        const value = this.plan.at(this.rowPath(row));
        if (value === undefined || value === null) {
            return [];
        }
        return Array.isArray(value) ? value : [value];
    }

    rowProblems(row) {
        return row === null ? [] : this.plan.problemsAt(this.rowPath(row));
    }

    /** The edit that puts figures into a row from a level on. */
    rowEdit(row, level, figures) {
        const cells = [...this.cells(row)];
        figures.forEach((figure, offset) => (cells[level + offset] = cleanNumber(figure)));
        while (cells.length && !cells.at(-1)) {
            cells.pop();
        }
        const filled = Array.from(cells, (cell) => cell || "0");
        const value = this.props.shape.is_list ? filled : filled[0];
        if (filled.length) {
            return this.plan.settingEdit(this.rowPath(row), value);
        }
        return this.cells(row).length ? { do: "remove", path: this.rowPath(row) } : null;
    }

    onChange(row, level, ev) {
        const edit = this.rowEdit(row, level, [ev.target.value]);
        if (edit && edit.do === "remove") {
            this.plan.remove(edit.path);
        } else if (edit) {
            this.plan.edit([edit]);
        }
        this.state.extra = 0;
    }

    /** Cells copied from a spreadsheet fill the grid from the cell on. */
    onPaste(row, level, ev) {
        const text = ev.clipboardData.getData("text/plain").replace(/\s+$/, "");
        if (!/[\t\n]/.test(text) || this.value === undefined) {
            return;
        }
        ev.preventDefault();
        const { rows } = this;
        const start = rows.indexOf(row);
        const edits = text
            .split(/\r?\n/)
            .map((line, offset) => [rows[start + offset], line.split("\t")])
            .filter(([target]) => target !== undefined)
            .map(([target, figures]) => this.rowEdit(target, level, figures))
            .filter((edit) => edit && edit.do === "set");
        this.plan.edit(edits);
    }

    addLevel() {
        this.state.extra++;
    }

    removeLevel() {
        const last = this.width - 1;
        if (this.state.extra) {
            this.state.extra--;
            return;
        }
        const edits = this.rows
            .filter((row) => this.cells(row).length > last && last > 0)
            .map((row) => ({ do: "remove", path: [...this.rowPath(row), last] }));
        this.plan.edit(edits);
    }

    /** Go from one value for everybody to values by rank, or back. */
    onScope(ev) {
        const byRank = ev.target.value === "rank";
        const { value } = this;
        if (byRank) {
            const names = this.plan.ranks.length ? this.plan.ranks : ["any"];
            const start = value === undefined ? this.plan.firstValue({ ...this.props.shape, is_map: false }) : value;
            const rows = Object.fromEntries(names.map((name) => [name, start]));
            this.plan.edit([{ do: "set", path: this.props.path, value: rows }]);
        } else {
            const first = Object.values(value || {}).at(-1);
            this.plan.edit([{ do: "set", path: this.props.path, value: first }]);
        }
    }
}
