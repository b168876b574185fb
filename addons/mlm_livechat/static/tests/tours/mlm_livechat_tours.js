import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
// Milliseconds: the other browser has to do its part first.
const PATIENCE = 60000;
const addTour = (name, steps) =>
    tours.add(name, { steps: () => steps.map((step) => ({ timeout: PATIENCE, ...step })) });

const inChat = (selector) => `.o-livechat-root:shadow ${selector}`;
const said = (words) => `.o-mail-Message:contains("${words}")`;
const waitFor = (trigger) => ({ trigger });
const say = (composer, words) => [
    { trigger: `${composer}:enabled`, run: `edit ${words}` },
    { trigger: composer, run: "press Enter" },
];
const openChat = { trigger: inChat("button.o-livechat-LivechatButton"), run: "click" };
const visitorSays = (words) => say(inChat(".o-mail-Composer-input"), words);

addTour("mlm_livechat_visitor", [
    openChat,
    ...visitorSays("Where is my parcel?"),
    waitFor(inChat(said("I look it up"))),
    ...visitorSays("It is order 7"),
    waitFor(inChat(said("goes on as ticket"))),
]);

addTour("mlm_livechat_operator", [
    {
        trigger: '.o-mail-DiscussSidebar button:contains("Clara Customer")',
        run: "click",
    },
    waitFor(`.o-mail-Discuss ${said("Where is my parcel?")}`),
    { trigger: '.o_mlm_member_card dd:contains("Paul Partner")' },
    ...say(".o-mail-Discuss .o-mail-Composer-input", "I look it up"),
    waitFor(`.o-mail-Discuss ${said("It is order 7")}`),
    { trigger: '[name="mlm-create-ticket"]', run: "click" },
    { trigger: ".o-livechat-LivechatCommandDialog-form input", run: "edit Parcel" },
    { trigger: ".o-livechat-LivechatCommandDialog-form + button:enabled", run: "click" },
    { trigger: `${said("Ticket created")} a`, run: "click" },
    { trigger: "button[name=action_mlm_open_chat]", run: "click" },
    waitFor(`.o-mail-Discuss ${said("It is order 7")}`),
    { trigger: '.o-mail-Discuss [name="livechat-info"]', run: "click" },
    waitFor('.o_mlm_member_tickets a:contains("Parcel")'),
]);

addTour("mlm_livechat_bot", [
    openChat,
    waitFor(inChat(said("What would you like to know?"))),
    ...visitorSays("Where does a zebra live?"),
    waitFor(inChat('.o-mail-Message a:contains("Where a zebra lives")')),
    {
        trigger: inChat('button:contains("No, I want to talk to somebody")'),
        run: "click",
    },
    waitFor(inChat(said("To which e-mail address"))),
    ...visitorSays("sven@example.org"),
    waitFor(inChat(said("Your ticket has the number"))),
]);

addTour("mlm_livechat_message", [
    {
        trigger: inChat("a.o_mlm_livechat_message"),
        run: "click",
        expectUnloadPage: true,
    },
    { trigger: "#mlm_name", run: "edit Sven Stranger" },
    { trigger: "#mlm_email", run: "edit sven@example.org" },
    { trigger: "#mlm_question", run: "edit Where is my parcel?" },
    {
        trigger: "form[data-captcha=mlm_livechat] button[type=submit]",
        run: "click",
        expectUnloadPage: true,
    },
    { trigger: '[role=status]:contains("Your ticket has the number")' },
]);
