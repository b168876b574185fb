import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useDraggable } from "@web/core/utils/draggable";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { debounce } from "@web/core/utils/timing";

import { PlaceDialog, TeamMemberDialog } from "./team_member_dialog";
import { TeamTreeKeys } from "./team_tree_keys";
import { TeamTreeModel, depthOf } from "./team_tree_model";
import { statusText } from "./team_tree_words";

const ROW_HEIGHT = 40;
const PHONE_ROW_HEIGHT = 60;
const PHONE_WIDTH = 576;
const MARGIN_ROWS = 8;
const ZOOMS = [0.7, 0.85, 1, 1.2, 1.45];
/** Deeper rows are not moved further to the right: there would be no room for the name. */
const INDENTS = 12;
const PHONE_INDENTS = 6;

export class TeamTree extends Component {
    static template = "mlm_portal.TeamTree";
    static props = {
        placeId: { type: Number, optional: true },
        treeId: { type: Number, optional: true },
    };

    setup() {
        this.dialog = useService("dialog");
        this.box = useRef("box");
        useDraggable({
            ref: useRef("page"),
            elements: ".mlm_tree_newcomer",
            ignore: "button",
            cursor: "grabbing",
            // Who is dragged leaves the page's flow; the structure must not jump meanwhile.
            onDragStart: ({ element, addStyle }) => {
                const list = element.closest(".mlm_tree_waiting");
                addStyle(list, { height: `${list.offsetHeight}px` });
            },
            onDrag: (pointer) => this.onDrag(pointer),
            onDrop: (pointer) => this.onDrop(pointer),
            onDragEnd: () => {
                this.state.over = null;
            },
        });
        this.model = new TeamTreeModel();
        this.keys = new TeamTreeKeys(this);
        this.state = useState({
            version: 0,
            active: null,
            scrollTop: 0,
            height: 600,
            isPhone: false,
            zoom: ZOOMS.indexOf(1),
            words: "",
            found: null,
            placing: null,
            over: null,
            message: "",
            failure: "",
        });
        this.model.onChange = () => {
            this.state.version++;
            this.followActive();
            this.fetchSoon();
        };
        this.fetchSoon = debounce(() => this.fetchVisible(), 60);
        this.onResize = () => this.measure();
        onWillStart(() => this.open(this.props.treeId));
        onMounted(() => {
            this.measure();
            if (this.props.placeId && this.model.root) {
                this.jump({ id: this.props.placeId });
            }
            window.addEventListener("resize", this.onResize);
        });
        onWillUnmount(() => {
            window.removeEventListener("resize", this.onResize);
            this.fetchSoon.cancel();
        });
    }

    // --- what is shown ---------------------------------------------------------------

    get rowHeight() {
        const height = this.state.isPhone ? PHONE_ROW_HEIGHT : ROW_HEIGHT;
        return Math.round(height * ZOOMS[this.state.zoom]);
    }

    /** The rows in sight and some around them. Reading the version makes Owl notice changes. */
    get shownRows() {
        const rows = this.state.version >= 0 ? this.model.rows : [];
        const first = Math.max(0, Math.floor(this.state.scrollTop / this.rowHeight) - MARGIN_ROWS);
        const count = Math.ceil(this.state.height / this.rowHeight) + 2 * MARGIN_ROWS;
        return rows.slice(first, first + count).map((row, at) => ({ row, at: first + at }));
    }

    get activeIndex() {
        return this.model.rows.findIndex((row) => row.key === this.state.active);
    }

    get activeId() {
        const shown = this.shownRows.some(({ row }) => row.key === this.state.active);
        return shown ? `mlm_tree_${this.state.active}` : undefined;
    }

    level(row) {
        return depthOf(row) + 1;
    }

    indent(row) {
        const steps = Math.min(depthOf(row), this.state.isPhone ? PHONE_INDENTS : INDENTS);
        return steps * (this.state.isPhone ? 12 : 20) * ZOOMS[this.state.zoom];
    }

    name(node) {
        return node.name || _t("A member of another line");
    }

    status(node) {
        return node.status ? statusText(node.status) : "";
    }

    number(value) {
        return value === undefined || value === null ? "–" : formatFloat(value, { digits: [0, 2] });
    }

    freeText(row) {
        return _t("Free place: %s", row.free[1]);
    }

    // --- moving about ----------------------------------------------------------------

    async open(treeId = null) {
        this.state.failure = "";
        this.state.found = null;
        await this.attempt(async () => {
            await this.model.open(treeId);
            this.state.placing = null;
            this.state.active = this.model.rows[0]?.key;
            this.scrollTo(0);
        });
    }

    /** Do what may be refused by the server, and say why it was. */
    async attempt(action) {
        try {
            this.state.failure = "";
            return await action();
        } catch (error) {
            this.state.failure =
                error.data?.message || _t("The server does not answer. Please try again.");
        }
    }

    measure() {
        this.state.isPhone = window.innerWidth < PHONE_WIDTH;
        // As high as the box can get.
        this.state.height = 0.7 * window.innerHeight;
        this.fetchSoon();
    }

    onScroll() {
        this.state.scrollTop = this.box.el.scrollTop;
        this.fetchSoon();
    }

    fetchVisible() {
        for (const { row } of this.shownRows) {
            if (!row.node && !row.free) {
                this.attempt(() => this.model.load(row.parent, row.index));
            }
        }
    }

