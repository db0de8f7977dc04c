"""A tender's notices as files for the portal: what is missing, then the file.

Read inside the open unit of work by who runs the tender.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.queries.origin import agreement_of_lot
from samkop.core import eforms
from samkop.core.eforms.codes import lists
from samkop.opendata.documents.notice_results import Won, result_notice_of
from samkop.opendata.documents.notices import (
    LotFacts,
    NoticeFacts,
    contract_notice_of,
    lists_have,
)
from samkop.opendata.documents.packages import uri_of
from samkop.opendata.documents.parties import is_told_as_it_is, titles
from samkop.opendata.models import NoticeOrganisation
from samkop.opendata.queries.notices import (
    notice_terms_of,
    own_details_of,
    review_body_of,
    winner_details_of,
)
from samkop.platform.refusals import Refused
from samkop.tendering.models import AwardDecision, AwardedLot, ContractSignature, Tender
from samkop.tendering.queries import buyers_of, lots_of, opened_bids_of
from samkop.tendering.queries.awards import (
    awarded_lots_of,
    decision_of,
    signatures_of,
    standstill_of,
)
from samkop.tendering.queries.contents import (
    award_rules_of,
    comparison_of,
    criteria_of,
    espd_of,
)
from samkop.tendering.queries.finding import Finding
from samkop.tendering.rules import Reopening, reopening
from samkop.tendering.vocabulary import Regime, TenderState

BEFORE_NOTICE = frozenset({TenderState.IN_PREPARATION, TenderState.ANNOUNCED})
AFTER_DECISION = frozenset({TenderState.DECIDED, TenderState.CONCLUDED})
# Pages that mend what is missing; those of a tender are named by its own checks.
DETAILS, NOTICES, WINNER = "notice-details", "tender-notices", "winner-details"


def missing_of_contract_notice(tender: Tender) -> list[Finding]:
    """What is missing before the contract notice can be made; warnings last."""
    found = [*_both(tender), *_lots(tender)]
    if tender.state not in BEFORE_NOTICE:
        found.append(
            Finding(
                "notice-recorded",
                _("The notice is published: what changes now is a correction at the portal."),
                "tender-questions",
            )
        )
    if tender.bids_until is None or tender.bids_valid_until is None:
        sentence = _("The time limit for bids, or until when they are valid, is missing.")
        found.append(Finding("no-dates", sentence, "tender-dates"))
    if not lists_have(espd_of(tender.pk)):
        sentence = _(
            "A ground or criterion has a code that no official sample shows: the notice refers to"
            " the documents for all of its kind."
        )
        found.append(Finding("espd-in-documents", sentence, "tender-requirements", warning=True))
    return sorted(found, key=lambda one: one.warning)


def missing_of_result(tender: Tender) -> list[Finding]:
    """What is missing before the result can be made; warnings last."""
    decision = sent_decision(tender)
    if decision is None:
        sentence = _("The award is not decided, or its decision is not sent to the bidders yet.")
        return [Finding("decision-not-sent", sentence, "tender-award")]
    found = [*_both(tender), *_lots(tender), *_winners(tender, decision)]
    return sorted(found, key=lambda one: one.warning)


def contract_notice_file(tender: Tender, now: datetime) -> bytes:
    """The contract notice. Raises Refused ``notice-incomplete`` with the ``codes``."""
    _require_whole(missing_of_contract_notice(tender))
    return eforms.contract_notice(contract_notice_of(_facts(tender, now)))


def result_notice_file(tender: Tender, now: datetime) -> bytes:
    """The contract award notice. Raises Refused ``notice-incomplete`` with the ``codes``."""
    _require_whole(missing_of_result(tender))
    decision = sent_decision(tender)
    if decision is None:
        raise ValueError(tender)
    notice = result_notice_of(_facts(tender, now), decision.pk, _won(tender, decision))
    return eforms.result_notice(notice)


def sent_decision(tender: Tender) -> AwardDecision | None:
    """The decision, once every bidder has been sent it."""
    decision = decision_of(tender.pk) if tender.state in AFTER_DECISION else None
    return decision if decision and standstill_of(decision.pk) else None


def _require_whole(found: list[Finding]) -> None:
    faults = [one for one in found if not one.warning]
    if faults:
        raise Refused(
            "notice-incomplete",
            _("The file cannot be made yet. %(faults)s"),
            faults=" ".join(map(str, faults)), codes=[one.code for one in faults],
        )  # fmt: skip


def _both(tender: Tender) -> Iterator[Finding]:
    """What both notices need."""
    if tender.by_invitation:
        sentence = _("A tender by invitation has no notice: its invitations are sent.")
        yield Finding("no-notice-by-invitation", sentence, "tender")
    elif tender.procedure not in lists()["procurement-procedure-type"]:
        sentence = _("No official sample shows this procedure: write the notice at the portal.")
        yield Finding("procedure-without-sample", sentence, "tender")
    if tender.regime != Regime.UNION:
        sentence = _("Below the thresholds of the Union the portal has forms of its own.")
        yield Finding("notice-of-the-country", sentence, "tender")
    own, review = own_details_of(tender.owner_id), review_body_of(tender.owner_id)
    if own is None or not (own.form and own.activity and own.email and own.telephone):
        sentence = _(
            "Your organisation's address, e-mail, telephone, legal form or activity is missing."
        )
        yield Finding("own-details-missing", sentence, DETAILS)
    if review is None:
        sentence = _("The body that reviews your procurements is not named.")
        yield Finding("review-body-missing", sentence, DETAILS)
    if notice_terms_of(tender.pk) is None:
        sentence = _(
            "Place, languages, the documents' address, or the time for a review is missing."
        )
        yield Finding("notice-terms-missing", sentence, NOTICES)


def _lots(tender: Tender) -> Iterator[Finding]:
    lots = lots_of(tender.pk)
    if not lots:
        yield Finding("no-lots", _("There is no lot. Add at least one."), "tender-lots")
    for lot in lots:
        if comparison_of(tender, lot.pk) is None:
            yield Finding(
                "no-model", _("How the bids on %(lot)s are compared is not said."),
                "tender-evaluation", facts={"lot": lot.code},
            )  # fmt: skip
        said = reopening(lot.call_off_method, lot.mini_competition_from_cents)
        if said is Reopening.FROM_AN_AMOUNT:
            yield Finding(
                "call-off-without-sample",
                _("No official sample shows a call-off as that of %(lot)s, by rule and by"
                  " mini-competition: write the notice at the portal."),
                "tender-lots", facts={"lot": lot.code},
            )  # fmt: skip


def _winners(tender: Tender, decision: AwardDecision) -> Iterator[Finding]:
    awarded, told = awarded_lots_of(decision.pk), _told(decision)
    if not told:
        sentence = _("No lot is signed yet.")
        yield Finding("nothing-signed", sentence, "tender-award")
    for code in sorted({one.lot.code for one in awarded} - {one.lot.code for one in told}):
        yield Finding(
            "lot-not-signed",
            _("%(lot)s is not signed yet: the file says that its result is to come."),
            "tender-award", warning=True, facts={"lot": code},
        )  # fmt: skip
    for one in {one.supplier_id: one for one in told}.values():
        yield from _winner(tender, one)


def _told(decision: AwardDecision) -> list[AwardedLot]:
    """What of a decision a result tells: lots that go to nobody, or that each winner has signed."""
    awarded, signed = awarded_lots_of(decision.pk), signatures_of(decision.pk)
    waiting = {one.lot_id for one in awarded if one.supplier_id and one.pk not in signed}
    return [one for one in awarded if one.lot_id not in waiting]


def _winner(tender: Tender, one: AwardedLot) -> Iterator[Finding]:
    if one.supplier is None:
        return
    facts = {"supplier": one.supplier.name, "bidder_id": one.supplier.pk}
    details = winner_details_of(tender.owner_id, one.supplier.pk)
    if not is_told_as_it_is(one.supplier):
        sentence = _("%(supplier)s is a person by law: enter its award at the portal.")
        yield Finding("winner-is-a-person", sentence, NOTICES, facts=facts)
    elif details is None or not (details.email and details.telephone and details.size):
        sentence = _("The address, e-mail, telephone or size of %(supplier)s is missing.")
        yield Finding("winner-details-missing", sentence, WINNER, facts=facts)


def winners_of(tender: Tender) -> list[tuple[AwardedLot, NoticeOrganisation | None]]:
    """Each winner of a decision that was sent, once, with its details in notices."""
    decision = sent_decision(tender)
    rows = awarded_lots_of(decision.pk) if decision else []
    unique = {row.supplier_id: row for row in rows if row.supplier_id}
    return [
        (row, winner_details_of(tender.owner_id, supplier_id))
        for supplier_id, row in unique.items()
        if supplier_id
    ]


def _facts(tender: Tender, now: datetime) -> NoticeFacts:
    own, review = own_details_of(tender.owner_id), review_body_of(tender.owner_id)
    terms = notice_terms_of(tender.pk)
    if own is None or review is None or terms is None:
        raise ValueError(tender)
    buyers = buyers_of(tender.pk)
    lots = []
    for lot in lots_of(tender.pk):
        comparison = comparison_of(tender, lot.pk)
        if comparison is not None:
            names = [row.buyer.legal_name for row in buyers if row.lot_id == lot.pk]
            criteria = criteria_of(tender.pk, lot.pk)
            lots.append(LotFacts(lot=lot, buyers=names, comparison=comparison, criteria=criteria))
    address = settings.PUBLIC_ADDRESS + reverse("tender-bids", args=[tender.pk])
    return NoticeFacts(
        tender=tender, terms=terms, own=own, review=review, lots=lots, espd=espd_of(tender.pk),
        rules=award_rules_of(tender.pk), at=now, bid_address=address, profile=uri_of(""),
    )  # fmt: skip


def _won(tender: Tender, decision: AwardDecision) -> list[Won]:
    signed = signatures_of(decision.pk)
    bids = [bid.lot_id for bid in opened_bids_of(tender.pk)]
    told = {one.pk for one in _told(decision)}
    return [
        _lot_won(
            tender,
            decision,
            one,
            signed.get(one.pk) if one.pk in told else None,
            bids.count(one.lot_id),
        )
        for one in awarded_lots_of(decision.pk)
    ]


def _lot_won(
    tender: Tender, decision: AwardDecision, one: AwardedLot, signature: ContractSignature | None,
    bids: int,
) -> Won:  # fmt: skip
    lot = one.lot
    if one.supplier is None or one.bid is None or signature is None:
        return Won(
            lot=lot.code, bids=bids, maximum_cents=lot.maximum_value_cents, supplier=one.supplier
        )
    agreement = agreement_of_lot(one.pk)
    return Won(
        lot=lot.code, bids=bids, maximum_cents=lot.maximum_value_cents, supplier=one.supplier,
        details=winner_details_of(tender.owner_id, one.supplier.pk), bid_number=one.bid.number,
        rank=one.rank or 1, price_cents=one.price_cents or 0, decided_on=decision.decided_on,
        signed_on=signature.signed_on, titles=titles(lot),
        contract_number=agreement.number if agreement else signature.register_number,
    )  # fmt: skip
