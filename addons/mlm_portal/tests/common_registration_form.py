# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .common_registration import RegistrationCommon

PERSON = {
    "kind": "person",
    "first_name": "Carla",
    "last_name": "Neu",
    "birthdate": "1985-04-23",
    "street": "Lindenstraße 5 a",
    "zip": "34117",
    "city": "Kassel",
    "phone": "0170 1234567",
}
IBAN = "DE89 3704 0044 0532 0130 00"


class RegistrationFormCommon(RegistrationCommon):
    """Carla fills in the form; helpers that go through all of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.company.write(
            {
                "country_id": cls.germany.id,
                "mlm_registration_auto": False,
                "mlm_registration_type_id": cls.type_distributor.id,
            }
        )
        cls.env["product.template"].search([("mlm_offered_at_registration", "=", True)]).write(
            {"mlm_offered_at_registration": False}
        )
        cls.agreement = cls.env["mlm.agreement"].create(
            {"name": "Partner Agreement", "code": "registration-test"}
        )
        cls.version = cls.env["mlm.agreement.version"].create(
            {"agreement_id": cls.agreement.id, "name": "1.0", "text": "<p>Be fair.</p>"}
        )
        cls.version.action_publish()
        cls.newsletter = cls.env.ref("mlm_base.consent_purpose_newsletter")
        cls.Registration = cls.env["mlm.registration"]
        # The tests also run in a database that people work in.
        cls.Registration.search([("state", "!=", "approved")]).unlink()

    @classmethod
    def begin(cls, email="carla.neu@example.org", sponsor=None, **values):
        offer = cls.offer(cls.visit(cls.Code._of_partner(sponsor or cls.anna)))
        record, errors = cls.Registration._start(
            cls.website, {"email": email, "country_id": str(cls.germany.id), **values}, offer
        )
        assert not errors, errors
        return record

    def fill(self, record, **person):
        """Go through all pages with right answers."""
        answers = {
            "person": {**PERSON, **person},
            "tax": {"business": "yes", "vat_payer": "no", "tax_number": "181/815/08155"},
            "bank": {"iban": IBAN, "account_holder": "Carla Neu"},
            "kit": {},
            "agreement": {
                f"version_{self.version.id}": "1",
                "privacy": "1",
                f"purpose_{self.newsletter.id}": "1",
                "ip_address": "192.0.2.7",
                "user_agent": "Test",
            },
        }
        for step in record._open_steps():
            self.assertEqual(record._take(step, answers[step]), {}, step)
        return record

    def confirmed(self, **values):
        record = self.fill(self.begin(**values))
        record._submit()
        record._confirm("192.0.2.8")
        return record
