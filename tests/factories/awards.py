"""Opened tenders, decisions and signatures for tests.

``an_opened_tender`` writes what stands before the award as rows; everything from the decision on
goes through the real use cases.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from factories.parties import a_municipality, a_party, a_supplier, an_actor
from samkop.parties.models import Party
from samkop.parties.queries import party_of
from samkop.parties.vocabulary import PartyKind, RoleName
from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import (
    AwardedLot,
    AwardProposal,
    ContractSignature,
    DocumentRequest,
    Lot,
    OpenedBid,
    ProposedAward,
    Standstill,
    Tender,
    TenderBuyer,
)
from samkop.tendering.queries.award_cases import facts_of
from samkop.tendering.queries.awards import awarded_lots_of, decision_of
from samkop.tendering.rules import cases_for
from samkop.tendering.usecases.award_decision import LetterTo, decide_award, send_decision
from samkop.tendering.usecases.award_reviews import lodge_review
from samkop.tendering.usecases.bid_validity import ask_extension
from samkop.tendering.usecases.documents import record_document_request
from samkop.tendering.usecases.signing import sign_award
from samkop.tendering.usecases.states import move_tender
from samkop.tendering.vocabulary import AwardMethod, TenderState

DECIDED = datetime(2026, 3, 2, 9, tzinfo=UTC)
WAY_TO_OPENED = (TenderState.ANNOUNCED, TenderState.OPEN, TenderState.OPENED)
INSTRUCTIONS = {"sv": "Överprövning begärs hos förvaltningsrätten."}
_numbers = itertools.count(1)


@dataclass
class Opened:
    """An opened tender with who runs it; lots by their order, bidders by name."""

    tender: Tender
    runner: Actor
    lots: list[Lot]
    bids: dict[tuple[str, str], OpenedBid]
    bidders: dict[str, Party]
    buyers: list[Party]

    def salesperson(self, name: str) -> Actor:
        """Somebody who sells for a bidder."""
        return an_actor(self.bidders[name], RoleName.SALESPERSON)

    def awarded(self) -> list[AwardedLot]:
        """What was decided, as its owner reads it."""
        with reading(self.runner):
            decision = decision_of(self.tender.pk)
            return awarded_lots_of(decision.pk) if decision else []


def an_opened_tender(
    offers: Mapping[str, Mapping[int, int]],
    *,
    country: str = "SE",
    currency: str = "SEK",
    valid_until: date = date(2026, 8, 31),
    now: datetime = DECIDED,
    owner: Party | None = None,
    buyers: Sequence[Party] = (),
    **fields: Any,
) -> Opened:
    """A tender whose bids are opened and evaluated: the cheapest bid is proposed on each lot.

    ``offers``: by the bidder's name, the price of its one line in cents by the lot's number.
    """
    owner = owner or a_party(PartyKind.CENTRAL_PURCHASING_BODY, "Provköp", country)
    runner = an_actor(owner, RoleName.CATEGORY_MANAGER)
    bidders = {name: a_supplier(name) for name in offers}
    return perform(
        runner, _opened, now=now, offers=offers, bidders=bidders, owner=owner, currency=currency,
        valid_until=valid_until, buyers=list(buyers) or [a_municipality()], **fields,
    )  # fmt: skip


def _opened(
    *, actor: Actor, now: datetime, offers: Mapping[str, Mapping[int, int]],
    bidders: dict[str, Party], owner: Party, currency: str, valid_until: date,
    buyers: list[Party], **fields: Any,
) -> Opened:  # fmt: skip
    number = f"U-{next(_numbers)}"
    given = {
        "procedure": "open", "nature": "supplies", "category": "workstations", "cpv": "30213100",
        "estimated_value_cents": 900_000_000, "term_months": 24, **fields,
    }  # fmt: skip
    tender = create(
        Tender(
            owner=owner, number=number, register_number=f"D/{number}", title_sv="Datorer",
            title_fi="Tietokoneet", title_en="Computers", description="Laptops for schools.",
            currency=currency, bids_until=now - timedelta(days=20), bids_valid_until=valid_until,
            responsible_id=actor.own_person_id, created_at=now - timedelta(days=90), **given,
        )
    )  # fmt: skip
    count = max(lot for prices in offers.values() for lot in prices)
    lots = [create(_lot(tender, place)) for place in range(1, count + 1)]
    for lot in lots:
        for buyer in buyers:
            create(
                TenderBuyer(
                    tender=tender, lot=lot, buyer=buyer, expected_quantity=100, unit="st",
                    expected_value_cents=10_000_000,
                )
            )  # fmt: skip
    return opened_with(
        actor=actor, now=now, tender=tender, lots=lots, offers=offers, bidders=bidders,
        buyers=buyers,
    )  # fmt: skip


def opened_with(
    *, actor: Actor, now: datetime, tender: Tender, lots: list[Lot],
    offers: Mapping[str, Mapping[int, int]], bidders: dict[str, Party], buyers: list[Party],
) -> Opened:  # fmt: skip
    """A tender in preparation is opened with these offers, as rows, and evaluated."""
    for state in WAY_TO_OPENED:
        move_tender(tender, state, now - timedelta(days=1))
    bids = {
        (name, lot.code): create(_bid(tender, lot, bidders[name], cents, now))
        for name, prices in offers.items()
        for lot, cents in ((lots[place - 1], cents) for place, cents in prices.items())
    }
    opened = Opened(tender, actor, lots, bids, bidders, buyers)
    propose(opened, now)
    return opened


def propose(opened: Opened, now: datetime) -> AwardProposal:
    """The cheapest bid wins each lot; to be called inside a unit of work."""
    proposal = create(
        AwardProposal(
            tender=opened.tender, method=AwardMethod.PER_LOT, problem={}, outcome={}, made_at=now
        )
    )
    for lot in opened.lots:
        bids = [bid for (_name, code), bid in opened.bids.items() if code == lot.code]
        best = min(bids, key=_cents, default=None)
        create(
            ProposedAward(
                proposal=proposal, tender=opened.tender, lot=lot, bid=best,
                rank=1 if best else None, price_cents=_cents(best) if best else None,
                evaluated_cost_cents=_cents(best) if best else None,
                reason="" if best else "Nobody bid.",
            )
        )  # fmt: skip
    return proposal


def propose_again(*, actor: Actor, now: datetime, opened: Opened) -> AwardProposal:
    """A new evaluation of the same bids, as a use case."""
    return propose(opened, now)


def a_decided_tender(opened: Opened, *, now: datetime = DECIDED, case: str = "") -> Opened:
    """The award is decided as proposed, and not sent yet."""
    with reading(opened.runner):
        likely = cases_for(facts_of(opened.tender))[0]
    won = {min((b for (_n, c), b in opened.bids.items() if c == lot.code), key=_cents).pk
           for lot in opened.lots}  # fmt: skip
    perform(
        opened.runner, decide_award, now=now, tender_id=opened.tender.pk,
        register_number="D/9", decided_by="Upphandlingschefen", decided_on=now.date(),
        case=case or likely,
        lot_reasons={lot.pk: "The best price and more quality." for lot in opened.lots},
        bid_reasons={b.pk: "Dearer." for b in opened.bids.values() if b.pk not in won},
    )  # fmt: skip
    return opened


def a_sent_decision(
    opened: Opened, *, now: datetime = DECIDED, way: str = "electronic", **fields: Any
) -> Standstill:
    """The decision goes to all bidders in one way."""
    letters = [LetterTo(bidder.pk, "sv", way) for bidder in opened.bidders.values()]
    return perform(
        opened.runner, send_decision, now=now, tender_id=opened.tender.pk, letters=letters,
        instructions=INSTRUCTIONS, **fields,
    )  # fmt: skip


def signed_agreements(opened: Opened, on: date) -> list[ContractSignature]:
    """Every lot that was awarded is signed on a day."""
    return [a_signature(opened, awarded, on) for awarded in opened.awarded() if awarded.supplier_id]


def a_signature(opened: Opened, awarded: AwardedLot, on: date) -> ContractSignature:
    """One lot is signed on a day, at noon."""
    return perform(
        opened.runner, sign_award, now=datetime.combine(on, time(12), UTC),
        tender_id=opened.tender.pk, awarded_lot_id=awarded.pk, signed_on=on, starts_on=on,
        signed_for_buyer="Förvaltningschefen", signed_for_supplier="Verkställande direktören",
        register_number="D/10",
    )  # fmt: skip


def a_document_request(opened: Opened, **fields: Any) -> DocumentRequest:
    """Somebody who does not say who it is asks for the bids."""
    given = {"wanted": "All bids.", "received_on": DECIDED.date(), "register_number": "D/20"}
    return perform(
        opened.runner, record_document_request, now=DECIDED, tender_id=opened.tender.pk,
        **{**given, **fields},
    )  # fmt: skip


def award_pages(runner: Actor) -> list[str]:
    """Addresses of the award of two tenders that the runner's party owns, at every step."""
    with reading(runner):
        owner = party_of(runner.own_party_id)
    opened = an_opened_tender({"Ask Ab": {1: 100_00}, "Embla Ab": {1: 90_00}}, owner=owner)
    decided = a_decided_tender(
        an_opened_tender({"Ask Ab": {1: 100_00}, "Embla Ab": {1: 90_00}}, owner=owner)
    )
    unsent = a_decided_tender(an_opened_tender({"Ask Ab": {1: 100_00}}, owner=owner))
    a_sent_decision(decided)
    perform(
        decided.runner, lodge_review, now=DECIDED, tender_id=decided.tender.pk, court="Court",
        instance="first", case_number="1-26", applicant="Ask Ab", filed_on=DECIDED.date(),
        register_number="D/11",
    )  # fmt: skip
    perform(
        decided.runner, ask_extension, now=DECIDED, tender_id=decided.tender.pk,
        bound_until=date(2027, 3, 1), answer_by=date(2026, 3, 20), reason="A review runs.",
        register_number="D/14",
    )  # fmt: skip
    award = [f"/tenders/{one.tender.pk}/award/" for one in (opened, decided, unsent)]
    asked = f"/tenders/{decided.tender.pk}/requests/"
    steps = ("sign", "review", "interim", "judgment", "extension", "take-back")
    return [
        *award, f"{award[0]}do/decide/", f"{award[2]}do/send/", asked,
        f"/tenders/{decided.tender.pk}/secrecy/{decided.bids['Ask Ab', 'LOT-0001'].pk}/",
        f"{asked}{a_document_request(decided).pk}/",
        *(f"{award[1]}do/{step}/" for step in steps),
    ]  # fmt: skip


