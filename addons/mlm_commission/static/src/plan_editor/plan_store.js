import { useEnv, useState } from "@odoo/owl";

const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** Numbers are texts here: "5.00" stays "5.00". A decimal comma is read as a point. */
export function cleanNumber(value) {
    const text = value.trim();
    return /^[-+]?\d*,\d+$/.test(text) ? text.replace(",", ".") : text;
}

/**
 * A plan as data, read from its text by the server, and the ways to change it.
 * Every change is an edit of one place, made in the text by the server.
 */
export class PlanStore {
    constructor() {
        this.text = "";
        this.plan = null;
        this.problems = [];
        this.example = null;
        this.refused = false;
        this.readonly = true;
        this.shapes = null;
        this.edit = () => {};
    }

    update(data) {
        this.text = data.text;
        this.problems = data.problems;
        this.example = data.example;
        this.refused = data.refused || false;
        this.plan = data.plan;
    }

    word(table, name) {
        return this.shapes.words[table][name] || name;
    }

    // === READING === //

    get ranks() {
        return (this.listAt(["ranks"]) || []).filter(isMap).map((rank) => rank.code);
    }

    get trees() {
        return ["sponsor", ...Object.keys(this.at(["trees"]) || {})];
    }

    get markets() {
        return Object.keys(this.at(["markets"]) || {});
    }

    get bonuses() {
        return (this.listAt(["bonuses"]) || []).filter(isMap).map((bonus) => bonus.code);
    }

    at(path) {
        let value = this.plan;
        for (const step of path) {
            if (value === null || typeof value !== "object") {
                return undefined;
            }
            value = value[step];
        }
        return value;
    }

    listAt(path) {
        const value = this.at(path);
        return Array.isArray(value) ? value : [];
    }

    pathName(path) {
        return path.reduce(
            (name, step) => name + (typeof step === "number" ? `[${step}]` : `.${step}`),
            "plan"
        );
    }

    /** Problems at a place; `below`: also at any place within it. */
    problemsAt(path, below = true) {
        const name = this.pathName(path);
        return this.problems.filter(
            ({ path: place }) =>
                place === name ||
                (below && (place.startsWith(`${name}.`) || place.startsWith(`${name}[`)))
        );
    }

    // === CHANGING === //

    /** Set a value; what is missing above it is made. An empty value takes the key away. */
    set(path, value) {
        if (value === "" || value === undefined || value === null) {
            return this.at(path) === undefined ? undefined : this.remove(path);
        }
        return this.edit([this.settingEdit(path, value)]);
    }

    settingEdit(path, value) {
        let known = path.length;
        while (known > 1 && !this._holds(path.slice(0, known - 1))) {
            known--;
        }
        let wrapped = value;
        for (const step of path.slice(known).reverse()) {
            wrapped = typeof step === "number" ? [wrapped] : { [step]: wrapped };
        }
        return { do: "set", path: path.slice(0, known), value: wrapped };
    }

    _holds(path) {
        const value = this.at(path);
        return value !== null && typeof value === "object";
    }

    /** Take a value away, and what is left empty by that. */
    remove(path) {
        let place = path;
        while (place.length > 1) {
            const above = place.slice(0, -1);
            const size = Object.keys(this.at(above)).length;
            if (size > 1 || place.at(-3) === "markets") {
                break;
            }
            place = above;
        }
        return this.edit([{ do: "remove", path: place }]);
    }

    insert(path, value) {
        return this.edit([this.insertingEdit(path, value)]);
    }

    insertingEdit(path, value) {
        const list = this.at(path);
        return Array.isArray(list)
            ? { do: "insert", path, at: list.length, value }
            : this.settingEdit(path, [value]);
    }

    move(path, at) {
        return this.edit([{ do: "move", path, at }]);
    }

    // === NEW PARTS === //

    /** A value with which a new required key starts. */
    firstValue(shape) {
        let value = this.firstScalar(shape);
        if (shape.type === "mapping") {
            value = {};
        } else if (shape.type === "increments") {
            value = [["100", "10"]];
        }
        if (shape.is_list) {
            value = [value];
        }
        return shape.is_map ? { [this.ranks.at(-1) || "rank"]: value } : value;
    }

    firstScalar(shape) {
        const starts = {
            whole: "1",
            number: "100",
            percent: "5",
            amount: "10",
            boolean: true,
            choice: shape.choices[0],
            rank: this.ranks.at(-1) || "",
            tree: this.trees.at(-1),
            market: this.markets[0] || "market",
            bonus: this.bonuses.at(-1) || "",
        };
        return shape.type in starts ? starts[shape.type] : shape.name;
    }

    freeName(stem, taken) {
        let name = stem;
        for (let number = 2; taken.includes(name); number++) {
            name = `${stem}_${number}`;
        }
        return name;
    }
}

/** The store of the editor around a component; the component is drawn anew when it changes. */
export function usePlan() {
    return useState(useEnv().planStore);
}
