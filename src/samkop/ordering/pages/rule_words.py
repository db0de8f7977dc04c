"""Rules of approval in the reader's words."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from samkop.catalogue.vocabulary import Category
from samkop.ordering.models import ApprovalRule
from samkop.ordering.vocabulary import Outcome
from samkop.parties.vocabulary import RoleName
from samkop.platform.formatting import format_money


def conditions_of(rule: ApprovalRule, currency: str) -> list[str]:
    """What a rule asks for; an empty list is a rule for all that is left."""
    words = []
    if rule.amount_from_cents is not None:
        words.append(_("from %(amount)s") % {"amount": _money(rule.amount_from_cents, currency)})
    if rule.amount_to_cents is not None:
        words.append(_("below %(amount)s") % {"amount": _money(rule.amount_to_cents, currency)})
    if rule.cost_centre is not None:
        words.append(_("cost centre %(name)s") % {"name": rule.cost_centre})
    if rule.category:
        words.append(_("goods: %(category)s") % {"category": Category(rule.category).label})
    if rule.agreement is not None:
        words.append(_("agreement %(name)s") % {"name": rule.agreement.number})
    if rule.requester_role:
        label = RoleName(rule.requester_role).label
        words.append(_("asked for by: %(role)s") % {"role": label})
    if rule.requester_group is not None:
        words.append(_("asked for by a member of %(group)s") % {"group": rule.requester_group})
    if rule.outside_range is not None:
        words.append(
            _("outside the joint range") if rule.outside_range else _("in the joint range")
        )
    return words


def outcome_of(outcome: str, role: str = "") -> str:
    """What a rule leads to."""
    if outcome == Outcome.ROLE_FIRST and role:
        return _("%(role)s first, then an approver") % {"role": RoleName(role).label}
    return str(Outcome(outcome).label)


def _money(cents: int, currency: str) -> str:
    return format_money(Decimal(cents).scaleb(-2), currency)
