import { rpc } from "@web/core/network/rpc";

const ROUTE = "/my/team/tree";
export const PAGE_SIZE = 100;

/**
 * The part of a partner's team that was opened so far.
 *
 * Children of a node are a sparse list: pages are fetched when their rows come into sight. Rows are
 * what the eye sees from top to bottom; a row without node is one whose page is not there yet.
 */
export class TeamTreeModel {
    constructor() {
        this.nodes = new Map();
        this.trees = [];
        this.waiting = [];
        this.tree = null;
        this.root = null;
        this.rows = [];
        this.pending = new Map();
    }

    ask(question, params = {}) {
        return rpc(`${ROUTE}/${question}`, { tree_id: this.tree, ...params }, { silent: true });
    }

    /** Begin anew with a tree; null takes the first one. */
    async open(treeId = null) {
        const answer = await rpc(`${ROUTE}/open`, { tree_id: treeId }, { silent: true });
        this.nodes.clear();
        this.pending.clear();
        this.trees = answer.trees;
        this.tree = answer.tree;
        this.waiting = answer.waiting;
        this.root = answer.root && this.keep(answer.root, null);
        if (this.root) {
            await this.expand(this.root);
        }
        this.refresh();
    }

    keep(values, parent) {
        const node = this.nodes.get(values.id) || { childIds: [], expanded: false };
        Object.assign(node, values, { parent, depth: parent ? parent.depth + 1 : 0 });
        node.childIds.length = node.children;
        this.nodes.set(node.id, node);
        return node;
    }

    async expand(node) {
        if (node.expanded || !this.isOpenable(node)) {
            return;
        }
        node.expanded = true;
        this.refresh();
        await this.load(node, 0);
    }

    collapse(node) {
        node.expanded = false;
        this.refresh();
    }

    /** There is something below: members, or free legs while a newcomer waits. */
    isOpenable(node) {
        return node.children > 0 || (this.waiting.length > 0 && node.free?.length > 0);
    }

    /** Fetch the page in which the child with this number stands, once. */
    load(node, index) {
        if (!node.children || node.childIds[index]) {
            return Promise.resolve();
        }
        const offset = index - (index % PAGE_SIZE);
        const key = `${this.tree}:${node.id}:${offset}`;
        if (!this.pending.has(key)) {
            const fetching = this.ask("children", { place_id: node.id, offset })
                .then((page) => this.takePage(node, page))
                .finally(() => this.pending.delete(key));
            this.pending.set(key, fetching);
        }
        return this.pending.get(key);
    }

    takePage(node, page) {
        if (this.nodes.get(node.id) !== node) {
            return; // Another tree was opened meanwhile.
        }
        node.children = page.total;
        node.childIds.length = page.total;
        page.nodes.forEach((values, number) => {
            node.childIds[page.offset + number] = this.keep(values, node).id;
        });
        this.refresh();
    }

    /** Open the way down to a place. Returns its node. */
    async reveal(placeId) {
        let node = this.root;
        for (const [id, index] of await this.ask("path", { place_id: placeId })) {
            await this.expand(node);
            await this.load(node, index);
            // Somebody may have come or gone since: then it is not where it was.
            const found = node.childIds[index] === id ? id : node.childIds.find((one) => one === id);
            if (!found) {
                return node;
            }
            node = this.nodes.get(found);
        }
        this.refresh();
        return node;
    }

    /** Fetch what stands below a node anew. */
    async reload(node) {
        const values = await this.ask("member", { place_id: node.id });
        node.childIds = [];
        this.keep(values, node.parent);
        node.expanded = false;
        await this.expand(node);
    }

    refresh() {
        this.rows = this.root ? rowsBelow(this.root, this) : [];
        this.onChange?.();
    }
}

/** The rows of a node and of all that is open below, from top to bottom. */
function rowsBelow(root, { nodes, waiting }) {
    const rows = [];
    // A stack of our own: a line may be deeper than the browser allows calls.
    const stack = [{ node: root, number: 1, siblings: 1 }];
    while (stack.length) {
        const row = stack.pop();
        const { node, parent, index, free } = row;
        if (node) {
            rows.push({ ...row, key: `n${node.id}` });
        } else {
            const key = free ? `f${parent.id}-${free[0]}` : `p${parent.id}-${index}`;
            rows.push({ ...row, key });
        }
        if (!node?.expanded) {
            continue;
        }
        const legs = waiting.length ? node.free || [] : [];
        const siblings = node.children + legs.length;
        for (let at = legs.length - 1; at >= 0; at--) {
            stack.push({ parent: node, free: legs[at], number: node.children + at + 1, siblings });
        }
        for (let at = node.children - 1; at >= 0; at--) {
            const child = nodes.get(node.childIds[at]);
            stack.push({ node: child, parent: node, index: at, number: at + 1, siblings });
        }
    }
    return rows;
}

/** The steps below the root at which a row stands. */
export function depthOf(row) {
    return row.node ? row.node.depth : row.parent.depth + 1;
}
