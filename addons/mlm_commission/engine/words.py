# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Texts for people: complete in English, and in parts from which other languages are made."""


def _(source):
    """Mark a text for translation; whoever shows it translates it."""
    return source


class Message(str):
    """An English text that remembers the template and the values it was made of.

    ``template``: the text with places like ``%(code)s``. ``values``: what stands there; a value may
    be a message itself. Whatever knows nothing of translation has a text like any other.

    >>> Message("the rank '%(code)s' stands twice", code="gold")
    "the rank 'gold' stands twice"
    """

    def __new__(cls, template, /, **values):
        message = super().__new__(cls, template % values if values else template)
        message.template, message.values = template, values
        return message


def message_of(error):
    """What an error says, as the message it was made with.

    >>> message_of(ValueError(Message("a %(what)s", what="cat"))).template
    'a %(what)s'
    """
    first = error.args[0] if error.args else ""
    return first if isinstance(first, Message) else str(error)
