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
            trigger: "#wrap input[name^='version_']",
            run: "click",
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
