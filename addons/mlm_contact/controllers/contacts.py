# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.mlm_portal.controllers.portal_network import NetworkPortal
from odoo.addons.portal.controllers.portal import pager

PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False}
PEOPLE_PER_PAGE = 50
NOTES_PER_PAGE = 50
NOTES_PER_HOUR = 60
QUIET = [("date", ">=", "today -14d")]


class ContactsPortal(NetworkPortal):
    """A partner's own customers and frontline: talked with, to be called, done."""

    def _contact_page(self, template, values):
        response = request.render(
            f"mlm_contact.{template}", {"page_name": "mlm_contacts", **values}
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    # === LISTS === #

    @http.route(["/my/contacts", "/my/contacts/page/<int:page>"], **PAGE)
    def contacts(self, page=1, search="", show="", **kwargs):
        """What is to do, and everybody whom the partner may call its own."""
        partner = self._partner()
        domain = Domain("mlm_sponsor_id", "=", partner.id)
        if search:
            domain &= Domain("name", "ilike", search) | Domain("mlm_member_number", "=", search)
        if show in ("customer", "partner"):
            domain &= Domain("mlm_role", "=", show)
        elif show == "quiet":
            recent = [("author_id", "=", partner.id), ("is_private", "=", True), *QUIET]
            domain &= Domain("mlm_contact_note_ids", "not any", recent)
        People_sudo = request.env["res.partner"].sudo()
        pages = pager(
            url="/my/contacts",
            total=People_sudo.search_count(domain),
            page=page,
            step=PEOPLE_PER_PAGE,
            url_args={"search": search, "show": show},
        )
        people_sudo = People_sudo.search(
            domain, order="name, id", limit=PEOPLE_PER_PAGE, offset=pages["offset"]
        )
        steps = request.env["mlm.contact.note"]._mlm_next_steps()
        return self._contact_page(
            "portal_contacts",
            {
                "people": self._people(people_sudo),
                "steps": self._steps(steps),
                "pager": pages,
                "search": search,
                "show": show,
            },
        )

    def _people(self, people_sudo):
        """Return what the list tells of own people: name, number, role, day of the last contact."""
        names = self._names(people_sudo)
        rows = request.env["mlm.contact.note"]._read_group(
            [("partner_id", "in", people_sudo.ids)], ["partner_id"], ["date:max"]
        )
        last = {person.id: day for person, day in rows}
        return [
            {
                "id": person.id,
                "name": names[person.id],
                "number": person.mlm_member_number,
                "role": person.mlm_role,
                "last": last.get(person.id),
            }
            for person in people_sudo
        ]

    def _steps(self, steps):
        """Return the groups of steps with the names of the people."""
        notes = request.env["mlm.contact.note"].browse(
            [step.res_id for _code, group in steps for step in group]
        )
        person_of = {note.id: note.sudo().partner_id for note in notes}
        names = self._names(notes.sudo().partner_id)
        return [
            (
                code,
                [
                    {
                        "note_id": step.res_id,
                        "person_id": person_of[step.res_id].id,
                        "name": names[person_of[step.res_id].id],
                        "text": step.summary,
                        "day": step.date_deadline,
                    }
                    for step in group
                ],
            )
            for code, group in steps
        ]

    def _names(self, people_sudo):
        """Return {id: name} of own people as the visibility matrix allows."""
        rights = self._partner()._mlm_rights_by_member(dict.fromkeys(people_sudo.ids, 1))
        texts = request.env["mlm.explanation"]
        return {person.id: texts._portal_name(person, rights) for person in people_sudo}

    # === ONE PERSON === #

    @http.route("/my/contacts/<int:person_id>", methods=["GET", "POST"], **PAGE)
    def contact(self, person_id, **post):
        """The contacts with one of the own people; a posted form logs another one."""
        person_sudo = self._person(person_id)
        if request.httprequest.method == "GET":
            return self._person_page(person_sudo, post)
        limits = request.env["mlm.rate.limit"].sudo()
        if not limits._allow("contact_note", str(request.env.uid), NOTES_PER_HOUR):
            problem = request.env._("You have written a lot. Please try again in an hour.")
            return self._person_page(person_sudo, post, problem)
        try:
            request.env["mlm.contact.note"]._mlm_log(person_sudo, post)
        except UserError as error:
            return self._person_page(person_sudo, post, str(error))
        return request.redirect(f"/my/contacts/{person_sudo.id}")

    def _person(self, person_id):
        """Return an own customer or partner (sudo), else 404."""
        person_sudo = (
            request.env["res.partner"]
            .sudo()
            .search([("id", "=", person_id), ("mlm_sponsor_id", "=", self._partner().id)])
        )
        if not person_sudo:
            raise NotFound()
        return person_sudo

    def _person_page(self, person_sudo, post, problem=None):
        partner = self._partner()
        rights = partner._mlm_rights_by_member({person_sudo.id: 1})[person_sudo.id]
        Note = request.env["mlm.contact.note"]
        notes = Note.search([("partner_id", "=", person_sudo.id)], limit=NOTES_PER_PAGE)
        page = self._contact_page(
            "portal_contact",
            {
                "person": {
                    "id": person_sudo.id,
                    "name": self._names(person_sudo)[person_sudo.id],
                    "number": person_sudo.mlm_member_number,
                    "is_customer": person_sudo.mlm_role == "customer",
                    **partner._mlm_card_contact(person_sudo, rights - {"last_order"}),
                },
                "notes": notes,
                "steps": {step.res_id: step for step in Note._mlm_steps_of(notes.ids)},
                "kinds": Note._fields["kind"]._description_selection(request.env),
                "outcomes": Note._fields["outcome"]._description_selection(request.env),
                "today": fields.Date.context_today(Note),
                "post": post,
                "problem": problem,
            },
        )
        page.status_code = 422 if problem else 200
        return page

    # === ONE NOTE === #

    @http.route("/my/contacts/note/<int:note_id>/done", **PAGE, methods=["POST"])
    def step_done(self, note_id, **post):
        """The next step was taken; the person's page is open to write down what came of it."""
        note = self._note(note_id)
        note._mlm_step_done()
        return request.redirect(f"/my/contacts/{note.sudo().partner_id.id}")

    @http.route("/my/contacts/note/<int:note_id>/erase", **PAGE, methods=["POST"])
    def erase(self, note_id, **post):
        """Forget an own note."""
        note = self._note(note_id)
        person_id = note.sudo().partner_id.id
        note.sudo().unlink()
        return request.redirect(f"/my/contacts/{person_id}")

    def _note(self, note_id):
        """Return an own note, found by the record rule, else 404."""
        self._partner()
        note = request.env["mlm.contact.note"].search(
            [("id", "=", note_id), ("is_mine", "=", True)]
        )
        if not note:
            raise NotFound()
        return note
