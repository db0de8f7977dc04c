"""A lot with several suppliers: from the proposal to agreements tied by the published rule."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import translation

from core.eforms.corpus import foreign, values
from factories.notices import a_tender_in_notices, a_winner_in_notices
from factories.opened_bids import NOW, Evaluation
from factories.parties import a_municipality
from factories.tendering import a_tender_in_preparation, a_tender_runner, lot_terms
from samkop.agreements.models import CallOffOffer, CallOffRule
from samkop.agreements.queries import agreements_of_tender
from samkop.agreements.vocabulary import State
from samkop.core.award.drawing import drawn, seed_of
from samkop.opendata.documents.tenders import award_id_of
from samkop.opendata.notice_files import missing_of_contract_notice, result_notice_file, winners_of
from samkop.platform.outbox import any_postponed, dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS
from samkop.tendering.award_letter import letter_to
from samkop.tendering.models import Tender
from samkop.tendering.queries import lots_of, proposal_of, tender_of
from samkop.tendering.queries.awards import awarded_lots_of, decision_of
from samkop.tendering.queries.readiness import findings_of
from samkop.tendering.usecases.award_decision import LetterTo, decide_award, send_decision
from samkop.tendering.usecases.award_reviews import take_back_decision
from samkop.tendering.usecases.award_runs import propose_award
from samkop.tendering.usecases.lots import add_lot, change_lot
from samkop.tendering.usecases.signing import sign_award

pytestmark = pytest.mark.usefixtures("database")

ROTATION = {"most_suppliers": 2, "call_off_method": "rotation", "turn_by": "number"}
RULE = {**ROTATION, "mini_competition_from_cents": 90_000_00}
FIVE = (("5", "2"),) * 3
ALIKE = ((("900.00", "0.00"), ("1000.00", "0.00"), ("1000.00", "0.00")),)
DECIDED = NOW.date()


def refusal(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=NOW, **inputs)
    return refused.value.code


def proposed(scene):
    perform(scene.runner, propose_award, now=NOW, tender_id=scene.tender.pk)
    with reading(scene.runner):
        return list(proposal_of(scene.tender.pk).awards.select_related("bid").order_by("place"))


def decide(scene, reasons):
    with reading(scene.runner):
        (lot,) = lots_of(scene.tender.pk)
    given = {"lot_reasons": {lot.pk: "The best price."}, "bid_reasons": reasons}
    return perform(
        scene.runner, decide_award, now=NOW, tender_id=scene.tender.pk, register_number="D/9",
        decided_by="Upphandlingschefen", decided_on=DECIDED, case="award", **given,
    )  # fmt: skip


def sent(scene):
    letters = [LetterTo(bidder.pk, "sv", "electronic") for bidder in scene.bidders]
    standing = perform(
        scene.runner, send_decision, now=NOW, tender_id=scene.tender.pk, letters=letters,
        instructions={"sv": "Överprövning begärs hos förvaltningsrätten."},
    )  # fmt: skip
    told()
    return standing


def told():
    dispatch_waiting(FACTS, now=NOW + timedelta(days=90))
    assert not any_postponed()


def agreements(scene):
    with reading(scene.runner):
        return sorted(agreements_of_tender(scene.tender.pk), key=lambda one: one.pk)


@pytest.fixture(scope="module")
def scene(database):
    """B bids 93,240, C 97,430, A 102,025: two suppliers are asked for."""
    return Evaluation(call_off=ROTATION, buyers=[a_municipality()]).evaluated(FIVE)


def test_as_many_are_proposed_as_the_notice_asked_for_and_each_has_its_reason(scene):
    (a, b, c) = scene.bids[0]
    assert [(one.place, one.rank, one.bid_id) for one in proposed(scene)] == [
        (1, 1, b.pk), (2, 2, c.pk),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        decide(scene, {a.pk: "Dearer than both."})
    assert (refused.value.code, [*refused.value.fields]) == ("reason-missing", [f"bid_{c.pk}"])
    decision = decide(scene, {a.pk: "Dearer than both.", c.pk: "The second best price."})
    with reading(scene.runner):
        rows = [(one.place, one.supplier_id, one.reason) for one in awarded_lots_of(decision.pk)]
        names = {award_id_of(one) for one in awarded_lots_of(decision.pk)}
    assert names == {f"LOT-0001-{decision.pk}", f"LOT-0001-{decision.pk}-2"}
    assert rows == [
        (1, b.bidder_id, "The best price."), (2, c.bidder_id, "The second best price."),
    ]  # fmt: skip


def test_each_letter_says_who_won_and_the_agreements_are_tied_by_the_published_rule(scene):
    standing = sent(scene)
    with reading(scene.runner), translation.override("en"):
        decision = decision_of(scene.tender.pk)
        texts = [
            [str(part) for section in letter.sections[1:2] for part in section.texts]
            for bidder in scene.bidders
            for letter in [letter_to(bidder, decision, standing, "How.")]
        ]
    assert texts[0] == [
        "Leverantör B has won this lot.", "The best price.",
        "Leverantör C has won this lot.", "The second best price.", "Dearer than both.",
    ]  # fmt: skip
    assert texts[2] == [
        "Your bid has won this lot: you are number 2 of 2 suppliers.", "The second best price.",
    ]  # fmt: skip
    first, second = agreements(scene)
    number = scene.tender.number
    assert [(one.number, one.call_off_rank) for one in (first, second)] == [
        (number, 1), (f"{number}-2", 2),
    ]  # fmt: skip
    with reading(scene.runner):
        rule = CallOffRule.objects.get(id=first.call_off_rule_id)
        offers = {
            (row.agreement_id, row.position) for row in CallOffOffer.objects.filter(rule=rule)
        }
    assert {name: getattr(rule, name) for name in ("turn_by", "mini_competition_from_cents")} == {
        "turn_by": "number", "mini_competition_from_cents": None,
    }  # fmt: skip
    assert (rule.method, rule.shares_maximum, rule.maximum_value_cents) == (
        "rotation", True, 160_000_00,
    )  # fmt: skip
    assert rule.adopted_at is not None
    assert offers == {(one.pk, line) for one in (first, second) for line in ("P1", "P2")}


def test_a_decision_taken_back_leaves_its_number_and_each_supplier_signs_for_itself(scene):
    (a, b, c) = scene.bids[0]
    perform(
        scene.runner, take_back_decision, now=NOW, tender_id=scene.tender.pk,
        reason="A mark was wrong.", register_number="D/15",
    )  # fmt: skip
    told()
    assert {one.state for one in agreements(scene)} == {State.ANNULLED}
    scene.agree_on(0, a, "Q1", "10")
    assert [one.bid_id for one in proposed(scene)] == [a.pk, b.pk]
    decision = decide(scene, {b.pk: "The second best.", c.pk: "Third."})
    standing = sent(scene)
    *_annulled, first, second = agreements(scene)
    assert second.call_off_rule_id == first.call_off_rule_id is not None
    with reading(scene.runner):
        rows = awarded_lots_of(decision.pk)
    day = standing.first_day_to_sign
    for place, awarded in enumerate(rows):
        perform(
            scene.runner, sign_award, now=datetime.combine(day, time(12), UTC),
            tender_id=scene.tender.pk, awarded_lot_id=awarded.pk, signed_on=day, starts_on=day,
            signed_for_buyer="A", signed_for_supplier="B", register_number="D/16",
        )  # fmt: skip
        told()
        with reading(scene.runner):
            state = Tender.objects.get(id=scene.tender.pk).state
        assert state == ("decided", "concluded")[place]
    assert [one.state for one in agreements(scene)[-2:]] == [State.IN_FORCE] * 2


def test_the_result_for_the_portal_names_both_suppliers_of_the_lot(scene):
    a_tender_in_notices(scene.runner, scene.tender)
    with reading(scene.runner):
        tender = tender_of(scene.tender.pk)
        winners = [row.supplier_id for row, _details in winners_of(tender)]
    for winner in winners:
        a_winner_in_notices(scene.runner, tender, winner)
    with reading(scene.runner):
        written = result_notice_file(tender, NOW)
    assert foreign(written) == []
    assert values(written, "LotResult", "LotTender", "ID") == ["TEN-0001", "TEN-0002"]
    assert values(written, "OverallMaximumFrameworkContractsAmount") == ["160000.00"]


def test_lots_are_drawn_for_the_last_place():
    scene = Evaluation(prices=ALIKE, call_off=RULE).evaluated(FIVE)
    first, second = proposed(scene)
    with reading(scene.runner):
        told_of = proposal_of(scene.tender.pk).outcome["lots_drawn"]
    seed = seed_of(scene.tender.number, scene.tender.register_number, told_of["root"])
    number = drawn(seed, [bid.number for bid in scene.bids[0][1:]])[0]
    assert (first.bid_id, first.reason) == (scene.bids[0][0].pk, "")
    assert (second.bid.number, second.rank, second.reason != "") == (number, 2, True)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"most_suppliers": 2}, "call-off-method-missing"),
        ({"most_suppliers": 100, "call_off_method": "ranking"}, "suppliers-out-of-bounds"),
        ({"most_suppliers": 0}, "suppliers-out-of-bounds"),
        ({"call_off_method": "ranking"}, "call-off-of-one"),
        ({"mini_competition_from_cents": 1}, "call-off-of-one"),
        ({**RULE, "mini_competition_from_cents": 80_000_001}, "competition-out-of-bounds"),
    ],
)
def test_a_rule_of_call_off_is_for_several_and_several_need_one(fields, code):
    runner = a_tender_runner()
    tender = a_tender_in_preparation(runner, lots=("Datorer",))
    terms = lot_terms(**fields)
    assert refusal(runner, add_lot, tender_id=tender.pk, terms=terms) == code


def test_a_combination_has_one_supplier_a_lot_and_so_has_a_mini_competition():
    scene = Evaluation(combined=True, opened=False)
    lot = scene.lots[0]
    given = {"estimated_value_cents": 100_000_00, "maximum_value_cents": 160_000_00, **RULE}
    with reading(scene.runner):
        before = {one.code for one in findings_of(scene.tender, NOW)}
    perform(scene.runner, change_lot, now=NOW, lot_id=lot.pk, terms=lot_terms(**given))
    with reading(scene.runner):
        after = {one.code for one in findings_of(scene.tender, NOW)}
        files = [one.code for one in missing_of_contract_notice(scene.tender)]
    assert after - before == {"combination-of-several-suppliers"}
    assert "call-off-without-sample" in files
    runner = a_tender_runner()
    tender = a_tender_in_preparation(runner, lots=("Datorer",), procedure="mini-competition")
    with reading(runner):
        (lot,) = lots_of(tender.pk)
        before = {one.code for one in findings_of(tender, NOW)}
    perform(runner, change_lot, now=NOW, lot_id=lot.pk, terms=lot_terms(**RULE))
    with reading(runner):
        after = {one.code for one in findings_of(tender, NOW)}
    assert after - before == {"call-off-to-several"}
