import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("mlm_helpdesk_article_while_typing", {
    steps: () => [
        {
            content: "From the help pages to a ticket",
            trigger: ".mlm_help_ask a[href*='/new/ticket']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "A subject with typing errors",
            trigger: "form.mlm_article_finder input[name='subject']",
            run: "edit How do I witdraw from my ordre",
        },
        {
            content: "The article is offered; it opens beside, so that nothing typed is lost",
            trigger:
                ".mlm_finder_results li:first a[target='_blank']:contains(How do I withdraw from an order)",
        },
        {
            trigger: ".mlm_finder_status[role='status']:contains(articles fit)",
        },
        {
            content: "The description is looked at, too",
            trigger: "textarea[name='description']",
            run: "edit Somebody changed my bank acount, please change my bank account back",
        },
        {
            trigger: ".mlm_finder_results a:contains(How do I change my bank account)",
        },
        {
            content: "Nothing sticks out at the side",
            trigger: "#wrap",
            run() {
                const page = document.scrollingElement;
                if (page.scrollWidth > page.clientWidth) {
                    throw new Error(`The page is ${page.scrollWidth} px wide.`);
                }
            },
        },
    ],
});
