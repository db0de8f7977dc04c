"""What was tendered and signed becomes an agreement; nobody types it a second time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from factories.awards import (
    a_decided_tender,
    a_sent_decision,
    a_signature,
    an_opened_tender,
    signed_agreements,
)
from factories.parties import a_municipality, an_actor
from samkop.agreements.models import LegalBasis, ListPrice, NamedBuyer, TenderedAgreement
from samkop.agreements.queries import agreements_of_tender, origin_of
from samkop.agreements.vocabulary import BasisKind, State
from samkop.parties.vocabulary import RoleName
from samkop.platform.models import Notification
from samkop.platform.outbox import any_postponed, dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS
from samkop.tendering.award_handlers import watch_bids
from samkop.tendering.usecases.award_reviews import (
    agree_interim,
    lodge_review,
    record_review_judgment,
    take_back_decision,
)
from samkop.tendering.usecases.bid_validity import ask_extension

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 1, tzinfo=UTC)
OFFERS = {"Ask Ab": {1: 100_00, 2: 210_00}, "Embla Ab": {1: 120_00, 2: 200_00}}


def told():
    dispatch_waiting(FACTS, now=LATER)
    assert not any_postponed()


@pytest.fixture(scope="module")
def buyers(database):
    return [a_municipality("Norrby"), a_municipality("Söderby")]


@pytest.fixture
def opened(buyers):
    """A decision on two lots that was sent; its agreements are prepared."""
    found = a_decided_tender(an_opened_tender(OFFERS, now=NOW, buyers=buyers), now=NOW)
    a_sent_decision(found, now=NOW)
    told()
    return found


def agreements(opened):
    with reading(opened.runner):
        return agreements_of_tender(opened.tender.pk)


def states(opened):
    return [one.state for one in agreements(opened)]


def a_review(opened):
    given = {
        "court": "Förvaltningsrätten", "instance": "first", "case_number": "1-26",
        "applicant": "Embla Ab", "filed_on": date(2026, 3, 5), "register_number": "D/11",
    }  # fmt: skip
    at = datetime(2026, 3, 6, 12, tzinfo=UTC)
    return perform(opened.runner, lodge_review, now=at, tender_id=opened.tender.pk, **given)


def an_interim(opened, review):
    perform(
        opened.runner, agree_interim, now=datetime(2026, 3, 9, 12, tzinfo=UTC),
        tender_id=opened.tender.pk, review_id=review.pk, reason="Schools need computers.",
        register_number="D/13",
    )  # fmt: skip
    told()


def a_judgment(opened, review, outcome):
    perform(
        opened.runner, record_review_judgment, now=datetime(2026, 5, 4, 12, tzinfo=UTC),
        tender_id=opened.tender.pk, review_id=review.pk, outcome=outcome,
        decided_on=date(2026, 5, 4), register_number="D/12",
    )  # fmt: skip
    told()


def test_the_decision_prepares_an_agreement_a_lot_with_all_that_was_published(opened, buyers):
    first, second = agreements(opened)
    number = opened.tender.number
    assert [(one.number, one.state, one.supplier.legal_name) for one in (first, second)] == [
        (f"{number}/1", State.IN_PREPARATION, "Ask Ab"),
        (f"{number}/2", State.IN_PREPARATION, "Embla Ab"),
    ]
    assert (first.title_sv, first.category, first.currency) == (
        "Datorer: Område 1", "workstations", "SEK",
    )  # fmt: skip
    # Ten days from 2 March are over with the 12th; the term is that of the notice.
    assert (first.valid_from, first.valid_until) == (date(2026, 3, 13), date(2028, 3, 12))
    assert first.maximum_value_cents == 120_000_000
    with reading(opened.runner):
        named = {
            (row.buyer_id, row.expected_share_cents)
            for row in NamedBuyer.objects.filter(agreement=first)
        }
        kinds = {row.kind for row in LegalBasis.objects.filter(agreement=first)}
        price = ListPrice.objects.get(agreement=first)
        origin = origin_of(first.pk)
    assert named == {(buyer.pk, 10_000_000) for buyer in buyers}
    assert kinds == {BasisKind.CENTRAL_PURCHASING}
    assert (price.seller_item_id, price.net_price_cents, price.price_group) == (
        "P1", 100_00, "LOT-0001",
    )  # fmt: skip
    assert (origin.tender_id, origin.awarded_lot.lot.code) == (opened.tender.pk, "LOT-0001")


def test_each_signature_puts_its_own_agreement_in_force(opened, buyers):
    ask, embla = opened.awarded()
    a_signature(opened, ask, date(2026, 3, 16))
    told()
    first, second = agreements(opened)
    assert (first.state, first.register_number) == (State.IN_FORCE, "D/10")
    assert (first.valid_from, first.valid_until) == (date(2026, 3, 16), date(2028, 3, 15))
    assert second.state == State.IN_PREPARATION
    a_signature(opened, embla, date(2026, 3, 20))
    told()
    assert states(opened) == [State.IN_FORCE, State.IN_FORCE]
    with reading(opened.salesperson("Ask Ab")):
        assert [one.pk for one in agreements_of_tender(opened.tender.pk)] == [first.pk]


def test_buying_goes_on_during_a_review_and_the_agreement_stands_by_its_signature(opened):
    review = a_review(opened)
    an_interim(opened, review)
    assert states(opened) == [State.INTERIM, State.INTERIM]
    first = agreements(opened)[0]
    assert first.valid_from == date(2026, 3, 9)
    a_judgment(opened, review, "award-stands")
    assert states(opened) == [State.INTERIM, State.INTERIM]
    signed_agreements(opened, date(2026, 5, 16))
    told()
    assert states(opened) == [State.IN_FORCE, State.IN_FORCE]
    assert agreements(opened)[0].valid_from == date(2026, 3, 9)


def test_a_court_takes_away_what_was_prepared_and_what_was_interim(opened):
    review = a_review(opened)
    an_interim(opened, review)
    a_judgment(opened, review, "evaluate-again")
    assert states(opened) == [State.ANNULLED, State.ANNULLED]


def test_what_was_prepared_falls_with_a_decision_that_is_taken_back(opened):
    perform(
        opened.runner, take_back_decision, now=NOW, tender_id=opened.tender.pk,
        reason="A mark was wrong.", register_number="D/15",
    )  # fmt: skip
    told()
    assert states(opened) == [State.ANNULLED, State.ANNULLED]


def test_a_mini_competition_makes_no_agreement_of_its_own(buyers):
    found = an_opened_tender(OFFERS, now=NOW, buyers=buyers, procedure="mini-competition")
    a_decided_tender(found, now=NOW)
    standing = a_sent_decision(found, now=NOW)
    told()
    assert (standing.days, standing.first_day_to_sign) == (None, date(2026, 3, 2))
    assert agreements(found) == []


def test_whose_agreement_it_is_not_sees_no_origin_of_it(opened):
    stranger = an_actor(a_municipality(), RoleName.BUYER)
    with reading(stranger):
        assert TenderedAgreement.objects.filter(tender_id=opened.tender.pk).count() == 0
    with reading(opened.salesperson("Ask Ab")):
        assert TenderedAgreement.objects.filter(tender_id=opened.tender.pk).count() == 1


def kinds_told(actor):
    with reading(actor):
        return list(
            Notification.objects.filter(person_id=actor.person_id)
            .order_by("id")
            .values_list("kind", flat=True)
        )


def test_bidders_hear_of_the_decision_and_of_what_is_asked_and_the_buyer_of_their_validity(buyers):
    found = an_opened_tender(OFFERS, now=NOW, buyers=buyers, valid_until=date(2026, 3, 31))
    seller = found.salesperson("Embla Ab")
    a_sent_decision(a_decided_tender(found, now=NOW), now=NOW)
    a_review(found)
    perform(
        found.runner, ask_extension, now=NOW, tender_id=found.tender.pk,
        bound_until=date(2026, 6, 30), answer_by=date(2026, 3, 24), reason="A review runs.",
        register_number="D/14",
    )  # fmt: skip
    told()
    assert kinds_told(seller) == ["award-decided", "validity-asked"]
    for day in (25, 26):  # of the same week: told once
        watch_bids(datetime(2026, 3, day, 12, tzinfo=UTC))
    watch_bids(datetime(2026, 4, 1, 12, tzinfo=UTC))
    assert kinds_told(found.runner) == ["validity-ends", "validity-over"]
