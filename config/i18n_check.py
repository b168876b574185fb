# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Compare the translatable texts of our modules with their German translation.

    i18n_check.py -c odoo.conf -d DATABASE [-d DATABASE …] [MODULE …]  check only
    i18n_check.py -c odoo.conf -d DATABASE [-d DATABASE …] --export […]  write .pot and .po

The texts come from Odoo itself (the same export as *Settings / Translations*), so the modules
must be installed in one of the databases, at the version on disk. Exit status 1 means that a
text has no German translation, is fuzzy, or lost a placeholder.
"""

import argparse
import io
import re
import sys
from pathlib import Path

import polib
import psycopg2

ADDONS = Path(__file__).resolve().parent.parent / "addons"
LANGUAGE = "de"
# Modules of Odoo whose German wording we take over for identical texts ("Created by", …).
# Labels of followers, activities and messages, which every model with a chatter has. The words of
# accounting or stock mean other things there ("Statement", "Move", "State").
WORDING = ("mail", "sms")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdrf]|%[sdrf]\b|\$\{[^}]*\}|\{\w+\}")


def installable_modules():
    """Return the names of our modules, those with a manifest, sorted."""
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


def export_templates(config_file, database, modules):
    """Return {module: polib.POFile} for those of `modules` installed in `database`."""
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tools import config, translate

    config.parse_config(["-c", config_file, "-d", database, "--no-http", "--log-level=critical"])
    templates = {}
    try:
        registry = Registry(database)
    except psycopg2.OperationalError as error:
        sys.exit(f"i18n: cannot open database {database}: {str(error).strip()}")
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        found = env["ir.module.module"].search(
            [("name", "in", modules), ("state", "=", "installed")]
        )
        for module in sorted(found.mapped("name")):
            buffer = io.BytesIO()
            translate.trans_export(None, [module], buffer, "po", env)
            text = buffer.getvalue().decode()
            templates[module] = polib.pofile(text) if text else polib.POFile()
    return templates


def odoo_wording():
    """Return {English: German} for the texts which Odoo's own basic modules translate."""
    from odoo.modules import get_module_path

    wording = {}
    for module in reversed(WORDING):
        path = Path(get_module_path(module) or "", "i18n", f"{LANGUAGE}.po")
        if path.exists():
            wording.update(
                {
                    entry.msgid: entry.msgstr
                    for entry in polib.pofile(str(path))
                    if entry.msgstr and not entry.fuzzy
                }
            )
    return wording


def placeholders(text):
    """Return the placeholders of `text`, sorted, as a comparable list."""
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def problems_of(template, translation):
    """Yield (kind, text) for each text of `template` that `translation` does not serve."""
    translated = {entry.msgid: entry for entry in translation if not entry.obsolete}
    for entry in template:
        other = translated.get(entry.msgid)
        if other is None or not other.msgstr.strip():
            yield "missing", entry.msgid
        elif other.fuzzy:
            yield "fuzzy", entry.msgid
        elif placeholders(entry.msgid) != placeholders(other.msgstr):
            yield "placeholders differ", entry.msgid


def unused_of(template, translation):
    """Return the texts which `translation` has and `template` no longer has."""
    wanted = {entry.msgid for entry in template}
    return [entry for entry in translation if entry.obsolete or entry.msgid not in wanted]


def read_translation(module):
    """Return the German translation of `module`, empty when there is no file yet."""
    path = ADDONS / module / "i18n" / f"{LANGUAGE}.po"
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def save(po, path, header):
    """Write `po` to `path` unless its entries are already there (dates alone change nothing)."""
    if path.exists():
        old = polib.pofile(str(path))
        if [str(entry) for entry in old] == [str(entry) for entry in po]:
            return
    path.parent.mkdir(exist_ok=True)
    po.header = header
    po.wrapwidth = 78
    po.save(str(path), newline="\n")
    print(f"written  {path.relative_to(ADDONS.parent)} ({len(po)} texts)")


def export(module, template, wording):
    """Write `module`.pot and bring de.po to the same texts, keeping every translation.

    :param wording: {English: German}, used for texts that have no translation yet
    """
    folder = ADDONS / module / "i18n"
    header = f"Translation of {module}.\nCopyright 2026 the network-marketing suite authors"
    save(template, folder / f"{module}.pot", header)
    old = read_translation(module)
    known = {entry.msgid: entry for entry in old}
    for entry in unused_of(template, old):
        print(f"{module}: removed {entry.msgid!r} (was {entry.msgstr!r})")
    merged = polib.POFile()
    merged.metadata = {
        **template.metadata,
        "Language": LANGUAGE,
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for entry in template:
        before = known.get(entry.msgid)
        merged.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr=(before and before.msgstr) or wording.get(entry.msgid, ""),
                comment=entry.comment,
                tcomment=before.tcomment if before else "",
                occurrences=entry.occurrences,
                flags=sorted({*entry.flags, *(before.flags if before else ())}),
            )
        )
    save(merged, folder / f"{LANGUAGE}.po", header)


def check(module, template):
    """Print what is wrong with the German translation of `module`; return the number of faults."""
    translation = read_translation(module)
    faults = list(problems_of(template, translation))
    for kind, text in faults:
        print(f"{module}: {kind}: {text!r}")
    for entry in unused_of(template, translation):
        print(f"{module}: unused: {entry.msgid!r}")
    print(f"{module}: {len(template)} texts, {len(faults)} without a good German translation")
    return len(faults)


def main(arguments=None):
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("-c", "--config", required=True, help="Odoo's configuration file")
    parser.add_argument("-d", "--database", required=True, action="append")
    parser.add_argument("--export", action="store_true", help="write .pot and merge de.po first")
    parser.add_argument("modules", nargs="*")
    options = parser.parse_args(arguments)
    modules = options.modules or installable_modules()
    templates = {}
    for database in options.database:
        missing = [module for module in modules if module not in templates]
        if missing:
            templates.update(export_templates(options.config, database, missing))
    wording = odoo_wording() if options.export else {}
    faults = 0
    for module in modules:
        if module not in templates:
            print(f"{module}: not installed in {', '.join(options.database)}: nothing checked")
            faults += 1
            continue
        if options.export:
            export(module, templates[module], wording)
        faults += check(module, templates[module])
    return 1 if faults and not options.export else 0


if __name__ == "__main__":
    sys.exit(main())
