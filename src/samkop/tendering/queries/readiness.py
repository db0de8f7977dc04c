"""Reads: what is missing before a tender can be announced, and what is only worth a look.

Each check answers with findings; the part of the tender that a check belongs to writes it, and
``CHECKS`` is the one list.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.tendering.models import Invitation, Lot, Tender, TenderBuyer
from samkop.tendering.queries import contents_checks
from samkop.tendering.queries.consultation_records import consulted
from samkop.tendering.queries.evaluation import has_attached_report
from samkop.tendering.queries.finding import Check, Finding
from samkop.tendering.queries.law import earliest_bids
from samkop.tendering.queries.officers import key_faults
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.rules.dates import LONGEST_TERM_MONTHS


def _lots(tender: Tender, now: datetime) -> Iterator[Finding]:
    lots = list(Lot.objects.filter(tender=tender).order_by("code"))
    if not lots:
        yield Finding("no-lots", _("There is no lot. Add at least one."), "tender-lots")
    if len(lots) == 1 and not tender.division_reason.strip():
        yield Finding(
            "no-division-reason",
            _("The tender is not divided in lots: say why (art. 46(1))."),
            "tender-terms",
        )
    rows = TenderBuyer.objects.filter(tender=tender).values_list("lot_id", flat=True)
    with_volumes = set(rows)
    if not with_volumes:
        yield Finding(
            "no-buyers",
            _("No buyer is named. Nobody buys who was not named with a volume (C-23/20)."),
            "tender-lots",
        )
        return
    for lot in lots:
        if lot.pk not in with_volumes:
            yield Finding(
                "lot-without-volumes",
                _("%(lot)s has no buyer with a volume. Name its buyers, or take the lot out."),
                "tender-lots", facts={"lot": lot.code},
            )  # fmt: skip


def _values(tender: Tender, now: datetime) -> Iterator[Finding]:
    """The lots' estimates do not contradict the whole, nor the buyers' their lot."""
    lots = list(Lot.objects.filter(tender=tender).order_by("code"))
    if sum(lot.estimated_value_cents for lot in lots) > tender.estimated_value_cents:
        yield Finding(
            "lots-exceed-estimate",
            _("The lots are estimated at more than the tender. Correct one of them."),
            "tender-lots",
        )
    for lot in lots:
        rows = TenderBuyer.objects.filter(lot=lot).values_list("expected_value_cents", flat=True)
        if sum(rows) > lot.maximum_value_cents:
            yield Finding(
                "volumes-exceed-maximum",
                _("The buyers of %(lot)s expect to buy for more than its maximum value."),
                "tender-lots", facts={"lot": lot.code},
            )  # fmt: skip


def _term(tender: Tender, now: datetime) -> Iterator[Finding]:
    long = tender.term_months + tender.option_months > LONGEST_TERM_MONTHS
    if long and not tender.term_reason.strip():
        yield Finding(
            "no-term-reason",
            _("More than four years need a reason (art. 33(1)). Write it, or shorten the term."),
            "tender-terms",
        )


def _dates(tender: Tender, now: datetime) -> Iterator[Finding]:
    if tender.bids_until is None or tender.bids_valid_until is None:
        yield Finding(
            "no-dates",
            _("The time limit for bids, or until when they are valid, is missing."),
            "tender-dates",
        )
        return
    if tender.questions_until is None:
        yield Finding(
            "no-day-for-questions",
            _("No day is set until which questions are taken."),
            "tender-dates", warning=True,
        )  # fmt: skip
    if tender.bids_until <= now:
        yield Finding(
            "time-is-past", _("The time limit for bids is in the past. Set another."),
            "tender-dates",
        )  # fmt: skip
        return
    earliest = earliest_bids(tender, day_of(tender.owner, now))
    if earliest is not None and tender.bids_until < earliest:
        yield Finding(
            "time-too-short",
            _("A notice that is sent today lets bids be due from %(day)s at the earliest."),
            "tender-dates", facts={"day": day_of(tender.owner, earliest).isoformat()},
        )  # fmt: skip


def _invited(tender: Tender, now: datetime) -> Iterator[Finding]:
    if tender.by_invitation and not Invitation.objects.filter(tender=tender).exists():
        yield Finding(
            "nobody-invited", _("Nobody is invited. Invite the suppliers."), "tender-invitations"
        )


def _sealing(tender: Tender, now: datetime) -> Iterator[Finding]:
    """Bids are sealed to officers who have shown that they can open them."""
    for fault in key_faults(tender):
        yield Finding(fault.value, fault.label, "tender-opening")


def _laboratory(tender: Tender, now: datetime) -> Iterator[Finding]:
    if not has_attached_report(tender.pk):
        yield Finding(
            "no-laboratory-report",
            _("No report of the laboratory is attached: try the evaluation model out before it is"
              " published."),
            "laboratory", warning=True,
        )  # fmt: skip


# Every part of a tender adds its own here.
CHECKS: tuple[Check, ...] = (
    _lots,
    _values,
    _term,
    _dates,
    _invited,
    contents_checks.documents,
    consulted,
    contents_checks.requirements,
    contents_checks.comparing,
    _sealing,
    _laboratory,
)


def findings_of(tender: Tender, now: datetime) -> list[Finding]:
    """All faults and warnings of a tender in preparation, faults first."""
    found = [finding for check in CHECKS for finding in check(tender, now)]
    return sorted(found, key=lambda finding: finding.warning)
