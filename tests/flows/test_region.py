"""Mobile devices and terminals for ten buyers: an award, a review, an interim agreement, a
judgment.

By Finnish law: 14 days of standstill from the receipt of the decision, and none is signed while
a review runs.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from factories.awards import (
    Opened,
    a_decided_tender,
    a_sent_decision,
    a_signature,
    signed_agreements,
)
from factories.bids import a_key_ceremony, bid_content, database_clock, opened_tender, submitted_bid
from factories.exchange import an_endpoint
from factories.fleet import a_worked_out_plan, renewed_on
from factories.fleet_register import Keeper, registered
from factories.ordering import a_buyer, an_item
from factories.parties import a_municipality, a_party, a_region, a_supplier, an_actor
from factories.planning import a_lot, a_pre_study, an_included_need, homework_done
from factories.tendering import a_tender_in_preparation
from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreements_of_tender, named_buyers_of
from samkop.agreements.usecases.participation import record_participation
from samkop.agreements.vocabulary import State
from samkop.fleet.usecases.renewal_decision import decide_renewal
from samkop.ordering.models import Order
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.budget import set_budget
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.parties.models import Party
from samkop.parties.vocabulary import PartyKind, RoleName
from samkop.planning.queries import needs_reported_to
from samkop.planning.queries.pre_studies import lines_in, not_reported
from samkop.planning.usecases.pre_studies import finish_pre_study, include_needs
from samkop.planning.vocabulary import NeedSource
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import clock_of, perform, reading
from samkop.site.wiring import FACTS
from samkop.tendering.queries import lots_of, opened_bids_of, tender_of
from samkop.tendering.queries.awards import bound_until
from samkop.tendering.queries.contents import bid_form
from samkop.tendering.usecases.announcing import NoticeGiven, announce_tender, record_notice
from samkop.tendering.usecases.award_reviews import (
    agree_interim,
    lodge_review,
    record_review_judgment,
)
from samkop.tendering.usecases.award_runs import propose_award
from samkop.tendering.usecases.bid_validity import answer_extension, ask_extension
from samkop.tendering.usecases.evaluators import appoint_evaluator, declare_interest, hand_in_marks
from samkop.tendering.usecases.marks import GivenMark, agree_on_marks, give_marks
from samkop.tendering.vocabulary import TenderState

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]

ANNOUNCED = datetime(2027, 3, 1, 8, tzinfo=UTC)
UNTIL = datetime(2027, 4, 19, 9, tzinfo=UTC)
EVALUATED = datetime(2027, 4, 26, 8, tzinfo=UTC)
SENT = datetime(2027, 5, 3, 9, tzinfo=UTC)
JUDGED = date(2027, 9, 6)
PLANNED = ANNOUNCED - timedelta(days=90)
RENEWED, PHONE_CENTS = 100, 320_00  # phones of the town, and what one costs anew
# Prices of a device and of an hour of installation; 100 devices and 40 hours count.
OFFERS = {
    "Laiteketju Oy": {1: ("300.00", "50.00"), 2: ("900.00", "50.00")},
    "Päätelaite Oy": {1: ("310.00", "45.00"), 2: ("850.00", "45.00")},
}
WINNERS = [("Laiteketju Oy", 300_00), ("Päätelaite Oy", 850_00)]


class Region:
    """The purchasing body, its ten buyers, the two who bid, and what was made so far."""

    def __init__(self) -> None:
        self.body = a_party(PartyKind.CENTRAL_PURCHASING_BODY, "Seudun hankinnat Oy")
        self.runner, self.second = (
            an_actor(self.body, RoleName.CATEGORY_MANAGER, RoleName.BUYER) for _one in range(2)
        )
        self.town = a_buyer()
        self.buyers = [
            self.town.party,
            a_party(PartyKind.WELLBEING_SERVICES_COUNTY, "Hyvinvointialue"),
            *(a_municipality(f"Kunta {number}") for number in range(2, 10)),
        ]
        a_region(self.body, *self.buyers)
        self.bidders: dict[str, Party] = {name: a_supplier(name) for name in OFFERS}
        self.opened: Opened

    def renewal_decided(self) -> None:
        """The town has a hundred phones, which a decided plan renews in 2027."""
        town = self.town
        keeper = Keeper(town.party, town.site, town.manager, town.manager, town.manager)
        devices = registered(keeper, RENEWED, "phone")
        renewed_on(devices, date(2027, 6, 15), PHONE_CENTS)
        plan = a_worked_out_plan(town)
        perform(town.manager, decide_renewal, plan_id=plan.pk)
        self.told(PLANNED.date())

    def planned(self) -> None:
        """Every buyer reports its need, the town by its renewal plan; homework and lots."""
        with clock_of(lambda: PLANNED):
            self.study = a_pre_study(self.runner, category="mobile-devices")
            with reading(self.runner):
                self.silent = len(not_reported(self.study.pk))
            self.renewal_decided()
            with reading(self.runner):
                [need] = needs_reported_to(self.body.pk)
            perform(self.runner, include_needs, study_id=self.study.pk, need_ids=[need.pk])
            self.need = need
            for buyer in self.buyers[1:]:
                manager = an_actor(buyer, RoleName.ICT_MANAGER)
                an_included_need(self.runner, self.study, manager, category="mobile-devices")
            with reading(self.runner):
                held = [line.pk for line in lines_in(self.study.pk)]
            a_lot(self.runner, self.study, held)
            homework_done(self.runner, self.second, self.study)
            perform(self.runner, finish_pre_study, study_id=self.study.pk)

    def tendered(self) -> None:
        """Two lots for all buyers, officers' keys, notice, bids, opening."""
        tender = a_tender_in_preparation(
            self.runner, self.buyers, lots=("Mobiililaitteet", "Päätelaitteet"), now=ANNOUNCED,
            bids_until=UNTIL, bids_valid_until=date(2027, 8, 31),
        )  # fmt: skip
        officers = a_key_ceremony(tender, self.runner, now=ANNOUNCED)
        one = {"now": ANNOUNCED, "tender_id": tender.pk}
        perform(self.runner, announce_tender, register_number="SH/12", **one)
        notice = NoticeGiven("Hilma", "2027-1017", ANNOUNCED.date())
        perform(self.runner, record_notice, notice=notice, **one)
        with database_clock(UNTIL - timedelta(minutes=1)):
            for name, lots in OFFERS.items():
                for place, prices in lots.items():
                    self.bid(tender, name, f"LOT-{place:04d}", prices)
        opened_tender(tender, officers)
        with reading(self.runner):
            bids = {(bid.bidder.legal_name, bid.lot.code): bid for bid in opened_bids_of(tender.pk)}
            lots = lots_of(tender.pk)
            self.opened = Opened(
                tender_of(tender.pk), self.runner, lots, bids, self.bidders, self.buyers
            )

    def bid(self, tender, name, lot, prices):
        """A sealed bid that answers all that is asked."""
        seller = an_actor(self.bidders[name], RoleName.SALESPERSON)
        with reading(seller):
            form = bid_form(tender.pk, lot)
        content = bid_content(
            tender, lot, self.bidders[name],
            prices=[
                {"line": line.code, "price": price}
                for line, price in zip(form.prices, prices, strict=True)
            ],
            requirements=[
                {"code": row.code, "meets": True, "note": "", "file": ""}
                for row in form.requirements
            ],
            criteria=[{"code": row.code, "answer": "So.", "file": ""} for row in form.criteria],
            espd=[{"code": row.code, "yes": False, "note": ""} for row in form.espd],
        )  # fmt: skip
        submitted_bid(tender, lot, seller, content)

    def evaluated(self) -> None:
        """One marks both bids of each lot alike, and the best of each lot is proposed."""
        evaluator = an_actor(self.body, RoleName.EVALUATOR)
        tender, lots = self.opened.tender, self.opened.lots
        rows = perform(
            self.runner, appoint_evaluator, now=EVALUATED, tender_id=tender.pk,
            lot_ids=[lot.pk for lot in lots], evaluator_id=evaluator.person_id,
        )  # fmt: skip
        for row in rows:
            marks = [
                GivenMark(bid.pk, "Q1", Decimal(7), "Seen in the bid.")
                for bid in self.opened.bids.values() if bid.lot_id == row.lot_id
            ]  # fmt: skip
            one = {"now": EVALUATED, "appointment_id": row.pk}
            perform(evaluator, declare_interest, conflict=False, **one)
            perform(evaluator, give_marks, marks=marks, **one)
            perform(evaluator, hand_in_marks, **one)
            perform(self.runner, agree_on_marks, now=EVALUATED, lot_id=row.lot_id, marks=marks)
        perform(self.runner, propose_award, now=EVALUATED, tender_id=tender.pk)

    def agreements(self) -> list[FrameworkAgreement]:
        with reading(self.runner):
            return agreements_of_tender(self.opened.tender.pk)

    def told(self, on: date) -> None:
        dispatch_waiting(FACTS, now=datetime.combine(on, time(12), UTC))

    def order(self, agreement: FrameworkAgreement, cents: int, on: date) -> None:
        """One device of the tendered line for the town's employee."""
        town = self.town
        with clock_of(lambda: datetime.combine(on, time(9), UTC)):
            item = an_item(self.runner, agreement, "P1", cents)
            perform(town.employee, add_to_basket, item_id=item.pk, quantity=1)
            asked = perform(
                town.employee, submit_requisition, cost_centre_id=town.cost_centre.pk,
                delivery_location_id=town.site.pk,
            )  # fmt: skip
            perform(town.approver, approve_requisition, requisition_id=asked.pk)


