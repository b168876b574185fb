import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Fill in a field of our forms. */
const fill = (name, value) => ({
    content: `Fill in ${name}`,
    trigger: `#wrap input[name='${name}']`,
    run: `edit ${value}`,
});

/** Press the main button of the page, which loads another one. */
const send = (content) => ({
    content,
    trigger: "#wrap form .btn-primary",
    run: "click",
    expectUnloadPage: true,
});

const heading = (text) => ({
    content: `The page “${text}” is open`,
    trigger: `#wrap h1:contains(${text})`,
});

/** The six digits that an authenticator app shows now (RFC 6238). */
async function codeOfTheApp(secret) {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const bits = [...secret].map((one) => letters.indexOf(one).toString(2).padStart(5, "0")).join("");
    const bytes = Uint8Array.from(bits.match(/.{8}/g), (one) => parseInt(one, 2));
    const counter = new DataView(new ArrayBuffer(8));
    counter.setUint32(4, Math.floor(Date.now() / 30000));
    const hmac = { name: "HMAC", hash: "SHA-1" };
    const key = await crypto.subtle.importKey("raw", bytes, hmac, false, ["sign"]);
    const signed = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
    const number = signed.getUint32(signed.getUint8(19) & 15) & 0x7fffffff;
    return String(number % 1000000).padStart(6, "0");
}

tours.add("mlm_portal_register", {
    steps: () => [
        {
            content: "The page shows no more than the short name",
            trigger: "#wrap h1:contains(/^Anna S\\.$/)",
        },
        {
            content: "Become a partner",
            trigger: "#wrap a[href*='/partner/register']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The sponsor came along",
            trigger: ".alert:contains(Anna S.)",
        },
        fill("email", "not a mail address"),
        send("Try with a wrong address"),
        {
            content: "The error stands at its field, and the field has the focus",
            trigger: "#mlm_email.is-invalid:focus",
        },
        fill("email", "carla.neu@example.org"),
        send("Start"),
        heading("About you"),
        {
            content: "Fields of companies are out of the way",
            trigger: "#wrap form:not(:has(#mlm_company_name:visible))",
        },
        fill("first_name", "Carla"),
        fill("last_name", "Neu"),
        {
            content: "The picker of the browser is not for robots",
            trigger: "#wrap input[name='birthdate']",
            run() {
                this.anchor.value = "1985-04-23";
            },
        },
        fill("street", "Lindenstraße 5"),
        fill("zip", "34117"),
        fill("city", "Kassel"),
        fill("phone", "0170 1234567"),
        send("Next"),
        heading("Your taxes"),
        {
            content: "No answer is chosen beforehand",
            trigger: "#wrap form:not(:has(input[type=radio]:checked))",
        },
        {
            trigger: "#mlm_business_no",
            run: "click",
        },
        send("Next"),
        heading("Your bank account"),
        fill("iban", "DE89 3704 0044 0532 0130 00"),
        send("Next"),
        heading("Agreements"),
        {
            content: "Nothing is ticked beforehand",
            trigger: "#wrap form:not(:has(input[type=checkbox]:checked))",
        },
        send("Try without agreeing"),
        {
            trigger: "#wrap .invalid-feedback:contains(Without this agreement)",
        },
        {
            content: "Agree to all that is asked for",
            trigger: "#wrap input[name^='version_']",
            run() {
                document.querySelectorAll("#wrap input[name^='version_']").forEach((box) => box.click());
            },
        },
        {
            trigger: "#wrap input[name='privacy']",
            run: "click",
        },
        send("Register as partner"),
        heading("Please look into your mailbox"),
    ],
});

tours.add("mlm_portal_confirm", {
    steps: () => [
        heading("Confirm your e-mail address"),
        send("Confirm"),
        heading("your address is confirmed"),
    ],
});

tours.add("mlm_portal_approve", {
    steps: () => [
        {
            content: "The applicant waits in the list",
            trigger: ".o_data_row td:contains(Carla Neu)",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name='action_approve']",
            run: "click",
        },
        {
            content: "Sure",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The new member's form opens",
            trigger: ".o_form_view .o_field_widget[name='mlm_state']:contains(Active)",
        },
    ],
});

tours.add("mlm_portal_first_login", {
    steps: () => [
        {
            trigger: "input[name='password']",
            run: "edit Carla has a long secret 7",
        },
        {
            trigger: "input[name='confirm_password']",
            run: "edit Carla has a long secret 7",
        },
        {
            trigger: ".oe_login_buttons button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The portal is open",
            trigger: ".o_portal_my_home a[href='/my/bank']",
        },
    ],
});

tours.add("mlm_portal_first_statement", {
    steps: () => [
        {
            content: "The figures of the network are one click away",
            trigger: ".o_portal_my_home a[href='/my/commissions']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "March is there",
            trigger: "#wrap a[href^='/my/commissions/']:contains(2026)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The first commission, and what it is for",
            trigger: "#wrap:contains(2.40)",
        },
        {
            content: "Why this line?",
            trigger: "#wrap a[href*='/line/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The line explains itself",
            trigger: "#wrap:contains(24)",
        },
    ],
});

tours.add("mlm_portal_new_account", {
    steps: () => [
        {
            trigger: "#wrap input[name='iban']",
            run: "edit AT61 1904 3002 3457 3201",
        },
        {
            trigger: "#wrap input[name='account_holder']",
            run: "edit Anna Sommer",
        },
        {
            content: "A wrong code changes nothing",
            trigger: "#wrap input[name='code']",
            run: "edit 12",
        },
        send("Send with a wrong code"),
        {
            trigger: "#mlm_code.is-invalid, #mlm_code_error",
        },
        {
            content: "The code of the app, worked out in the browser",
            trigger: "#wrap input[name='code']",
            async run(helpers) {
                await helpers.edit(await codeOfTheApp("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"));
            },
        },
        send("Send with the right one"),
        {
            content: "It waits for the mail",
            trigger: "#wrap:contains(3201)",
        },
    ],
});

tours.add("mlm_portal_account_confirmed", {
    steps: () => [
        heading("Confirm your new bank account"),
        send("Confirm"),
        heading("Your new bank account is noted"),
    ],
});
