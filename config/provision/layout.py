# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where things lie in the checkout. Everything that is made goes into the ignored `.build`."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Layout:
    """Paths of one checkout."""

    root: Path = ROOT

    @property
    def build(self):
        return self.root / ".build"

    @property
    def addons(self):
        return self.root / "addons"

    @property
    def odoo(self):
        return self.build / "odoo"

    @property
    def venv(self):
        return self.build / "venv"

    @property
    def python(self):
        return self.venv / "bin" / "python"

    @property
    def data(self):
        return self.build / "data"

    @property
    def conf(self):
        return self.build / "odoo.conf"

    @property
    def axe(self):
        return self.build / "axe" / "axe.min.js"

    @property
    def key(self):
        """Eight characters that tell this checkout from another one on the same machine."""
        return hashlib.sha256(str(self.root).encode()).hexdigest()[:8]

    def log(self, name):
        """Return the path of log file `name`, its folder made."""
        folder = self.build / "log"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.log"
