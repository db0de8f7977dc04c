"""What happens to a decision after it was taken, as the member's own registrar records it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core import period
from samkop.governance.models import DecisionEvent, MemberDecision
from samkop.governance.policies import may_record_decision
from samkop.governance.queries import decision_of, events_of, open_appeals
from samkop.governance.queries.decisions import ENDS_AN_APPEAL
from samkop.governance.rules.decisions import next_state
from samkop.governance.usecases.decisions import HELD
from samkop.governance.vocabulary import OF_COURT, DecisionEventKind, DecisionState
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.formatting import format_date
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What happened on which day; court and case number where a court has it."""

    kind: str
    happened_on: date
    court: str = ""
    case_number: str = ""
    register_number: str = ""
    note: str = ""


def record_decision_event(
    *, actor: Actor, now: datetime, decision_id: int, event: NewEvent
) -> DecisionEvent:
    """Record what has happened to one's own decision: orders stop or go on from this moment.

    Raises Refused: ``not-found``, ``not-allowed``, ``event-in-the-future``,
    ``event-before-the-decision``, ``court-missing``, ``appeal-known``, ``appeal-unknown``,
    ``appeal-time-runs``, ``event-out-of-order``.
    """
    found = decision_of(decision_id)
    require(may_record_decision(actor, found.party_id))
    hold(HELD, found.party_id)
    # Every one of its decisions: an order holds the newest, and may rest on one before it.
    own = MemberDecision.objects.select_for_update(no_key=True, of=("self",)).order_by("id")
    locked = {one.pk: one for one in own.filter(party_id=found.party_id)}
    decision = locked[decision_id]
    _check(event, decision, period.day_of(now, found.party.time_zone))
    state = _state_after(event, decision)
    made = create(
        DecisionEvent(
            decision=decision, party_id=decision.party_id, kind=event.kind,
            happened_on=event.happened_on, court=event.court.strip(),
            case_number=event.case_number.strip(), register_number=event.register_number,
            note=event.note, from_state=decision.state, to_state=state, at=now,
        )
    )  # fmt: skip
    if state != decision.state:
        change(decision, state=state)
        tell(
            "decision-standing-changed", decision_id=decision.pk, party_id=decision.party_id,
            project_id=decision.project_id, agreement_id=decision.about_agreement, state=state,
        )  # fmt: skip
    return made


def _check(event: NewEvent, decision: MemberDecision, today: date) -> None:
    if event.happened_on > today:
        raise _wrong(
            "event-in-the-future",
            "happened_on",
            _("The event is dated after today. Record it when it has happened."),
        )
    if event.happened_on < decision.decided_on:
        raise _wrong(
            "event-before-the-decision",
            "happened_on",
            _("The event is dated before the decision. Correct its day."),
        )
    if event.kind in OF_COURT and not (event.court.strip() and event.case_number.strip()):
        raise _wrong("court-missing", "court", _("Name the court and the number of its case."))
    ends = decision.appeal_until
    appealable = decision.state == DecisionState.APPEALABLE
    if event.kind == DecisionEventKind.FINAL and appealable and ends and event.happened_on <= ends:
        raise Refused(
            "appeal-time-runs",
            _("The decision can be appealed until %(day)s: it is final after that day at the"
              " earliest."),
            day=format_date(ends, "SHORT_DATE_FORMAT"),
        )  # fmt: skip


def _state_after(event: NewEvent, decision: MemberDecision) -> DecisionState:
    """The standing after the event, with its case among the appeals that are pending."""
    pending = open_appeals(events_of(decision.pk))
    case = (event.court.strip(), event.case_number.strip())
    if event.kind == DecisionEventKind.APPEALED and case in pending:
        raise Refused("appeal-known", _("This appeal is recorded already."))
    ends_one = event.kind in ENDS_AN_APPEAL
    state = next_state(
        DecisionState(decision.state), DecisionEventKind(event.kind), len(pending) - ends_one
    )
    if state is None:
        raise Refused(
            "event-out-of-order",
            _("The decision is now: %(state)s. This cannot happen to it."),
            state=DecisionState(decision.state).label,
        )
    if ends_one and case not in pending:
        raise Refused(
            "appeal-unknown",
            _("No appeal is pending in this court under this number. Look them up among the"
              " decision's events."),
        )  # fmt: skip
    return state


def _wrong(code: str, field: str, sentence: Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})
