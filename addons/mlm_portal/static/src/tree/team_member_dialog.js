import { Component, onMounted } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useChildRef } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";

import { statusText } from "./team_tree_words";

/** The card of a member: what the server gave, nothing else. */
export class TeamMemberDialog extends Component {
    static template = "mlm_portal.TeamMemberDialog";
    static components = { Dialog };
    static props = { card: Object, close: Function };

    setup() {
        this.modal = useChildRef();
        // Core's dialogs have no name of their own for screen readers.
        onMounted(() => this.modal.el.setAttribute("aria-label", this.props.card.name));
    }

    get status() {
        return statusText(this.props.card.status);
    }

    has(name) {
        return this.props.card[name] !== undefined && this.props.card[name] !== null;
    }

    number(name) {
        return formatFloat(this.props.card[name], { digits: [0, 2] });
    }
}
