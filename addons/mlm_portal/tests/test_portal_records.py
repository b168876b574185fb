# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What others get of a partner by RPC and as files, without any page: nothing."""

import inspect
import json

from psycopg2 import Error as DatabaseError

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_victim import ALLOWED, READERS, SECRETS, VictimCommon

REFUSED = (AccessError, MissingError, UserError)
# What a call without a meaning, or without a request, ends in.
BROKEN = (TypeError, ValueError, LookupError, AttributeError, RuntimeError, DatabaseError)
MOST_ROWS = 300
# Words for parameters without a default.
WORDS = {
    "text": "x",
    "edits": [],
    "example": {},
    "msg": {},
    "domain": [],
    "specification": {"display_name": {}},
    "parent_field": "parent_id",
}
# Counts who asks too often, whoever it is.
COUNTERS = {"mlm_rate_limit"}


@tagged("post_install", "-at_install")
class TestPortalRecords(VictimCommon):
    """Everybody around a partner reads every model and calls every method with its numbers."""

    def env_of(self, name):
        login = f"route_{name}" if name else None
        user = self.env["res.users"].search([("login", "=", login)]) if login else None
        return self.env(user=user or self.env.ref("base.public_user"), su=False)

    def assert_hidden(self, words, name):
        for secret in set(SECRETS) - ALLOWED.get(name, set()):
            self.assertNotIn(secret, words)

    # === READING === #

    def readable(self, env):
        """Return the models that a reader may read anything of."""
        return [
            env[name]
            for name in sorted(self.registry)
            if not env[name]._abstract and env[name].has_access("read")
        ]

    def words_of(self, records):
        """Return all that a reader gets out of records, as text."""
        records = records.with_context(bin_size=True)
        try:
            return str(records.read())
        except REFUSED:
            # One field that leads to something closed refuses the whole row.
            pass
        found = []
        for field in records.fields_get():
            try:
                found.append(str(records.read([field])))
            except REFUSED:
                continue
        return "\n".join(found)

    def names_of(self, model):
        """Return what a reader finds by the victim's name; some of core's models have no names."""
        try:
            return str(model.name_search("Verborgen"))
        except (*REFUSED, ValueError):
            return ""

    def test_reading(self):
        for name in READERS:
            env = self.env_of(name)
            models = self.readable(env)
            self.assertGreater(len(models), 20)
            for model in models:
                with self.subTest(reader=name, model=model._name):
                    found = model.search([], limit=MOST_ROWS, order="id desc")
                    self.assert_hidden(self.words_of(found), name)
                    self.assert_hidden(self.names_of(model), name)

    def test_reading_by_number(self):
        """What a search does not give is refused, also where a table is made per reader."""
        for name in READERS:
            env = self.env_of(name)
            for model in self.readable(env):
                if not model._name.startswith("mlm."):
                    continue
                ids = model.sudo().search([], limit=MOST_ROWS).ids
                for number in set(ids) - set(model.search([("id", "in", ids)]).ids):
                    with (
                        self.subTest(reader=name, model=model._name, number=number),
                        self.assertRaises(AccessError),
                    ):
                        model.browse(number).read()

    def test_owner_reads_it(self):
        """The same reading finds what belongs to the reader: it is not blind."""
        env = self.env_of("victim")
        found = {
            model._name: self.words_of(model.search([], limit=MOST_ROWS, order="id desc"))
            for model in self.readable(env)
        }
        self.assertIn("victim@example.org", found["res.partner"])
        if "mlm.own.customer" in found:
            self.assertIn("Secret Customer", found["mlm.own.customer"])

    def test_nothing_of_ours_is_written(self):
        env = self.env_of("victim")
        for name in sorted(self.registry):
            if name.startswith("mlm.") and not env[name]._abstract:
                for operation in ("write", "create", "unlink"):
                    with self.subTest(model=name, operation=operation):
                        self.assertFalse(env[name].has_access(operation))

    # === METHODS === #

    def methods(self):
        """Yield (model name, method name, function) of our own methods that RPC can call."""
        for name in sorted(self.registry):
            model = type(self.env[name])
            if model._abstract:
                continue
            for method, function in inspect.getmembers(model, inspect.isfunction):
                if method.startswith("_") or getattr(function, "_api_private", False):
                    continue
                [where, *_before] = [one for one in model.__mro__ if method in one.__dict__]
                if where.__module__.startswith("odoo.addons.mlm_"):
                    yield name, method, function

    def arguments(self, function):
        """Return words for the parameters that a method asks for; numbers are the victim's."""
        _self, *parameters = inspect.signature(function).parameters.values()
        return [
            [{}]
            if one.name == "vals_list"
            else {}
            if one.name == "vals"
            else WORDS.get(one.name, self.victim.id)
            for one in parameters
            if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD
        ]

    def written(self):
        """Return {table: rows written so far in this transaction}."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
               WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"""
        )
        return {name: rows for name, rows in self.env.cr.fetchall() if name not in COUNTERS}

    @mute_logger("odoo.sql_db")
    def test_calling(self):
        called = list(self.methods())
        self.assertGreater(len(called), 100)
        before = self.written()
        self.victim.sudo().comment = "The count sees what is written"
        self.assertNotEqual(self.written(), before)
        for name in READERS:
            env = self.env_of(name)
            for model, method, function in called:
                ids = self.env[model].sudo().search([], limit=20, order="id desc").ids
                if model == "res.partner":
                    ids = self.victim.ids
                with self.subTest(reader=name, model=model, method=method):
                    self.assert_nothing(env[model], method, ids, self.arguments(function), name)

    def assert_nothing(self, model, method, ids, arguments, name):
        """Fail if a call tells a secret or writes anything."""
        is_model_method = getattr(getattr(type(model), method), "_api_model", False)
        before = self.written()
        try:
            with self.env.cr.savepoint():
                result = call_kw(
                    model, method, arguments if is_model_method else [ids, *arguments], {}
                )
                self.env.flush_all()
        except REFUSED as refusal:
            self.assert_hidden(str(refusal), name)
            return
        except BROKEN:
            return
        self.assert_hidden(json.dumps(result, default=str), name)
        self.assertEqual(self.written(), before, "somebody without a right changed something")

    # === FILES === #

    def files(self):
        """Return the attachments (sudo) of the victim's records, the own ones of our models."""
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("public", "=", False),
                    ("res_id", "!=", False),
                    "|",
                    ("res_model", "=like", "mlm.%"),
                    "&",
                    ("res_model", "in", ("account.move", "res.partner")),
                    ("res_id", "in", [self.victim.id, self.statement.move_id.id]),
                ]
            )
            .filtered("raw")
        )

    def test_files(self):
        files = self.files() + self.env["ir.attachment"].sudo().create(
            {
                "name": "evidence.pdf",
                "raw": b"%PDF-1.7 Verborgen",
                "res_model": "res.partner",
                "res_id": self.victim.id,
                "access_token": "1a8ff2dc-0f0f-4c4c-9a55-1f3f5f0f2b11",
            }
        )
        self.assertGreaterEqual(len(files), 2)
        for name in READERS:
            self.log_in(name)
            for file in files:
                for address in self.addresses_of(file):
                    with self.subTest(reader=name, file=file.name, address=address):
                        answer = self.url_open(address)
                        self.assertNotEqual(answer.content, file.raw)
                        self.assert_hidden(answer.text, name)

    def addresses_of(self, file):
        yield f"/web/content/{file.id}"
        yield f"/web/content/{file.id}?access_token=00000000-0000-0000-0000-000000000000"
        yield f"/web/content/{file.id}?access_token="
        yield f"/web/image/{file.id}"
        if file.res_field:
            for kind in ("content", "image"):
                yield f"/web/{kind}/{file.res_model}/{file.res_id}/{file.res_field}"

    def test_files_by_rpc(self):
        files = self.files()
        self.assertTrue(files)
        for name in READERS:
            found = self.env_of(name)["ir.attachment"]
            for file in files:
                with self.subTest(reader=name, file=file.name), self.assertRaises(AccessError):
                    found.browse(file.id).read(["name", "datas"])
