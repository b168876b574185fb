import { depthOf } from "./team_tree_model";

const TYPING_PAUSE = 600;

/** The keys of the tree pattern of WAI-ARIA. */
export class TeamTreeKeys {
    constructor(tree) {
        this.tree = tree;
        this.typed = "";
        this.typedAt = 0;
    }

    get rows() {
        return this.tree.model.rows;
    }

    onKeydown(event) {
        if (event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }
        const at = Math.max(0, this.tree.activeIndex);
        const row = this.rows[at];
        const page = Math.max(1, Math.floor(this.tree.state.height / this.tree.rowHeight) - 1);
        const last = this.rows.length - 1;
        const actions = {
            ArrowDown: () => this.tree.select(Math.min(last, at + 1)),
            ArrowUp: () => this.tree.select(Math.max(0, at - 1)),
            PageDown: () => this.tree.select(Math.min(last, at + page)),
            PageUp: () => this.tree.select(Math.max(0, at - page)),
            Home: () => this.tree.select(0),
            End: () => this.tree.select(last),
            ArrowRight: () => this.right(row, at),
            ArrowLeft: () => this.left(row, at),
            Enter: () => this.tree.activate(row),
            Escape: () => (this.tree.state.placing = null),
        };
        if (row && actions[event.key]) {
            event.preventDefault();
            actions[event.key]();
        } else if (row && event.key.length === 1) {
            event.preventDefault();
            this.type(event.key, row, at, event.timeStamp);
        }
    }

    right(row, at) {
        const node = row.node;
        if (!node || !this.tree.model.isOpenable(node)) {
            return;
        }
        if (!node.expanded) {
            this.tree.toggle(node);
        } else if (this.rows[at + 1] && depthOf(this.rows[at + 1]) > node.depth) {
            this.tree.select(at + 1);
        }
    }

    left(row, at) {
        if (row.node?.expanded) {
            this.tree.toggle(row.node);
            return;
        }
        const parent = row.node ? row.node.parent : row.parent;
        if (parent) {
            this.tree.select(this.rows.findIndex((one) => one.node === parent));
        }
    }

    /** Go to the next row whose name begins with what was typed; Space alone opens the row. */
    type(character, row, at, now) {
        const fresh = now - this.typedAt > TYPING_PAUSE;
        if (fresh && character === " ") {
            this.tree.activate(row);
            return;
        }
        this.typed = (fresh ? "" : this.typed) + character.toLocaleLowerCase();
        this.typedAt = now;
        const start = this.typed.length > 1 ? at : at + 1;
        const order = [...this.rows.keys()].slice(start).concat([...this.rows.keys()].slice(0, start));
        const hit = order.find((index) =>
            (this.rows[index].node?.name || "").toLocaleLowerCase().startsWith(this.typed)
        );
        if (hit !== undefined) {
            this.tree.select(hit);
        }
    }
}
