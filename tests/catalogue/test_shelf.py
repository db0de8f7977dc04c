"""Search, facets and who sees which shelf."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection

from factories.agreements import a_participation, an_agreement
from factories.catalogue import (
    BETTER_PHONE,
    LAPTOP,
    PHONE,
    a_shelf,
    an_import,
    an_offered_catalogue,
    in_range,
    items_of,
    many_offers,
    priced,
)
from factories.parties import a_municipality, a_purchasing_body, an_actor
from samkop.agreements.rules import Tier
from samkop.catalogue.models import Catalogue, CatalogueFile, CatalogueItem, RangeItem
from samkop.catalogue.queries import (
    Filters,
    item_of,
    open_agreements,
    prices_of_items,
    search_items,
    shelf,
)
from samkop.catalogue.usecases.catalogue_files import upload_catalogue
from samkop.catalogue.usecases.joint_range import add_to_range, end_range
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

TODAY = date(2026, 11, 2)


def numbers(actor: Actor, trade, **filters) -> list[str]:
    """What the actor's shelf shows, joint range first, by the seller's numbers."""
    with reading(actor):
        found = shelf([trade.agreement.pk], Filters(**filters), TODAY)
        return [item.seller_item_id for item in [*found.joint, *found.items]]


def counts(actor: Actor, trade, **filters) -> dict[str, dict[str, int]]:
    with reading(actor):
        found = shelf([trade.agreement.pk], Filters(**filters), TODAY)
    return {
        facet.name: {option.value: option.count for option in facet.options}
        for facet in found.facets
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fairphone", ["PHONE-1"]),
        ("FAIR 128", ["PHONE-1"]),
        ("phone-2", ["PHONE-2"]),
        ("camera good", ["PHONE-2"]),
        ("matkapuhelin", ["PHONE-1", "PHONE-2"]),
        ("telefon apple", ["PHONE-2"]),
        ("smartphone", ["PHONE-1", "PHONE-2"]),
        ("kannettava", ["LAPTOP-1"]),
        ("bärbar", ["LAPTOP-1"]),
        ("100%", []),
        ("_____", []),
        ("", ["PHONE-1", "PHONE-2", "LAPTOP-1"]),
    ],
)
def test_a_search_finds_by_text_and_by_words_for_categories_in_three_languages(trade, text, found):
    a_shelf(trade.agreement, runner=trade.runner)
    assert sorted(numbers(trade.employee, trade, text=text)) == sorted(found)


def test_swedish_letters_are_letters_and_other_accents_are_folded(trade):
    offers = [
        replace(PHONE, name="Blå mobil", description=""),
        replace(BETTER_PHONE, name="Café Mobil", description=""),
        replace(LAPTOP, name="Bla bla", description=""),
    ]
    a_shelf(trade.agreement, *offers, runner=trade.runner)
    found = {
        text: numbers(trade.employee, trade, text=text) for text in ("blå", "BLÅ", "cafe", "bla ")
    }
    assert found == {
        "blå": ["PHONE-1"], "BLÅ": ["PHONE-1"], "cafe": ["PHONE-2"], "bla ": ["LAPTOP-1"],
    }  # fmt: skip


def test_names_sort_as_swedish_has_them_and_numbers_by_size(trade):
    named = ["Zebra 10", "Zebra 9", "Öga", "Ärta", "Ål", "Éclair", "apa"]
    offers = [replace(offer, name=name) for offer, name in zip(many_offers(7), named, strict=True)]
    priced(trade.agreement, offers, trade.runner)
    a_shelf(trade.agreement, *offers, runner=trade.runner)
    with reading(trade.employee):
        found = shelf([trade.agreement.pk], Filters(), TODAY).items
    assert [item.name for item in found] == [
        "apa", "Éclair", "Zebra 9", "Zebra 10", "Ål", "Ärta", "Öga",
    ]  # fmt: skip


def test_each_facet_counts_what_another_choice_of_it_would_find(trade):
    items = a_shelf(trade.agreement, runner=trade.runner)
    in_range(items["PHONE-1"], trade.runner)
    found = counts(trade.employee, trade, categories=("phone",))
    assert found == {
        "range": {"joint": 1},
        "category": {"phone": 2, "laptop": 1},
        "manufacturer": {"Apple": 1, "Fairphone": 1},
        "price": {"2": 1, "3": 1},
    }


def test_filters_are_all_kept_at_once(trade):
    items = a_shelf(trade.agreement, runner=trade.runner)
    in_range(items["PHONE-1"], trade.runner)
    assert numbers(trade.employee, trade, manufacturers=("Apple", "Lenovo")) == [
        "PHONE-2",
        "LAPTOP-1",
    ]
    assert numbers(trade.employee, trade, spans=(2,)) == ["PHONE-1"]
    assert numbers(trade.employee, trade, spans=(2,), manufacturers=("Apple",)) == []
    assert numbers(trade.employee, trade, range_only=True) == ["PHONE-1"]


def test_an_item_that_left_the_catalogue_is_not_on_the_shelf(trade):
    a_shelf(trade.agreement, runner=trade.runner)
    an_import(trade.agreement, an_offered_catalogue(PHONE, replaces_all=True), trade.runner)
    assert numbers(trade.employee, trade) == ["PHONE-1"]


def test_the_joint_range_holds_from_its_first_day_to_its_last(trade):
    item = a_shelf(trade.agreement, runner=trade.runner)["PHONE-2"]
    perform(
        trade.runner, add_to_range, item_id=item.pk, valid_from=TODAY - timedelta(days=1),
        valid_until=TODAY,
    )  # fmt: skip
    days = [TODAY + timedelta(days=ahead) for ahead in (-2, -1, 0, 1)]
    with reading(trade.employee):
        shown = [bool(shelf([trade.agreement.pk], Filters(), day).joint) for day in days]
    assert shown == [False, True, True, False]


def test_an_item_is_in_the_joint_range_once_at_a_time(trade):
    item = a_shelf(trade.agreement, runner=trade.runner)["PHONE-1"]
    in_range(item, trade.runner)
    with pytest.raises(Refused) as refused:
        in_range(item, trade.runner, TODAY)
    assert refused.value.code == "item-in-range"
    perform(trade.runner, end_range, item_id=item.pk, last_day=TODAY)
    assert in_range(item, trade.runner, TODAY + timedelta(days=1)).pk


def test_an_item_does_not_run_into_the_days_on_which_it_is_in_the_range_already(trade):
    item = a_shelf(trade.agreement, runner=trade.runner)["PHONE-1"]
    later = TODAY + timedelta(days=10)
    in_range(item, trade.runner, later)
    with pytest.raises(Refused) as refusal:
        perform(trade.runner, add_to_range, item_id=item.pk, valid_from=TODAY)
    assert refusal.value.code == "item-in-range"
    until = {"valid_from": TODAY, "valid_until": later - timedelta(days=1)}
    assert perform(trade.runner, add_to_range, item_id=item.pk, **until).valid_from == TODAY


def test_only_the_agreements_own_runner_chooses_the_joint_range(trade):
    item = a_shelf(trade.agreement, runner=trade.runner)["PHONE-1"]
    for actor in (trade.employee, trade.salesperson, an_actor(trade.buyer, RoleName.BUYER)):
        with pytest.raises(Refused) as refused:
            in_range(item, actor)
        assert refused.value.code == "not-allowed"


def test_the_price_has_its_tier_and_is_never_above_the_offer(trade):
    tiers = {"phones": (Tier(0, 50),)}
    agreement = an_agreement(
        trade.body, trade.supplier, [trade.buyer], runner=trade.runner, tiers=tiers
    )
    cheaper = replace(BETTER_PHONE, price=Decimal("700.00"))
    items = a_shelf(agreement, PHONE, cheaper, runner=trade.runner)
    with reading(trade.employee):
        prices = prices_of_items(items.values(), TODAY)
    assert {n: prices[items[n].pk].net_cents for n in items} == {
        "PHONE-1": 38_000,
        "PHONE-2": 66_500,
    }


def test_a_buyer_orders_from_the_day_of_its_own_decision(trade):
    latecomer = a_municipality()
    agreement = an_agreement(
        trade.body, trade.supplier, [latecomer], runner=trade.runner, joined=False
    )
    a_participation(agreement, latecomer, orders_from=TODAY)
    with reading(an_actor(latecomer, RoleName.EMPLOYEE)):
        days = [open_agreements(latecomer.pk, TODAY + timedelta(days=n)) for n in (-1, 0)]
    assert days == [[], [agreement]]


class TestTwoBuyersUnderDifferentAgreements:
    """What one sees, the other does not, whatever it asks for."""

    @pytest.fixture
    def others(self, trade):
        """Another buyer's agreement of the same body, with another shelf."""
        buyer = a_municipality()
        agreement = an_agreement(trade.body, trade.supplier, [buyer], runner=trade.runner)
        item = a_shelf(agreement, replace(PHONE, name="Secret"), runner=trade.runner)["PHONE-1"]
        in_range(item, trade.runner)
        a_shelf(trade.agreement, LAPTOP, runner=trade.runner)
        perform(
            trade.runner, upload_catalogue, agreement_id=agreement.pk, name="x.csv",
            content=b"a,b", replaces_all=False,
        )  # fmt: skip
        return agreement, item

    def test_a_search_of_all_agreements_finds_only_ones_own(self, trade, others):
        agreement, _item = others
        both = [agreement.pk, trade.agreement.pk]
        with reading(trade.employee):
            found = shelf(both, Filters(), TODAY)
            assert [item.seller_item_id for item in found.items] == ["LAPTOP-1"]
            assert (found.joint, found.total) == ([], 1)
            assert search_items(both, "secret", TODAY) == []

    def test_the_search_functions_themselves_tell_nothing(self, trade, others):
        agreement, _item = others
        with reading(trade.employee), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM catalogue_search(%s, '{}', '{}', '{}', '{}', '{}', '{}',"
                " 'any', %s, 'name', NULL, NULL, 100)", [[agreement.pk], TODAY],
            )  # fmt: skip
            assert cursor.fetchone() == (0,)
            cursor.execute(
                "SELECT facet, items FROM catalogue_facets(%s, '{}', '{}', '{}', '{}', '{}',"
                " '{1}', false, %s, 100)", [[agreement.pk], TODAY],
            )  # fmt: skip
            assert dict(cursor.fetchall()) == {"range": 0, "total": 0}

    def test_the_parts_of_the_search_cannot_be_called_alone(self, trade):
        calls = ("catalogue_conditions('{}', '{}')", "catalogue_my_agreements('{}')")
        for call in calls:
            with (
                pytest.raises(ProgrammingError),
                reading(trade.employee),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"SELECT {call}")

    def test_no_row_of_the_other_is_read(self, trade, others):
        agreement, item = others
        with reading(trade.employee):
            for model in (Catalogue, CatalogueItem, CatalogueFile, RangeItem):
                assert not model.objects.filter(agreement=agreement).exists()
            with pytest.raises(Refused) as refused:
                item_of(item.pk)
        assert refused.value.code == "not-found"

    def test_no_row_of_the_other_is_changed(self, trade, others):
        agreement, item = others
        with pytest.raises(Refused):
            perform(trade.employee, _seize, item_id=item.pk)
        assert items_of(agreement, trade.runner)["PHONE-1"].name == "Secret"

    def test_uploaded_files_are_the_bodys_alone(self, trade, others):
        agreement, _item = others
        with reading(trade.salesperson):
            assert not CatalogueFile.objects.filter(agreement=agreement).exists()
            assert CatalogueItem.objects.filter(agreement=agreement).exists()


