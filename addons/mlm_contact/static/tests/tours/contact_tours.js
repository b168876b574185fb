import { registry } from "@web/core/registry";

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

registry.category("web_tour.tours").add("mlm_contact_log", {
    steps: () => [
        press("To the contacts", "a[href='/my/contacts']"),
        { content: "Nothing is planned yet", trigger: "#wrap:contains(Nothing is planned)" },
        NO_SIDEWAYS,
        press("Klara's page", "#wrap a:contains(Klara Kundin)"),
        { trigger: "#mlm_outcome", run: "select interested" },
        { trigger: "#mlm_summary", run: "edit Wants to try the soap" },
        { trigger: "#mlm_next_step", run: "edit Bring samples" },
        {
            content: "The next step is for today",
            trigger: "#mlm_next_date",
            run({ anchor }) {
                anchor.value = document.querySelector("#mlm_date").value;
            },
        },
        press("Save", "#wrap button:contains(Save)"),
        { content: "It stands there", trigger: "#wrap li:contains(Wants to try the soap)" },
        NO_SIDEWAYS,
        press("Back to the list", ".o_portal_submenu a[href='/my/contacts']"),
        { content: "To be done today", trigger: ".mlm_steps_today:contains(Bring samples)" },
        press("Done", ".mlm_steps_today button:contains(Done)"),
        { content: "Write down what came of it", trigger: "#mlm_kind", run: "select meeting" },
        { trigger: "#mlm_summary", run: "edit Took two soaps" },
        press("Save", "#wrap button:contains(Save)"),
        { content: "Both contacts stand there", trigger: "#wrap li:contains(Took two soaps)" },
        press("Back to the list", ".o_portal_submenu a[href='/my/contacts']"),
        { content: "Nothing is left to do", trigger: "#wrap:contains(Nothing is planned)" },
    ],
});
