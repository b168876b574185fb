import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Press what loads another page. */
const press = (content, trigger) => ({
    content,
    trigger,
    run: "click",
    expectUnloadPage: true,
});

const LESSONS = [
    "You are self-employed",
    "What you may say about income",
    "What you may say about products",
    "The rights of your customers",
    "Data protection",
];
// The question, and the beginning of its right answer.
const ANSWERS = [
    ["A friend asks", "I can promise nothing"],
    ["What does commission come from", "From goods that customers buy"],
    ["has cured her eczema", "I am glad for her"],
    ["ten days after", "She can: the time for withdrawal"],
    ["business card", "No, advertising by mail"],
    ["for 500 euros", "I buy only what I use"],
    ["introduce yourself", "As an independent partner"],
    ["lost your phone", "At once"],
];

tours.add("mlm_academy_course", {
    steps: () => [
        {
            content: "The training is overdue, and what waits for it is said",
            trigger: "#mlm_academy_mandatory li:contains(Fair selling):contains(Overdue):contains(take on)",
        },
        press("Go to the course", "#mlm_academy_mandatory li:contains(Fair selling) button"),
        press("Open the first lesson", `.o_wslides_js_slides_list_slide_link:contains(${LESSONS[0]})`),
        press("Out of full screen", ".o_wslides_fs_exit_fullscreen"),
        ...LESSONS.flatMap((name) => [
            {
                content: `Read “${name}”`,
                trigger: `#wrap h1:contains(${name})`,
            },
            press("On to the next one", ".o_wslides_nav_button[aria-label=Next]:not(.disabled)"),
        ]),
        {
            content: "The test opens here and not in another window, where no tour goes",
            trigger: "#start_certification",
            run() {
                this.anchor.removeAttribute("target");
            },
        },
        press("Begin the test", "#start_certification:not([target])"),
        {
            content: "Start",
            trigger: "button[type=submit][value=start]:not(.disabled)",
            run: "click",
        },
        ...ANSWERS.flatMap(([question, answer], index) => [
            {
                content: `Answer “${question}”`,
                trigger: `.js_question-wrapper:contains(${question}) label:contains(${answer})`,
                run: "click",
            },
            {
                content: "Send the answer",
                trigger: `button[type=submit][value=${
                    index < ANSWERS.length - 1 ? "next" : "finish"
                }]:not(.disabled)`,
                run: "click",
            },
        ]),
        {
            content: "Yes, that is all",
            trigger: ".modal-footer button:contains(Submit)",
            run: "click",
        },
        {
            content: "Passed",
            trigger: ".o_survey_finished:contains(you have passed the test)",
        },
    ],
});

tours.add("mlm_academy_certificate", {
    steps: () => [
        {
            content: "Nothing waits any more",
            trigger: "#mlm_academy_mandatory li:contains(Fair selling):contains(Valid until):not(:has(button))",
        },
        {
            content: "The course is done",
            trigger: "#wrap li:has(progress[value='100']):contains(Fair selling)",
        },
        {
            content: "The certificate can be fetched",
            trigger: "#mlm_academy_certificates li:contains(Fair selling) a[href*='/my/academy/certificate/']",
        },
        {
            content: "The page is not wider than the window",
            trigger: "#wrap",
            run() {
                const { scrollWidth, clientWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`${scrollWidth} pixels in a window of ${clientWidth}`);
                }
            },
        },
    ],
});