def _seize(*, actor, now, item_id):
    """A use case of the tests: changes an item without asking; tells how many it changed."""
    changed = CatalogueItem.objects.filter(pk=item_id).update(name="Mine")
    if not changed:
        raise Refused("nothing-changed", "No.")


def _put_in(*, actor, now, row):
    """A use case of the tests: inserts a row without asking."""
    return create(row)


@pytest.mark.parametrize("role", ["employee", "salesperson"])
def test_nobody_but_the_body_and_the_suppliers_document_writes_the_shelf(trade, role):
    item = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
    owner = {
        "agreement_id": item.agreement_id,
        "purchasing_body_id": item.purchasing_body_id,
    }
    rows = [
        RangeItem(item=item, valid_from=TODAY, **owner),
        CatalogueItem(
            supplier_id=item.supplier_id, catalogue_id=item.catalogue_id, seller_item_id="X",
            name="X", category="phone", list_price_cents=1, currency="EUR", **owner,
        ),
    ]  # fmt: skip
    for row in rows:
        with pytest.raises(ProgrammingError, match="row-level security"):
            perform(getattr(trade, role), _put_in, row=row)


def test_a_body_cannot_put_an_item_on_another_bodys_shelf(trade):
    other = a_purchasing_body()
    row = RangeItem(
        item=a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"],
        agreement_id=trade.agreement.pk, purchasing_body_id=other.pk, valid_from=TODAY,
    )  # fmt: skip
    with pytest.raises(ProgrammingError, match="row-level security"):
        perform(an_actor(other, RoleName.BUYER), _put_in, row=row)


def test_a_buyer_reads_its_shelf_and_cannot_change_it(trade):
    item = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
    for actor in (trade.employee, trade.salesperson):
        with pytest.raises(Refused) as refused:
            perform(actor, _seize, item_id=item.pk)
        assert refused.value.code == "nothing-changed"
