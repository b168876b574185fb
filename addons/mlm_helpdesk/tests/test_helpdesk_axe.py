# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon
from odoo.addons.mlm_portal.tests.common_axe import AxeCase

LOGIN = "axe_helpdesk"


@tagged("post_install", "-at_install")
class TestHelpdeskAxe(VolumeCommon, AxeCase):
    """Asking, following a ticket and answering staff's questions keep nobody out."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("helpdesk_mgmt.group_helpdesk_manager")

    def test_pages(self):
        new_test_user(
            self.env, LOGIN, "base.group_portal", password=LOGIN, partner_id=self.partner.id
        )
        tickets = self.env["helpdesk.ticket"].create(
            [
                {"name": "Parcel", "description": "<p>Where?</p>", "partner_id": asker.id}
                for asker in (self.partner, self.reseller)
            ]
        )
        question = self.env["mlm.sponsor.question"].create(
            {"ticket_id": tickets[1].id, "question": "Has she moved?"}
        )
        for path in (
            "/new/ticket",
            "/my/tickets",
            f"/my/ticket/{tickets[0].id}",
            "/my/questions",
            f"/my/questions/{question.id}",
        ):
            with self.subTest(path):
                self.assert_no_barrier(path, LOGIN, part="#wrap")


@tagged("post_install", "-at_install")
class TestHelpdeskAxePhone(TestHelpdeskAxe):
    """The same on a phone, 390 pixels wide."""

    browser_size = "390x844"
