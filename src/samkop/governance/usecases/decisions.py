"""A member's own decision: recorded by the member itself, never by another for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core import period
from samkop.governance.models import DecisionDocument, MemberDecision, Project
from samkop.governance.models.decision import OVER
from samkop.governance.policies import may_record_decision
from samkop.governance.queries import decision_of, document_of, newest_about
from samkop.governance.vocabulary import (
    Decider,
    DecisionKind,
    Enforcement,
    ProjectState,
)
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.formatting import format_date
from samkop.platform.outbox import tell
from samkop.platform.records import create, create_all, note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

HELD = "member-decisions"
LARGEST_FILE = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What a member has decided; days and amounts as of ``MemberDecision``.

    ``anew``: whoever has joined already decides on other terms, such as a higher amount.
    """

    decided_on: date
    decided_by: str
    register_number: str
    kind: str = DecisionKind.JOIN
    decider: str = Decider.ORGAN
    delegation: str = ""
    section: str = ""
    reason: str = ""
    orders_from: date | None = None
    orders_until: date | None = None
    waits_until: date | None = None
    amount_limit_cents: int | None = None
    currency: str = ""
    enforcement: str = Enforcement.AT_ONCE
    appeal_until: date | None = None
    anew: bool = False


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A file as it was uploaded."""

    name: str
    content: bytes


def write_decision(
    *,
    party: Party,
    now: datetime,
    decided: NewDecision,
    project: Project | None = None,
    agreement_id: int | None = None,
    document: NewDocument | None = None,
) -> MemberDecision:
    """Write down what a party has decided about a project, or an agreement outside any.

    For use cases of the floors above, which know whether the party may. Raises Refused:
    ``decision-in-the-future``, ``delegation-missing``, ``orders-from-missing``,
    ``orders-before-the-decision``, ``orders-end-before-they-start``, ``last-day-missing``,
    ``wait-incomplete``, ``limit-incomplete``, ``appeal-before-the-decision``,
    ``joined-already``, ``nothing-to-leave``, ``project-not-open``, ``project-dropped``,
    ``project-closed-for-decisions``, ``document-too-large``.
    """
    hold(HELD, party.pk)
    today = period.day_of(now, party.time_zone)
    before = _held(party.pk, project, agreement_id)
    _check_days(decided, today)
    _check_follows(decided, before, today)
    if project is not None:
        _check_project(project, decided, before, today)
    made = create(
        MemberDecision(
            party=party, project=project, region_id=project.region_id if project else None,
            about_agreement=agreement_id if project is None else None, replaces=before,
            kind=decided.kind, decider=decided.decider, decided_by=decided.decided_by,
            delegation=decided.delegation, decided_on=decided.decided_on,
            section=decided.section, register_number=decided.register_number,
            reason=decided.reason.strip(), orders_from=decided.orders_from,
            orders_until=decided.orders_until, waits_until=decided.waits_until,
            amount_limit_cents=decided.amount_limit_cents,
            currency=decided.currency if decided.amount_limit_cents is not None else "",
            enforcement=decided.enforcement, appeal_until=decided.appeal_until, at=now,
        )
    )  # fmt: skip
    if document is not None:
        _file(made, document)
    tell(
        "decision-recorded", decision_id=made.pk, party_id=party.pk, kind=made.kind,
        project_id=made.project_id, agreement_id=made.about_agreement,
    )  # fmt: skip
    return made


def file_decision_document(
    *, actor: Actor, now: datetime, decision_id: int, document: NewDocument
) -> DecisionDocument:
    """File the document of a decision that was recorded without one.

    Raises Refused: ``not-found``, ``not-allowed``, ``document-filed-already``,
    ``document-too-large``.
    """
    found = decision_of(decision_id)
    require(may_record_decision(actor, found.party_id))
    if document_of(decision_id) is not None:
        raise Refused(
            "document-filed-already",
            _("The document of this decision is filed. A new decision has a document of its own."),
        )
    return _file(found, document)


def joined_by(newest: MemberDecision | None, today: date) -> MemberDecision | None:
    """The decision to join that still stands of what a party has decided, if any.

    Not the one of a party whose last day of ordering is over.
    """
    one = newest
    while one is not None:
        stands = one.state not in OVER
        if stands and one.kind == DecisionKind.LEAVE and (one.orders_until or today) < today:
            return None
        if stands and one.kind == DecisionKind.JOIN:
            return one
        one = one.replaces
    return None


def _held(
    party_id: int, project: Project | None, agreement_id: int | None
) -> MemberDecision | None:
    """What the party decided before, locked: orders on their way are through first."""
    newest = newest_about(
        party_id, project_id=project.pk if project else None, agreement_id=agreement_id
    )
    if newest is None:
        return None
    locked = MemberDecision.objects.select_for_update(no_key=True, of=("self",))
    return locked.get(id=newest.pk)


def _check_days(decided: NewDecision, today: date) -> None:
    if decided.decided_on > today:
        raise _wrong(
            "decision-in-the-future",
            "decided_on",
            _("The decision is dated after today. Record it when it is taken."),
        )
    if decided.decider == Decider.OFFICIAL and not decided.delegation.strip():
        raise _wrong(
            "delegation-missing", "delegation", _("Enter by which delegation the official decides.")
        )
    if decided.appeal_until is not None and decided.appeal_until < decided.decided_on:
        raise _wrong(
            "appeal-before-the-decision",
            "appeal_until",
            _("The last day of appeal is before the decision. Correct it."),
        )
    if decided.kind in CHECKS:
        CHECKS[DecisionKind(decided.kind)](decided)


def _check_join(decided: NewDecision) -> None:
    if decided.orders_from is None:
        raise _wrong(
            "orders-from-missing",
            "orders_from",
            _("Enter from which day on your organisation orders."),
        )
    if decided.orders_from < decided.decided_on:
        raise Refused(
            "orders-before-the-decision",
            _("Nothing is ordered before the decision. Correct one of the two days."),
        )
    if decided.orders_until is not None and decided.orders_until < decided.orders_from:
        raise ends_before_it_starts()
    limit = decided.amount_limit_cents
    if limit is not None and (limit < 0 or not decided.currency):
        raise _wrong(
            "limit-incomplete",
            "amount_limit",
            _("An amount is not negative, and has a currency. Correct it."),
        )


def _check_wait(decided: NewDecision) -> None:
    until = decided.waits_until
    if until is None or until <= decided.decided_on or not decided.reason.strip():
        raise _wrong("wait-incomplete", "waits_until",
                     _("Say for what your organisation waits, and by which later day it means to"
                       " decide."))  # fmt: skip


def _check_leave(decided: NewDecision) -> None:
    if decided.orders_until is None:
        raise _wrong(
            "last-day-missing",
            "orders_until",
            _("Enter the last day on which your organisation orders."),
        )


CHECKS: Mapping[DecisionKind, Callable[[NewDecision], None]] = {
    DecisionKind.JOIN: _check_join,
    DecisionKind.WAIT: _check_wait,
    DecisionKind.LEAVE: _check_leave,
}


def _check_follows(decided: NewDecision, before: MemberDecision | None, today: date) -> None:
    """What is decided fits what was decided before."""
    joined = joined_by(before, today)
    if decided.kind == DecisionKind.LEAVE:
        if joined is None:
            raise Refused(
                "nothing-to-leave",
                _("Your organisation has not joined: there is nothing to leave."),
            )
        if decided.orders_until < (joined.orders_from or today):  # type: ignore[operator]
            raise ends_before_it_starts()
    elif joined is not None and not (
        decided.kind == DecisionKind.JOIN
        and (decided.anew or (before is not None and before.kind == DecisionKind.LEAVE))
    ):
        raise Refused(
            "joined-already",
            _("Your organisation has joined already. Record a decision on other terms as one, or"
              " that it leaves."),
        )  # fmt: skip


def _check_project(
    project: Project, decided: NewDecision, before: MemberDecision | None, today: date
) -> None:
    """A project takes decisions while it is open; whoever has decided may decide otherwise."""
    if project.state == ProjectState.IN_PREPARATION:
        raise Refused(
            "project-not-open",
            _("The project is in preparation: decisions are taken once it opens."),
        )
    if decided.kind == DecisionKind.LEAVE or before is not None:
        if project.state == ProjectState.DROPPED and decided.kind != DecisionKind.LEAVE:
            raise _dropped()
        return
    if project.state == ProjectState.DROPPED:
        raise _dropped()
    if project.state == ProjectState.CLOSED or today > project.decide_by:
        raise Refused(
            "project-closed-for-decisions",
            _("The last day for decisions was %(day)s. Ask whoever prepares the project for"
              " more time."),
            day=format_date(project.decide_by, "SHORT_DATE_FORMAT"),
        )  # fmt: skip


def _dropped() -> Refused:
    return Refused("project-dropped", _("The project was dropped: there is nothing to decide."))


def ends_before_it_starts() -> Refused:
    """The refusal of a last day before the first."""
    return Refused(
        "orders-end-before-they-start",
        _("The last day of ordering is before the first. Correct one of the two."),
    )


def _file(decision: MemberDecision, document: NewDocument) -> DecisionDocument:
    if not document.content or len(document.content) > LARGEST_FILE:
        raise _wrong(
            "document-too-large",
            "document",
            _("The file is empty or larger than 10 MB. Choose another one."),
        )
    sha256 = hashlib.sha256(document.content).hexdigest()
    note(document_sha256=sha256)
    filed = DecisionDocument(
        decision=decision, party_id=decision.party_id, name=document.name.replace('"', "")[-120:],
        sha256=sha256, content=document.content,
    )  # fmt: skip
    # Counted in the history, with its hash: ten megabytes have no place there.
    return create_all([filed], under=decision)[0]


def _wrong(code: str, field: str, sentence: Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})
