import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/** Copy and share the link and the texts of the invite page. */
export class Invite extends Interaction {
    static selector = ".mlm_invite";
    dynamicContent = {
        ".mlm_copy": { "t-on-click": this.copy },
        ".mlm_share": {
            "t-on-click": this.share,
            "t-att-class": () => ({ "d-none": !navigator.share }),
        },
    };

    field(event) {
        return this.el.querySelector(event.currentTarget.dataset.copy);
    }

    async copy(event) {
        const field = this.field(event);
        field.select();
        try {
            await this.waitFor(navigator.clipboard.writeText(field.value));
            this.say(_t("Copied."));
        } catch {
            // Without a safe connection browsers refuse; the text is selected already.
            this.say(_t("The text is selected: copy it with the keys of your device."));
        }
    }

    async share(event) {
        try {
            await this.waitFor(navigator.share({ text: this.field(event).value }));
        } catch (error) {
            if (error.name !== "AbortError") {
                this.say(_t("Your device did not share it. Please copy the text."));
            }
        }
    }

    say(text) {
        this.services.notification.add(text, { type: "info" });
    }
}

registry.category("public.interactions").add("mlm_portal.invite", Invite);
