"""Wishes and proposals of the joint range for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from samkop.catalogue.models import CatalogueItem, RangeProposal, Wish
from samkop.catalogue.policies import RANGE_KEEPER
from samkop.catalogue.queries.range_proposals import ranges_proposed_to, steering_group_of
from samkop.catalogue.usecases.range_changes import (
    bring_to_table,
    decide_range_proposal,
    take_up_motion,
    write_range_change,
)
from samkop.catalogue.usecases.range_proposals import (
    NewProposal,
    draft_range_proposal,
    propose_range_change,
)
from samkop.catalogue.usecases.wishes import say_wish
from samkop.catalogue.vocabulary import RangeStep
from samkop.parties.queries import own_today, party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading


def a_wish(employee: Actor, item: CatalogueItem, kind: str = "wish", **said: Any) -> Wish:
    """What an employee wishes of an item, or complains of."""
    return perform(employee, say_wish, kind=kind, item_id=item.pk, **said)


def soon(days: int = 30) -> date:
    """A day after today."""
    return timezone.localdate() + timedelta(days=days)


def a_new_proposal(body_id: int, region_id: int | None, step: str, **said: Any) -> NewProposal:
    """What is proposed of a range, in 30 days, at 8,000 euros a model and year of two members."""
    given = {
        "reason": "Lasts longer.", "wanted_from": soon(), "image_cents": 4_000_00,
        "spares_cents": 1_500_00, "knowledge_cents": 2_500_00, "members": 2, **said,
    }  # fmt: skip
    return NewProposal(step=step, body_id=body_id, region_id=region_id, **given)


def a_draft(
    actor: Actor, body_id: int, region_id: int | None, step: str, now: Any = None, **said: Any
) -> RangeProposal:
    """A draft of what is proposed."""
    wanted = a_new_proposal(body_id, region_id, step, **said)
    return perform(actor, draft_range_proposal, now=now, proposal=wanted)


def a_proposal(
    actor: Actor, body_id: int, region_id: int | None, step: str, now: Any = None, **said: Any
) -> RangeProposal:
    """The same, proposed."""
    made = a_draft(actor, body_id, region_id, step, now, **said)
    return perform(actor, propose_range_change, now=now, proposal_id=made.pk)


def range_things(employee: Actor, item: CatalogueItem, marker: str) -> dict[str, int]:
    """What an organisation has of the joint range to itself, by what ``declared_addresses``
    calls it: a wish with its line, and a draft.
    """
    wished = a_wish(employee, item, line=f"{marker} line")
    manager = _manager(employee)
    made = a_draft(
        manager, *_range_of(manager, item), RangeStep.TAKE_IN, item_id=item.pk,
        reason=f"{marker} reason",
    )  # fmt: skip
    return {"wish": wished.pk, "range_proposal": made.pk}


def a_range_at_work(
    employee: Actor, keeper: Actor, item: CatalogueItem, other: CatalogueItem
) -> dict[str, int]:
    """The same with a proposal that waits for its decision, and a change that is to come."""
    wished = a_wish(employee, item, "complaint", line="Cracks", line_shown=True)
    manager = _manager(employee)
    whose = _range_of(manager, item)
    made = a_proposal(manager, *whose, RangeStep.TAKE_IN, item_id=item.pk)
    coming = a_proposal(manager, *whose, RangeStep.TAKE_IN, item_id=other.pk)
    with reading(keeper):
        group = steering_group_of(coming)
    if group is None:
        perform(
            keeper, decide_range_proposal, proposal_id=coming.pk, carried=True, reason="Agreed."
        )
    else:
        coming = perform(keeper, bring_to_table, proposal_id=coming.pk)
        perform(
            actors.job(RANGE_KEEPER, whose[0]), take_up_motion, proposal_id=coming.pk,
            motion_id=coming.motion_id, outcome="carried", decided_on=soon(0).isoformat(),
        )  # fmt: skip
    perform(keeper, write_range_change, proposal_id=coming.pk)
    return {"wish": wished.pk, "range_proposal": made.pk}


def _manager(employee: Actor) -> Actor:
    return replace(employee, roles=employee.roles | {RoleName.ICT_MANAGER})


def _range_of(manager: Actor, item: CatalogueItem) -> tuple[int, int | None]:
    """Whose range an item belongs to, and in which region the manager orders from it."""
    with reading(manager):
        found = ranges_proposed_to(party_of(manager.own_party_id), own_today())
        [kept] = [one for one in found if one.body.pk == item.purchasing_body_id][:1]
        return kept.body.pk, kept.region.pk if kept.region else None
