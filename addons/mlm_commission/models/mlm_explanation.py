# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from odoo import models
from odoo.tools.misc import formatLang

from ..engine.explain.states import exact_number


class MlmExplanation(models.AbstractModel):
    """Explanations for readers: members by name as far as the reader may see them, sentences in
    the reader's language. The data comes from ``engine.explain``."""

    _name = "mlm.explanation"
    _description = "Explanation"

    # === DATA === #

    def _members(self, ids):
        """What the reader may know of members: ``{id: {"id", "name", "number", "visible"}}``.

        Also a caller with all rights (the portal) sees no more than its user: names obey the
        user's own access rights.
        """
        partners = self.env["res.partner"].with_env(self.env(su=False)).browse(sorted(set(ids)))
        visible = partners._filtered_access("read")
        return {
            partner.id: self._member(partner if partner in visible else None, partner.id)
            for partner in partners
        }

    def _member(self, partner, partner_id):
        if partner is None:
            return {"id": partner_id, "name": None, "number": None, "visible": False}
        return {
            "id": partner_id,
            "name": partner.name,
            "number": partner.mlm_member_number or None,
            "visible": True,
        }

    @staticmethod
    def _plain(value):
        """Fractions as Decimals, all through a structure."""
        if isinstance(value, Fraction):
            return exact_number(value)
        if isinstance(value, dict):
            return {key: MlmExplanation._plain(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [MlmExplanation._plain(item) for item in value]
        return value

    @staticmethod
    def _shared_cap(kinds):
        """A cap of several members together as ``_cap_text`` wants it; of several kinds it can't be
        told which one has taken how much."""
        return {"kind": kinds[0] if len(kinds) == 1 else None, "amount": None}

    # === TEXTS === #

    def _measure_labels(self):
        return {
            "own_volume": self.env._("own purchases"),
            "customer_volume": self.env._("customer volume"),
            "personal_volume": self.env._("personal volume"),
            "group_volume": self.env._("group volume"),
            "downline_volume": self.env._("downline volume"),
            "depth_volume": self.env._("volume of the upper levels"),
            "open_volume": self.env._("open volume"),
            "weaker_leg_volume": self.env._("volume of the weaker leg"),
            "side_volume": self.env._("volume beside the strongest leg"),
            "active_directs": self.env._("active directs"),
            "active_legs": self.env._("active legs"),
            "directs_with_rank": self.env._("directs with rank"),
            "legs_with_rank": self.env._("legs with rank"),
            "customers": self.env._("customers"),
            "lifetime_personal_volume": self.env._("lifetime personal volume"),
            "lifetime_group_volume": self.env._("lifetime group volume"),
            "periods_at_rank": self.env._("periods at rank"),
        }

    def _number(self, value):
        """A number in the reader's language, without needless zeros."""
        value = Decimal(str(value)) if not isinstance(value, Decimal) else value
        digits = max(-value.normalize().as_tuple().exponent, 0)
        return formatLang(self.env, float(value), digits=digits)

    def _measure_text(self, state):
        """What is measured: “active directs per leg”, “legs with rank gold”."""
        label = self._measure_labels().get(state["measure"], state["measure"])
        if state["rank"]:
            label = f"{label} {state['rank']}"
        if state["depth"] is not None:
            label = self.env._(
                "%(measure)s (%(depth)s levels)", measure=label, depth=state["depth"]
            )
        if state["per_leg"]:
            label = self.env._("%(measure)s per leg", measure=label)
        if state["capped"]:
            label = self.env._("%(measure)s, legs capped", measure=label)
        return label

    def _condition_text(self, state):
        """One condition and how far it is from being met."""
        if state["kind"] == "any":
            options = [
                self.env._(" and ").join(self._condition_text(part) for part in option)
                for option in state["options"]
            ]
            return self.env._(" or ").join(options)
        if state["kind"] == "attribute":
            return self._attribute_text(state)
        texts = {"measure": self._measure_text(state), "value": self._number(state["value"])}
        if state["min"] is not None and (state["max"] is None or state["value"] < state["min"]):
            texts["bound"] = self._number(state["min"])
            text = self.env._("%(measure)s: %(value)s of %(bound)s", **texts)
            short = self.env._("%(missing)s short")
        else:
            texts["bound"] = self._number(state["max"])
            text = self.env._("%(measure)s: %(value)s, at most %(bound)s", **texts)
            short = self.env._("%(missing)s too many")
        if state["met"]:
            return text
        return f"{text} ({short % {'missing': self._number(state['missing'])}})"

    def _attribute_text(self, state):
        if state["met"]:
            return self.env._(
                "%(fact)s is %(value)s", fact=state["attribute"], value=state["value"]
            )
        return self.env._(
            "%(fact)s must be %(wanted)s", fact=state["attribute"], wanted=state["wanted"]
        )

    def _failed_text(self, failed):
        return "; ".join(self._condition_text(state) for state in failed)

    def _reason_text(self, step):
        """Why a member was paid, or passed over, at its place on the way."""
        texts = {
            "paid": self.env._("paid"),
            "inactive": self.env._("not active"),
            "blocked": self.env._("blocked"),
            "conditions": self.env._("does not meet the conditions of the bonus"),
            "below_rank": self.env._("below the rank from which levels count"),
            "no_rate": self.env._("no rate for its rank at this level"),
            "past_end": self.env._("beyond the last level of the bonus"),
            "lower_rate": self.env._("no higher rate than already paid below"),
            "below_leader": self.env._("below the rank of a leader"),
            "too_near": self.env._("too near: the bonus begins further up"),
            "rank_met": self.env._("the same or a higher rank stands below"),
            "not_paid": self.env._("not paid"),
        }
        text = texts[step["reason"]]
        if step["failed"]:
            text = f"{text}: {self._failed_text(step['failed'])}"
        if not step.get("uses_level", True):
            text = self.env._("%(reason)s; uses up no level", reason=text)
        return text

    def _member_text(self, member):
        """A member's name and number, or that the reader may not see it."""
        if not member["visible"]:
            return self.env._("a member outside your view")
        number = f" ({member['number']})" if member["number"] else ""
        return f"{member['name']}{number}"

    def _volume_text(self, volume_id):
        """A sale: its buyer, as far as the reader may see it, invoice and product."""
        volume = self.env["mlm.volume"].sudo().browse(volume_id)
        buyer = self._member_text(self._members([volume.buyer_id.id])[volume.buyer_id.id])
        return f"{volume.display_name}, {buyer}"

    def _amount(self, value, currency):
        return currency.format(float(value)) if currency else str(value)

    def _cap_text(self, cap, currency):
        kinds = {
            "bonus": self.env._("cap of the bonus"),
            "per_member": self.env._("cap per member"),
            "per_owner": self.env._("cap per person"),
            "company": self.env._("cap of the company"),
        }
        if not cap or not cap["kind"]:
            return self.env._("a cap")
        amount = f" {self._amount(cap['amount'], currency)}" if cap.get("amount") else ""
        return f"{kinds[cap['kind']]}{amount}"

    def _bonus_reason_text(self, reason, currency):
        """Why a member gets nothing or less from a bonus."""
        failed = self._failed_text(reason.get("failed") or [])
        code = reason["reason"]
        if code == "passed":
            counts = "; ".join(
                f"{self._reason_text({'reason': name, 'failed': []})}: {count}"
                for name, count in sorted(reason["by_reason"].items())
            )
            return self.env._(
                "%(rows)s sales of the group pay nothing here (%(counts)s)",
                rows=reason["rows"],
                counts=counts,
            )
        if code == "reward":
            return self.env._(
                "A reward worth %(value)s, not paid in money",
                value=self._amount(reason["value"], currency),
            )
        if code == "capped":
            return self.env._(
                "%(made)s were reached; the %(cap)s holds",
                made=self._amount(reason["made"], currency),
                cap=self._cap_text(reason["cap"], currency),
            )
        texts = {
            "other_period": self.env._("This bonus belongs to the other kind of period."),
            "customer": self.env._("Customers earn no commission."),
            "inactive": self.env._(
                "Not active: %(failed)s", failed=failed or self.env._("by its state")
            ),
            "conditions": self.env._(
                "Conditions of the bonus are missing: %(failed)s", failed=failed
            ),
            "blocked": self.env._("Blocked."),
            "shared": self.env._("Shared out among all holders of the company."),
            "upline": self.env._("Who stands above decides here too: the stored amounts hold."),
            "no_volume": self.env._("No sale in the group counts for this bonus."),
            "no_rate": self.env._("The rank has no rate in this bonus."),
            "one_leg": self.env._("Only one leg has volume: nothing can be matched."),
            "no_cycle": self.env._("The legs don't make a whole cycle yet."),
            "not_reached": self.env._("No new rank was reached."),
        }
        return texts[code]

    # === SENTENCES === #

    def _head_text(self, told):
        return self.env._(
            "Plan %(plan)s, bonus %(bonus)s (%(kind)s), period %(period)s",
            plan=told["plan"],
            bonus=told["bonus"],
            kind=told["kind"],
            period=told["period"],
        )

    def _source_text(self, source):
        """Which sale a line comes from."""
        if not source:
            return self.env._("This bonus is paid to the member, not for a single sale.")
        document = source["invoice"]
        if source["order"]:
            document = self.env._(
                "%(invoice)s of order %(order)s", invoice=document, order=source["order"]
            )
        text = self.env._(
            "Sale: %(product)s, invoice %(invoice)s, bought by %(buyer)s: %(pv)s PV, %(cv)s CV",
            product=source["product"],
            invoice=document,
            buyer=self._member_text(source["buyer"]),
            pv=self._number(source["pv"]),
            cv=self._number(source["cv"]),
        )
        return f"{text} ({source['reason']})" if source["reason"] else text

    def _formula_text(self, told, currency):
        """How an amount comes about: the product, its rounding, the cap."""
        formula, reverses = told["formula"], told["reverses"]
        made = self._amount(formula["made"], currency)
        if reverses:
            return self.env._(
                "%(amount)s: takes back, in proportion to the return, what was paid in %(period)s "
                "for invoice %(invoice)s (%(paid)s).",
                amount=made,
                period=reverses["period"],
                invoice=reverses["invoice"],
                paid=self._amount(reverses["amount"], currency),
            )
        text = made
        if formula["exact"] is not None:
            text = self.env._(
                "%(base)s × %(rate)s %% × %(point_value)s = %(exact)s, rounded to %(unit)s: "  # noqa: RUF001
                "%(amount)s",
                base=self._number(formula["base"]),
                rate=self._number(formula["rate"]),
                point_value=self._number(formula["point_value"]),
                exact=self._number(formula["exact"]),
                unit=self._number(formula["rounding"]["to"]),
                amount=made,
            )
        if not told["cap"]:
            return text
        return self.env._(
            "%(formula)s. The %(cap)s leaves %(amount)s.",
            formula=text,
            cap=self._cap_text(told["cap"], currency),
            amount=self._amount(formula["amount"], currency),
        )

    def _fund_text(self, fund, currency):
        """What a bonus has shared out, and the earner's part of it."""
        return self.env._(
            "%(percent)s %% of %(worth)s (%(points)s points count for this bonus) make a fund of "
            "%(money)s, of which the member holds %(own)s of %(shares)s shares.",
            percent=self._number(fund["percent"]),
            worth=self._amount(fund["worth"], currency),
            points=self._number(fund["points"]),
            money=self._amount(fund["money"], currency),
            own=self._number(fund["own"]),
            shares=self._number(fund["shares"]),
        )

    def _count_text(self, bonus):
        return self.env._(
            "Lines: %(lines)s. Sales of the group that count for this bonus: %(rows)s.",
            lines=bonus["lines"],
            rows=bonus["volume_rows"],
        )

    def _more_text(self, following, currency):
        return self.env._(
            "With rank %(rank)s the same period would pay %(amount)s more.",
            rank=following["rank"],
            amount=self._amount(following["more"], currency),
        )

    def _legs_shown_text(self, told):
        """That only the largest legs of a result are shown."""
        return self.env._(
            "The %(shown)s largest of %(all)s legs.",
            shown=self._number(len(told["legs"])),
            all=self._number(told["leg_count"]),
        )

    def _legs_text(self, legs):
        """Both legs of a binary bonus: this period's points, what was carried, what is left."""
        left, right = (
            self.env._(
                "%(period)s (carried over %(carried)s, left for the next period %(left)s)",
                **{name: self._number(pair[side]) for name, pair in legs.items()},
            )
            for side in (0, 1)
        )
        return self.env._("Left leg: %(left)s; right leg: %(right)s", left=left, right=right)

    def _next_rank_text(self, rank):
        """The next rank and what is missing for it."""
        failed = rank["failed"] or rank["failed_active"]
        if not failed:
            return self.env._("Next rank: %(rank)s", rank=rank["next"])
        return self.env._(
            "Next rank: %(rank)s – %(failed)s",  # noqa: RUF001
            rank=rank["next"],
            failed=self._failed_text(failed),
        )

    # === HTML === #

    def _render(self, template, values):
        """HTML of an explanation by a template of this module, in the reader's language."""
        values = {**values, "text": self, "number": self._number}
        return Markup(self.env["ir.qweb"]._render(f"mlm_commission.{template}", values))
