"""The purchasing body says what the shop calls things, and what it shows first."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.html import escape

from browser_ground import a_client
from factories.agreements import a_runner, an_agreement
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
from factories.parties import a_person, a_purchasing_body, a_supplier, an_account
from samkop.catalogue.models import CatalogueItem, FeaturedItem
from samkop.catalogue.queries.shelf import Filters, shelf
from samkop.catalogue.queries.shop_keeping import featured_on, kept_items
from samkop.catalogue.rules.stock_lists import Statement
from samkop.catalogue.usecases.availability import name_successor, state_availability
from samkop.catalogue.usecases.shop_keeping import describe_in_shop, end_feature, feature_item
from samkop.catalogue.vocabulary import Drawing, Kept
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.audit.history import history_of
from samkop.platform.drawings import sheet
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading
from samkop.site.verbs import DONE

pytestmark = pytest.mark.usefixtures("database", "pages")
NAMES = {"sv": "Lärarens telefon", "fi": "Opettajan puhelin", "en": "The teacher's phone"}
TEXTS = {"sv": "Går att laga.", "fi": "Korjattavissa.", "en": "Can be repaired."}
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 24)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.fixture
def items(trade):
    return a_shelf(trade.agreement, PHONE, BETTER_PHONE, LAPTOP, runner=trade.runner)


@pytest.fixture
def runner(trade):
    return client_of(trade.body, RoleName.CATEGORY_MANAGER)


@pytest.fixture
def employee(trade):
    return client_of(trade.buyer, RoleName.EMPLOYEE)


def client_of(party, *roles):
    return a_client(an_account(a_person(party, *roles)))


def words(answer):
    assert answer.status_code == 200, answer.content[:2000]
    return answer.content.decode()


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refusal:
        perform(actor, use_case, **inputs)
    return refusal.value.code


def described(trade, item, names=NAMES, texts=TEXTS, drawing=""):
    return perform(
        trade.runner, describe_in_shop, item_id=item.pk, names=names, texts=texts, drawing=drawing
    )


def featured(trade, item, first=FIRST, last=LAST, now=None):
    return perform(
        trade.runner, feature_item, now=now, item_id=item.pk, valid_from=first, valid_until=last
    )


def first_on(trade, day):
    with reading(trade.employee):
        return [item.seller_item_id for item in featured_on([trade.agreement.pk], day)]


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_the_shop_speaks_of_an_item_in_the_readers_language(trade, items, language):
    phone = described(trade, items["PHONE-1"], drawing="rugged-phone")
    account = an_account(a_person(trade.buyer, RoleName.EMPLOYEE))
    account.language = language
    account.save()
    employee = a_client(account)
    shop = words(employee.get("/shop/"))
    page = words(employee.get(f"/shop/items/{phone.pk}/"))
    with translation.override(language):
        assert phone.shown_name == NAMES[language]
    assert (escape(NAMES[language]) in shop, TEXTS[language] in shop) == (True, True)
    assert (escape(NAMES[language]) in page, TEXTS[language] in page) == (True, True)
    assert PHONE.name in page


def test_a_language_without_words_shows_the_catalogues_and_an_order_always_says_them(trade, items):
    phone = described(trade, items["PHONE-1"], names={"sv": "Telefon"}, texts={})
    with translation.override("fi"):
        assert (phone.shown_name, phone.shown_text, phone.drawn_as) == (PHONE.name, "", "phone")
    assert (str(phone), phone.name) == (PHONE.name, PHONE.name)


def test_a_new_catalogue_leaves_what_the_keeper_said(trade, items):
    described(trade, items["PHONE-1"], drawing="watch")
    an_import(trade.agreement, an_offered_catalogue(PHONE, BETTER_PHONE, LAPTOP), trade.runner)
    phone = items_of(trade.agreement)["PHONE-1"]
    assert (phone.shop_name_fi, phone.drawing) == (NAMES["fi"], "watch")


def test_the_shop_finds_an_item_by_the_keepers_words_in_any_language(trade, items):
    described(trade, items["PHONE-1"])
    with reading(trade.employee):
        found = [
            [
                one.seller_item_id
                for one in shelf([trade.agreement.pk], Filters(text=text), FIRST).items
            ]
            for text in ("opettajan", "LÄRARENS", "repaired", "nobody says this")
        ]
    assert found == [["PHONE-1"], ["PHONE-1"], ["PHONE-1"], []]


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"names": {"sv": "x" * 121}}, "text-too-long"),
        ({"texts": {"fi": "x" * 401}}, "text-too-long"),
        ({"drawing": "unicorn"}, "drawing-unknown"),
    ],
)
def test_what_the_shop_cannot_show_is_refused(trade, items, inputs, code):
    wanted = {"item_id": items["PHONE-1"].pk, "names": {}, "texts": {}, **inputs}
    assert code_of(trade.runner, describe_in_shop, **wanted) == code


def test_only_who_runs_the_agreement_says_what_the_shop_says(trade, items):
    wanted = {"item_id": items["PHONE-1"].pk, "names": NAMES, "texts": TEXTS}
    others = [trade.employee, trade.salesperson, a_runner(a_purchasing_body())]
    codes = [code_of(actor, describe_in_shop, **wanted) for actor in others]
    assert codes == ["not-allowed", "not-allowed", "not-found"]


def test_the_history_says_what_was_said(trade, items):
    described(trade, items["PHONE-1"])
    phone = described(trade, items["PHONE-1"], names={**NAMES, "sv": "Telefonen"})
    with reading(trade.runner):
        [changed] = history_of(subject_of(phone), DONE)[0].changes
    assert (changed["label"], changed["before"], changed["after"]) == (
        "Name in the shop, in Swedish", NAMES["sv"], "Telefonen",
    )  # fmt: skip


def test_each_drawing_that_can_be_chosen_is_drawn():
    assert set(Drawing.values) == set(sheet("devices"))


def test_an_item_stands_first_from_its_first_day_until_its_last(trade, items):
    featured(trade, items["LAPTOP-1"])
    day = timedelta(days=1)
    seen = [first_on(trade, when) for when in (FIRST - day, FIRST, LAST, LAST + day)]
    assert seen == [[], ["LAPTOP-1"], ["LAPTOP-1"], []]


def test_what_is_featured_stands_before_the_range_and_only_there(trade, items, employee):
    in_range(items["PHONE-2"], trade.runner)
    today = timezone.localdate()
    featured(trade, items["LAPTOP-1"], today, today)
    shown = words(employee.get("/shop/"))
    link = [f'<a href="/shop/items/{items[n].pk}/"' for n in ("LAPTOP-1", "PHONE-2", "PHONE-1")]
    assert [shown.count(one) for one in link] == [1, 1, 1]
    assert [shown.index(one) for one in link] == sorted(shown.index(one) for one in link)
    narrowed = words(employee.get("/shop/?category=phone"))
    assert (link[0] in narrowed, "Featured" in narrowed) == (False, False)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (LAST, FIRST, "feature-ends-before-it-begins"),
        (date(2026, 11, 1), date(2026, 11, 2), "feature-over"),
        (FIRST, FIRST + timedelta(days=367), "feature-too-long"),
        (LAST, LAST, "item-featured"),
    ],
)
def test_days_that_make_no_sense_are_refused(trade, items, first, last, code):
    now = at(date(2026, 11, 20))
    featured(trade, items["PHONE-1"], now=now)
    wanted = {"item_id": items["PHONE-1"].pk, "valid_from": first, "valid_until": last}
    assert code_of(trade.runner, feature_item, now=now, **wanted) == code


def test_an_item_that_left_is_not_featured_even_where_it_was(trade, items):
    featured(trade, items["PHONE-1"])
    gone = an_offered_catalogue(BETTER_PHONE, LAPTOP, replaces_all=True)
    an_import(trade.agreement, gone, trade.runner)
    assert first_on(trade, FIRST) == []
    wanted = {"item_id": items["PHONE-1"].pk, "valid_from": FIRST, "valid_until": LAST}
    assert code_of(trade.runner, feature_item, **wanted) == "item-not-on-the-shelf"


def test_a_feature_that_runs_ends_yesterday_and_one_to_come_is_never_shown(trade, items):
    running = featured(trade, items["PHONE-1"], now=at(FIRST))
    coming = featured(trade, items["LAPTOP-1"], LAST, LAST, now=at(FIRST))
    middle = at(FIRST + timedelta(days=5))
    perform(trade.runner, end_feature, now=middle, feature_id=running.pk)
    perform(trade.runner, end_feature, now=middle, feature_id=coming.pk)
    assert [first_on(trade, day) for day in (FIRST, middle.date(), LAST)] == [["PHONE-1"], [], []]
    codes = [
        code_of(trade.runner, end_feature, now=middle, feature_id=one.pk)
        for one in (running, coming)
    ]
    assert codes == ["feature-over", "feature-over"]
    featured(trade, items["LAPTOP-1"], LAST, LAST, now=middle)
    assert first_on(trade, LAST) == ["LAPTOP-1"]


def test_only_who_runs_the_agreement_features_and_ends(trade, items):
    feature = featured(trade, items["PHONE-1"])
    wanted = {"item_id": items["LAPTOP-1"].pk, "valid_from": FIRST, "valid_until": LAST}
    assert code_of(trade.salesperson, feature_item, **wanted) == "not-allowed"
    assert code_of(trade.employee, end_feature, feature_id=feature.pk) == "not-allowed"
    stranger = a_runner(a_purchasing_body())
    assert code_of(stranger, end_feature, feature_id=feature.pk) == "not-found"


def test_the_database_keeps_a_feature_with_its_own_agreement(trade, items):
    body = a_purchasing_body()
    other = an_agreement(body, a_supplier(), [trade.buyer], runner=a_runner(body))
    insert = (
        "INSERT INTO catalogue_featureditem (purchasing_body_id, item_id, agreement_id,"
        " valid_from, valid_until) VALUES (%s, %s, %s, %s, %s)"
    )
    row = [body.pk, items["PHONE-1"].pk, other.pk, FIRST, LAST]
    with pytest.raises(IntegrityError), connections["owner"].cursor() as cursor:
        cursor.execute(insert, row)


def test_a_shelf_is_kept_by_what_it_has_and_lacks(trade, items):
    today = timezone.localdate()
    described(trade, items["PHONE-1"])
    in_range(items["PHONE-2"], trade.runner)
    featured(trade, items["LAPTOP-1"], today, today)
    perform(
        trade.runner, name_successor, item_id=items["LAPTOP-1"].pk, successor_id=None,
        sold_until=today + timedelta(days=90),
    )  # fmt: skip
    soon = Statement("PHONE-2", ends_on=today + timedelta(days=3))
    late = Statement("PHONE-1", ends_on=today + timedelta(days=91))
    perform(
        trade.salesperson, state_availability, agreement_id=trade.agreement.pk,
        statements=[soon, late],
    )  # fmt: skip
    with reading(trade.runner):
        found = {
            kept: {item.seller_item_id for item in kept_items([trade.agreement], kept, today)}
            for kept in Kept.values
        }
    assert found == {
        "all": {"PHONE-1", "PHONE-2", "LAPTOP-1"}, "range": {"PHONE-2"},
        "featured": {"LAPTOP-1"}, "without-text": {"PHONE-2", "LAPTOP-1"},
        "ending": {"LAPTOP-1", "PHONE-2"}, "left": set(),
        "without-picture": {"PHONE-1", "PHONE-2", "LAPTOP-1"},
    }  # fmt: skip


def test_the_keeper_describes_and_features_on_the_pages(trade, items, runner):
    path = f"/shop/keep/{items['PHONE-1'].pk}/"
    assert path in words(runner.get("/shop/keep/"))
    sent = {"shop_name_sv": NAMES["sv"], "shop_text_fi": TEXTS["fi"], "drawing": "watch"}
    assert runner.post(f"{path}texts/", sent).status_code == 303
    today = timezone.localdate()
    days = {"valid_from": today, "valid_until": today}
    assert runner.post(f"{path}first/", days).status_code == 303
    shown = words(runner.get(path))
    with reading(trade.runner):
        feature = FeaturedItem.objects.get(item=items["PHONE-1"])
        item = CatalogueItem.objects.get(pk=items["PHONE-1"].pk)
    assert (item.shop_name_sv, item.shop_text_fi, item.drawing) == (
        NAMES["sv"],
        TEXTS["fi"],
        "watch",
    )
    assert f"/shop/features/{feature.pk}/end/" in shown
    refused = runner.post(f"{path}first/", days)
    assert (refused.status_code, b"error-summary" in refused.content) == (409, True)
    assert runner.post(f"/shop/features/{feature.pk}/end/").status_code == 303
    assert f"/shop/features/{feature.pk}/end/" not in words(runner.get(path))
    long = runner.post(f"{path}texts/", {"shop_name_sv": "x" * 121})
    assert long.status_code == 422


def test_the_keepers_pages_are_closed_to_others(trade, items, employee):
    path = f"/shop/keep/{items['PHONE-1'].pk}/"
    seller = client_of(trade.supplier, RoleName.SALESPERSON)
    answers = [
        one.get(at).status_code for one in (employee, seller) for at in (path, "/shop/keep/")
    ]
    assert answers == [403, 403, 403, 403]


def test_the_keepers_list_and_the_shop_need_the_same_queries_for_1_and_30_items(trade):
    offers = many_offers(31)
    priced(trade.agreement, offers, trade.runner)
    client = client_of(trade.body, RoleName.CATEGORY_MANAGER)
    today = timezone.localdate()

    def counted(path):
        with CaptureQueriesContext(connection) as found:
            shown = words(client.get(path))
        return len(found), shown.count("/shop/keep/") > 30

    first = a_shelf(trade.agreement, *offers[:2], runner=trade.runner)
    featured(trade, first["N-1"], today, today)
    one = counted("/shop/keep/"), counted("/shop/")[0]
    every = a_shelf(trade.agreement, *offers, runner=trade.runner)
    for number in range(2, 12):
        featured(trade, every[f"N-{number}"], today, today)
    many = counted("/shop/keep/"), counted("/shop/")[0]
    assert (one, many) == (((15, False), 25), ((15, True), 25))


def test_programs_describe_and_feature(trade, items):
    manager = a_person(trade.body, RoleName.CATEGORY_MANAGER)
    roles = frozenset({RoleName.CATEGORY_MANAGER})
    text = new_token_text()
    actor = actors.person(manager.pk, manager.name, trade.body.pk, roles)
    perform(
        actor, issue_token, name="test", scopes=["items:read", "items:write"], days=1, text=text
    )
    headers = {"authorization": f"Bearer {text}"}
    path = f"/api/v1/items/{items['PHONE-1'].pk}"
    client = a_client(an_account(manager))
    body = {"names": NAMES, "texts": TEXTS, "drawing": "watch"}

    def send(to, what, key):
        return client.post(
            to, what, content_type="application/json", headers={**headers, "idempotency-key": key}
        )

    assert send(f"{path}/shop", body, "k1").json() == body
    made = send(f"{path}/features", {"valid_from": "2099-01-01", "valid_until": "2099-01-31"}, "k2")
    shown = client.get(f"{path}/shop", headers=headers).json()
    assert shown == {
        **body, "item_id": items["PHONE-1"].pk, "catalogue_name": PHONE.name,
        "features": [made.json()], "picture": None,
        "alternatives": {"sv": "", "fi": "", "en": ""},
    }  # fmt: skip
    again = send(
        f"{path}/features", {"valid_from": "2099-01-31", "valid_until": "2099-02-01"}, "k3"
    )
    assert (again.status_code, again.json()["code"]) == (409, "item-featured")
    ended = send(f"/api/v1/features/{made.json()['id']}/end", {}, "k4").json()
    assert ended["valid_until"] == "2098-12-31"


def test_the_keepers_list_is_of_all_agreements_or_one_and_searched(trade, items, runner):
    def shown(query):
        page = words(runner.get(f"/shop/keep/?{query}"))
        return {int(found) for found in re.findall(r'href="/shop/keep/(\d+)/"', page)}

    every = {item.pk for item in items.values()}
    assert shown("") == shown(f"agreement={trade.agreement.pk}") == every
    assert shown("q=phone-1") == {items["PHONE-1"].pk}
    assert shown("show=left") == set()
    assert shown("show=without-picture") == every


def test_the_shop_sorts_by_the_names_that_it_shows_in_each_language(trade, items):
    described(trade, items["PHONE-1"], names={"sv": "Ö-telefon", "en": "a phone"})
    described(trade, items["LAPTOP-1"], names={"sv": "Bärbar dator 10", "fi": "1 kannettava"})
    described(trade, items["PHONE-2"], names={"sv": "Bärbar dator 9"})
    sorted_in = {}
    for language in ("sv", "fi", "en"):
        with reading(trade.employee), translation.override(language):
            found = shelf([trade.agreement.pk], Filters(), FIRST).items
        sorted_in[language] = [item.seller_item_id for item in found]
    # By hand; in Finnish and English the catalogue's names stand where the keeper gave none.
    assert (PHONE.name[0], BETTER_PHONE.name[0], LAPTOP.name[0]) == ("F", "i", "T")
    assert sorted_in == {
        "sv": ["PHONE-2", "LAPTOP-1", "PHONE-1"],
        "fi": ["LAPTOP-1", "PHONE-1", "PHONE-2"],
        "en": ["PHONE-1", "PHONE-2", "LAPTOP-1"],
    }


def test_the_keepers_list_too_rising_and_falling(trade, items):
    described(trade, items["PHONE-1"], names={"sv": "Ö-telefon", "en": "a phone"})
    described(trade, items["LAPTOP-1"], names={"sv": "Bärbar dator 10", "fi": "1 kannettava"})
    number = {f"/shop/keep/{item.pk}/": code for code, item in items.items()}

    def listed(language, query=""):
        account = an_account(a_person(trade.body, RoleName.CATEGORY_MANAGER))
        account.language = language
        account.save()
        page = words(a_client(account).get(f"/shop/keep/?{query}"))
        return [number[found] for found in re.findall(r'href="(/shop/keep/\d+/)"', page)]

    swedish = ["LAPTOP-1", "PHONE-2", "PHONE-1"]
    assert (listed("sv"), listed("sv", "sort=-item")) == (swedish, swedish[::-1])
    assert listed("fi") == ["LAPTOP-1", "PHONE-1", "PHONE-2"]
    assert listed("en") == ["PHONE-1", "PHONE-2", "LAPTOP-1"]


def test_the_next_page_goes_on_after_the_shown_name(trade):
    offers = many_offers(52)
    priced(trade.agreement, offers, trade.runner)
    many = a_shelf(trade.agreement, *offers, runner=trade.runner)
    described(trade, many[offers[0].seller_item_id], names={"sv": "Ö"})
    with reading(trade.employee), translation.override("sv"):
        first = shelf([trade.agreement.pk], Filters(), FIRST)
        second = shelf([trade.agreement.pk], Filters(), FIRST, first.following)
    shown = [item.shown_name for item in (*first.items, *second.items)]
    assert (len(first.items), len(second.items), len(set(shown))) == (50, 2, 52)
    with translation.override("sv"):
        assert second.items[-1].shown_name == "Ö"
