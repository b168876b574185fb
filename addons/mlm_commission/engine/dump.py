# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Write documents of the plan language: YAML out, every number with the digits it came with."""

from decimal import Decimal

import yaml


class _ExactDumper(yaml.SafeDumper):
    """Writes Decimals as plain numbers, digit for digit."""

    def ignore_aliases(self, _data):
        """Write a part that stands twice in full both times; people read this."""
        return True


def _represent_decimal(dumper, number):
    return dumper.represent_scalar("tag:yaml.org,2002:float", format(number, "f"))


_ExactDumper.add_representer(Decimal, _represent_decimal)


def dump(document, **options):
    """A document, or any part of one, as YAML text.

    :param dict document: as from ``language.load``
    :param options: layout, as ``yaml.dump`` takes it

    >>> dump({"point_value": Decimal("0.40")})
    'point_value: 0.40\\n'
    """
    return yaml.dump(document, Dumper=_ExactDumper, sort_keys=False, allow_unicode=True, **options)
