import { Component, onMounted } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
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
        onMounted(() => nameDialog(this.modal.el, this.props.card.name));
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

/** Sure? */
export class PlaceDialog extends ConfirmationDialog {
    setup() {
        super.setup();
        onMounted(() => nameDialog(this.modalRef.el, this.props.title));
    }
}

/** Core's dialogs have no name for screen readers. */
function nameDialog(element, name) {
    element.setAttribute("aria-label", name);
}
