"""Announcing how shortages are divided, and dividing them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreement_of
from samkop.catalogue.queries.availability import stated_of
from samkop.catalogue.rules.promises import Stated
from samkop.core.allocation import AllocationMethod, allocate
from samkop.core.period import day_of
from samkop.ordering.models import AllocatedLine, Allocation, AllocationRule, OrderLine
from samkop.ordering.policies import may_allocate
from samkop.ordering.queries.shortages import (
    demand_of,
    method_of,
    newest_allocations,
    shares_of,
    waiting_lines,
)
from samkop.ordering.vocabulary import ShortageMethod
from samkop.platform.actors import Actor
from samkop.platform.records import create, create_all
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def announce_allocation_rule(
    *, actor: Actor, now: datetime, agreement_id: int, method: str
) -> AllocationRule:
    """Say how an agreement's shortages are divided from now on, after critical places.

    Raises Refused: ``not-found``, ``not-allowed``, ``method-unknown``.
    """
    agreement = agreement_of(agreement_id)
    require(may_allocate(actor, agreement))
    if method not in ShortageMethod.values:
        sentence = _("Choose by arrival or by expected shares.")
        raise Refused("method-unknown", sentence, status=422, fields={"method": sentence})
    return create(
        AllocationRule(
            agreement=agreement, purchasing_body_id=agreement.purchasing_body_id,
            method=method, announced_at=now,
        )
    )  # fmt: skip


def allocate_shortages(*, actor: Actor, now: datetime, agreement_id: int) -> list[Allocation]:
    """Divide what there is of every item of an agreement of which more waits.

    An item counts whose stock the supplier has said within the time that it holds. An item
    that was short and is no more gets a division in which all is given. Raises Refused:
    ``not-found``, ``not-allowed``.
    """
    agreement = agreement_of(agreement_id)
    require(may_allocate(actor, agreement))
    zone = agreement.purchasing_body.time_zone
    today = day_of(now, zone)
    waiting: dict[int, list[OrderLine]] = defaultdict(list)
    for line in waiting_lines(agreement_id):
        waiting[line.item_id].append(line)
    were_short = {
        found.item_id
        for found in newest_allocations(agreement_id)
        if found.demand > found.supply
    }  # fmt: skip
    made = []
    for item_id, stated in sorted(stated_of(waiting, zone).items()):
        supply, lines = stated.supply, waiting[item_id]
        if supply is None or stated.is_stale(today):
            continue
        if sum(line.quantity for line in lines) > supply or item_id in were_short:
            made.append(_divide(agreement, lines, stated, supply, now))
    return made


def _divide(
    agreement: FrameworkAgreement, lines: list[OrderLine], stated: Stated, supply: int,
    now: datetime,
) -> Allocation:  # fmt: skip
    """Write one division down."""
    method = method_of(agreement.pk)
    demands = {line.pk: demand_of(line) for line in lines}
    given = allocate(
        demands.values(), supply, AllocationMethod(method.value), shares_of(agreement.pk)
    )
    sides = {
        "purchasing_body_id": agreement.purchasing_body_id, "supplier_id": agreement.supplier_id,
    }  # fmt: skip
    made = create(
        Allocation(
            item=lines[0].item, agreement=agreement, **sides, method=method, supply=supply,
            demand=sum(line.quantity for line in lines), next_delivery=stated.next_delivery,
            made_at=now,
        )
    )  # fmt: skip
    create_all(
        (
            AllocatedLine(
                allocation=made, **sides, buyer_id=line.order.buyer_id, order_id=line.order_id,
                line_number=line.line_number, criticality=line.order.criticality,
                wanted=line.quantity, given=given[line.pk],
            )
            for line in sorted(lines, key=lambda line: (demands[line.pk].rank, line.order_id))
        ),
        under=made,
    )  # fmt: skip
    return made
