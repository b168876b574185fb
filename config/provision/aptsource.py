# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From the machine's own Debian package source to the same source with suite sid.

Both formats are understood: stanzas (`*.sources`) and lines (`sources.list`, `*.list`). Only the
first source of the distribution itself is copied: the mirror, protocol, keyring and proxy of this
machine are the right ones for sid as well.
"""

import re
from pathlib import Path

from .errors import ProvisionError

ETC = Path("/etc/apt")
LINE = re.compile(r"^deb\s+(\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.+)$")


def from_stanzas(text, suites):
    """Return the first stanza of `text` that serves one of `suites`, with suite sid, or None."""
    for stanza in re.split(r"\n\s*\n", text):
        fields, name = {}, None
        for line in stanza.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if line[0].isspace() and name:
                fields[name] += f"\n{line}"
            elif ":" in line:
                name, value = line.split(":", 1)
                name = name.strip().lower()
                fields[name] = value.strip()
        if fields.get("enabled", "yes").lower() in ("no", "false"):
            continue
        if "deb" not in fields.get("types", "").split() or not fields.get("uris"):
            continue
        if not set(fields.get("suites", "").split()) & suites:
            continue
        kept = [
            f"{key.title()}: {fields[key]}" for key in ("signed-by", "trusted") if key in fields
        ]
        return "\n".join(
            ["Types: deb", f"URIs: {fields['uris']}", "Suites: sid", "Components: main", *kept, ""]
        )
    return None


def from_lines(text, suites):
    """Return the first line of `text` that serves one of `suites` as a sid stanza, or None."""
    for line in text.splitlines():
        match = LINE.match(line.split("#", 1)[0].strip())
        if not match or match[3] not in suites or match[2].startswith("cdrom:"):
            continue
        options = dict(part.split("=", 1) for part in (match[1] or "[]").strip()[1:-1].split())
        kept = [
            f"{key.title()}: {options[key]}" for key in ("signed-by", "trusted") if key in options
        ]
        return "\n".join(
            ["Types: deb", f"URIs: {match[2]}", "Suites: sid", "Components: main", *kept, ""]
        )
    return None


def release_names(os_release):
    """Return the suite names under which this Debian appears in its sources.

    :raise ProvisionError: when the machine does not run Debian
    """
    fields = dict(
        line.split("=", 1) for line in os_release.splitlines() if "=" in line and line[0] != "#"
    )
    if fields.get("ID", "").strip('"') != "debian":
        raise ProvisionError(
            "this is not Debian, so Odoo 19 cannot be fetched from its package source: "
            "set ODOO_HOME=/path/to/odoo-19 and call again"
        )
    codename = fields.get("VERSION_CODENAME", "").strip('"')
    return {codename, "stable", "oldstable", "testing", "unstable", "sid"} - {""}


def sid_source(etc=ETC, os_release=Path("/etc/os-release")):
    """Return the text of a `.sources` file that serves Debian sid from this machine's mirror."""
    suites = release_names(os_release.read_text() if os_release.exists() else "")
    parts = etc / "sources.list.d"
    for path in [*sorted(parts.glob("*.sources"))]:
        found = from_stanzas(path.read_text(), suites)
        if found:
            return found
    for path in [etc / "sources.list", *sorted(parts.glob("*.list"))]:
        found = from_lines(path.read_text(), suites) if path.exists() else None
        if found:
            return found
    raise ProvisionError(
        "no Debian package source is set up in /etc/apt: add one, or set "
        "ODOO_HOME=/path/to/odoo-19, and call again"
    )
