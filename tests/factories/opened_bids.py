"""Tenders whose bids are opened, for tests of the evaluation."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from factories.parties import a_purchasing_body, a_supplier, an_actor
from samkop.core.bidding import form_of
from samkop.parties.vocabulary import RoleName
from samkop.planning.vocabulary import Category
from samkop.platform.records import change, create
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import Lot, OpenedBid, Tender
from samkop.tendering.queries import schemes
from samkop.tendering.queries.schemes import QuotedRules, Scheme
from samkop.tendering.usecases.evaluators import appoint_evaluator, declare_interest, hand_in_marks
from samkop.tendering.usecases.marks import GivenMark, agree_on_marks, give_marks
from samkop.tendering.vocabulary import TenderState

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
_numbers = itertools.count(1)

MONEY = {"kind": "priced-quality"}
CRITERIA = [
    {"id": "Q1", "deduction": "30000.00", "max": 10, "minimum": 3},
    {"id": "Q2", "deduction": "10000.00", "max": 5},
]


PRICES = (("1000.00", "50.00"), ("900.00", "80.00"), ("950.00", "60.00"))
SCHEMES: dict[int, Scheme] = {}
QUOTED: dict[int, QuotedRules] = {}
WITHOUT = schemes.quoted
schemes.published = lambda lot: SCHEMES[lot.pk]
schemes.quoted = lambda tender: QUOTED[tender.pk] if tender.pk in QUOTED else WITHOUT(tender)
schemes.combined = lambda tender: tender.pk in QUOTED


def form(tender, lot, lots, **fields):
    return {
        "samkop": "bid-form", "version": 1, "tender": tender, "lot": lot, "currency": "EUR",
        "prices": [
            {"line": "P1", "text": "Laptop", "unit": "EA", "quantity": "100"},
            {"line": "P2", "text": "Installation", "unit": "HUR", "quantity": "40.5"},
        ],
        "requirements": [{"code": "R1", "text": "Keyboard with å, ä, ö", "evidence": False}],
        "criteria": [{"code": "Q1", "text": "Support"}, {"code": "Q2", "text": "Environment"}],
        "espd": [{"code": "crime-org", "text": "Convicted"}],
        "discounts": True, "lots": lots, **fields,
    }  # fmt: skip


def content(tender, lot, bidder, p1, p2, **fields):
    return {
        "samkop": "bid-content", "version": 1, "tender": tender, "lot": lot,
        "bidder": {"name": bidder.name, "identifier": bidder.identifier, "contact": "Säljare",
                   "email": "bid@example.org"},
        "prices": [{"line": "P1", "price": p1}, {"line": "P2", "price": p2}],
        "requirements": [{"code": "R1", "meets": True, "note": "Yes."}],
        "criteria": [{"code": "Q1", "answer": "Day and night."}, {"code": "Q2", "answer": "Good."}],
        "espd": [{"code": "crime-org", "yes": False, "note": ""}], "discounts": [],
        "trade_secrets": [], "valid_until": "2027-12-31", **fields,
    }  # fmt: skip


def _tender(*, actor, now, owner_id, lots):
    number = f"2027/{next(_numbers)}-{uuid.uuid4().hex[:6]}"
    tender = create(
        Tender(
            owner_id=owner_id, number=number, register_number=f"Dnr {number}",
            title_sv="Datorer", title_fi="Tietokoneet", title_en="Computers",
            description="Computers for schools.", category=Category.WORKSTATIONS, procedure="open",
            nature="supplies", cpv="30213100", currency="EUR", estimated_value_cents=100_000_00,
            term_months=48, bids_until=now - timedelta(days=1), bids_valid_until=date(2027, 12, 31),
            responsible_id=actor.person_id, created_at=now - timedelta(days=60),
        )
    )  # fmt: skip
    for place in range(1, lots + 1):
        create(
            Lot(
                tender=tender, code=f"LOT-{place:04d}", title_sv=f"Del {place}",
                title_fi=f"Osa {place}", title_en=f"Lot {place}", cpv="30213100",
                estimated_value_cents=50_000_00, maximum_value_cents=60_000_00,
            )
        )  # fmt: skip
    return tender


def _opened(*, actor, now, tender_id):
    tender = Tender.objects.get(id=tender_id)
    for state in (TenderState.ANNOUNCED, TenderState.OPEN, TenderState.OPENED):
        tender = change(tender, state=state)
    return tender


def _bid(*, actor, now, tender_id, lot_id, bidder_id, answers):
    number = uuid.uuid4().hex
    return create(
        OpenedBid(
            tender_id=tender_id, lot_id=lot_id, bidder_id=bidder_id, number=number,
            received_at=now - timedelta(days=2), answers=answers, opened_at=now,
            sealed_sha256=hashlib.sha256(number.encode()).hexdigest(),
        )
    )  # fmt: skip


class Evaluation:
    """A tender whose bids are opened: who runs it, two who evaluate, and three bidders.

    ``prices``: by lot the pairs of prices of each bidder.
    """

    def __init__(self, prices=(PRICES,), bidders=3, model=None, criteria=None, *, opened=True):
        self.body = a_purchasing_body()
        self.runner = an_actor(self.body, RoleName.CATEGORY_MANAGER, name="Upphandlare")
        self.anna = an_actor(self.body, RoleName.EVALUATOR, name="Anna")
        self.bo = an_actor(self.body, RoleName.EVALUATOR, name="Bo")
        self.bidders = [a_supplier(f"Leverantör {letter}") for letter in "ABCDEFGHI"[:bidders]]
        self.tender = perform(
            self.runner, _tender, now=NOW, owner_id=self.body.pk, lots=len(prices)
        )
        with reading(self.runner):
            self.lots = list(Lot.objects.filter(tender=self.tender).order_by("code"))
        codes = [lot.code for lot in self.lots]
        value = {
            "model": model or MONEY, "currency": "EUR",
            "criteria": CRITERIA if criteria is None else criteria,
        }  # fmt: skip
        self.schemes = {
            lot.pk: Scheme(form_of(form(self.tender.number, lot.code, codes)), value)
            for lot in self.lots
        }
        SCHEMES.update(self.schemes)
        self.prices, self.bids = prices, []
        if opened:
            self.open()

    def open(self):
        """Move the tender on to where its bids are opened, with a row for each."""
        perform(self.runner, _opened, now=NOW, tender_id=self.tender.pk)
        self.bids = [
            [self._bid(lot, bidder, pair) for bidder, pair in zip(self.bidders, of, strict=False)]
            for lot, of in zip(self.lots, self.prices, strict=True)
        ]

    def _bid(self, lot, bidder, pair):
        answers = content(self.tender.number, lot.code, bidder, *pair)
        return perform(
            self.runner, _bid, now=NOW, tender_id=self.tender.pk, lot_id=lot.pk,
            bidder_id=bidder.pk, answers=answers,
        )  # fmt: skip

    def seller(self, place):
        """Somebody who sells for a bidder."""
        return an_actor(self.bidders[place], RoleName.SALESPERSON)

    def appoint(self, *evaluators):
        """Appoint to every lot, and have each declare to have no conflict."""
        made = {}
        for evaluator in evaluators:
            rows = perform(
                self.runner, appoint_evaluator, now=NOW, tender_id=self.tender.pk,
                lot_ids=[lot.pk for lot in self.lots], evaluator_id=evaluator.person_id,
            )  # fmt: skip
            for row in rows:
                perform(evaluator, declare_interest, now=NOW, appointment_id=row.pk, conflict=False)
            made[evaluator] = [row.pk for row in rows]
        return made

    def mark(self, evaluator, appointment_id, lot, *marks):
        """Mark each bid of a lot: pairs of marks in both criteria, in the order of the bids."""
        given = [
            GivenMark(bid.pk, criterion, Decimal(value), "Seen in the bid.")
            for bid, pair in zip(self.bids[lot], marks, strict=True)
            for criterion, value in zip(("Q1", "Q2"), pair, strict=True)
        ]
        return perform(evaluator, give_marks, now=NOW, appointment_id=appointment_id, marks=given)

    def agree(self, lot, *marks, reason="Agreed on."):
        """Record the consensus of a lot."""
        given = [
            GivenMark(bid.pk, criterion, Decimal(value), reason)
            for bid, pair in zip(self.bids[lot], marks, strict=True)
            for criterion, value in zip(("Q1", "Q2"), pair, strict=True)
        ]
        return perform(self.runner, agree_on_marks, now=NOW, lot_id=self.lots[lot].pk, marks=given)

    def agree_on(self, lot, bid, criterion, value):
        """Change one mark of the consensus."""
        given = [GivenMark(bid.pk, criterion, Decimal(value), "Agreed on again.")]
        return perform(self.runner, agree_on_marks, now=NOW, lot_id=self.lots[lot].pk, marks=given)

    def evaluated(self, *lots):
        """One evaluator marks every lot, and that is agreed on."""
        appointments = self.appoint(self.anna)[self.anna]
        for place, marks in enumerate(lots):
            self.mark(self.anna, appointments[place], place, *marks)
            perform(self.anna, hand_in_marks, now=NOW, appointment_id=appointments[place])
            self.agree(place, *marks)
        return self
