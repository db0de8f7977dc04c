"""Needs and pre-studies for tests, made through the real use cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from samkop.parties.models import Party
from samkop.planning.models import Need
from samkop.planning.usecases.needs import NewLine, NewNeed, enter_need, report_need
from samkop.planning.vocabulary import Category
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform

LAPTOPS = (
    NewLine("Laptops", "piece", 2027, 400, 36_000_000, 40_000_000, 48_000_000),
    NewLine("Laptops", "piece", 2028, 300, 27_000_000, 30_000_000, 36_000_000),
)


def new_need(
    title: str = "Laptops for the schools",
    lines: Sequence[NewLine] = LAPTOPS,
    category: str = Category.WORKSTATIONS,
    note: str = "",
) -> NewNeed:
    """What is needed in 2027 and 2028."""
    return NewNeed(
        category=category, title=title, wanted_from=date(2027, 1, 1),
        wanted_until=date(2028, 12, 31), lines=lines, note=note,
    )  # fmt: skip


def a_need(actor: Actor, title: str = "Laptops for the schools", **fields: object) -> Need:
    """A draft of the actor's party."""
    return perform(actor, enter_need, need=new_need(title, **fields))


def a_reported_need(
    actor: Actor, to: Party, title: str = "Laptops for the schools", **fields: object
) -> Need:
    """A need of the actor's party, reported to a purchasing body or itself."""
    drafted = a_need(actor, title, **fields)
    return perform(actor, report_need, need_id=drafted.pk, reported_to_id=to.pk)


def planning_things(actor: Actor, marker: str = "Our own") -> dict[str, int]:
    """Ids of what the addresses of planning name, all of the actor's party."""
    return {"need": a_need(actor, f"{marker} need", note=f"{marker} note").pk}
