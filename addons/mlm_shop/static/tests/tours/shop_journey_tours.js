import { registry } from "@web/core/registry";
import * as shop from "@website_sale/js/tours/tour_utils";

const tours = registry.category("web_tour.tours");

/** Press what loads another page. */
const press = (content, trigger) => ({
    content,
    trigger,
    run: "click",
    expectUnloadPage: true,
});

const fill = (id, value) => ({
    content: `Fill in ${id}`,
    trigger: `#wrap #${id}`,
    run: `edit ${value}`,
});

tours.add("mlm_shop_stranger_buys", {
    steps: () => [
        {
            content: "No points are shown to a stranger",
            trigger: "#product_detail:not(:has(.mlm_points))",
        },
        {
            content: "Into the cart",
            trigger: "#product_detail #add_to_cart",
            run: "click",
        },
        press("To the cart", ".toast-body a[href='/shop/cart'], .o_notification a[href='/shop/cart']"),
        shop.goToCheckout(),
        {
            trigger: "#o_country_id",
            run: "selectByLabel Germany",
        },
        ...Object.entries({
            name: "Carla Neu",
            phone: "0170 1234567",
            email: "carla.neu@example.org",
            street: "Lindenstraße 5",
            city: "Kassel",
            zip: "34117",
        }).map(([name, value]) => ({
            content: `Address: ${name}`,
            trigger: `form.address_autoformat input[name=${name}]`,
            run: `edit ${value}`,
        })),
        press("On with the address", "a[name='website_sale_main_button']"),
        shop.confirmOrder(),
        {
            content: "Who recommended the shop is named, by the short name",
            trigger: "#wrap:contains(Anna S.)",
        },
        {
            content: "The button says what it does (§ 312j BGB)",
            trigger: "button[name='o_payment_submit_button']:contains(Order with obligation to pay)",
        },
        {
            trigger: "input[name='o_payment_radio'][data-payment-method-code='wire_transfer']",
            run: "click",
        },
        press("Order", "button[name='o_payment_submit_button']:enabled"),
        {
            content: "Ordered",
            trigger: "[name='order_confirmation']",
            timeout: 30000,
        },
    ],
});

tours.add("mlm_shop_guest_withdraws", {
    steps: () => [
        press("Every page has the button", "footer a[href='/withdrawal']"),
        fill("contact_name", "Carla Neu"),
        fill("reference", "JOURNEY-1"),
        fill("email", "carla.neu@example.org"),
        press("Withdraw", "#wrap form button[type='submit']:contains(Withdraw from contract)"),
        press("Really", "#wrap form button[type='submit']:contains(Confirm withdrawal)"),
        {
            content: "Received",
            trigger: "#wrap h1:contains(Received)",
        },
    ],
});
