# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can be wrong with a file. Texts are made by the model, so that they can be translated."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why the file can't be imported.

    :param int line: line of the file as an editor or a spreadsheet shows it, the first is 1;
        0 when the whole file is meant
    :param str column: heading as the file has it, empty when the whole row is meant
    :param str value: what stands there
    :param str code: key of the reason
    :param dict params: what the text of the reason names
    """

    line: int
    column: str
    value: str
    code: str
    params: dict = field(default_factory=dict)


class ImportFileError(Exception):
    """The file can't be read at all.

    :param str code: key of the reason
    :param params: what the text of the reason names
    """

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params
