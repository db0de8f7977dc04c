"""What variety costs is assumed by whoever plans renewals."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import VarietyAssumption
from samkop.fleet.policies import may_plan_renewals
from samkop.fleet.queries.variety import kept_assumption
from samkop.fleet.rules.varying import read_needs
from samkop.fleet.vocabulary import MOST_YEARS
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

MOST_PERCENT = 200


def assume_variety(
    *, actor: Actor, now: datetime, image_cents: int, spares_cents: int, knowledge_cents: int,
    years: int, least_percent: int, needs: str = "",
) -> VarietyAssumption:  # fmt: skip
    """Say what a model costs a year beyond its devices, and what the needs are.

    Raises Refused: ``not-allowed``, ``assumption-wrong``, ``needs-unreadable``.
    """
    require(may_plan_renewals(actor))
    costs = {
        "image_cents": image_cents, "spares_cents": spares_cents,
        "knowledge_cents": knowledge_cents,
    }  # fmt: skip
    right = 1 <= years <= MOST_YEARS and 0 <= least_percent <= MOST_PERCENT
    if min(costs.values()) < 0 or not right:
        raise Refused("assumption-wrong", _("This cannot be assumed: correct it."), status=422)
    read_needs(needs)
    said = {**costs, "years": years, "least_percent": least_percent, "needs": needs.strip()}
    known = kept_assumption(actor.own_party_id)
    if known is not None:
        return change(known, **said)
    currency = party_of(actor.own_party_id).currency
    return create(VarietyAssumption(owner_id=actor.own_party_id, currency=currency, **said))
