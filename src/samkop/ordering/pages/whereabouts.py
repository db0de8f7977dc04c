"""Where is my order, in words: for my things and for a requisition's own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samkop.ordering.models import Requisition
from samkop.ordering.pages.progress import (
    ORDER_TONES,
    REQUISITION_TONES,
    Progress,
    progress_of,
)
from samkop.ordering.policies import (
    may_see_requisition,
    steps_with_order,
    steps_with_requisition,
)
from samkop.ordering.queries.waiting import OpenStep, open_steps_of, reminding_from_of
from samkop.ordering.queries.whereabouts import Coming, Thing, coming_of
from samkop.ordering.vocabulary import NextStep, RequisitionState, WaitsFor
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import current_unit

SHOWN_THINGS = 5
SHOWN_NAMES = 3


@dataclass(frozen=True)
class ComingRow:
    """Things that come together, as a row shows them; ``steps`` are what I can do."""

    coming: Coming
    tone: str
    waits: str
    steps: tuple[NextStep, ...]
    is_late: bool

    @property
    def things(self) -> Sequence[Thing]:
        """The first of the things; ``more`` are left out."""
        return self.coming.things[:SHOWN_THINGS]

    @property
    def more(self) -> int:
        """How many lines are not shown."""
        return len(self.coming.things) - len(self.things)


@dataclass(frozen=True)
class MineRow:
    """A row of my things. ``progress`` and ``whole`` stand in a requisition's first row.

    ``whole`` are the steps with all of it; ``linked`` whether I may open its page.
    """

    requisition: Requisition
    row: ComingRow
    progress: Progress | None
    whole: tuple[NextStep, ...]
    linked: bool


def rows_of_mine(actor: Actor, requisitions: Sequence[Requisition], today: date) -> list[MineRow]:
    """The rows of requisitions that were read ``with_whereabouts``."""
    waiting = open_steps_of(requisitions, today)
    found = []
    for one in requisitions:
        for place, row in enumerate(coming_rows(actor, one, waiting[one.pk], today)):
            first = place == 0
            found.append(
                MineRow(
                    one, row, progress_of(one) if first else None,
                    whole_steps(actor, one) if first else (),
                    may_see_requisition(actor, one),
                )
            )  # fmt: skip
    return found


def whole_steps(actor: Actor, requisition: Requisition) -> tuple[NextStep, ...]:
    """What the reader can do about a requisition as a whole, now."""
    reminding = current_unit().now >= reminding_from_of(requisition)
    return steps_with_requisition(actor, requisition, reminding=reminding)


def coming_rows(
    actor: Actor, requisition: Requisition, waiting: Sequence[OpenStep], today: date
) -> list[ComingRow]:
    """What comes of a requisition for the reader: all of it, or the lines that one gets."""
    sees_all = may_see_requisition(actor, requisition)
    person_id = 0 if sees_all else actor.own_person_id
    return [
        _row(actor, requisition, coming, today)
        for coming in coming_of(requisition, waiting, today, person_id)
    ]


def _row(actor: Actor, requisition: Requisition, coming: Coming, today: date) -> ComingRow:
    state = coming.state
    tones = REQUISITION_TONES if isinstance(state, RequisitionState) else ORDER_TONES
    offered = coming.waits_for == WaitsFor.BUYER
    steps = steps_with_order(actor, coming.order, offered=offered) if coming.order else ()
    return ComingRow(
        coming, tones[state],  # type: ignore[index]  # each state has the tone of its own kind
        _waits(actor, requisition, coming),
        steps,
        is_late=coming.promised_on is not None and coming.promised_on < today,
    )  # fmt: skip


def _waits(actor: Actor, requisition: Requisition, coming: Coming) -> str:
    """For whom it waits: names, or the role that a rule names; empty for nobody."""
    if coming.waits_for == WaitsFor.BUYER:
        mine = requisition.requester_id == actor.person_id
        return pgettext("waits for", "You") if mine else requisition.requester.name
    if coming.waits_for in {WaitsFor.ANSWER, WaitsFor.DELIVERY} and coming.order:
        return str(coming.order.supplier)
    if coming.waits_for != WaitsFor.APPROVER:
        return ""
    role = str(RoleName(coming.role).label) if coming.role else ""
    who = _some(coming.names)
    if not who:
        return role or _("Nobody has the authority today")
    return f"{role}: {who}" if role else who


def _some(names: Sequence[str]) -> str:
    """The names, any of whom will do; a long list says how many more there are."""
    left = len(names) - SHOWN_NAMES
    if left > 1:
        others = ngettext("%(count)s other", "%(count)s others", left) % {"count": left}
        names = [*names[:SHOWN_NAMES], others]
    return f" {pgettext('between names', 'or')} ".join(names)