def _lot(tender: Tender, place: int) -> Lot:
    return Lot(
        tender=tender, code=f"LOT-{place:04d}", title_sv=f"Område {place}",
        title_fi=f"Osa {place}", title_en=f"Lot {place}", cpv="30213100",
        estimated_value_cents=100_000_000, maximum_value_cents=120_000_000, reason="Competition.",
    )  # fmt: skip


def _bid(tender: Tender, lot: Lot, bidder: Party, cents: int, now: datetime) -> OpenedBid:
    return OpenedBid(
        tender=tender, lot=lot, bidder=bidder, number=f"{next(_numbers):032x}",
        received_at=now - timedelta(days=21), sealed_sha256="0" * 64, opened_at=now,
        answers={
            "samkop": "bid-content", "version": 1, "tender": tender.number, "lot": lot.code,
            "bidder": {
                "name": bidder.legal_name, "identifier": bidder.identifier, "contact": "Säljare",
                "email": "anbud@example.org",
            },
            "prices": [{"line": "P1", "price": f"{cents // 100}.{cents % 100:02d}"}],
            "requirements": [], "espd": [], "discounts": [],
            "criteria": [{"code": "Q1", "answer": "Our own method of rollout."}],
            "trade_secrets": [{"file": "bid.json", "reason": "Our method is our own."}],
            "valid_until": str(tender.bids_valid_until),
        },
    )  # fmt: skip


def _cents(bid: OpenedBid) -> int:
    return int(bid.answers["prices"][0]["price"].replace(".", ""))
