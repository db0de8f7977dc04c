"""A municipality that replaces two suppliers by the best in each of seven areas, step by step.

Each function is a step through the real use cases at its own time; ``Nacka`` is who takes part
and what has been made so far. What a bidder offers stands in ``OFFERS``, so that the outcome can
be worked out by hand: prices are of one line with the quantity 100; a full mark takes 500,000
off the price.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from factories.bids import (
    MOMENT,
    Officers,
    a_key_ceremony,
    bid_content,
    database_clock,
    key_of,
    opened_tender,
    submitted_bid,
    withdrawn_bid,
)
from factories.consultations import Scene as Dialogue
from factories.exchange import an_endpoint
from factories.ordering import Municipality, a_buyer, an_item
from factories.parties import a_supplier, an_actor
from factories.planning import a_reported_need, a_service, homework_done
from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreements_of_tender
from samkop.agreements.usecases.participation import record_participation
from samkop.core.sealing import TenderKey
from samkop.ordering.models import Requisition
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.budget import set_budget
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.planning.models import PreStudy
from samkop.planning.queries.pre_studies import lines_in
from samkop.planning.usecases.lots import NewLot, plan_lot
from samkop.planning.usecases.needs import NewLine
from samkop.planning.usecases.pre_studies import (
    NewStudy,
    finish_pre_study,
    include_needs,
    start_pre_study,
)
from samkop.planning.vocabulary import Category
from samkop.platform import jobs
from samkop.platform.actors import Actor
from samkop.platform.models import JobRun
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import clock_of, perform, reading
from samkop.site import wiring
from samkop.site.wiring import FACTS
from samkop.tendering.models import AwardRun, OpenedBid, RegisterEntry, Standstill, Tender
from samkop.tendering.queries import lots_of, opened_bids_of, proposal_of, tender_of
from samkop.tendering.queries.award_cases import facts_of
from samkop.tendering.queries.awards import awarded_lots_of, decision_of
from samkop.tendering.queries.contents import bid_form
from samkop.tendering.queries.dossier import dossier_of
from samkop.tendering.queries.evaluation import inquiries_to, rejections_of
from samkop.tendering.queries.opening import opening_of
from samkop.tendering.queries.register import register_keeper
from samkop.tendering.rules import cases_for
from samkop.tendering.usecases.announcing import (
    NoticeGiven,
    announce_tender,
    record_notice,
    set_tender_dates,
)
from samkop.tendering.usecases.award_decision import LetterTo, decide_award, send_decision
from samkop.tendering.usecases.award_runs import begin_award_run, propose_award
from samkop.tendering.usecases.comparing import (
    CriterionTerms,
    ModelTerms,
    PriceTerms,
    RuleTerms,
    set_award_criterion,
    set_award_rule,
    set_evaluation_model,
    set_price_line,
)
from samkop.tendering.usecases.compliance import Found, check_compliance, reject_bid
from samkop.tendering.usecases.contents import (
    RequirementTerms,
    add_mandatory_grounds,
    set_requirement,
)
from samkop.tendering.usecases.corrections import CorrectionTerms, correct_tender
from samkop.tendering.usecases.evaluators import appoint_evaluator, declare_interest, hand_in_marks
from samkop.tendering.usecases.from_pre_study import take_over_pre_study
from samkop.tendering.usecases.inquiries import answer_inquiry, ask_bidders, rule_on_answer
from samkop.tendering.usecases.marks import GivenMark, agree_on_marks, give_marks
from samkop.tendering.usecases.signing import sign_award
from samkop.tendering.usecases.tender import TenderTerms, prepare_tender
from samkop.tendering.vocabulary import (
    AwardMethod,
    AwardRuleKind,
    ContractNature,
    ModelKind,
    Procedure,
)

HOMEWORK = datetime(2026, 12, 1, 8, tzinfo=UTC)
# The areas, each with what is needed of it in a year.
AREAS = (
    ("Workplaces", "piece", 4_000, 12_000_000_00),
    ("Service desk", "month", 12, 6_000_000_00),
    ("Network", "site", 140, 8_000_000_00),
    ("Servers and storage", "month", 12, 9_000_000_00),
    ("Applications", "application", 110, 7_000_000_00),
    ("Printing", "device", 300, 2_000_000_00),
    ("Telephony", "subscription", 3_500, 3_000_000_00),
)


@dataclass
class Nacka:
    """The municipality, and what has been made so far."""

    buyer: Municipality
    runner: Actor
    second: Actor
    study: PreStudy | None = None
    dialogue: Dialogue | None = None
    officers: Officers = ()
    bidders: dict[str, Party] = field(default_factory=dict)
    sellers: dict[str, Actor] = field(default_factory=dict)
    entries: dict[tuple[str, int], RegisterEntry] = field(default_factory=dict)
    bids: dict[tuple[str, int], OpenedBid] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)

    @property
    def owner(self) -> Party:
        """The municipality, which runs the tender itself."""
        return self.buyer.party

    @property
    def tender(self) -> Tender:
        """The tender as it was read last."""
        found: Tender = self.made["tender"]
        return found

    @property
    def key(self) -> TenderKey:
        """The newest edition of the tender's key."""
        if "key" not in self.made:
            self.made["key"] = key_of(self.tender, self.runner)
        found: TenderKey = self.made["key"]
        return found

    def keep_tender(self, tender_id: int) -> Tender:
        """Read the tender anew."""
        with reading(self.runner):
            self.made["tender"] = tender_of(tender_id)
        self.made.pop("key", None)
        return self.tender


