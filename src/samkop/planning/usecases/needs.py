"""Needs: entered, changed while they are a draft, reported, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.parties.queries import own_today, party_of
from samkop.planning.models import Need, NeedLine
from samkop.planning.policies import may_change_need, may_enter_need
from samkop.planning.queries import receivers_of
from samkop.planning.vocabulary import NEED_TRANSITIONS, NeedState
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

MOST_LINES = 500
FIRST_YEAR, LAST_YEAR = 2000, 2200
MOST_CENTS = 10**15


@dataclass(frozen=True)
class NewLine:
    """So many of something in a year; together they cost so many cents without VAT."""

    text: str
    unit: str
    year: int
    quantity: int
    low_cents: int
    likely_cents: int
    high_cents: int


@dataclass(frozen=True)
class NewNeed:
    """What is needed, between which days, line by line."""

    category: str
    title: str
    wanted_from: date
    wanted_until: date
    lines: Sequence[NewLine]
    note: str = ""


def enter_need(*, actor: Actor, now: datetime, need: NewNeed) -> Need:
    """Write down what the actor's party needs, as a draft.

    Raises Refused: ``not-allowed``, ``need-ends-before-it-starts``, ``need-line-wrong``,
    ``need-line-twice``, ``too-many-need-lines``.
    """
    require(may_enter_need(actor))
    check_need(need)
    owner = party_of(actor.own_party_id)
    made = create(
        Need(
            owner=owner, category=need.category, title=need.title, note=need.note,
            wanted_from=need.wanted_from, wanted_until=need.wanted_until,
            currency=owner.currency, created_at=now,
        )
    )  # fmt: skip
    write_lines(made, need.lines)
    return made


def change_need(*, actor: Actor, now: datetime, need_id: int, need: NewNeed) -> Need:
    """Change a draft; its lines are those given.

    Raises Refused: ``not-found``, ``not-allowed``, ``need-in-another-state``; and as
    ``enter_need``.
    """
    found = locked_need(actor, need_id)
    _require_may_become(found, NeedState.REPORTED)
    check_need(need)
    change(
        found, category=need.category, title=need.title, note=need.note,
        wanted_from=need.wanted_from, wanted_until=need.wanted_until,
    )  # fmt: skip
    NeedLine.objects.filter(need=found).delete()
    write_lines(found, need.lines)
    note(lines=len(need.lines))
    return found


def report_need(*, actor: Actor, now: datetime, need_id: int, reported_to_id: int) -> Need:
    """Report a draft to who sources it: a purchasing body of one's region, or one's own party.

    Told as ``need-reported``. Raises Refused: ``not-found``, ``not-allowed``,
    ``need-in-another-state``, ``need-without-lines``, ``need-receiver-unknown``.
    """
    found = locked_need(actor, need_id)
    _require_may_become(found, NeedState.REPORTED)
    if not found.lines.exists():
        raise Refused(
            "need-without-lines", _("Say what is needed, and how much in which year, before you"
                                    " report it."),
        )  # fmt: skip
    if reported_to_id not in {one.pk for one in receivers_of(found.owner, own_today())}:
        sentence = _("You report to the purchasing body of a region that you belong to, or keep"
                     " the need for your own organisation.")  # fmt: skip
        raise Refused(
            "need-receiver-unknown", sentence, status=422, fields={"reported_to": sentence}
        )
    return reported(found, reported_to_id, now)


def withdraw_need(*, actor: Actor, now: datetime, need_id: int) -> Need:
    """It is not needed any more. Where a pre-study has taken it in, that says so.

    Raises Refused: ``not-found``, ``not-allowed``, ``need-in-another-state``.
    """
    found = locked_need(actor, need_id)
    _require_may_become(found, NeedState.WITHDRAWN)
    return change(found, state=NeedState.WITHDRAWN)


def locked_need(actor: Actor, need_id: int) -> Need:
    """The need, locked until the end of the unit of work, for those whose it is.

    Raises Refused ``not-found``, ``not-allowed``.
    """
    rows = Need.objects.select_related("owner").select_for_update(of=("self",))
    found = rows.filter(id=need_id).first()
    if found is None:
        raise not_found()
    require(may_change_need(actor, found))
    return found


def reported(need: Need, reported_to_id: int, now: datetime) -> Need:
    """A draft that is reported now."""
    change(need, reported_to_id=reported_to_id, state=NeedState.REPORTED, reported_at=now)
    tell("need-reported", need_id=need.pk, owner_id=need.owner_id, reported_to_id=reported_to_id)
    return need


def write_lines(need: Need, lines: Sequence[NewLine]) -> None:
    """The lines of a need that has none."""
    create_all(
        (NeedLine(need=need, owner_id=need.owner_id, **vars(line)) for line in lines), under=need
    )


def check_need(need: NewNeed) -> None:
    """Raises Refused where days or lines contradict themselves (see ``enter_need``)."""
    if need.wanted_until < need.wanted_from:
        sentence = _("The last day lies before the first.")
        raise Refused(
            "need-ends-before-it-starts", sentence, status=422, fields={"wanted_until": sentence}
        )
    if len(need.lines) > MOST_LINES:
        raise Refused("too-many-need-lines", _("Divide the need in several."), status=422)
    seen = set()
    for number, line in enumerate(need.lines, 1):
        if not _holds(line):
            raise Refused(
                "need-line-wrong",
                _("Line %(number)s: say what, its unit, a year, and values that rise from the"
                  " least to the most."),
                status=422, number=number,
            )  # fmt: skip
        if (line.text, line.unit, line.year) in seen:
            raise Refused(
                "need-line-twice", _("Line %(number)s: the same stands in a line above; add them"
                                     " up."),
                status=422, number=number,
            )  # fmt: skip
        seen.add((line.text, line.unit, line.year))


def _holds(line: NewLine) -> bool:
    return bool(
        line.text.strip() and line.unit.strip()
        and FIRST_YEAR <= line.year <= LAST_YEAR and line.quantity >= 0
        and 0 <= line.low_cents <= line.likely_cents <= line.high_cents <= MOST_CENTS
    )  # fmt: skip


def _require_may_become(need: Need, state: NeedState) -> None:
    if state not in NEED_TRANSITIONS[NeedState(need.state)]:
        raise Refused(
            "need-in-another-state",
            _("This need is in the state \u201c%(state)s\u201d. Enter a new one instead."),
            state=NeedState(need.state).label,
        )