    zoomBy(step) {
        const at = this.activeIndex;
        this.state.zoom = Math.max(0, Math.min(ZOOMS.length - 1, this.state.zoom + step));
        this.scrollTo(at);
    }

    get zoomText() {
        return `${Math.round(ZOOMS[this.state.zoom] * 100)} %`;
    }

    get isSmallest() {
        return this.state.zoom === 0;
    }

    get isLargest() {
        return this.state.zoom === ZOOMS.length - 1;
    }

    /** Make a row the current one and bring it into sight. */
    select(at) {
        const row = this.model.rows[at];
        if (row) {
            this.state.active = row.key;
            this.awaited = row.node || row.free ? null : [row.parent.id, row.index];
            this.scrollTo(at);
        }
    }

    /** The current row got its member, whose page was on the way. */
    followActive() {
        const [parentId, index] = this.awaited || [];
        const found = this.model.nodes.get(this.model.nodes.get(parentId)?.childIds[index]);
        if (found) {
            this.awaited = null;
            this.state.active = `n${found.id}`;
        }
    }

    scrollTo(at) {
        const box = this.box.el;
        if (!box || at < 0) {
            return;
        }
        const top = at * this.rowHeight;
        if (top < box.scrollTop) {
            box.scrollTop = top;
        } else if (top + this.rowHeight > box.scrollTop + box.clientHeight) {
            // The room for it grows with the next drawing.
            this.box.el.firstElementChild.style.height = `${this.model.rows.length * this.rowHeight}px`;
            box.scrollTop = top + this.rowHeight - box.clientHeight;
        }
        this.state.scrollTop = box.scrollTop;
    }

    toggle(node) {
        this.state.active = `n${node.id}`;
        if (node.expanded) {
            return this.model.collapse(node);
        }
        return this.attempt(() => this.model.expand(node));
    }

    async search() {
        this.state.found = await this.attempt(() =>
            this.model.ask("search", { words: this.state.words })
        );
        if (this.state.found?.length === 1) {
            await this.jump(this.state.found[0]);
        }
    }

    async jump(hit) {
        await this.attempt(async () => {
            const node = await this.model.reveal(hit.id);
            this.select(this.model.rows.findIndex((row) => row.node === node));
            this.state.found = null;
            this.box.el.focus();
        });
    }

    // --- cards and places ------------------------------------------------------------

    onRowClick(row) {
        this.state.active = row.key;
        if (this.state.placing) {
            this.activate(row);
        }
    }

    /** Enter, or a click on the name. */
    activate(row) {
        if (this.state.placing) {
            return this.confirmPlace(this.state.placing, row);
        }
        if (row.free) {
            this.state.failure = _t("First choose who gets this place.");
            return;
        }
        return row.node?.name && this.showCard(row.node);
    }

    async showCard(node) {
        const card = await this.attempt(() => this.model.ask("member", { place_id: node.id }));
        if (card) {
            this.dialog.add(TeamMemberDialog, { card });
        }
    }

    /** By number: what the state holds is a proxy, never the same object. */
    isPlacing(newcomer) {
        return this.state.placing?.id === newcomer.id;
    }

    choosePlace(newcomer) {
        this.state.placing = this.isPlacing(newcomer) ? null : newcomer;
        this.state.failure = "";
        if (this.state.placing) {
            this.box.el.focus();
        }
    }

    /** The row under the pointer. Rows have one height, so no element has to be asked. */
    rowUnder({ x, y }) {
        const box = this.box.el.getBoundingClientRect();
        if (x < box.left || x > box.right || y < box.top || y > box.bottom) {
            return undefined;
        }
        return this.model.rows[Math.floor((y - box.top + this.box.el.scrollTop) / this.rowHeight)];
    }

    onDrag(pointer) {
        this.state.over = this.rowUnder(pointer)?.key;
    }

    onDrop(pointer) {
        const id = Number(pointer.element.dataset.newcomer);
        const newcomer = this.model.waiting.find((one) => one.id === id);
        const row = this.rowUnder(pointer);
        if (newcomer && row) {
            this.confirmPlace(newcomer, row);
        }
    }

    confirmPlace(newcomer, row) {
        const parent = row.free ? row.parent : row.node;
        if (!parent) {
            return;
        }
        const words = { member: this.name(newcomer), above: this.name(parent) };
        this.dialog.add(PlaceDialog, {
            title: _t("Place a newcomer"),
            body: row.free
                ? _t("Place %(member)s below %(above)s, %(leg)s? Only your company can change it later.", {
                      ...words,
                      leg: row.free[1],
                  })
                : _t("Place %(member)s below %(above)s? Only your company can change it later.", words),
            confirmLabel: _t("Place"),
            cancelLabel: _t("Cancel"),
            confirm: () => this.place(newcomer, parent, row.free ? row.free[0] : 0),
            cancel: () => {},
        });
    }

    place(newcomer, parent, leg) {
        return this.attempt(async () => {
            const placeId = await this.model.ask("place", {
                holding_id: newcomer.id,
                place_id: parent.id,
                leg,
            });
            this.model.waiting = this.model.waiting.filter((one) => one.id !== newcomer.id);
            this.state.placing = null;
            this.state.message = _t("%s has its place.", this.name(newcomer));
            await this.model.reload(parent);
            await this.jump({ id: placeId });
        });
    }
}

registry.category("public_components").add("mlm_portal.team_tree", TeamTree);
