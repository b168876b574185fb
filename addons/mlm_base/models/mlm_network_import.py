# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import csv
import hashlib
import io
import time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..csv_cell import csv_cell
from ..importer import (
    ImportFileError,
    check_network,
    match_header,
    parse_rows,
    read_table,
    wanted_keys,
)
from .mlm_network_import_texts import file_error_text, reason_texts

MAX_FILE_BYTES = 200 * 1024 * 1024
# A cell that starts like this is a formula for spreadsheet programs.


class MlmNetworkImport(models.Model):
    """A whole existing network from one file: checked as a whole, written as a whole or not at all.

    The record stays as evidence of who imported what; the file itself goes once it is imported.
    """

    _name = "mlm.network.import"
    _description = "Network Import"
    _order = "id desc"

    name = fields.Char(string="File Name", readonly=True)
    file = fields.Binary(attachment=True, copy=False, help="CSV or XLSX, first row with headings.")
    file_hash = fields.Char(string="SHA-256 of the File", readonly=True, copy=False)
    encoding = fields.Selection(
        selection=[
            ("auto", "Find out"),
            ("utf-8", "UTF-8"),
            ("cp1252", "Windows-1252"),
            ("latin-1", "ISO 8859-1 (Latin-1)"),
        ],
        required=True,
        default="auto",
        help="For CSV files only.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    state = fields.Selection(
        selection=[
            ("draft", "New"),
            ("refused", "Refused"),
            ("checked", "Checked"),
            ("done", "Imported"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    partner_count = fields.Integer(string="Partners", readonly=True, copy=False)
    customer_count = fields.Integer(string="Customers", readonly=True, copy=False)
    root_count = fields.Integer(string="Without Sponsor", readonly=True, copy=False)
    bad_row_count = fields.Integer(string="Bad Rows", readonly=True, copy=False)
    problem_ids = fields.One2many(
        "mlm.network.import.problem", "import_id", string="Problems", readonly=True
    )
    problem_file = fields.Binary(string="Problems as CSV", attachment=True, readonly=True)
    problem_file_name = fields.Char(compute="_compute_problem_file_name")
    ignored_columns = fields.Char(readonly=True, copy=False)
    found_encoding = fields.Char(string="Read As", readonly=True, copy=False)
    seconds = fields.Float(string="Took (s)", readonly=True, digits=(8, 1), copy=False)
    imported_at = fields.Datetime(readonly=True, copy=False)

    @api.depends("name")
    def _compute_problem_file_name(self):
        for record in self:
            record.problem_file_name = f"{(record.name or 'import').rsplit('.', 1)[0]}-problems.csv"

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(record.state == "done" for record in self):
            raise UserError(
                self.env._("An import that was carried out stays as evidence. Keep the record.")
            )

    def write(self, vals):
        if {"file", "encoding", "company_id"} & vals.keys() and any(
            record.state == "done" for record in self
        ):
            raise UserError(
                self.env._("This file is imported. Start a new import for another one.")
            )
        if vals.get("file"):
            vals = {"state": "draft", **vals}
        return super().write(vals)

    # === ACTION METHODS === #

    def action_check(self):
        """Check the file and report every bad row; nothing is imported."""
        self._run(check_only=True)
        return self._show()

    def action_import(self):
        """Check the file and, only if every row is right, create all members."""
        self._run(check_only=False)
        return self._show()

    def action_view_members(self):
        """Open the members that this import created."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_base.res_partner_action_members"
        )
        return {**action, "domain": [("mlm_import_id", "=", self.id)]}

    def action_view_problems(self):
        """Open all problems as a list."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Problems of %(file)s", file=self.name),
            "res_model": "mlm.network.import.problem",
            "view_mode": "list",
            "domain": [("import_id", "=", self.id)],
        }

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS === #

    def _run(self, check_only):
        """Read, check and perhaps write one file.

        :param bool check_only: leave the database as it is
        :return: whether the file is all right
        :raise AccessError: for everybody but administrators of the network
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group("mlm_base.group_mlm_manager"):
            raise AccessError(
                self.env._("Only administrators of network marketing import whole networks.")
            )
        self.check_access("write")
        if self.state == "done":
            raise UserError(self.env._("This file is imported already."))
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        started = time.monotonic()
        content = base64.b64decode(self.file)
        if not check_only:
            # One import at a time, and no new sponsors meanwhile.
            self.company_id.sudo()._mlm_lock_sponsors()
        members, problems = self._read_and_check(content)
        if not problems and not check_only:
            self._insert_members(members)
        self._note_result(content, members, problems, check_only)
        self.seconds = time.monotonic() - started
        return not problems

    def _read_and_check(self, content):
        """Return (list of importer Members, list of importer Problems) of a file."""
        if len(content) > MAX_FILE_BYTES:
            raise UserError(file_error_text(self.env, ImportFileError("too_big")))
        try:
            table = read_table(content, self.encoding)
            if not table.headings:
                raise ImportFileError("no_rows")
            positions, ignored = match_header(table.headings)
        except ImportFileError as error:
            raise UserError(file_error_text(self.env, error)) from None
        self.ignored_columns = ", ".join(ignored)
        self.found_encoding = table.encoding.upper() or "XLSX"
        lookups = self._lookups()
        members, problems = parse_rows(table, positions, lookups)
        lookups.existing = self._existing(wanted_keys(members))
        headings = {column: table.headings[position] for column, position in positions.items()}
        problems += check_network(members, lookups, headings)
        problems.sort(key=lambda problem: problem.line)
        return members, problems

    def _note_result(self, content, members, problems, check_only):
        roles = [member.type.role for member in members if member.type]
        vals = {
            "file_hash": hashlib.sha256(content).hexdigest(),
            "row_count": len(members),
            "partner_count": roles.count("partner"),
            "customer_count": roles.count("customer"),
            "root_count": sum(not member.sponsor for member in members),
            "bad_row_count": len({problem.line for problem in problems}),
            "state": "refused" if problems else "checked" if check_only else "done",
            "problem_file": False,
        }
        texts = self._problem_texts(problems)
        if problems:
            vals["problem_file"] = base64.b64encode(self._problems_csv(texts))
        if vals["state"] == "done":
            # The members carry the data now; a second copy of it would only be a risk.
            vals["imported_at"] = fields.Datetime.now()
            super().write({"file": False})
        self.write(vals)
        self._write_problems(texts)

    def _problem_texts(self, problems):
        """Return tuples (line, column, value, reason) for people."""
        texts = reason_texts(self.env)
        return [
            (problem.line, problem.column, problem.value, texts[problem.code] % problem.params)
            for problem in problems
        ]

    def _write_problems(self, texts):
        self.env.cr.execute(
            SQL("DELETE FROM mlm_network_import_problem WHERE import_id = %s", self.id)
        )
        for start in range(0, len(texts), 5000):
            rows = [
                SQL("(%s, %s, %s, %s, %s)", self.id, line, column, value[:200], reason)
                for line, column, value, reason in texts[start : start + 5000]
            ]
            self.env.cr.execute(
                SQL(
                    "INSERT INTO mlm_network_import_problem"
                    ' (import_id, line, "column", value, reason) VALUES %s',
                    SQL(", ").join(rows),
                )
            )
        self.env["mlm.network.import.problem"].invalidate_model(flush=False)
        self.invalidate_recordset(["problem_ids"])

    def _problems_csv(self, texts):
        """Return the problems as CSV for spreadsheets (UTF-8 with mark, semicolons)."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";")
        writer.writerow(
            [self.env._("Line"), self.env._("Column"), self.env._("Value"), self.env._("Reason")]
        )
        for line, *cells in texts:
            writer.writerow([line, *map(csv_cell, cells)])
        return out.getvalue().encode("utf-8-sig")


class MlmNetworkImportProblem(models.Model):
    """Why one row of a file can't be imported."""

    _name = "mlm.network.import.problem"
    _description = "Problem of a Network Import"
    _order = "line, id"
    _log_access = False

    import_id = fields.Many2one("mlm.network.import", required=True, index=True, ondelete="cascade")
    line = fields.Integer(readonly=True)
    column = fields.Char(readonly=True)
    value = fields.Char(readonly=True)
    reason = fields.Char(readonly=True)


class ResPartner(models.Model):
    _inherit = "res.partner"

    mlm_import_id = fields.Many2one(
        comodel_name="mlm.network.import",
        string="Network Import",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="mlm_base.group_mlm_manager",
    )

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """In Odoo's own import a member number means the member of the present company.

        Every company numbers its members from the same start on; the import would take the first
        of several without asking (context ``import_file``, set by base_import).
        """
        if name and operator == "=" and self.env.context.get("import_file"):
            member = self.search(
                [
                    ("mlm_company_id", "=", self.env.company.id),
                    ("mlm_member_number", "=", name.strip()),
                ],
                limit=1,
            )
            if member:
                return [(member.id, member.display_name)]
        return super().name_search(name, domain, operator, limit)
