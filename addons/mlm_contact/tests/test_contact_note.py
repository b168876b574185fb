# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common_contact import ContactCommon


@tagged("post_install", "-at_install")
class TestContactNote(ContactCommon):
    """Whoever asks, by whatever way: only the author of a note, only as long as it is his."""

    def move(self, person, sponsor):
        """Give somebody another sponsor, as an applied sponsor change does."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_sponsor_id = %s WHERE id = %s", [sponsor.id, person.id]
        )
        self.env.invalidate_all()

    def test_only_the_author_reads_a_note(self):
        note = self.log()
        self.assertEqual(self.sees(self.seller), note)
        self.assertTrue(note.is_mine)
        for name in ("above", "cross", "buyer", "below"):
            with self.subTest(name):
                user = self.users[name]
                self.assertFalse(self.sees(user))
                with self.assertRaises(AccessError):
                    note.with_user(user).read(["summary"])
                for domain in ([("id", "=", note.id)], [("summary", "ilike", "soap")]):
                    self.assertFalse(self.Note.with_user(user).search_count(domain))
                self.assertFalse(self.Note.with_user(user)._read_group([], [], ["__count"])[0][0])
        with self.assertRaises(AccessError):
            note.with_user(self.env.ref("base.public_user")).read(["summary"])

    def test_nobody_writes_past_the_form(self):
        note = self.log()
        values = {"partner_id": self.customer.id, "summary": "Forged"}
        for user in (self.seller, self.users["above"]):
            with self.subTest(user.login):
                for call in (
                    lambda u=user: self.Note.with_user(u).create(values),
                    lambda u=user: note.with_user(u).write({"summary": "Forged"}),
                    lambda u=user: note.with_user(u).unlink(),
                    lambda u=user: note.with_user(u).message_post(body="Forged"),
                    lambda u=user: note.with_user(u).activity_schedule(summary="Forged"),
                    lambda u=user: self.env["mail.activity"].with_user(u).search([]),
                ):
                    with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
                        call()
        self.assertEqual(note.summary, "Likes the soap")

    def test_with_another_sponsor_nobody_reads_it(self):
        note = self.log()
        self.move(self.customer, self.carla)
        self.assertFalse(self.sees(self.seller), "not his any more")
        self.assertFalse(self.sees(self.users["cross"]), "never hers")
        with self.assertRaises(AccessError):
            note.with_user(self.seller).read(["summary"])
        self.assertFalse(self.Note.with_user(self.seller)._mlm_next_steps())
        self.move(self.customer, self.partner)
        self.assertEqual(self.sees(self.seller), note, "given back")

    def test_notes_of_lost_people_are_erased(self):
        note, kept = self.log(), self.log(self.reseller)
        self.move(self.customer, self.carla)
        self.Note._gc_lost()
        self.assertTrue(note.sudo().exists(), "the change may be taken back")
        for one in (note, kept):
            self.env.cr.execute(
                "UPDATE mlm_contact_note SET write_date = %s WHERE id = %s",
                [fields.Datetime.now() - timedelta(days=91), one.id],
            )
        self.Note._gc_lost()
        self.assertFalse(note.sudo().exists())
        self.assertTrue(kept.sudo().exists())

    def test_suspended_partners_read_nothing(self):
        self.log()
        self.partner._mlm_set_state("suspended", "Test")
        self.assertFalse(self.sees(self.seller))

    def test_employees_by_their_right(self):
        private = self.log(next_date=str(fields.Date.today()), next_step="Call")
        own = self.Note.with_user(self.clerk).create(
            {
                "partner_id": self.customer.id,
                "summary": "Asked for a catalogue",
                # Whatever the caller says:
                "author_id": self.partner.id,
                "is_private": True,
            }
        )
        self.assertEqual((own.author_id, own.is_private), (self.clerk.partner_id, False))
        self.assertEqual(self.sees(self.clerk), own)
        self.assertEqual(self.sees(self.officer), own | private)
        self.assertEqual(self.sees(self.seller), private, "employees' notes aren't a partner's")
        with self.assertRaises(AccessError):
            self.Note.with_user(self.officer).browse(private.id).summary = "Changed"
        with self.assertRaises(AccessError):
            private.with_user(self.clerk).read(["summary"])
        step = private.sudo().activity_ids
        with self.assertRaises(AccessError):
            step.with_user(self.clerk).read(["summary"])
        for vals in ({"author_id": self.top.id}, {"partner_id": self.top.id}, {"is_private": True}):
            with self.assertRaises(AccessError):
                own.write(vals)
        own.summary = "Asked for two catalogues"

    def test_the_next_step_is_an_activity(self):
        today = fields.Date.context_today(self.Note)
        note = self.log(next_date=str(today + timedelta(days=3)), next_step="Bring the catalogue")
        step = note.sudo().activity_ids
        self.assertEqual((step.summary, step.user_id), ("Bring the catalogue", self.seller))
        self.assertEqual(step.date_deadline, today + timedelta(days=3))
        self.assertFalse(self.env["mail.mail"].search([("res_id", "=", note.id)]))
        note._mlm_step_done()
        self.assertFalse(note.sudo().activity_ids)
        self.assertFalse(self.Note.with_user(self.seller)._mlm_next_steps())

    @freeze_time("2026-03-11 09:00:00")
    def test_overdue_today_this_week_later(self):
        """The 11th is a Wednesday."""
        steps = {"2026-03-12": "week", "2026-03-15": "week", "2026-03-16": "later"}
        notes = {day: self.log(next_date=day, next_step=day) for day in ("2026-03-11", *steps)}
        notes["2026-03-11"].sudo().activity_ids.date_deadline = "2026-03-11"
        late = self.log(self.reseller, next_date="2026-03-11", next_step="2026-03-09")
        late.sudo().activity_ids.date_deadline = "2026-03-09"
        found = [
            (code, group.mapped("summary"))
            for code, group in self.Note.with_user(self.seller)._mlm_next_steps()
        ]
        self.assertEqual(
            found,
            [
                ("overdue", ["2026-03-09"]),
                ("today", ["2026-03-11"]),
                ("week", ["2026-03-12", "2026-03-15"]),
                ("later", ["2026-03-16"]),
            ],
        )
        self.assertFalse(self.Note.with_user(self.users["cross"])._mlm_next_steps())

    def test_what_makes_no_sense_is_refused(self):
        today = fields.Date.context_today(self.Note)
        for text, values in (
            ("what it was about", {"summary": "  "}),
            ("offered words", {"kind": "spell"}),
            ("offered words", {"outcome": "<b>"}),
            ("enter a date", {"date": "tomorrow"}),
            ("check the date", {"date": str(today + timedelta(days=1))}),
            ("check the date", {"next_date": str(today - timedelta(days=1))}),
            ("check the date", {"next_date": "9999-12-31"}),
            ("day of the next step", {"next_step": "Call"}),
        ):
            with self.subTest(values), self.assertRefused(text, UserError):
                self.log(**values)
        self.assertEqual(len(self.log(summary="x" * 9000).summary), 2000)

    def test_the_person_gets_the_notes_and_has_them_erased(self):
        self.log(outcome="interested")
        staff = self.Note.with_user(self.clerk).create(
            {"partner_id": self.customer.id, "summary": "Called the hotline"}
        )
        rows = self.customer._mlm_export_data()["contact_notes"]
        self.assertEqual({row["summary"] for row in rows}, {"Likes the soap", "Called the hotline"})
        self.assertEqual(
            {row["by"] for row in rows}, {self.partner._mlm_public_name(), self.company.name}
        )
        request = self.env["mlm.data.request"].create(
            {"partner_id": self.customer.id, "kind": "rectification", "answer": "Done"}
        )
        request.action_done()
        self.assertTrue(staff.exists())
        request = request.copy({"kind": "erasure", "answer": "Erased"})
        request.action_done()
        self.assertFalse(self.Note.search([("partner_id", "=", self.customer.id)]))
