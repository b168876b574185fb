import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const noSideways = {
    content: "Nothing sticks out at the side",
    trigger: "#wrap",
    run() {
        const page = document.scrollingElement;
        if (page.scrollWidth > page.clientWidth) {
            throw new Error(`The page is ${page.scrollWidth} px wide.`);
        }
    },
};

tours.add("mlm_knowledge_stranger_asks", {
    steps: () => [
        noSideways,
        {
            content: "Two typing errors",
            trigger: "#mlm_help_search",
            run: "edit witdraw ordre",
        },
        {
            content: "How many fit is told to those who can't see the list",
            trigger: ".mlm_finder_status:contains(articles fit)",
        },
        {
            content: "The answer is the first one",
            trigger: ".mlm_finder_results li:first a:contains(How do I withdraw)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The article, with the way back to its category",
            trigger: "#wrap h1:contains(How do I withdraw)",
        },
        {
            trigger: "nav[aria-label='Breadcrumb'] a[href*='/help/category/']",
        },
        noSideways,
        {
            content: "It helped",
            trigger: "#mlm_help_vote button[value='yes']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "No, it didn't",
            trigger: "#mlm_help_vote:has(button[value='yes'][aria-pressed='true']) button[value='no']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "What was missing",
            trigger: "#mlm_help_comment",
            run: "edit Where is my parcel?",
        },
        {
            trigger: ".mlm_help_comment button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The word is kept",
            trigger: "#mlm_help_vote [role='status']:contains(didn't help)",
        },
    ],
});
