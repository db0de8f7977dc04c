"""Dates, announcement and notice: from preparation to the time in which bids come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused
from samkop.tendering.models import Notice, Tender
from samkop.tendering.queries.law import earliest_bids
from samkop.tendering.queries.readiness import findings_of
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.usecases.comparing import freeze
from samkop.tendering.usecases.states import locked_tender, move_tender, require_state
from samkop.tendering.usecases.tender_keys import extended_key
from samkop.tendering.vocabulary import NoticeKind, TenderState


@dataclass(frozen=True)
class NoticeGiven:
    """A notice as the portal took it: as the fields of ``Notice``."""

    portal: str
    number: str
    dispatched_on: date
    ted_number: str = ""


def set_tender_dates(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    bids_until: datetime,
    bids_valid_until: date,
    questions_until: datetime | None = None,
) -> Tender:
    """Set the dates until bids may come; afterwards a correction extends them.

    ``bids_until`` counts to the millisecond. Raises Refused: ``not-found``, ``not-allowed``,
    ``tender-in-another-state``, ``time-is-past``, ``questions-after-bids``,
    ``validity-too-short``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.IN_PREPARATION, TenderState.ANNOUNCED)
    if bids_until <= now:
        raise Refused(
            "time-is-past", _("The time limit for bids has to lie ahead. Choose a later one.")
        )
    check_order(tender, questions_until, bids_until, bids_valid_until)
    changed = change(
        tender, bids_until=bids_until.replace(microsecond=bids_until.microsecond // 1000 * 1000),
        bids_valid_until=bids_valid_until, questions_until=questions_until,
    )  # fmt: skip
    if changed.state == TenderState.ANNOUNCED:
        freeze(changed, now)
        extended_key(changed, now)
    return changed


def check_order(
    tender: Tender, questions_until: datetime | None, bids_until: datetime, bids_valid_until: date
) -> None:
    """Raises Refused: ``questions-after-bids``, ``validity-too-short``."""
    if questions_until is not None and questions_until > bids_until:
        raise Refused(
            "questions-after-bids", _("Questions are taken before bids are due. Correct the days.")
        )
    if bids_valid_until <= day_of(tender.owner, bids_until):
        raise Refused(
            "validity-too-short",
            _("Bids have to be valid longer than until they are due. Choose a later day."),
        )


def announce_tender(
    *, actor: Actor, now: datetime, tender_id: int, register_number: str = ""
) -> Tender:
    """The tender is whole and goes to publication: from now on it stands as it is.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``tender-not-ready`` with the ``codes`` of all faults and their sentences.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.IN_PREPARATION)
    faults = [finding for finding in findings_of(tender, now) if not finding.warning]
    if faults:
        raise Refused(
            "tender-not-ready",
            _("The tender cannot be announced yet. %(faults)s"),
            faults=" ".join(map(str, faults)), codes=[finding.code for finding in faults],
        )  # fmt: skip
    freeze(tender, now)
    return move_tender(tender, TenderState.ANNOUNCED, now, register_number=register_number)


def record_notice(*, actor: Actor, now: datetime, tender_id: int, notice: NoticeGiven) -> Tender:
    """The notice is published, or the invitations are sent: bids may come from now on.

    The least times run from the day of dispatch. Raises Refused: ``not-found``,
    ``not-allowed``, ``tender-in-another-state``, ``notice-number-missing``,
    ``dispatched-in-the-future``, ``time-too-short``, ``time-is-past``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.ANNOUNCED)
    kind = NoticeKind.INVITATION if tender.by_invitation else NoticeKind.CONTRACT
    if kind == NoticeKind.CONTRACT and not (notice.number.strip() and notice.portal.strip()):
        raise Refused(
            "notice-number-missing",
            _("Bids may come once the notice has its number. Enter portal and number."),
        )
    if notice.dispatched_on > day_of(tender.owner, now):
        raise Refused(
            "dispatched-in-the-future", _("The day of dispatch is not here yet. Correct it.")
        )
    _require_time(tender, notice.dispatched_on, now)
    create(Notice(tender=tender, kind=kind, recorded_at=now, **vars(notice)))
    return move_tender(tender, TenderState.OPEN, now)


def _require_time(tender: Tender, dispatched_on: date, now: datetime) -> None:
    if tender.bids_until is None or tender.bids_until <= now:
        raise Refused(
            "time-is-past", _("The time limit for bids has to lie ahead. Choose a later one.")
        )
    earliest = earliest_bids(tender, dispatched_on)
    if earliest is not None and tender.bids_until < earliest:
        raise Refused(
            "time-too-short",
            _("By the day of dispatch bids are due from %(day)s at the earliest. Set a later"
              " time limit first."),
            day=day_of(tender.owner, earliest).isoformat(),
        )  # fmt: skip
