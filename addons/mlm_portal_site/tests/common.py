# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from PIL import Image

from odoo.tests import new_test_user

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon

SECRETS = ("anna@example.org", "0171 5550199", "Geheimweg")


def photo(kind="JPEG", size=(1200, 900), **how):
    """Return the bytes of a picture."""
    stream = io.BytesIO()
    Image.new("RGB", size, "orange").save(stream, kind, **how)
    return stream.getvalue()


class PageCommon(VolumeCommon):
    """Anna may have a page and agreed to be shown; Olga reviews."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.rate.limit"].search([]).unlink()
        cls.website = cls.env.ref("website.default_website")
        cls.website.company_id = cls.company
        cls.company.write({"mlm_referral_rule": "first", "mlm_referral_days": 30})
        cls.anna = cls.make_member(
            "Anna Sommer",
            cls.type_distributor,
            cls.partner,
            email="anna@example.org",
            phone="0171 5550199",
            street="Geheimweg 7",
        )
        cls.code = cls.env["mlm.referral.code"]._of_partner(cls.anna)
        cls.address = f"/r/{cls.code.code}/site"
        cls.officer = new_test_user(
            cls.env,
            "officer_pp",
            groups="base.group_user,mlm_base.group_mlm_compliance",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.Page = cls.env["mlm.partner.page"].sudo()
        cls.soap.product_tmpl_id.is_published = True
        cls.consent(True)

    @classmethod
    def consent(cls, is_given):
        purpose = cls.env.ref("mlm_portal.consent_purpose_partner_site")
        cls.env["mlm.consent"].sudo()._record(cls.anna, purpose, is_given, "test")

    @classmethod
    def write_page(cls, photo_bytes=None, **values):
        """Return a submitted version of Anna's page."""
        words = {"headline": "Soap and me", "story": "I wash.", "takes_messages": "1"}
        page = cls.Page._save(cls.anna, {**words, **values}, photo_bytes)
        page._submit()
        return page

    @classmethod
    def publish(cls, photo_bytes=None, **values):
        """Return an approved version of Anna's page."""
        page = cls.write_page(photo_bytes, **values)
        review = page.with_user(cls.officer)
        review.write({"has_no_health_claim": True, "has_no_income_claim": True})
        review.action_approve()
        return page
