"""Tenders whose bids are opened, for tests of the evaluation."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import connections

from factories.parties import a_purchasing_body, a_supplier, an_actor
from samkop.parties.queries import party_of
from samkop.parties.vocabulary import RoleName
from samkop.planning.vocabulary import Category
from samkop.platform.records import change, create, create_all
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import BidInquiry, Lot, OpenedBid, OpenedFile, Tender, TenderBuyer
from samkop.tendering.usecases.award_runs import begin_award_run
from samkop.tendering.usecases.comparing import (
    CriterionTerms,
    ModelTerms,
    PriceTerms,
    RuleTerms,
    freeze,
    set_award_criterion,
    set_award_rule,
    set_evaluation_model,
    set_price_line,
)
from samkop.tendering.usecases.contents import (
    EspdTerms,
    RequirementTerms,
    set_espd_criterion,
    set_requirement,
)
from samkop.tendering.usecases.evaluators import appoint_evaluator, declare_interest, hand_in_marks
from samkop.tendering.usecases.inquiries import answer_inquiry, ask_bidders
from samkop.tendering.usecases.laboratory import Tried, begin_laboratory_run
from samkop.tendering.usecases.marks import GivenMark, agree_on_marks, give_marks
from samkop.tendering.vocabulary import AwardMethod, TenderState

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
_numbers = itertools.count(1)

MONEY = ModelTerms("priced-quality")
POINTS = ModelTerms("relative", price_weight=400)
CRITERIA = (
    CriterionTerms("Q1", "Support", 10, deduction_cents=30_000_00, minimum_mark=Decimal(3)),
    CriterionTerms("Q2", "Environment", 5, deduction_cents=10_000_00),
)
WEIGHED = (
    CriterionTerms("Q1", "Support", 10, weight=400),
    CriterionTerms("Q2", "Environment", 5, weight=200),
)
LINES = (("P1", "Laptop", "EA", Decimal(100)), ("P2", "Installation", "HUR", Decimal("40.5")))
CLAUSE = "3.2 A tenderer wins one lot at most."
PRICES = (("1000.00", "50.00"), ("900.00", "80.00"), ("950.00", "60.00"))


def content(tender, lot, bidder, p1, p2, **fields):
    return {
        "samkop": "bid-content", "version": 1, "tender": tender, "lot": lot,
        "bidder": {"name": bidder.name, "identifier": bidder.identifier, "contact": "Säljare",
                   "email": "bid@example.org"},
        "prices": [{"line": "P1", "price": p1}, {"line": "P2", "price": p2}],
        "requirements": [{"code": "R1", "meets": True, "note": "Yes."}],
        "criteria": [{"code": "Q1", "answer": "Day and night."}, {"code": "Q2", "answer": "Good."}],
        "espd": [{"code": "exg-crim-part", "yes": False, "note": ""}], "discounts": [],
        "trade_secrets": [], "valid_until": "2027-12-31", **fields,
    }  # fmt: skip


def _tender(*, actor, now, owner_id, lots, call_off, buyers):
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
        lot = create(
            Lot(
                tender=tender, code=f"LOT-{place:04d}", title_sv=f"Del {place}",
                title_fi=f"Osa {place}", title_en=f"Lot {place}", cpv="30213100",
                estimated_value_cents=100_000_00, maximum_value_cents=160_000_00, **call_off,
            )
        )  # fmt: skip
        for buyer in buyers:
            create(
                TenderBuyer(
                    tender=tender, lot=lot, buyer=buyer, expected_quantity=100, unit="EA",
                    expected_value_cents=90_000_00,
                )
            )  # fmt: skip
        for code, text, unit, quantity in LINES:
            terms = PriceTerms(lot.code, code, text, unit, quantity)
            set_price_line(actor=actor, now=now, tender_id=tender.pk, terms=terms)
    asked = RequirementTerms("R1", "A keyboard with å, ä and ö")
    set_requirement(actor=actor, now=now, tender_id=tender.pk, terms=asked)
    ground = EspdTerms("exg-crim-part")
    set_espd_criterion(actor=actor, now=now, tender_id=tender.pk, terms=ground)
    return tender


def _opened(*, actor, now, tender_id):
    tender = Tender.objects.get(id=tender_id)
    freeze(tender, now)
    for state in (TenderState.ANNOUNCED, TenderState.OPEN, TenderState.OPENED):
        tender = change(tender, state=state)
    return tender


def _bid(*, actor, now, tender_id, lot_id, bidder_id, answers):
    number = uuid.uuid4().hex
    bid = create(
        OpenedBid(
            tender_id=tender_id, lot_id=lot_id, bidder_id=bidder_id, number=number,
            received_at=now - timedelta(days=2), answers=answers, opened_at=now,
            sealed_sha256=hashlib.sha256(number.encode()).hexdigest(),
        )
    )  # fmt: skip
    plan = b"How we run it."
    digest = hashlib.sha256(plan).hexdigest()
    file = OpenedFile(bid=bid, name="plan.txt", sha256=digest, content=plan)
    create_all([file], under=bid)
    return bid


def publish_a_root(tender_id):
    """A root over a register of which no more is there; written by the owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO tendering_tenderkeyedition"
            " (tender_id, number, file, digest, deadline, made_at)"
            " VALUES (%s, 1, '{}', %s, now(), now()) RETURNING id",
            [tender_id, "0" * 64],
        )
        (edition,) = cursor.fetchone()
        cursor.execute("ALTER TABLE tendering_registerroot DISABLE TRIGGER USER")
        cursor.execute(
            "INSERT INTO tendering_registerroot (tender_id, edition_id, size, root, published_at)"
            " VALUES (%s, %s, 1024, %s, now())",
            [tender_id, edition, hashlib.sha256(str(tender_id).encode()).hexdigest()],
        )
        cursor.execute("ALTER TABLE tendering_registerroot ENABLE TRIGGER USER")