def a_town() -> Nacka:
    """Who takes part from the beginning."""
    buyer = a_buyer(country="SE", approval_limit_cents=1_000_000_00)
    runner, second = (
        an_actor(buyer.party, RoleName.CATEGORY_MANAGER, RoleName.BUYER, name=name)
        for name in ("Upphandlingsledaren", "Strategen")
    )
    return Nacka(buyer, runner, second)


def homework_of_the_town(town: Nacka) -> PreStudy:
    """The needs, every point answered and shown, and seven lots with reasons."""
    with clock_of(lambda: HOMEWORK):
        return _homework(town)


def _homework(town: Nacka) -> PreStudy:
    titles = {"sv": "IT-drift", "fi": "IT-käyttö", "en": "IT operations"}
    new = NewStudy("F-2026-1", titles, Category.SERVICES, "The best in each area.", "KS 2026/88")
    study = perform(town.runner, start_pre_study, study=new)
    lines = [
        NewLine(title, unit, 2027, quantity, *(cents * part // 100 for part in (90, 100, 120)))
        for title, unit, quantity, cents in AREAS
    ]
    need = a_reported_need(
        town.buyer.manager, town.owner, "IT operations", lines=lines, category=Category.SERVICES
    )
    perform(town.runner, include_needs, study_id=study.pk, need_ids=[need.pk])
    with reading(town.runner):
        held = lines_in(study.pk)
    for title, unit, _quantity, _cents in AREAS:
        lot = NewLot(
            titles=dict.fromkeys(("sv", "fi", "en"), title), unit=unit,
            line_ids=[line.pk for line in held if line.text == title],
            division="divided", reason="Those who are best at it do little else.",
            outsourcing="suits", outsourcing_reason="The market has several who can.",
        )  # fmt: skip
        perform(town.runner, plan_lot, study_id=study.pk, lot=lot)
    a_service(town.runner, study, "Servers")
    homework_done(town.runner, town.second, study)
    town.study = perform(town.runner, finish_pre_study, study_id=study.pk)
    return town.study


# --- the tender -----------------------------------------------------------------------------

PREPARED = datetime(2027, 4, 5, 8, tzinfo=UTC)
ANNOUNCED = datetime(2027, 4, 12, 8, tzinfo=UTC)
FIRST_UNTIL = datetime(2027, 6, 1, 10, tzinfo=UTC)
UNTIL = datetime(2027, 6, 15, 10, tzinfo=UTC)  # after the correction
VALID_UNTIL = date(2027, 12, 31)
SENT = datetime(2027, 9, 2, 9, tzinfo=UTC)  # a Thursday: the tenth day is a Sunday
QUANTITY, DEDUCTION_CENTS = 100, 500_000_00
TWO_LOTS = "6.4 A tenderer is awarded two lots at most; the combination that costs least counts."

# By bidder: what one unit costs in kronor and which mark is given, by lot.
OFFERS: dict[str, dict[int, tuple[int, int]]] = {
    "Klientdrift Ab": {1: (100_000, 9), 2: (50_000, 8), 3: (60_000, 7)},
    "Nätbyggarna Ab": {1: (110_000, 8), 3: (62_000, 8), 4: (80_000, 9)},
    "Serverhallen Ab": {2: (56_000, 8), 4: (84_000, 9), 5: (60_000, 8)},
    "Provoperatör Ab": {6: (15_000, 7), 7: (26_000, 8)},
    "Molntjänst Ab": {7: (25_000, 8)},
    "Telefonhandeln Ab": {1: (90_000, 9)},  # too late
    "Norrservice Ab": {2: (40_000, 9)},  # withdrawn
    "Billigast Ab": {7: (9_000, 8)},  # abnormally low
    "Tryckteknik Ab": {5: (59_500, 3), 6: (14_000, 8)},  # does not meet R1 on lot 6
}
LATE, WITHDRAWN, LOW, UNFIT = (
    "Telefonhandeln Ab", "Norrservice Ab", "Billigast Ab", "Tryckteknik Ab",
)  # fmt: skip
# By hand: a price times 100 less 50,000 kronor a mark. Klientdrift is best on lots 1, 2 and 3 and
# may win two: the third costs least to give up.
WINNERS = {
    "LOT-0001": ("Klientdrift Ab", 9_550_000_00), "LOT-0002": ("Klientdrift Ab", 4_600_000_00),
    "LOT-0003": ("Nätbyggarna Ab", 5_800_000_00), "LOT-0004": ("Nätbyggarna Ab", 7_550_000_00),
    "LOT-0005": ("Serverhallen Ab", 5_600_000_00), "LOT-0006": ("Provoperatör Ab", 1_150_000_00),
    "LOT-0007": ("Molntjänst Ab", 2_100_000_00),
}  # fmt: skip
COST, RULE_COST = "36350000.00", "150000.00"


def tender_of_the_town(town: Nacka) -> Tender:
    """In preparation, made of the pre-study; with all that is asked for, examined by the
    laboratory, and its officers' keys rehearsed.
    """
    given = {"now": PREPARED}
    tender = perform(town.runner, prepare_tender, terms=_terms(), **given)
    perform(
        town.runner, take_over_pre_study, tender_id=tender.pk, pre_study_id=town.study.pk, **given
    )
    _ask(town, tender.pk)
    perform(
        town.runner, set_tender_dates, tender_id=tender.pk, bids_until=FIRST_UNTIL,
        questions_until=FIRST_UNTIL - timedelta(days=14), bids_valid_until=VALID_UNTIL, **given,
    )  # fmt: skip
    return town.keep_tender(tender.pk)


def _terms() -> TenderTerms:
    return TenderTerms(
        number="U-2027-7", register_number="KS 2027/101", title_sv="IT-drift i sju delar",
        title_fi="IT-käyttöpalvelut seitsemässä osassa", title_en="IT operations in seven lots",
        description="The best supplier in each area.", category=Category.SERVICES,
        procedure=Procedure.OPEN, nature=ContractNature.SERVICES, cpv="72000000", currency="SEK",
        estimated_value_cents=200_000_000_00, term_months=48, division_reason="",
    )  # fmt: skip


def _ask(town: Nacka, tender_id: int) -> None:
    """One price a lot, a requirement of all, the grounds of exclusion, and one criterion."""
    given = {"now": PREPARED, "tender_id": tender_id}
    for place in range(1, len(AREAS) + 1):
        line = PriceTerms(f"LOT-{place:04d}", "P1", "A month of operation", "month",
                          Decimal(QUANTITY))  # fmt: skip
        perform(town.runner, set_price_line, terms=line, **given)
    perform(town.runner, set_requirement, terms=RequirementTerms("R1", "Support in Swedish"),
            **given)  # fmt: skip
    perform(town.runner, add_mandatory_grounds, **given)
    perform(
        town.runner, set_award_criterion, **given,
        terms=CriterionTerms("Q1", "How it is run", 10, deduction_cents=DEDUCTION_CENTS),
    )  # fmt: skip
    model = ModelTerms(
        ModelKind.PRICED_QUALITY, method=AwardMethod.COMBINATION, discounts=True,
    )  # fmt: skip
    perform(town.runner, set_evaluation_model, terms=model, **given)
    rule = RuleTerms(AwardRuleKind.MAX_LOTS, TWO_LOTS, value=2)
    perform(town.runner, set_award_rule, terms=rule, **given)


def announced(town: Nacka) -> None:
    """Officers' keys made and rehearsed, the tender announced, and its notice recorded."""
    tender = town.tender
    town.officers = a_key_ceremony(tender, town.runner, now=PREPARED)
    perform(
        town.runner, announce_tender, now=ANNOUNCED, tender_id=tender.pk,
        register_number="KS 2027/101-8",
    )  # fmt: skip
    notice = NoticeGiven("Mercell", "2027-004711", ANNOUNCED.date(), "231001-2027")
    perform(town.runner, record_notice, now=ANNOUNCED, tender_id=tender.pk, notice=notice)
    town.keep_tender(tender.pk)


def corrected(town: Nacka) -> None:
    """A substantial correction extends the time for bids; the key has a further edition."""
    terms = CorrectionTerms(
        "The sites of the network are 140, not 120.", substantial=True, bids_until=UNTIL
    )
    perform(
        town.runner, correct_tender, now=datetime(2027, 5, 20, 8, tzinfo=UTC),
        tender_id=town.tender.pk, terms=terms,
    )  # fmt: skip
    town.keep_tender(town.tender.pk)


# --- bids -----------------------------------------------------------------------------------


def bidders_of_the_town(town: Nacka) -> None:
    """The six of the consultation and three more, each with somebody who sells for it."""
    for party in town.dialogue.suppliers:
        town.bidders[party.legal_name] = party
    for name in OFFERS:
        town.bidders.setdefault(name, a_supplier(name, country="SE"))
    for name, party in town.bidders.items():
        town.sellers[name] = an_actor(party, RoleName.SALESPERSON, name=f"Säljare hos {name}")


def bids_in(town: Nacka) -> None:
    """Nine bid: one replaces its bid, one withdraws it, one comes a millisecond too late."""
    with database_clock(UNTIL - timedelta(hours=2)):
        first = offered(town, "Nätbyggarna Ab", 4, price=90_000)
        for name, lots in OFFERS.items():
            if name != LATE:
                for place in lots:
                    town.entries[name, place] = offered(town, name, place)
        town.made["replaced"] = first
        withdrawn_bid(town.tender, town.sellers[WITHDRAWN], town.entries[WITHDRAWN, 2])
    with database_clock(UNTIL + MOMENT):
        town.entries[LATE, 1] = offered(town, LATE, 1)


def offered(town: Nacka, name: str, place: int, price: int = 0) -> RegisterEntry:
    """A sealed bid on a lot as ``OFFERS`` has it, with a file beside its answers."""
    seller, lot = town.sellers[name], f"LOT-{place:04d}"
    with reading(seller):
        espd = [row.code for row in bid_form(town.tender.pk, lot).espd]
    content = bid_content(
        town.tender, lot, town.bidders[name],
        prices=[{"line": "P1", "price": f"{price or OFFERS[name][place][0]}.00"}],
        requirements=[
            {"code": "R1", "meets": not (name == UNFIT and place == 6), "note": "", "file": ""}
        ],
        criteria=[{"code": "Q1", "answer": f"So does {name}.", "file": "plan.txt"}],
        espd=[{"code": code, "yes": False, "note": ""} for code in espd],
        discounts=[{"lots": ["LOT-0004", "LOT-0005"], "amount": "100000.00"}]
        if name == "Serverhallen Ab" and place > 3 else [],
        trade_secrets=[{"file": "plan.txt", "reason": "Our rivals would copy it."}],
        valid_until=VALID_UNTIL.isoformat(),
    )  # fmt: skip
    plan = f"How {name} runs {lot}, by its own method.".encode()
    return submitted_bid(town.tender, lot, seller, content, {"plan.txt": plan}, key=town.key)


# --- evaluation -----------------------------------------------------------------------------

EVALUATED = datetime(2027, 6, 16, 8, tzinfo=UTC)
ANSWERS_UNTIL = date(2027, 6, 25)
JUDGED = datetime(2027, 6, 28, 8, tzinfo=UTC)


def opened(town: Nacka) -> None:
    """Two officers of three open all bids that stand."""
    town.made["opening"] = opened_tender(town.tender, town.officers)
    town.keep_tender(town.tender.pk)
    with reading(town.runner):
        for bid in opened_bids_of(town.tender.pk):
            town.bids[bid.bidder.legal_name, int(bid.lot.code[-4:])] = bid


def compliance(town: Nacka) -> None:
    """What was found of each bid: one does not meet R1, one is heard about its price, and both
    are rejected; two are asked the same about the network.
    """
    for (name, place), bid in town.bids.items():
        met = not (name == UNFIT and place == 6)
        found = [Found("requirement", "R1", "met" if met else "not-met", "" if met else "It says.")]
        perform(town.runner, check_compliance, now=EVALUATED, bid_id=bid.pk, found=found)
    unfit, low = town.bids[UNFIT, 6], town.bids[LOW, 7]
    perform(
        town.runner, reject_bid, now=EVALUATED, bid_id=unfit.pk, ground="requirement", code="R1",
        reason="The support is in English.",
    )  # fmt: skip
    network = [town.bids[name, 3].pk for name in ("Klientdrift Ab", "Nätbyggarna Ab")]
    ask(town, "clarification", network, "Which hours does the service desk of the network keep?")
    ask(town, "abnormally-low", [low.pk], "How do you reach this price?")
    with reading(town.sellers[LOW]):
        (inquiry,) = inquiries_to(town.bidders[LOW].pk, town.tender.pk)
    perform(
        town.sellers[LOW], answer_inquiry, now=EVALUATED, inquiry_id=inquiry.pk,
        text="We are new in the market.",
    )  # fmt: skip
    perform(
        town.runner, rule_on_answer, now=JUDGED, inquiry_id=inquiry.pk, outcome="not-explained",
        reason="It does not cover the staff that the plan names.",
    )  # fmt: skip
    perform(
        town.runner, reject_bid, now=JUDGED, bid_id=low.pk, ground="abnormally-low",
        reason="The price is not explained.",
    )  # fmt: skip


def ask(town: Nacka, kind: str, bid_ids: list[int], question: str) -> None:
    """Ask the bidders of these bids the same."""
    perform(
        town.runner, ask_bidders, now=EVALUATED, tender_id=town.tender.pk, kind=kind,
        bid_ids=bid_ids, question=question, answer_until=ANSWERS_UNTIL,
    )  # fmt: skip


def marked(town: Nacka) -> None:
    """Three mark alone, one of them lower on the first lot, and agree with a reason."""
    evaluators = [
        an_actor(town.owner, RoleName.EVALUATOR, name=f"Bedömare {number}") for number in (1, 2, 3)
    ]
    with reading(town.runner):
        lots = lots_of(town.tender.pk)
        out = rejections_of(town.tender.pk)
    on = {
        lot.pk: [
            (bid, OFFERS[name][place][1])
            for (name, place), bid in town.bids.items()
            if bid.lot_id == lot.pk and bid.pk not in out
        ]
        for lot in lots
    }
    for number, evaluator in enumerate(evaluators):
        rows = perform(
            town.runner, appoint_evaluator, now=EVALUATED, tender_id=town.tender.pk,
            lot_ids=[lot.pk for lot in lots], evaluator_id=evaluator.person_id,
        )  # fmt: skip
        for row in rows:
            lower = 1 if number == 2 and row.lot_id == lots[0].pk else 0
            marks = [
                GivenMark(bid.pk, "Q1", Decimal(mark - lower), "Seen in the plan.")
                for bid, mark in on[row.lot_id]
            ]
            one = {"appointment_id": row.pk}
            perform(evaluator, declare_interest, now=EVALUATED, conflict=False, **one)
            perform(evaluator, give_marks, now=EVALUATED, marks=marks, **one)
            perform(evaluator, hand_in_marks, now=EVALUATED, **one)
    for lot in lots:
        marks = [
            GivenMark(bid.pk, "Q1", Decimal(mark), "Two of three saw it so.")
            for bid, mark in on[lot.pk]
        ]
        perform(town.runner, agree_on_marks, now=JUDGED, lot_id=lot.pk, marks=marks)


def combined(town: Nacka) -> AwardRun:
    """The best combination, found by the job and proposed."""
    run = perform(town.runner, begin_award_run, now=JUDGED, tender_id=town.tender.pk)
    wiring.connect()
    with reading(town.runner):
        job = JobRun.objects.get(task="award-combination", key=str(run.pk))
    jobs.run_job(job.pk, job.party_id)
    perform(town.runner, propose_award, now=JUDGED, tender_id=town.tender.pk, run_id=run.pk)
    with reading(town.runner):
        return AwardRun.objects.get(id=run.pk)


# --- award ----------------------------------------------------------------------------------


def decided(town: Nacka) -> Standstill:
    """The decision as proposed, sent to every bidder on a Thursday."""
    with reading(town.runner):
        proposal = proposal_of(town.tender.pk)
        won = {one.bid_id for one in proposal.awards.all()}
        lots = lots_of(town.tender.pk)
        case = cases_for(facts_of(town.tender))[0]
    perform(
        town.runner, decide_award, now=SENT, tender_id=town.tender.pk, case=case,
        register_number="KS 2027/101-30", decided_by="Kommunstyrelsen", decided_on=SENT.date(),
        lot_reasons={lot.pk: "The best of what may be combined." for lot in lots},
        bid_reasons={bid.pk: "Dearer, with its quality." for bid in town.bids.values()
                     if bid.pk not in won},
    )  # fmt: skip
    bidders = {bid.bidder_id for bid in town.bids.values()}
    return perform(
        town.runner, send_decision, now=SENT, tender_id=town.tender.pk,
        letters=[LetterTo(bidder, "sv", "electronic") for bidder in sorted(bidders)],
        instructions={"sv": "Överprövning begärs hos Förvaltningsrätten i Stockholm."},
    )  # fmt: skip


def dossier(town: Nacka) -> bytes:
    """What anybody may check of the opening, as its page gives it out."""
    with reading(town.runner):
        opening = opening_of(town.tender.pk)
        tender = tender_of(town.tender.pk)
    with reading(register_keeper(town.owner.pk)):
        return dossier_of(tender, opening)


def told(now: datetime) -> None:
    """Every fact that waits is carried out at that time."""
    with clock_of(lambda: now):
        dispatch_waiting(FACTS, now=now, limit=1_000)


def signed(town: Nacka, on: date) -> None:
    """Every awarded lot is signed on a day, and its agreement is in force."""
    with reading(town.runner):
        lots = awarded_lots_of(decision_of(town.tender.pk).pk)
    for lot in lots:
        perform(
            town.runner, sign_award, now=datetime.combine(on, time(9), UTC),
            tender_id=town.tender.pk, awarded_lot_id=lot.pk, signed_on=on, starts_on=on,
            signed_for_buyer="Stadsdirektören", signed_for_supplier="Verkställande direktören",
            register_number="KS 2027/101-40",
        )  # fmt: skip
    told(datetime.combine(on, time(10), UTC))


def agreements_of_the_town(town: Nacka) -> list[FrameworkAgreement]:
    """The agreements that were made of the tender, as its owner reads them."""
    with reading(town.runner):
        return agreements_of_tender(town.tender.pk)


def joined(town: Nacka, agreement: FrameworkAgreement, on: date) -> None:
    """The municipality's own decision to use an agreement that it has tendered."""
    perform(
        town.buyer.manager, record_participation, now=datetime.combine(on, time(9), UTC),
        agreement_id=agreement.pk, decided_on=on, organ="Kommunstyrelsen", section="§ 88",
        register_number="KS 2027/140", orders_from=on,
    )  # fmt: skip


def ordered(town: Nacka, agreement: FrameworkAgreement, on: date) -> Requisition:
    """One unit of the tendered line, asked for, approved and ordered."""
    now = datetime.combine(on, time(9), UTC)
    for party in (town.owner, agreement.supplier):
        an_endpoint(party)
    perform(
        town.buyer.finance, set_budget, now=now, cost_centre_id=town.buyer.cost_centre.pk,
        year=on.year, amount_cents=1_000_000_00, currency="SEK",
    )  # fmt: skip
    with clock_of(lambda: now):
        item = an_item(town.runner, agreement, "P1", 100_000_00)
        perform(town.buyer.employee, add_to_basket, item_id=item.pk, quantity=1)
        asked = perform(
            town.buyer.employee, submit_requisition, cost_centre_id=town.buyer.cost_centre.pk,
            delivery_location_id=town.buyer.site.pk,
        )  # fmt: skip
        return perform(town.buyer.approver, approve_requisition, requisition_id=asked.pk)
