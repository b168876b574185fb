import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const press = (content, key) => ({ content, trigger: ".mlm_tree_box", run: `press ${key}` });

tours.add("mlm_portal_tree", {
    steps: () => [
        {
            content: "The own place and the frontline are open; most rows are not drawn",
            trigger: ".mlm_tree_row[aria-level='2'][aria-setsize='5000']:contains(Crowd1)",
            timeout: 30000,
        },
        {
            content: "Only what is in sight is in the page",
            trigger: ".mlm_tree_box",
            run() {
                const drawn = document.querySelectorAll(".mlm_tree_row").length;
                if (drawn > 60) {
                    throw new Error(`${drawn} rows are drawn`);
                }
            },
        },
        { content: "Into the structure", trigger: ".mlm_tree_box", run: "click" },
        press("To the end", "End"),
        {
            content: "The last page was fetched",
            trigger: ".mlm_tree_active[aria-posinset='5000']:contains(Last Leader)",
        },
        press("Open", "ArrowRight"),
        {
            content: "Those below a member further down have short names",
            trigger: ".mlm_tree_row[aria-level='3']:contains(Deep D.)",
        },
        press("Down", "ArrowDown"),
        {
            trigger: ".mlm_tree_active[aria-level='3']:contains(Deep D.)",
        },
        press("Back up", "ArrowLeft"),
        {
            trigger: ".mlm_tree_active[aria-level='2'][aria-expanded='true']",
        },
        press("To the start", "Home"),
        {
            trigger: ".mlm_tree_active[aria-level='1']",
        },
        {
            content: "Search somebody in the middle",
            trigger: "#mlm_tree_search",
            run: "edit Crowd2500",
        },
        {
            trigger: "form[role=search] button",
            run: "click",
        },
        {
            content: "The way there is open",
            trigger: ".mlm_tree_active:contains(Crowd2500)",
        },
        {
            trigger: "button[aria-label=Larger]",
            run: "click",
        },
        {
            content: "It is still in sight, only larger",
            trigger: ".mlm_tree_active:contains(Crowd2500)",
        },
        {
            trigger: ".mlm_tree_box",
            run() {
                this.anchor.focus();
            },
        },
        press("Open the card", "Enter"),
        {
            trigger: ".modal .mlm_member_card:contains(Level)",
        },
        {
            trigger: ".modal-footer .btn-secondary",
            run: "click",
        },
        {
            trigger: "body:not(:has(.mlm_member_card)) .mlm_tree",
        },
    ],
});

const openPlacement = () => [
    {
        content: "The placement view",
        trigger: ".mlm_tree button:contains(Placement)",
        run: "click",
    },
    {
        trigger: ".mlm_tree_newcomer:contains(Nora New)",
    },
];

const confirm = () => [
    {
        content: "Sure",
        trigger: ".modal-footer .btn-primary",
        run: "click",
    },
];

tours.add("mlm_portal_place_by_mouse", {
    steps: () => [
        ...openPlacement(),
        {
            content: "Anna's legs are shown as free places",
            trigger: ".mlm_tree_row:contains(Anna) .mlm_tree_toggle",
            run: "click",
        },
        {
            trigger: ".mlm_tree_newcomer:contains(Nora New)",
            run: (helpers) =>
                helpers.drag_and_drop(".mlm_tree_free:contains(Right)", { position: "center" }),
        },
        ...confirm(),
        {
            content: "She stands there now",
            trigger: ".mlm_tree_active[aria-level='3']:contains(Nora New):contains(Right)",
        },
    ],
});

tours.add("mlm_portal_place_by_keys", {
    steps: () => [
        ...openPlacement(),
        {
            trigger: ".mlm_tree_newcomer:contains(Nora New) button",
            run: "click",
        },
        press("Type the name", "a"),
        {
            trigger: ".mlm_tree_active:contains(Anna)",
        },
        press("Open", "ArrowRight"),
        {
            trigger: ".mlm_tree_free:contains(Left)",
        },
        press("To the free place", "ArrowDown"),
        {
            trigger: ".mlm_tree_free.mlm_tree_active",
        },
        press("Here", "Enter"),
        ...confirm(),
        {
            trigger: ".mlm_tree_active[aria-level='3']:contains(Nora New):contains(Left)",
        },
        {
            trigger: "[role=status]:contains(Nora New has its place)",
        },
        {
            content: "She waits no longer",
            trigger: ".mlm_tree:not(:has(.mlm_tree_newcomer))",
        },
    ],
});

tours.add("mlm_portal_place_by_tap", {
    steps: () => [
        ...openPlacement(),
        {
            trigger: ".mlm_tree_newcomer:contains(Nora New) button",
            run: "click",
        },
        {
            trigger: ".mlm_tree_newcomer:contains(Nora New) button[aria-pressed='true']",
        },
        {
            trigger: ".mlm_tree_row:contains(Anna) .mlm_tree_toggle",
            run: "click",
        },
        {
            trigger: ".mlm_tree_row[aria-expanded='true']:contains(Anna)",
        },
        {
            trigger: ".mlm_tree_placing .mlm_tree_free:contains(Left) .mlm_tree_link",
            run: "click",
        },
        ...confirm(),
        {
            content: "She stands there, and the page is no wider than the phone",
            trigger: ".mlm_tree_active[aria-level='3']:contains(Nora New):contains(Left)",
            run() {
                const { scrollWidth, clientWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`The page is ${scrollWidth} wide on ${clientWidth} pixels`);
                }
            },
        },
    ],
});

tours.add("mlm_portal_invite", {
    steps: () => [
        {
            trigger: ".mlm_invite .card .mlm_copy",
            run: "click",
        },
        {
            content: "It is copied, or at least selected",
            trigger: ".o_notification:contains(/Copied|selected/)",
        },
        {
            content: "The page is no wider than the screen",
            trigger: ".mlm_invite",
            run() {
                const { scrollWidth, clientWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`The page is ${scrollWidth} wide on ${clientWidth} pixels`);
                }
            },
        },
    ],
});