@pytest.fixture(scope="module")
def region(database):
    return Region()


def test_ten_buyers_need_devices_and_the_best_bid_of_each_lot_is_awarded(region):
    region.planned()
    assert region.silent == 10
    with reading(region.runner):
        lines = [line for line in lines_in(region.study.pk) if line.need_id == region.need.pk]
    assert (region.need.source, region.need.owner_id) == (
        NeedSource.RENEWAL_PLAN, region.town.party.pk,
    )  # fmt: skip
    assert [(one.year, one.quantity, one.likely_cents) for one in lines] == [
        (2027, RENEWED, RENEWED * PHONE_CENTS)
    ]
    region.tendered()
    region.evaluated()
    a_decided_tender(region.opened, now=SENT)
    standing = a_sent_decision(region.opened, now=SENT)
    region.told(SENT.date())
    # 14 days from the receipt, which is the day of sending: over with 17 May.
    assert (standing.days, standing.first_day_to_sign) == (14, date(2027, 5, 18))
    prepared = region.agreements()
    assert [(one.state, one.supplier.legal_name) for one in prepared] == [
        (State.IN_PREPARATION, name) for name, _cents in WINNERS
    ]
    with reading(region.runner):
        assert {named_buyers_of(one.pk).count() for one in prepared} == {10}


