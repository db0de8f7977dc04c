"""What a decided renewal plan needs, reported by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from samkop.parties.queries import own_today, party_of
from samkop.planning.models import Need
from samkop.planning.queries import receivers_of
from samkop.planning.usecases.needs import NewLine, reported, write_lines
from samkop.planning.vocabulary import NeedSource, NeedState
from samkop.platform.actors import Actor, ActorKind
from samkop.platform.records import change, create
from samkop.platform.unit_of_work import require


@dataclass(frozen=True)
class DecidedPlan:
    """A renewal plan in what it needs: lines by category.

    ``reference`` names it (``fleet.renewalplan:17``): what stands before the colon is its kind.
    """

    reference: str
    title: str
    currency: str
    wanted_from: date
    wanted_until: date
    lines: Mapping[str, Sequence[NewLine]]


def report_need_of_plan(*, actor: Actor, now: datetime, plan: DecidedPlan) -> list[Need]:
    """Report what the acting party's plan needs to the purchasing body of its region.

    One need a category; a plan that is told again adds nothing. Needs of plans of its kind that
    were decided before are withdrawn. A party without a region keeps the needs for itself.
    Raises Refused ``not-allowed`` for anybody but a job of the system.
    """
    require(actor.kind == ActorKind.JOB)
    owner = party_of(actor.own_party_id)
    receiver = receivers_of(owner, own_today())[0]
    kind = plan.reference.partition(":")[0]
    before = Need.objects.select_for_update().filter(
        owner=owner, source=NeedSource.RENEWAL_PLAN, source_reference__startswith=f"{kind}:"
    )
    known = set()
    for one in before.order_by("id"):
        if one.source_reference == plan.reference:
            known.add(one.category)
        elif one.state != NeedState.WITHDRAWN:
            change(one, state=NeedState.WITHDRAWN)
    made = []
    for category, lines in sorted(plan.lines.items()):
        if category in known or not lines:
            continue
        need = create(
            Need(
                owner=owner, category=category, title=plan.title, currency=plan.currency,
                wanted_from=plan.wanted_from, wanted_until=plan.wanted_until,
                source=NeedSource.RENEWAL_PLAN, source_reference=plan.reference, created_at=now,
            )
        )  # fmt: skip
        write_lines(need, lines)
        made.append(reported(need, receiver.pk, now))
    return made
