import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Press what loads another page. */
const press = (content, trigger) => ({ content, trigger, run: "click", expectUnloadPage: true });

const fill = (id, words) => ({
    content: `Fill in ${id}`,
    trigger: `#wrap #${id}`,
    run: `edit ${words}`,
});

tours.add("mlm_page_written", {
    steps: () => [
        press("My page", ".o_portal_my_home a[href='/my/site']"),
        fill("mlm_headline", "Soap and me"),
        fill("mlm_story", "I wash with it every day."),
        { trigger: "#wrap input[name='search']", run: "edit Soap" },
        press("Search", "#wrap button[name='action'][value='search']"),
        {
            content: "What was typed is still there",
            trigger: "#wrap #mlm_headline:value(Soap and me)",
        },
        {
            content: "The soap",
            trigger: "#wrap .form-check:has(label:contains(/^Soap$/)) input",
            run: "check",
        },
        {
            content: "Visitors may write",
            trigger: "#wrap #mlm_takes_messages",
            run: "check",
        },
        press("Keep", "#wrap button.btn-primary[name='action'][value='save']"),
        press("Preview", "#wrap a[href='/my/site/preview']"),
        {
            content: "As strangers will see it",
            trigger: "#wrap h1:contains(Soap and me)",
        },
        press("Back", "#wrap a[href='/my/site']"),
        press("Submit", "#wrap button[name='action'][value='submit']"),
        {
            content: "Somebody looks at it now",
            trigger: "#wrap .alert:contains(is being looked at)",
        },
    ],
});

tours.add("mlm_page_read", {
    steps: () => [
        press("From the invitation to the page", "#wrap a[href$='/site']"),
        { trigger: "#wrap h1:contains(Soap and me)" },
        { trigger: "#wrap .mlm_price" },
        fill("mlm_message_name", "Carla Neu"),
        fill("mlm_message_email", "carla@example.org"),
        fill("mlm_message_text", "Which soap is right for me?"),
        press("Send", "#mlm_message button[type='submit']"),
        { trigger: "#mlm_message .alert-success" },
        press("To the shop", "#wrap a[href='/shop']"),
        { content: "The shop", trigger: "#wrap .oe_product, #wrap #products_grid" },
    ],
});
