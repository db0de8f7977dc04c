"""Correcting an open tender, and cancelling one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.procurement import Extension, NoRuleError, extension_after_correction
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused
from samkop.tendering.models import ContractSignature, Correction, Tender
from samkop.tendering.queries import day_of
from samkop.tendering.queries.officers import editions_of
from samkop.tendering.usecases.announcing import check_order
from samkop.tendering.usecases.comparing import freeze
from samkop.tendering.usecases.contents import DocumentFile, new_version
from samkop.tendering.usecases.states import locked_tender, move_tender, require_state
from samkop.tendering.usecases.tender_keys import extended_key
from samkop.tendering.usecases.tender_news import spread_news
from samkop.tendering.vocabulary import Regime, TenderState

# Before, no supplier has heard of it; whoever was invited sees it from here on.
KNOWN_TO_SUPPLIERS = frozenset({TenderState.OPEN, TenderState.OPENED, TenderState.DECIDED})


@dataclass(frozen=True)
class CorrectionTerms:
    """What a correction says and changes; dates that are None stay as they are."""

    text: str
    substantial: bool
    files: Sequence[DocumentFile] = ()
    bids_until: datetime | None = None
    questions_until: datetime | None = None
    bids_valid_until: date | None = None


def correct_tender(
    *, actor: Actor, now: datetime, tender_id: int, terms: CorrectionTerms
) -> Correction:
    """Correct an open tender before bids are due: text, further versions, later dates.

    What is asked for and how bids are compared is not corrected: that is another tender. A
    substantial correction extends the time by what the law asks for. Told as
    ``tender-corrected``. Raises Refused:
    ``not-found``, ``not-allowed``, ``tender-in-another-state``, ``time-is-past``,
    ``text-missing``, ``time-brought-forward``, ``extension-missing``, ``validity-too-short``,
    ``questions-after-bids``, and as ``add_tender_document``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.OPEN)
    before, valid = tender.bids_until, terms.bids_valid_until or tender.bids_valid_until
    if before is None or valid is None or now > before:
        raise Refused("time-is-past", _("The time for bids is over: nothing is told any more."))
    if not terms.text.strip():
        raise Refused("text-missing", _("There is no text. Write it."))
    until = _cut(terms.bids_until or before)
    if until < before:
        raise Refused(
            "time-brought-forward",
            _("The time for bids is only ever extended. Choose a later one."),
        )
    extension = _extension(tender, before, now, substantial=terms.substantial)
    if extension and extension.not_before and day_of(tender.owner, until) < extension.not_before:
        raise Refused(
            "extension-missing",
            _("After a substantial correction bids are due on %(day)s at the earliest. Extend the"
              " time."),
            day=extension.not_before.isoformat(),
        )  # fmt: skip
    questions = terms.questions_until or tender.questions_until
    check_order(tender, questions, until, valid)
    for file in terms.files:
        new_version(tender, file, now)
    change(tender, bids_until=until, questions_until=questions, bids_valid_until=valid)
    if until != before and editions_of(tender.pk):
        extended_key(tender, now)
    freeze(tender, now)
    tell("tender-corrected", tender_id=tender.pk, owner_id=tender.owner_id)
    spread_news(tender, "tender-corrected")
    return create(
        Correction(
            tender=tender, text=terms.text, substantial=terms.substantial, bids_until=until,
            not_before=extension.not_before if extension else None,
            source=extension.source if extension and extension.needed else "", made_at=now,
        )
    )  # fmt: skip


def _cut(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _extension(
    tender: Tender, before: datetime, now: datetime, *, substantial: bool
) -> Extension | None:
    """What the law asks for; None where no table says any."""
    try:
        return extension_after_correction(
            country=tender.owner.country, bids_due=day_of(tender.owner, before),
            told_on=day_of(tender.owner, now), substantial=substantial, matters=False,
            urgent=bool(tender.urgency_reason), national=tender.regime == Regime.NATIONAL,
        )  # fmt: skip
    except NoRuleError:
        return None


def cancel_tender(
    *, actor: Actor, now: datetime, tender_id: int, reason: str, register_number: str = ""
) -> Tender:
    """End a tender without an award; the reason reaches everybody who may see it.

    Raises Refused: ``not-found``, ``not-allowed``, ``transition-not-allowed``, ``text-missing``,
    ``signed-already`` (a lot is signed: its contract stands).
    """
    tender = locked_tender(actor, tender_id)
    if ContractSignature.objects.filter(tender=tender).exists():
        raise Refused(
            "signed-already",
            _("A lot of this tender is signed already: what is signed is not cancelled."),
        )
    if not reason.strip():
        raise Refused("text-missing", _("There is no text. Write it."))
    if TenderState(tender.state) in KNOWN_TO_SUPPLIERS:
        spread_news(tender, "tender-cancelled")
    return move_tender(tender, TenderState.CANCELLED, now, reason, register_number)