class Evaluation:
    """A tender whose bids are opened: who runs it, two who evaluate, and three bidders.

    ``prices``: by lot the pairs of prices of each bidder; ``call_off``: fields of each lot that
    say how its several suppliers are called off.
    """

    def __init__(
        self,
        prices=(PRICES,),
        bidders=3,
        model=MONEY,
        criteria=CRITERIA,
        *,
        combined=False,
        opened=True,
        runner=None,
        call_off=None,
        buyers=(),
    ):
        if combined:
            model = replace(model, method=AwardMethod.COMBINATION, discounts=True)
        if runner is None:
            runner = an_actor(a_purchasing_body(), RoleName.CATEGORY_MANAGER, name="Upphandlare")
        self.runner = runner
        with reading(runner):
            self.body = party_of(runner.own_party_id)
        self.anna = an_actor(self.body, RoleName.EVALUATOR, name="Anna")
        self.bo = an_actor(self.body, RoleName.EVALUATOR, name="Bo")
        self.bidders = [a_supplier(f"Leverantör {letter}") for letter in "ABCDEFGHI"[:bidders]]
        self.tender = perform(
            self.runner, _tender, now=NOW, owner_id=self.body.pk, lots=len(prices),
            call_off=call_off or {}, buyers=buyers,
        )  # fmt: skip
        given = [(set_evaluation_model, model), *((set_award_criterion, one) for one in criteria)]
        given += [(set_award_rule, RuleTerms("max_lots_per_bidder", CLAUSE, 1))] if combined else []
        for use_case, terms in given:
            perform(self.runner, use_case, now=NOW, tender_id=self.tender.pk, terms=terms)
        with reading(self.runner):
            self.lots = list(Lot.objects.filter(tender=self.tender).order_by("code"))
        self.prices, self.bids = prices, []
        if opened:
            self.open()

    def open(self):
        """Move the tender on to where its bids are opened, with a row for each."""
        perform(self.runner, _opened, now=NOW, tender_id=self.tender.pk)
        publish_a_root(self.tender.pk)
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


def evaluation_ids(runner, marker=""):
    """What the addresses of an evaluation name, by parameter (``declared_addresses``).

    ``marker`` stands in what a reader would see of it. The runner marks, too.
    """
    scene = Evaluation(combined=True, opened=False, runner=runner)
    tender = {"tender_id": scene.tender.pk}
    tried = perform(
        runner, begin_laboratory_run, now=NOW, **tender, lot_id=scene.lots[0].pk, language="sv",
        tried=Tried(50_000_00, 150_000_00),
    )  # fmt: skip
    scene.open()
    (appointment,) = scene.appoint(runner)[runner]
    marks = (("8", "3"), ("5", "4"), ("7", "2"))
    scene.mark(runner, appointment, 0, *marks)
    perform(runner, hand_in_marks, now=NOW, appointment_id=appointment)
    scene.agree(0, *marks, reason=f"{marker} agreed")
    run = perform(runner, begin_award_run, now=NOW, **tender)
    bid = scene.bids[0][0]
    asked = perform(
        runner, ask_bidders, now=NOW, **tender, kind="clarification", bid_ids=[bid.pk],
        question=f"{marker} question", answer_until=date(2027, 3, 8),
    )  # fmt: skip
    with reading(runner):
        inquiry = BidInquiry.objects.get(round=asked)
        file = bid.files.get()
    answer = perform(
        scene.seller(0), answer_inquiry, now=NOW, inquiry_id=inquiry.pk,
        text=f"{marker} answer", file_name=f"{marker}.pdf", file=b"a file",
    )  # fmt: skip
    return {
        "appointment": appointment, "award_run": run.pk, "opened_bid": bid.pk,
        "opened_file": file.pk,
        "bid_inquiry": inquiry.pk, "bid_answer": answer.pk, "laboratory_run": tried.pk,
    }  # fmt: skip
