import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Press what loads another page. */
const press = (content, trigger) => ({
    content,
    trigger,
    run: "click",
    expectUnloadPage: true,
});

const NO_SIDEWAYS = {
    content: "Nothing has to be scrolled sideways",
    trigger: "#wrap",
    run() {
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth > clientWidth) {
            throw new Error(`The page is ${scrollWidth} wide on ${clientWidth} pixels`);
        }
    },
};

tours.add("mlm_helpdesk_ask_about_line", {
    steps: () => [
        press("The statement of March", "#wrap a[href^='/my/commissions/']:contains(2026)"),
        press("Why this line?", "#wrap a[href*='/line/']"),
        NO_SIDEWAYS,
        { trigger: "#mlm_question", run: "edit Whose soap was this?" },
        press("Send it", "#wrap button:contains(Send the Question)"),
        { content: "It is a ticket", trigger: "#wrap:contains(Whose soap was this?)" },
        NO_SIDEWAYS,
        press("It is in the list", ".o_portal_submenu a[href^='/my/tickets']"),
        { trigger: "#wrap a[href^='/my/ticket/']:contains(Question about)" },
    ],
});

tours.add("mlm_helpdesk_staff_answers", {
    steps: () => [
        { content: "The explanation came along", trigger: ".nav-link[name='mlm_explanation']" },
        { trigger: ".o-mail-Chatter-sendMessage", run: "click" },
        { trigger: ".o-mail-Composer-input", run: "edit It was your own customer's." },
        { trigger: ".o-mail-Composer-send:enabled", run: "click" },
        { trigger: ".o-mail-Message:contains(your own customer)" },
        { content: "Final stages are folded", trigger: ".o_statusbar_status .dropdown-toggle:visible", run: "click" },
        { trigger: ".o-dropdown--menu .dropdown-item:contains(Done)", run: "click" },
        { trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Done)" },
        {
            content: "Save, unless the status bar has done so",
            trigger: ".o_form_view",
            run: () => document.querySelector(".o_form_button_save:enabled")?.click(),
        },
        { trigger: ".o_form_saved" },
    ],
});

tours.add("mlm_helpdesk_partner_reads", {
    steps: () => [
        {
            content: "The answer stands there",
            trigger: "#chatterRoot:shadow .o-mail-Message:contains(your own customer)",
        },
    ],
});

tours.add("mlm_helpdesk_partner_rates", {
    steps: () => [
        { trigger: "textarea[name='feedback']", run: "edit Quick and clear" },
        press("Send it", "button:contains(Send Feedback)"),
        { content: "It has arrived", trigger: ":contains(Thank you for your feedback)" },
    ],
});
