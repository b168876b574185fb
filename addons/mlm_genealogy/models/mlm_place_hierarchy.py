# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..const import PAGE_SIZE

CHILD_ORDER = "leg, id"


class MlmPlace(models.Model):
    """Bounded reading for the tree view: never more than one page of a place's frontline."""

    _inherit = "mlm.place"

    @api.model
    @api.readonly
    def hierarchy_read(self, domain, specification, parent_field, child_field=None, order=None):
        """Read the places a tree view opens with.

        Core reads all records of the domain and all children of a single root. Here it is one
        page of the domain; a single place comes with its parent, one page of its siblings and
        one page of its children. ``__child_ids__`` names one page of children,
        ``__child_offset__`` is where the page that was read begins.
        """
        if parent_field != "parent_id" or child_field:
            return super().hierarchy_read(
                domain, specification, parent_field, child_field=child_field, order=order
            )
        specification.setdefault("parent_id", {"fields": {"display_name": {}}})
        specification.setdefault("child_count", {})
        order = order or CHILD_ORDER
        places = self.search(domain, order=order, limit=PAGE_SIZE)
        offsets = {}
        if len(places) == 1:
            place = places
            if place.parent_id:
                offsets[place.parent_id.id] = place._page_offset()
                places = place.parent_id | place.parent_id._children(offsets[place.parent_id.id])
            places |= place._children()
        return places._hierarchy_data(specification, offsets)

    @api.readonly
    def hierarchy_children(self, specification, offset=0):
        """Read one page of this place's children for the tree view.

        :param dict specification: fields as for ``web_read``
        :param int offset: children to pass over
        :return: list of dicts as in :meth:`hierarchy_read`
        """
        self.ensure_one()
        return self._children(max(int(offset), 0))._hierarchy_data(specification)

    @api.readonly
    def hierarchy_parent(self, specification):
        """Read the parent of this place and the page of siblings in which it stands.

        :return: list of dicts, the parent first; empty for a root
        """
        self.ensure_one()
        parent = self.parent_id
        if not parent:
            return []
        offset = self._page_offset()
        places = parent | parent._children(offset)
        return places._hierarchy_data(specification, {parent.id: offset})

    # === TOOLING === #

    def _children(self, offset=0):
        """Return one page of the children of this place."""
        self.ensure_one()
        domain = [("parent_id", "=", self.id)]
        return self.search(domain, order=CHILD_ORDER, limit=PAGE_SIZE, offset=offset)

    def _page_offset(self):
        """Return where the page begins in which this place stands among its siblings."""
        self.ensure_one()
        before = self.search_count(
            [
                ("parent_id", "=", self.parent_id.id),
                "|",
                ("leg", "<", self.leg),
                "&",
                ("leg", "=", self.leg),
                ("id", "<", self.id),
            ]
        )
        return before - before % PAGE_SIZE

    def _hierarchy_data(self, specification, offsets=None):
        specification.setdefault("child_count", {})
        first_children = self._first_children()
        result = self.web_read(specification)
        for values in result:
            values["__child_ids__"] = first_children.get(values["id"], [])
            values["__child_offset__"] = (offsets or {}).get(values["id"], 0)
        return result

    def _first_children(self):
        """Return the ids of one page of children per place, in one statement."""
        self.flush_model(["parent_id", "leg", "active"])
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT want.id, array_agg(c.id ORDER BY c.leg, c.id)
                      FROM unnest(%s::int[]) AS want(id) CROSS JOIN LATERAL (
                        SELECT id, leg FROM mlm_place WHERE parent_id = want.id AND active
                         ORDER BY leg, id LIMIT %s) c
                     GROUP BY want.id""",
                    list(self.ids),
                    PAGE_SIZE,
                )
            )
        )
