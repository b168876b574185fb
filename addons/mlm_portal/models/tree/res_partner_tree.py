# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

PAGE_SIZE = 100
FOUND_LIMIT = 20
# Below every place of a page so many are counted; the page shows a plus sign above that.
COUNT_LIMIT = 200
# Wider legs are not listed one by one.
LISTED_LEGS = 10
# Customers stand at the ends of the sponsor tree: none of them has a partner below.
IN_TREE = SQL("p.mlm_role = 'partner'")


class ResPartner(models.Model):
    """The team of a partner as a tree, page by page; every question starts at the own place."""

    _inherit = "res.partner"

    # === WHICH TREES === #

    def _mlm_trees(self):
        """Return the trees in which this partner has a place (sudo), the sponsor tree first.

        Who is suspended or gone has none: it neither looks at a team nor places anybody.
        """
        self.ensure_one()
        if not self._mlm_has_team():
            return self.env["mlm.tree"].sudo()
        places = (
            self.env["mlm.place"]
            .sudo()
            .search([("partner_id", "=", self.id), ("tree_id.kind", "!=", "board")])
        )
        return places.tree_id.filtered(
            lambda tree: tree.active and tree.company_id == self.sudo().mlm_company_id
        ).sorted(lambda tree: (tree.kind != "sponsor", tree.sequence, tree.id))

    def _mlm_tree(self, tree_id):
        """Return one of the own trees (sudo) and the own place in it.

        :raise UserError: this partner has no place in such a tree
        """
        tree_sudo = self._mlm_trees().filtered(lambda tree: tree.id == tree_id)
        root_sudo = (
            self.env["mlm.place"]
            .sudo()
            .search(
                [("tree_id", "=", tree_sudo.id), ("partner_id", "=", self.id)],
                order="position_no",
                limit=1,
            )
        )
        if not root_sudo:
            raise self._mlm_not_yours()
        return tree_sudo, root_sudo

    def _mlm_not_yours(self):
        """Return the one refusal that says nothing about whether the member exists."""
        return UserError(self.env._("This place is not in your team any more. Reload the page."))

    # === QUESTIONS === #

    def _mlm_tree_open(self, tree_id=None):
        """Return what a page needs to begin with.

        :param int tree_id: one of the own trees, None = the first one
        :return: dict: trees, tree, root (a node as in :meth:`_mlm_tree_nodes`), waiting; tree is
            None for partners without any place
        """
        trees = self._mlm_trees()
        if not trees:
            return {"trees": [], "tree": None, "root": None, "waiting": []}
        tree_sudo, root_sudo = self._mlm_tree(tree_id or trees[0].id)
        return {
            "trees": [
                {"id": tree.id, "name": tree.name, "is_sponsor": tree.kind == "sponsor"}
                for tree in trees
            ],
            "tree": tree_sudo.id,
            "root": self._mlm_tree_nodes(tree_sudo, root_sudo.ids)[0],
            "waiting": self._mlm_waiting(tree_sudo),
        }

    def _mlm_tree_children(self, tree_id, place_id, offset=0):
        """Return a page of those directly below a place of the own team.

        :return: dict: total, offset, nodes
        """
        tree_sudo, root_sudo = self._mlm_tree(tree_id)
        self._mlm_tree_levels(tree_sudo, root_sudo, [place_id], check=True)
        rows = self.env.execute_query(
            SQL(
                """SELECT pl.id, count(*) OVER () FROM mlm_place pl
                     JOIN res_partner p ON p.id = pl.partner_id
                    WHERE pl.parent_id = %s AND pl.active AND %s
                    ORDER BY pl.leg, pl.id LIMIT %s OFFSET %s""",
                place_id,
                IN_TREE,
                PAGE_SIZE,
                max(0, offset),
            )
        )
        return {
            "total": rows[0][1] if rows else 0,
            "offset": offset,
            "nodes": self._mlm_tree_nodes(tree_sudo, [row[0] for row in rows]),
        }

    def _mlm_tree_search(self, tree_id, words):
        """Return members of the own team by number, or by name in the own frontline.

        A name is found only where it is shown in full, or the search would tell hidden ones.

        :return: list of nodes
        """
        tree_sudo, root_sudo = self._mlm_tree(tree_id)
        words = (words or "").strip()[:60]
        if not words:
            return []
        escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        self.env["res.partner"].flush_model(["name", "mlm_member_number", "mlm_sponsor_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT pl.id FROM res_partner p
                     JOIN mlm_place pl ON pl.partner_id = p.id AND pl.active
                    WHERE pl.tree_id = %(tree)s AND p.mlm_role = 'partner'
                      AND (p.mlm_member_number = %(words)s
                           OR (p.mlm_sponsor_id = %(me)s AND p.name ILIKE %(like)s))
                    ORDER BY p.name, pl.id LIMIT %(limit)s""",
                tree=tree_sudo.id,
                words=words,
                me=self.id,
                like=f"%{escaped}%",
                limit=FOUND_LIMIT,
            )
        )
        place_ids = [row[0] for row in rows]
        levels = self._mlm_tree_levels(tree_sudo, root_sudo, place_ids)
        nodes = self._mlm_tree_nodes(tree_sudo, [one for one in place_ids if one in levels])
        return [
            node | {"level": levels[node["id"]]}
            for node in nodes
            # Nobody is found by what is not shown.
            if node.get("number") == words or words.lower() in (node["name"] or "").lower()
        ]

    def _mlm_tree_path(self, tree_id, place_id):
        """Return the way from the own place down to another one.

        :return: list of [place id, its number among those below the same place], the own place
            left out
        """
        tree_sudo, root_sudo = self._mlm_tree(tree_id)
        self._mlm_tree_levels(tree_sudo, root_sudo, [place_id], check=True)
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE up (id, parent_id, leg, step) AS (
                    SELECT id, parent_id, leg, 0 FROM mlm_place WHERE id = %(place)s
                    UNION ALL
                    SELECT e.id, e.parent_id, e.leg, up.step + 1
                      FROM up JOIN mlm_place e ON e.id = up.parent_id WHERE up.id <> %(root)s)
                SELECT up.id, (
                    SELECT count(*) FROM mlm_place pl JOIN res_partner p ON p.id = pl.partner_id
                     WHERE pl.parent_id = up.parent_id AND pl.active
                       AND (pl.leg, pl.id) < (up.leg, up.id) AND %(in_tree)s)
                  FROM up WHERE id <> %(root)s ORDER BY step DESC""",
                place=place_id,
                root=root_sudo.id,
                in_tree=IN_TREE,
            )
        )
        return [list(row) for row in rows]

    # === BUILDING BLOCKS === #

    def _mlm_tree_levels(self, tree, root, place_ids, check=False):
        """Return {place id: level below the own place}; who stands elsewhere is missing.

        One walk up for all of them. ``UNION`` forgets repeated rows: damaged data ends the walk.

        :param bool check: refuse if one is missing
        :raise UserError: a place is not in the own team
        """
        if any(type(one) is not int for one in place_ids):
            raise self._mlm_not_yours()
        self.env["mlm.place"].flush_model(["parent_id", "tree_id", "active"])
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE up (start, id, parent_id) AS (
                    SELECT pl.id, pl.id, pl.parent_id
                      FROM mlm_place pl JOIN res_partner p ON p.id = pl.partner_id
                     WHERE pl.id = ANY(%(places)s) AND pl.tree_id = %(tree)s AND pl.active
                       AND %(in_tree)s
                    UNION
                    SELECT up.start, e.id, e.parent_id FROM up CROSS JOIN LATERAL (
                        SELECT id, parent_id FROM mlm_place WHERE id = up.parent_id OFFSET 0) e
                     WHERE up.id <> %(root)s)
                SELECT start, count(*) - 1 FROM up GROUP BY start HAVING bool_or(id = %(root)s)""",
                places=list(place_ids),
                tree=tree.id,
                in_tree=IN_TREE,
                root=root.id,
            )
        )
        levels = dict(rows)
        if check and set(place_ids) - levels.keys():
            raise self._mlm_not_yours()
        return levels

    def _mlm_tree_nodes(self, tree, place_ids):
        """Return places of the own team as this partner may see them, in the given order.

        :param place_ids: ids that were proven to lie in the own team
        :return: list of dicts: id, leg, leg_name, children, free (free legs, None = legs have no
            numbers), below (number or "200+"), is_own, and the facts of
            :meth:`_mlm_team_facts` as far as allowed
        """
        places = {row["id"]: row for row in self._mlm_tree_places(tree, place_ids)}
        members = self.browse(row["partner_id"] for row in places.values())
        facts = self._mlm_team_facts(members, placed=tree.kind != "sponsor")
        width = tree._leg_width()
        nodes = []
        for row in (places[one] for one in place_ids):
            fact = dict(facts[row["partner_id"]])
            fact["joined"] = fact["joined"].strftime("%m/%Y") if fact.get("joined") else None
            for name in ("personal_volume", "group_volume"):
                fact[name] = float(fact[name]) if fact.get(name) is not None else None
            team = fact.pop("team", None)
            fact["below"] = team if tree.kind == "sponsor" else _plus(row["below"])
            nodes.append(
                {
                    "id": row["id"],
                    "leg": row["leg"],
                    "leg_name": tree._leg_name(row["leg"]),
                    "children": row["children"],
                    "free": self._mlm_free_legs(tree, width, row["taken"]),
                    "is_own": row["partner_id"] == self.id,
                    **fact,
                }
            )
        return nodes

    def _mlm_free_legs(self, tree, width, taken):
        """Return the free legs of a place as list of [number, name]; None: no numbered legs."""
        if not width:
            return None
        free = [leg for leg in range(1, width + 1) if leg not in taken]
        return [[leg, tree._leg_name(leg)] for leg in free[:LISTED_LEGS]]

    def _mlm_tree_places(self, tree, place_ids):
        self.env["mlm.place"].flush_model()
        below = SQL("NULL::int")
        if tree.kind != "sponsor":
            below = SQL(
                """(WITH RECURSIVE down (id) AS (
                        SELECT pl.id
                        UNION ALL
                        SELECT e.id FROM down CROSS JOIN LATERAL (
                            SELECT id FROM mlm_place WHERE parent_id = down.id AND active
                            OFFSET 0) e)
                    SELECT count(*) - 1 FROM (SELECT 1 FROM down LIMIT %s) counted)""",
                COUNT_LIMIT + 2,
            )
        return self.env.execute_query_dict(
            SQL(
                """SELECT place.id, place.partner_id, place.leg, place.below,
                          kids.children, kids.taken
                     FROM (SELECT pl.id, pl.partner_id, pl.leg, %(below)s AS below
                             FROM mlm_place pl WHERE pl.id = ANY(%(places)s)) place
                     CROSS JOIN LATERAL (
                        SELECT count(*) AS children,
                               coalesce(array_agg(pl.leg), ARRAY[]::int[]) AS taken
                          FROM mlm_place pl JOIN res_partner p ON p.id = pl.partner_id
                         WHERE pl.parent_id = place.id AND pl.active AND %(in_tree)s) kids""",
                below=below,
                places=list(place_ids),
                in_tree=IN_TREE,
            )
        )


def _plus(count):
    """Return a count, or the limit with a plus sign.

    >>> _plus(COUNT_LIMIT + 1)
    '200+'
    """
    return f"{COUNT_LIMIT}+" if count > COUNT_LIMIT else count