def test_a_review_holds_the_signature_and_buying_goes_on_by_an_interim_agreement(region):
    opened, day = region.opened, date(2027, 5, 10)
    region.review = perform(
        region.runner, lodge_review, now=datetime.combine(day, time(12), UTC),
        tender_id=opened.tender.pk, court="Markkinaoikeus", instance="first",
        case_number="2027/144", applicant="Päätelaite Oy", filed_on=day, register_number="SH/20",
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        signed_agreements(opened, date(2027, 5, 20))
    assert refused.value.code == "review-holds"
    on = date(2027, 5, 21)
    perform(
        region.runner, agree_interim, now=datetime.combine(on, time(9), UTC),
        tender_id=opened.tender.pk, review_id=region.review.pk, register_number="SH/21",
        reason="The schools need devices in August.",
    )  # fmt: skip
    region.told(on)
    assert [one.state for one in region.agreements()] == [State.INTERIM] * 2
    town = region.town
    for party in (town.party, *region.bidders.values()):
        an_endpoint(party)
    perform(
        town.finance, set_budget, now=SENT, cost_centre_id=town.cost_centre.pk, year=2027,
        amount_cents=10_000_00, currency="EUR",
    )  # fmt: skip
    for agreement in region.agreements():
        perform(
            town.manager, record_participation, now=datetime.combine(on, time(10), UTC),
            agreement_id=agreement.pk, decided_on=on, organ="Kaupunginhallitus", section="§ 9",
            register_number="D/2027", orders_from=on,
        )  # fmt: skip
    first = region.agreements()[0]
    region.order(first, 300_00, date(2027, 6, 1))
    with reading(town.manager):
        assert Order.objects.filter(agreement=first).count() == 1


def test_bidders_are_bound_longer_while_the_review_runs(region):
    opened = region.opened
    extension = perform(
        region.runner, ask_extension, now=datetime(2027, 8, 2, 9, tzinfo=UTC),
        tender_id=opened.tender.pk, bound_until=date(2027, 12, 31), answer_by=date(2027, 8, 20),
        reason="The review runs.", register_number="SH/22",
    )  # fmt: skip
    for name in OFFERS:
        perform(
            opened.salesperson(name), answer_extension, now=datetime(2027, 8, 9, 9, tzinfo=UTC),
            extension_id=extension.pk, consents=True,
        )  # fmt: skip
    with reading(region.runner):
        bound = bound_until(opened.tender)
    assert set(bound.values()) == {date(2027, 12, 31)}


def test_the_award_stands_and_what_was_interim_is_signed_and_ordered_from(region):
    opened = region.opened
    perform(
        region.runner, record_review_judgment, now=datetime.combine(JUDGED, time(9), UTC),
        tender_id=opened.tender.pk, review_id=region.review.pk, outcome="award-stands",
        decided_on=JUDGED, register_number="SH/30",
    )  # fmt: skip
    region.told(JUDGED)
    (first, _second) = opened.awarded()
    with pytest.raises(Refused):
        a_signature(opened, first, JUDGED)
    on = date(2027, 10, 11)
    signed_agreements(opened, on)
    region.told(on)
    assert [one.state for one in region.agreements()] == [State.IN_FORCE] * 2
    with reading(region.runner):
        assert tender_of(opened.tender.pk).state == TenderState.CONCLUDED
    both = region.agreements()
    region.order(both[1], 850_00, date(2027, 10, 12))
    with reading(region.town.manager):
        assert Order.objects.filter(agreement__in=both).count() == 2
