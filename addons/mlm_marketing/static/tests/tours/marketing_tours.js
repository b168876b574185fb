import { registry } from "@web/core/registry";

const { DateTime } = luxon;
const tours = registry.category("web_tour.tours");

/* Newsletter: the form of a visitor, and the link in the mail */

tours.add("mlm_marketing_subscribe", {
    steps: () => [
        {
            content: "Type what is no address",
            trigger: "#wrap .js_subscribe input[name='email']",
            run: "edit carla",
        },
        {
            content: "Subscribe",
            trigger: "#wrap .js_subscribe_btn",
            run: "click",
        },
        {
            content: "It is refused; type the address",
            trigger: "#wrap .js_subscribe input.is-invalid",
            run: "edit carla@example.org",
        },
        {
            content: "Subscribe",
            trigger: "#wrap .js_subscribe_btn",
            run: "click",
        },
        {
            content: "The page tells of the mail",
            trigger: ".o_notification:contains(We have sent you a mail)",
        },
    ],
});

tours.add("mlm_marketing_confirm", {
    steps: () => [
        {
            content: "The page shows the address and subscribes nobody yet",
            trigger: "#wrap:contains(carla@example.org) h1:contains(Confirm the subscription)",
        },
        {
            content: "Confirm",
            trigger: "#wrap form .btn-primary",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is done",
            trigger: "#wrap h1:contains(Thank you!)",
        },
    ],
});

tours.add("mlm_marketing_used_link", {
    steps: () => [
        {
            content: "A link works once",
            trigger: "#wrap h1:contains(doesn't work any more)",
        },
    ],
});

/* Series: four steps by a clock that is wound on */

const windTo = (days) => [
    {
        content: `Wind on, day ${days}`,
        trigger: "button[name='action_wind']:enabled",
        run: "click",
    },
    {
        content: `The clock shows day ${days}`,
        trigger: `.o_field_widget[name='test_now']:contains(${DateTime.now().plus({ days }).toFormat("LLL d")})`,
    },
];

tours.add("mlm_marketing_series", {
    steps: () => [
        {
            content: "Open the series",
            trigger: ".o_data_row td:contains(Journey)",
            run: "click",
        },
        {
            content: "The page of the test",
            trigger: ".o_notebook .nav-link:contains(Try It)",
            run: "click",
        },
        {
            content: "Try it",
            trigger: "button[name='action_test']",
            run: "click",
        },
        {
            content: "The clock shows today",
            trigger: `.o_field_widget[name='test_now']:contains(${DateTime.now().toFormat("LLL d")})`,
        },
        ...windTo(1),
        ...windTo(2),
        ...windTo(3),
        ...windTo(4),
        {
            content: "Once more: nobody is in it any more",
            trigger: "button[name='action_wind']:enabled",
            run: "click",
        },
        {
            content: "A message says so",
            trigger: ".modal-body:contains(Nobody is in the test any more)",
        },
        {
            content: "Close it",
            trigger: ".modal-footer button:visible",
            run: "click",
        },
        {
            content: "Start the series",
            trigger: "button[name='action_start']:enabled",
            run: "click",
        },
        {
            content: "It runs",
            trigger: ".o_arrow_button_current:contains(Running)",
        },
    ],
});
