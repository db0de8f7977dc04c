"""Deciding on the award, and sending the decision to all bidders at one time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from samkop.core import procurement
from samkop.core.procurement import NoRuleError
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create, create_each
from samkop.platform.refusals import Refused
from samkop.tendering.award_letter import letter_to
from samkop.tendering.models import (
    AwardDecision,
    AwardedLot,
    AwardProposal,
    BidReason,
    DecisionLetter,
    Standstill,
    Tender,
)
from samkop.tendering.printing import printed_letter
from samkop.tendering.queries import opened_bids_of, proposal_of
from samkop.tendering.queries.award_cases import facts_of
from samkop.tendering.queries.awards import bidders_of, decision_of, standstill_of
from samkop.tendering.queries.evaluation import is_judged_since
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.rules import cases_for
from samkop.tendering.usecases.states import locked_tender, move_tender, require_state
from samkop.tendering.vocabulary import LetterWay, TenderState


@dataclass(frozen=True, slots=True)
class LetterTo:
    """To whom the decision goes, in which language (sv, fi, en) and how."""

    bidder_id: int
    language: str
    way: str


def decide_award(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    register_number: str,
    decided_by: str,
    decided_on: date,
    case: str,
    lot_reasons: Mapping[int, str],
    bid_reasons: Mapping[int, str],
) -> AwardDecision:
    """Decide as the newest proposal says: who wins each lot is not entered a second time.

    ``lot_reasons`` by the lot's id: the advantages of the first, or why the lot is not awarded;
    ``bid_reasons`` by the bid's id for each other bid: why it does not win or, where the lot has
    several suppliers and it is among them, its advantages (art. 55 of directive 2014/24/EU).
    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``no-proposal``, ``proposal-decided-already``, ``judged-since-the-proposal``,
    ``case-not-possible``,
    ``decided-in-the-future``, ``decided-before-the-proposal``, ``reason-missing``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.OPENED)
    proposal = _undecided(tender)
    if case not in cases_for(facts_of(tender)):
        raise Refused(
            "case-not-possible",
            _("This rule of standstill is not for this procedure. Choose another one."),
            status=422, fields={"case": _("Choose one of the rules that are offered.")},
        )  # fmt: skip
    _check_day(tender, proposal, decided_on, now)
    decision = create(
        AwardDecision(
            tender=tender, proposal=proposal, register_number=register_number,
            decided_by=decided_by, decided_on=decided_on, case=case, at=now,
        )
    )  # fmt: skip
    _write_lots(decision, proposal, lot_reasons, bid_reasons)
    move_tender(tender, TenderState.DECIDED, now, register_number=register_number)
    return decision


def _undecided(tender: Tender) -> AwardProposal:
    proposal = proposal_of(tender.pk)
    if proposal is None:
        raise Refused(
            "no-proposal",
            _("The evaluation of %(number)s has proposed nothing yet. Finish it first."),
            number=tender.number,
        )
    if AwardDecision.objects.filter(proposal=proposal).exists():
        raise Refused(
            "proposal-decided-already",
            _("The newest proposal was decided on already. Evaluate the bids again first."),
        )
    if is_judged_since(proposal):
        raise Refused(
            "judged-since-the-proposal",
            _("Marks or rejections have changed since the proposal was made. Propose again."),
        )
    return proposal


def _check_day(tender: Tender, proposal: AwardProposal, decided_on: date, now: datetime) -> None:
    if decided_on > day_of(tender.owner, now):
        raise Refused("decided-in-the-future", _("The decision is dated after today. Correct it."))
    if decided_on < day_of(tender.owner, proposal.made_at):
        raise Refused(
            "decided-before-the-proposal",
            _("The decision is dated before the proposal was made. Correct it."),
        )


