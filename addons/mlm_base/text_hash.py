# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib


def sha256_of(text):
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits.

    >>> sha256_of("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(str(text or "").encode()).hexdigest()
