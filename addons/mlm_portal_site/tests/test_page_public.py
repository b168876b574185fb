# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html

from odoo import Command, fields, http
from odoo.tests import HttpCase, new_test_user, tagged

from .common import SECRETS, PageCommon, photo


@tagged("post_install", "-at_install")
class TestPagePublic(PageCommon, HttpCase):
    """What strangers see and do on a partner's page."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def open_page(self, path="", **how):
        answer = self.url_open(self.address + path, **how)
        self.env.invalidate_all()
        return answer

    def send(self, **form):
        form = {
            "csrf_token": http.Request.csrf_token(self),
            "name": "Carla Neu",
            "email": "carla@example.org",
            "text": "Which soap is right for me?",
            **form,
        }
        return self.open_page("/message", data=form)

    def messages(self):
        return self.env["mlm.partner.message"].sudo().search([("partner_id", "=", self.anna.id)])

    def mail(self):
        """Return the mail that a message of a visitor became."""
        mail = self.env["mail.mail"].sudo().search([("model", "=", "mlm.partner.message")])
        self.assertEqual(mail.recipient_ids, self.anna)
        return mail

    # === WHAT IS SHOWN === #

    def test_approved_words_only(self):
        self.assertEqual(self.open_page().status_code, 404)
        self.publish(photo(), story="Approved words.")
        self.write_page(story="Words that nobody looked at.")
        answer = self.open_page()
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Approved words.", answer.text)
        self.assertIn("Anna Sommer", answer.text)
        self.assertNotIn("nobody looked at", answer.text)
        for secret in (*SECRETS, self.anna.mlm_member_number):
            self.assertNotIn(secret, answer.text)

    def test_unapproved_photo_is_closed(self):
        old = self.publish(photo(size=(20, 20)))
        new = self.write_page(photo(size=(30, 30)))
        self.assertEqual(self.open_page("/photo").content, old._photo())
        for address in (
            f"/web/image/mlm.partner.page/{new.id}/photo",
            f"/web/content/mlm.partner.page/{new.id}/photo",
            f"{self.address}/photo?id={new.id}&version={new.version}",
        ):
            self.assertNotEqual(self.url_open(address).content, new._photo(), address)

    def test_script_is_text(self):
        bad = "<script>alert(1)</script><img src=x onerror=alert(2)>"
        self.publish(headline=bad, story=f"{bad} {{{{ 7 * 7 }}}} javascript:alert(3)")
        page = html.fromstring(self.open_page().text)
        [part] = page.xpath("//div[hasclass('mlm_partner_page')]")
        self.assertFalse(part.xpath(".//script | .//*[@onerror]"))
        self.assertIn(bad, part.xpath(".//h1")[0].text_content())
        self.assertIn("{{ 7 * 7 }}", part.text_content())

    def test_consent_taken_back(self):
        self.publish(photo())
        self.consent(False)
        for path in ("", "/photo"):
            answer = self.open_page(path)
            self.assertEqual(answer.status_code, 404)
            self.assertNotIn("Sommer", answer.text)
        self.assertEqual(self.send().status_code, 404)
        self.assertNotIn("/site", self.url_open(f"/r/{self.code.code}").text)

    def test_partner_is_suspended(self):
        self.publish()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_state = 'suspended' WHERE id = %s", [self.anna.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.open_page().status_code, 404)

    def test_search_engines(self):
        self.publish()
        self.assertEqual(self.open_page().headers["X-Robots-Tag"], "noindex")
        self.publish(is_indexed="1")
        self.assertNotIn("X-Robots-Tag", self.open_page().headers)

    def test_duties_of_the_shop_stand_on_it(self):
        """Withdrawal and cancellation buttons are on every page, also on those of partners (E2)."""
        self.publish()
        text = self.open_page().text
        for link in ('href="/withdrawal"', 'href="/cancel-contract"'):
            self.assertIn(link, text)
        self.assertNotIn("ec.europa.eu/consumers/odr", text)

    # === PRICES === #

    def test_prices_of_the_visitor(self):
        self.publish(product_ids=self.soap.product_tmpl_id.ids)
        __, cheap = self.env["product.pricelist"].create(
            [
                {
                    "name": f"At {price}",
                    "sequence": sequence,
                    "company_id": self.company.id,
                    "currency_id": self.website.currency_id.id,
                    "website_id": self.website.id,
                    "selectable": True,
                    "item_ids": [Command.create({"compute_price": "fixed", "fixed_price": price})],
                }
                for sequence, price in enumerate((20, 12.5))
            ]
        )
        new_test_user(self.env, "seller_pp", groups="base.group_portal", partner_id=self.partner.id)
        self.partner.specific_property_product_pricelist = cheap
        self.assertEqual(self.shown_prices(), (["20.00"], []))
        self.authenticate("seller_pp", "seller_pp")
        self.assertEqual(self.shown_prices(), (["12.50"], ["10 PV"]))

    def shown_prices(self):
        page = html.fromstring(self.open_page().text)
        return tuple(
            [node.text_content().strip().strip("$€\xa0 ") for node in page.xpath(path)]
            for path in ("//*[hasclass('mlm_price')]", "//*[hasclass('mlm_points')]")
        )

    def test_goods_that_left_the_shop(self):
        self.publish(product_ids=self.soap.product_tmpl_id.ids)
        self.assertIn(self.soap.website_url, self.open_page().text)
        self.soap.product_tmpl_id.is_published = False
        self.assertNotIn(self.soap.website_url, self.open_page().text)

    # === REFERRAL === #

    def test_visit_binds_the_cart(self):
        self.publish(product_ids=self.soap.product_tmpl_id.ids)
        self.open_page()
        order = self.cart_after_payment_page()
        self.assertEqual(order.mlm_offer_sponsor_id, self.anna)
        self.assertEqual(order.mlm_offer_how, "link")

    def test_the_first_link_counts_here_too(self):
        self.publish()
        other = self.env["mlm.referral.code"]._of_partner(self.partner)
        self.url_open(f"/r/{other.code}")
        self.assertIn("You used another link before", self.open_page().text)
        self.assertEqual(self.cart_after_payment_page().mlm_offer_sponsor_id, self.partner)

    def cart_after_payment_page(self):
        """Return the visitor's cart once the shop has asked who brought it."""
        buyer = new_test_user(self.env, "buyer_pp", groups="base.group_portal")
        order = self.env["sale.order"].create(
            {
                "partner_id": buyer.partner_id.id,
                "website_id": self.website.id,
                "order_line": [Command.create({"product_id": self.soap.id})],
            }
        )
        buyer.partner_id.write(
            {
                "street": "Lindenweg 3",
                "zip": "06108",
                "city": "Halle",
                "email": "buyer@example.org",
                "phone": "+49 345 1234567",
                "country_id": self.germany.id,
            }
        )
        token = html.fromstring(self.url_open("/web/login").text).xpath(
            "//input[@name='csrf_token']/@value"
        )[0]
        self.url_open(
            "/web/login", data={"login": "buyer_pp", "password": "buyer_pp", "csrf_token": token}
        )
        self.assertEqual(self.url_open("/shop/payment").status_code, 200)
        self.env.invalidate_all()
        return order

    def test_figures(self):
        self.publish()
        for _again in range(3):
            self.open_page()
        self.send()
        names = ("page_views", "page_messages", "visits")
        [month, *_before] = self.anna._mlm_link_months(*names)
        self.assertEqual([month[name] for name in names], [1, 1, 1])

    # === MESSAGES === #

    def test_message_reaches_the_partner(self):
        self.publish()
        self.open_page()
        answer = self.send()
        self.assertIn("Your message is on its way", answer.text)
        for secret in SECRETS:
            self.assertNotIn(secret, answer.text)
        message = self.messages()
        self.assertEqual((message.name, message.email), ("Carla Neu", "carla@example.org"))
        mail = self.mail()
        self.assertEqual(mail.reply_to, "carla@example.org")
        self.assertNotIn("carla@example.org", mail.email_from or "", "she did not send it")

    def test_what_is_wrong_stands_at_its_field(self):
        self.publish()
        self.open_page()
        answer = self.send(email="no address", text=" ")
        self.assertIn("Please enter your e-mail address.", answer.text)
        self.assertIn("Please write your message", answer.text)
        self.assertIn("Carla Neu", answer.text)
        self.assertFalse(self.messages())

    def test_no_header_by_a_name(self):
        self.publish()
        self.open_page()
        self.send(name="Carla\r\nBcc: all@example.org")
        mail = self.mail()
        self.assertNotIn("\n", mail.subject)

    def test_machines_write_nothing(self):
        self.publish()
        self.open_page()
        self.assertIn("on its way", self.send(fax="1").text)
        self.assertFalse(self.messages())
        target = "odoo.addons.base.models.ir_http.IrHttp._verify_request_recaptcha_token"
        with patch(target) as asked:
            self.send()
        self.assertEqual(asked.call_args.args[-1], "mlm_page")

    def test_not_too_often(self):
        self.publish()
        self.open_page()
        answers = [self.send().status_code for _again in range(6)]
        self.assertEqual(answers, [200] * 5 + [429])
        self.assertEqual(len(self.messages()), 5)

    def test_no_form_no_message(self):
        self.publish(takes_messages="")
        self.assertNotIn("mlm_message", self.open_page().text)
        self.assertEqual(self.send().status_code, 404)
        self.assertFalse(self.messages())

    def test_erased_after_ninety_days(self):
        values = {"name": "Carla", "email": "carla@example.org", "text": "Hello"}
        message = self.env["mlm.partner.message"]._deliver(self.anna, values)
        days = fields.Datetime.add(fields.Datetime.now(), days=91)
        self.env["mlm.partner.message"]._gc_old_messages()
        self.assertTrue(message.exists())
        with freeze_time(days):
            self.env["mlm.partner.message"]._gc_old_messages()
        self.assertFalse(message.exists())