def _write_lots(
    decision: AwardDecision,
    proposal: AwardProposal,
    lot_reasons: Mapping[int, str],
    bid_reasons: Mapping[int, str],
) -> None:
    awards = sorted(proposal.awards.all(), key=lambda award: (award.lot.code, award.place))
    winning = {award.bid_id for award in awards}
    losing = [bid for bid in opened_bids_of(decision.tender_id) if bid.pk not in winning]
    told = {
        award.pk: (f"lot_{award.lot_id}", lot_reasons.get(award.lot_id, "").strip())
        if award.place == 1
        else (f"bid_{award.bid_id}", bid_reasons.get(award.bid_id or 0, "").strip())
        for award in awards
    }
    missing = [field for field, reason in told.values() if not reason]
    missing += [f"bid_{bid.pk}" for bid in losing if not bid_reasons.get(bid.pk, "").strip()]
    if missing:
        raise Refused(
            "reason-missing",
            _("Each lot and each bid that does not win needs its reason (art. 55)."),
            status=422, fields=dict.fromkeys(missing, _("Write the reason.")),
        )  # fmt: skip
    create_each(
        [
            AwardedLot(
                decision=decision, tender_id=decision.tender_id, lot_id=one.lot_id,
                bid_id=one.bid_id, supplier_id=one.bid.bidder_id if one.bid else None,
                place=one.place, rank=one.rank, price_cents=one.price_cents,
                evaluated_cost_cents=one.evaluated_cost_cents, score=one.score,
                reason=told[one.pk][1],
            )
            for one in awards
        ]
    )  # fmt: skip
    create_each(
        [
            BidReason(
                decision=decision, tender_id=decision.tender_id, bid=bid,
                reason=bid_reasons[bid.pk].strip(),
            )
            for bid in losing
        ]
    )  # fmt: skip


def send_decision(
    *,
    actor: Actor,
    now: datetime,
    tender_id: int,
    letters: Sequence[LetterTo],
    instructions: Mapping[str, str],
    announced_days: int | None = None,
    chosen: bool = False,
) -> Standstill:
    """Send the decision to every bidder at one time: from its day on the standstill runs.

    ``instructions`` say how a review is asked for, by language; ``announced_days`` is a longer
    standstill that the letters promise, ``chosen`` keeps one where the law asks for none. One
    letter by post makes the standstill that of letters by post. Raises Refused: ``not-found``,
    ``not-allowed``, ``tender-in-another-state``, ``decision-sent-already``,
    ``letters-not-to-all-bidders``, ``instructions-missing``, ``standstill-not-known``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.DECIDED)
    decision = decision_of(tender_id)
    if decision is None or standstill_of(decision.pk) is not None:
        raise Refused(
            "decision-sent-already", _("The decision went to the bidders already: nothing is new.")
        )
    bidders = {bidder.pk: bidder for bidder in bidders_of(tender_id)}
    if sorted(one.bidder_id for one in letters) != sorted(bidders):
        raise Refused(
            "letters-not-to-all-bidders",
            _("The decision goes to every bidder, once and at the same time (art. 55(1))."),
        )
    if not all(instructions.get(one.language, "").strip() for one in letters):
        raise Refused(
            "instructions-missing",
            _("Say in each letter's language how a review is asked for."), status=422,
        )  # fmt: skip
    by_post = any(one.way == LetterWay.OTHER for one in letters)
    standing = standstill_from(
        tender, decision, LetterWay.OTHER if by_post else LetterWay.ELECTRONIC, now,
        announced_days, chosen=chosen,
    )  # fmt: skip
    for one in letters:
        with override(one.language):
            text = instructions[one.language]
            letter = letter_to(bidders[one.bidder_id], decision, standing, text)
            content = printed_letter(letter, one.language)
        create(
            DecisionLetter(
                decision=decision, tender=tender, bidder_id=one.bidder_id, language=one.language,
                way=one.way, content=content, sha256=hashlib.sha256(content).hexdigest(), at=now,
            )
        )  # fmt: skip
    create(standing)
    tell(
        "award-decided", tender_id=tender.pk, decision_id=decision.pk, owner_id=tender.owner_id,
        bidder_ids=sorted(bidders),
    )  # fmt: skip
    return standing


def standstill_from(
    tender: Tender,
    decision: AwardDecision,
    how: str,
    now: datetime,
    announced_days: int | None = None,
    *,
    chosen: bool = False,
) -> Standstill:
    """The standstill of a decision sent now, not written yet. Raises Refused
    ``standstill-not-known``.
    """
    sent = day_of(tender.owner, now)
    try:
        found = procurement.standstill(
            country=tender.owner.country, case=procurement.Case(decision.case), sent=sent,
            how=procurement.How(how), announced_days=announced_days, chosen=chosen,
        )  # fmt: skip
    except NoRuleError as error:
        raise Refused(
            "standstill-not-known",
            _("The tables of the law have no rule of standstill for this: %(why)s"), why=error,
        ) from error  # fmt: skip
    return Standstill(
        tender=tender, decision=decision, country=found.country, case=decision.case, how=how,
        sent_on=sent, event=found.event, event_day=found.event_day, days=found.days,
        last_day=found.last_day, first_day_to_sign=found.first_day_to_sign, source=found.source,
        checked=found.checked, at=now,
    )  # fmt: skip
