import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";
import * as passkeyLib from "@auth_passkey/../lib/simplewebauthn";

/** Sends the form of the bank account with the answer of a passkey in place of a code. */
export class BankPasskey extends Interaction {
    static selector = ".mlm_bank_form";
    dynamicContent = {
        ".mlm_use_passkey": { "t-on-click.prevent": this.onUse },
    };

    async onUse() {
        const options = await this.waitFor(rpc("/auth/passkey/start-auth"));
        let answer;
        try {
            answer = await this.waitFor(passkeyLib.startAuthentication(options));
        } catch {
            return; // called off at the device: the form stays as it is
        }
        this.el.querySelector("input[name='webauthn_response']").value = JSON.stringify(answer);
        this.el.submit();
    }
}

registry.category("public.interactions").add("mlm_portal.bank_passkey", BankPasskey);
