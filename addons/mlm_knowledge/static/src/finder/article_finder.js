import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";
import { KeepLast } from "@web/core/utils/concurrency";

const SHORTEST = 3;

/**
 * Lists the help articles that fit what is being typed.
 *
 * Takes the words of all `.mlm_finder_text` inside, shows links in `.mlm_finder_results` and tells
 * their number in `.mlm_finder_status`, for those who can't see the list appear.
 */
export class ArticleFinder extends Interaction {
    static selector = ".mlm_article_finder";
    dynamicContent = {
        ".mlm_finder_text": { "t-on-input": this.debounced(this.onInput, 300) },
        ".mlm_finder_status": { "t-out": () => this.told },
    };

    setup() {
        this.keepLast = new KeepLast();
        this.told = "";
        this.asked = "";
    }

    get text() {
        const inputs = [...this.el.querySelectorAll(".mlm_finder_text")];
        return inputs
            .map((input) => input.value)
            .join(" ")
            .trim();
    }

    async onInput() {
        const text = this.text;
        if (text === this.asked) {
            return;
        }
        this.asked = text;
        const answer = text.length < SHORTEST ? { articles: [], told: "" } : rpc("/help/find", { text });
        this.show(await this.waitFor(this.keepLast.add(Promise.resolve(answer))));
    }

    show({ articles, told }) {
        this.told = told;
        const results = this.el.querySelector(".mlm_finder_results");
        results.replaceChildren();
        if (articles.length) {
            const newTab = "newTab" in this.el.dataset;
            this.renderAt("mlm_knowledge.ArticleFinder.found", { articles, newTab }, results);
        }
        this.updateContent();
    }
}

registry.category("public.interactions").add("mlm_knowledge.article_finder", ArticleFinder);
