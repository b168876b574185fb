import { LivechatButton } from "@im_livechat/embed/common/livechat_button";
import { LivechatService } from "@im_livechat/embed/common/livechat_service";
import { Store } from "@mail/core/common/store_service";

import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";
import { url } from "@web/core/utils/urls";

const MESSAGE_PAGE = "/chat/message";

patch(Store.prototype, {
    setup() {
        super.setup(...arguments);
        this.mlm_livechat_takes_messages = false;
    },
});

patch(LivechatButton.prototype, {
    /** Nobody is there to chat, but a message can be left. */
    get takesMessage() {
        return (
            this.store.mlm_livechat_takes_messages &&
            !this.store.livechat_available &&
            this.store.livechat_rule?.action !== "hide_button" &&
            this.store.activeLivechats.length === 0 &&
            Boolean(this.livechatService.options.channel_id)
        );
    },
    get isShown() {
        return super.isShown || this.takesMessage;
    },
    get messageUrl() {
        return url(MESSAGE_PAGE);
    },
});

patch(LivechatService.prototype, {
    /** The last operator may have left since the page was opened. */
    async _createThread() {
        const thread = await super._createThread(...arguments);
        if (!thread && this.store.mlm_livechat_takes_messages) {
            browser.location.assign(url(MESSAGE_PAGE));
        }
        return thread;
    },
});
