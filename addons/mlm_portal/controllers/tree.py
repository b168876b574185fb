# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http

from .portal_network import NetworkPortal

PAGE = {"type": "http", "auth": "user", "website": True, "sitemap": False, "readonly": True}
QUESTION = {"type": "jsonrpc", "auth": "user", "website": True, "readonly": True}


class TreePortal(NetworkPortal):
    """The team as a tree. Every question is asked from the own place; see ``_mlm_tree_*``."""

    @http.route("/my/team/tree", **PAGE)
    def tree(self, place="", tree="", **kwargs):
        """The page; the figures come with the questions below.

        :param str place: id of a place in the sponsor tree to begin with
        :param str tree: id of the tree to begin with
        """
        self._partner()
        props = {
            name: int(value)
            for name, value in (("placeId", place), ("treeId", tree))
            if value.isdecimal() and len(value) < 10
        }
        return self._page("portal_team_tree", {"page_name": "mlm_team_tree", "props": props})

    @http.route("/my/team/tree/open", **QUESTION)
    def tree_open(self, tree_id=None, **kwargs):
        """Trees, the own place, and who waits for a place."""
        return self._partner()._mlm_tree_open(_whole(tree_id))

    @http.route("/my/team/tree/children", **QUESTION)
    def tree_children(self, tree_id=None, place_id=None, offset=0, **kwargs):
        """A page of those below a place."""
        return self._partner()._mlm_tree_children(
            _whole(tree_id), _whole(place_id), _whole(offset) or 0
        )

    @http.route("/my/team/tree/search", **QUESTION)
    def tree_search(self, tree_id=None, words="", **kwargs):
        """Members by number, or name in the frontline."""
        return self._partner()._mlm_tree_search(_whole(tree_id), str(words))

    @http.route("/my/team/tree/path", **QUESTION)
    def tree_path(self, tree_id=None, place_id=None, **kwargs):
        """The way down to a place."""
        return self._partner()._mlm_tree_path(_whole(tree_id), _whole(place_id))

    @http.route("/my/team/tree/member", **QUESTION)
    def tree_member(self, tree_id=None, place_id=None, **kwargs):
        """The card of a member."""
        return self._partner()._mlm_tree_member(_whole(tree_id), _whole(place_id))

    @http.route("/my/team/tree/place", type="jsonrpc", auth="user", website=True)
    def tree_place(self, tree_id=None, holding_id=None, place_id=None, leg=0, **kwargs):
        """Place an own newcomer."""
        return self._partner()._mlm_place_newcomer(
            _whole(tree_id), _whole(holding_id), _whole(place_id), _whole(leg) or 0
        )


def _whole(value):
    """Return a whole number of 32 bits, None for anything else that was sent.

    >>> _whole("7"), _whole(True), _whole(2**40)
    (None, None, None)
    """
    return value if type(value) is int and abs(value) < 2**31 else None
