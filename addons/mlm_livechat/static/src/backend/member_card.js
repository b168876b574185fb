import { LivechatChannelInfoList } from "@im_livechat/core/web/livechat_channel_info_list";
import { Thread } from "@mail/core/common/thread_model";

import { startUrl } from "@web/core/browser/router";
import { patch } from "@web/core/utils/patch";
import { url } from "@web/core/utils/urls";

patch(Thread.prototype, {
    setup() {
        super.setup();
        /** @type {{facts: [string, string][], tickets: {id: number, name: string}[]}|false} */
        this.mlm_member_card = false;
    },
});

patch(LivechatChannelInfoList.prototype, {
    ticketUrl(ticket) {
        return url(`/${startUrl()}/helpdesk.ticket/${ticket.id}`);
    },
});
