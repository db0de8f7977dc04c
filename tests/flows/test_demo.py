"""The demonstration: the region of story A, a day of it, and whom one can be."""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import jsonschema_rs
import pytest
from django.db import connections
from django.test import Client, override_settings
from django.urls import include, path
from rich.console import Console

import year_oracle
from accounting_files import checked_sie
from browser_ground import pages  # noqa: F401
from factories.parties import a_municipality, a_person, an_account
from samkop.agreements.queries import agreements_open_to, prices_of
from samkop.catalogue.queries.configurations import offered_configurations
from samkop.catalogue.queries.entitlements import rules_in_force
from samkop.core import edocs
from samkop.core.identifiers import is_finnish_business_id, is_swedish_organisation
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.transmitting import transmit_waiting
from samkop.ordering.usecases.requisition import Wanted, order_directly
from samkop.platform.models import Account
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.usecases.at_once import receive_at_once
from samkop.receiving.usecases.scanning import Scanned
from samkop.site.bench.year import load_year
from samkop.site.demo import governing, seeds, whom
from samkop.site.demo.command import run
from samkop.site.demo.cooperating.scene import cooperation
from samkop.site.demo.cooperating.telling import told_of_cooperation
from samkop.site.demo.dates import ZONE, terms_of
from samkop.site.demo.delivering import goods_of
from samkop.site.demo.errands import errands_until
from samkop.site.demo.playing import play
from samkop.site.demo.preparing import Prepared, prepare
from samkop.site.demo.sourcing import scene
from samkop.site.demo.stocking import FEW
from samkop.site.demo.supplying import shelf_of
from samkop.site.demo.sweden import told_of_sweden
from samkop.site.demo.telling import tell
from samkop.site.simulator.answering import Mode
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.empty_database

ROOT = Path(__file__).parents[2]
NOW = datetime.now(UTC)
TODAY = NOW.astimezone(ZONE).date()
LOADED = 300  # orders of a year, in bulk
MEMBERS = {
    "tampere": 235_000, "nokia": 33_500, "ylojarvi": 33_000, "kangasala": 31_400,
    "lempaala": 23_200, "pirkkala": 19_200, "hameenkyro": 10_500, "orivesi": 9_300,
    "vesilahti": 4_400,
}  # fmt: skip


class Demo(NamedTuple):
    """The prepared demonstration, and its data folder."""

    prepared: Prepared
    data: Path


def quietly(_step: str) -> None:
    """Says nothing."""


def prepared_in(data: Path, say=quietly) -> Prepared:
    return prepare(now=NOW, data=data, say=say)


def rows(sql, *params):
    """What the owner reads, whom no row security stops."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def value(sql, *params):
    return rows(sql, *params)[0][0]


def counts() -> dict[str, int]:
    """How many rows each table has; sealing and sign-in are not the demonstration's."""
    tables = rows(
        "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname = 'public' AND relkind = 'r' AND relname NOT LIKE 'django_%%'"
    )
    return {name: value(f'SELECT count(*) FROM "{name}"') for (name,) in tables}


def papers(data: Path) -> list[Path]:
    return sorted((data / "exchange").rglob("*.xml"))


@pytest.fixture(scope="module")
def demo(database: str) -> Iterator[Demo]:
    with tempfile.TemporaryDirectory() as folder:
        yield Demo(prepared_in(Path(folder)), Path(folder))


def test_the_region_has_nine_municipalities_with_nearly_400_000_inhabitants(demo):
    members = rows(
        "SELECT p.legal_name, m.population, p.kind FROM parties_regionmember m"
        " JOIN parties_party p ON p.id = m.party_id ORDER BY m.population DESC NULLS LAST"
    )
    named = {seeds.organisations()[key].legal_name: number for key, number in MEMBERS.items()}
    assert {name: number for name, number, kind in members if kind == "municipality"} == named
    assert sum(named.values()) == 399_500
    assert members[-1] == ("Pirkanmaan hyvinvointialue", None, "wellbeing-services-county")
    assert len(members) == 10


def test_what_was_promised_for_the_past_has_come_but_for_the_last_days(demo):
    still_out = rows(
        "SELECT d.last_on FROM ordering_deliverypromise d"
        " LEFT JOIN ordering_orderlineprogress p USING (order_id, line_number)"
        " WHERE NOT d.closed AND coalesce(p.received, 0) < d.quantity"
    )
    founded = demo.prepared.founded
    assert [day for (day,) in still_out if day < founded - timedelta(days=4)] == []
    assert value("SELECT count(*) FROM ordering_orderlineprogress WHERE received > 0") > 100


def test_the_countys_health_care_is_critical_and_begins_in_2023(demo):
    county = demo.prepared.cast.parties["county"]
    since = value("SELECT valid_from FROM parties_regionmember WHERE party_id = %s", county)
    sites = rows(
        "SELECT criticality, count(*) FROM parties_deliverylocation WHERE party_id = %s"
        " GROUP BY 1 ORDER BY 1",
        county,
    )
    assert since == date(2023, 1, 1)
    assert sites == [("critical", 11), ("ordinary", 1)]


def test_every_identifier_is_of_the_range_that_was_never_given_out():
    identifiers = [seed.identifier for seed in seeds.organisations().values()]
    assert len(set(identifiers)) == 19
    assert {text[:5] for text in identifiers} == {"90001"}
    others = [text for text in identifiers if not is_finnish_business_id(text)]
    assert [is_swedish_organisation(text) for text in others] == [True, True]


def test_everybody_is_named_by_a_role_and_can_sign_in_without_a_password(demo):
    names = rows("SELECT name, email FROM parties_person WHERE email LIKE '%%@demo.example'")
    roles = {row["name"] for row in seeds._rows("people.csv")}
    assert {name.split(",")[0] for name, _email in names} == roles
    accounts = rows("SELECT email, password FROM platform_account")
    assert {email for email, _password in accounts} == {email for _name, email in names}
    assert {password[0] for _email, password in accounts} == {"!"}


def test_every_role_has_somebody(demo):
    held = {role for (role,) in rows("SELECT DISTINCT role FROM parties_roleassignment")}
    assert held == set(map(str, whom.WANTS))


def test_who_has_not_joined_cannot_order(demo):
    cast = demo.prepared.cast
    may_order = {}
    for buyer in seeds.buyers():
        with reading(cast.person("ict", buyer.key)):
            found = agreements_open_to(cast.parties[buyer.key], TODAY)
        may_order[buyer.key] = [agreement.category for agreement in found]
    both = ["mobile-devices", "workstations"]
    others = {"orivesi": both[:1], "vesilahti": both[:1]}
    # Who joined the call-off of monitors has two suppliers' agreements more.
    others |= {key: [both[0], *[both[1]] * 3] for key in governing.BUYERS}
    # Who leases takes part in the financing of it.
    for key in seeds.region()["financing"]["lessees"]:
        others[key] = sorted([*others.get(key, both), "services"])
    # The tablets: who has joined, unless somebody appealed where that keeps from ordering.
    for row in cooperation()["tablets"]["decisions"]:
        if row["kind"] == "join" and "appealed" not in row:
            others[row["member"]] = sorted([*others.get(row["member"], both), both[0]])
    for lot in scene.sourcing()["rooms"]["joined"].values():
        for key in lot:
            others[key] = sorted([*others.get(key, both), "meeting-rooms"])
    assert {key: sorted(found) for key, found in may_order.items()} == {
        buyer.key: others.get(buyer.key, both) for buyer in seeds.buyers()
    }


def test_agreements_follow_one_another_since_2017_and_2018_four_years_at_most(demo):
    agreements = rows(
        "SELECT number, state, valid_from, valid_until FROM agreements_frameworkagreement"
        " WHERE call_off_rule_id IS NULL AND project_id IS NULL AND state <> 'interim'"
        " AND currency = 'EUR' AND category NOT IN ('services', 'meeting-rooms')"
        " ORDER BY category, valid_from"
    )
    firsts = {number[:3]: first for number, _state, first, _last in reversed(agreements)}
    assert firsts == {"MOB": date(2017, 11, 1), "TER": date(2018, 2, 1)}
    assert [n for n, state, _f, _l in agreements if state == "in-force"] == [
        demo.prepared.running["mobile"].number,
        demo.prepared.running["terminal"].number,
    ]
    assert max(last - first for _n, _s, first, last in agreements) <= timedelta(days=1461)


@pytest.mark.parametrize("days", [0, 1, 40, 100, 101, 300, 301, 365, 700, 1500])
def test_there_is_room_for_the_history_whenever_it_is_founded(days):
    founded = date(2026, 9, 1) + timedelta(days=days)
    terms = {key: terms_of(seed, founded)[-1] for key, seed in seeds.agreements().items()}
    errands = errands_until(founded, terms)
    assert all(term.first < founded - timedelta(days=90) < term.last for term in terms.values())
    assert all(terms[one.agreement].first < one.at.date() < founded for one in errands)
    assert len(errands) > 100
    assert errands == errands_until(founded, terms)


def test_the_single_city_was_the_largest_customer_the_year_before(demo):
    ordered = rows(
        "SELECT p.legal_name FROM ordering_order o JOIN parties_party p ON p.id = o.buyer_id"
        " WHERE o.placed_at < %s GROUP BY 1 ORDER BY sum(total_cents) DESC",
        date(TODAY.year, 1, 1),
    )
    assert ordered[0] == ("Esimerkkilä (demo)",)


def test_prices_fell_step_by_step_by_what_all_had_ordered_together(demo):
    origins = rows(
        "SELECT origin::text FROM ordering_orderline WHERE price_group = 'smartphones' ORDER BY id"
    )
    steps = [json.loads(origin)["steps"] for (origin,) in origins]
    discounts = [
        sum(step["permille"] for step in of_line if step["code"] == "tier-discount")
        for of_line in steps
    ]
    assert discounts == sorted(discounts)
    assert set(discounts) == {0, 20, 35, 50}


def test_one_municipality_wants_no_approval_and_another_approves_everything(demo):
    decided = dict(
        rows(
            "SELECT p.legal_name, count(a.id) FROM ordering_order o"
            " JOIN parties_party p ON p.id = o.buyer_id"
            " LEFT JOIN ordering_approval a ON a.requisition_id = o.requisition_id GROUP BY 1"
        )
    )
    orders = dict(
        rows(
            "SELECT p.legal_name, count(*) FROM ordering_order o"
            " JOIN parties_party p ON p.id = o.buyer_id GROUP BY 1"
        )
    )
    assert decided["Pirkkala"] == 0 < orders["Pirkkala"]
    assert decided["Ylöjärvi"] == orders["Ylöjärvi"] > 0


def test_ledgers_add_up_to_ceilings_and_budgets_and_to_what_stands_of_the_orders(demo):
    ceilings = rows(
        "SELECT c.committed_cents - (SELECT sum(m.cents) FROM agreements_ceilingmovement m"
        " WHERE m.agreement_id = c.agreement_id) FROM agreements_ceiling c"
        " WHERE c.committed_cents > 0"
    )
    budgets = rows(
        "SELECT b.committed_cents - (SELECT sum(m.cents) FROM ordering_budgetmovement m"
        " WHERE m.budget_id = b.id) FROM ordering_budget b WHERE b.committed_cents > 0"
    )
    assert Counter(ceilings) == {(0,): len(ceilings)}
    assert Counter(budgets) == {(0,): len(budgets)}
    standing = value(
        "SELECT sum(o.total_cents) - (SELECT sum(released_cents) FROM ordering_ordersettlement)"
        " FROM ordering_order o"
    )
    outside = value("SELECT sum(cents) FROM agreements_outsideorder")
    # Of a lease financing stands on a ceiling, and its rents on budgets instead of the price.
    financed, price = rows("SELECT sum(financing_cents), sum(price_cents) FROM fleet_lease")[0]
    rents = value("SELECT sum(b.value::bigint) FROM fleet_lease, jsonb_each_text(budget_cents) b")
    on_ceilings = value("SELECT sum(committed_cents) FROM agreements_ceiling")
    assert standing + outside + financed == on_ceilings
    assert standing - price + rents == value("SELECT sum(committed_cents) FROM ordering_budget")


def test_every_order_is_answered_or_was_cancelled_and_some_wait_for_somebody(demo):
    orders = dict(rows("SELECT state, count(*) FROM ordering_order GROUP BY 1"))
    requisitions = dict(rows("SELECT state, count(*) FROM ordering_requisition GROUP BY 1"))
    assert set(orders) <= {
        "confirmed", "partly-confirmed", "substitute-offered", "refused", "cancelled",
    }  # fmt: skip
    assert orders["confirmed"] > 60
    assert (requisitions["submitted"], requisitions["rejected"]) == (8, 3)
    assert orders["cancelled"] > 0


def test_nothing_is_in_quarantine_and_every_fact_was_heard(demo):
    states = rows("SELECT DISTINCT direction, state FROM exchange_message ORDER BY 1, 2")
    assert states == [("in", "applied"), ("out", "sent"), ("out", "withdrawn")]
    assert value("SELECT count(*) FROM platform_fact WHERE done_at IS NULL") == 0


def test_every_document_that_was_exchanged_is_valid(demo):
    kinds = Counter()
    for paper in papers(demo.data):
        faults = edocs.validate(paper.read_bytes())
        kinds[faults.kind, faults.valid] += 1
    assert {valid for _kind, valid in kinds} == {True}
    sent = value(
        "SELECT count(*) FROM ordering_order WHERE state <> 'cancelled' AND message_id IS NOT NULL"
    )
    assert kinds["catalogue", True] >= 4
    assert kinds["order", True] == kinds["order-response", True] >= sent


def test_what_happened_before_the_founding_happened_then(demo):
    founded = demo.prepared.founded
    late = rows(
        "SELECT received_at FROM ordering_orderresponse WHERE received_at > %s"
        " UNION ALL SELECT imported_at FROM catalogue_catalogue WHERE imported_at > %s"
        " AND version <> %s",
        founded + timedelta(days=1), founded, founded.isoformat(),
    )  # fmt: skip
    # The day that other tests may have played is today's.
    assert [moment for (moment,) in late if moment < NOW] == []


def test_the_shelves_hold_real_models_at_prices_marked_as_invented(demo):
    items = rows(
        "SELECT description, manufacturer <> '', co2e_kg IS NOT NULL, support_state <> 'not-known'"
        " FROM catalogue_catalogueitem WHERE active"
    )
    assert {text for text, *_ in items} == {"Påhittat pris, för demonstrationen."}
    real = [item for item in items if item[1]]
    assert len(real) > 130
    assert sum(item[2] for item in real) > 60
    assert sum(item[3] for item in real) > 100


def test_the_shop_speaks_three_languages_of_every_model_and_shows_some_first(demo):
    unsaid = rows(
        "SELECT seller_item_id FROM catalogue_catalogueitem WHERE active AND"
        " (shop_text_sv = '' OR shop_text_fi = '' OR shop_text_en = '')"
    )
    marked = rows(
        "SELECT bool_and(shop_text_sv LIKE '%%Påhittat pris%%' AND shop_text_fi LIKE"
        " '%%Keksitty hinta%%' AND shop_text_en LIKE '%%Invented price%%')"
        " FROM catalogue_catalogueitem WHERE active"
    )
    first = rows(
        "SELECT i.seller_item_id FROM catalogue_featureditem f JOIN catalogue_catalogueitem i"
        " ON i.id = f.item_id WHERE %s BETWEEN f.valid_from AND f.valid_until ORDER BY 1",
        demo.prepared.founded,
    )
    assert (unsaid, marked, first) == ([], [(True,)], [("MP-1059",), ("MT-1009",)])


def test_each_rule_of_a_price_shows_on_a_real_model(demo):
    """By hand from the seeds: an index of 104.2 became 106.7; margins, discounts and markups."""
    running, day = demo.prepared.running, demo.prepared.founded
    wanted = {"mobile": ["MP-1008", "MP-2002", "MP-9002"], "terminal": ["MT-1009", "MT-2001"]}
    steps = {}
    with reading(demo.prepared.cast.person("category", "body")):
        for key, numbers in wanted.items():
            for number, origin in prices_of(running[key].agreement_id, numbers, day).items():
                steps[number] = [(step.code.value, step.cents) for step in origin.steps]
                assert sum(cents for _code, cents in steps[number]) == origin.net_cents
    # iPhone 17: 739.00; 2.5 / 104.2 of it more by the index.
    assert steps["MP-1008"][:2] == [("list-price", 739_00), ("index-step", 17_73)]
    # XCover7 Pro: won at 1 / 1.06 of its price, and 6 per cent on that.
    listed = seeds.items()["Galaxy XCover7 Pro"].list_price_cents
    won = listed * 1000 // 1060
    assert steps["MP-2002"][:2] == [("purchase-price", won), ("tendered-margin", round(won * 0.06))]
    # A case of 9.00: a list of 11 whole euros less 15 per cent.
    assert steps["MP-9002"][:2] == [("list-price", 11_00), ("list-discount", -1_65)]
    listed = seeds.items()["ProBook 445 14 inch G9 Notebook PC"].list_price_cents
    public = -(-listed * 1000 // 88_000) * 100
    assert steps["MT-1009"][0] == ("list-price", public)
    assert steps["MT-1009"][1] == ("list-discount", -round(public * 0.12))
    kinds = {number: {code for code, _cents in found} for number, found in steps.items()}
    # Accessories of phones have no tiers; everybody together has reached the first of all others.
    assert [n for n, found in kinds.items() if "tier-discount" not in found] == ["MP-9002"]
    assert all("markup" in found for found in kinds.values())


def test_what_has_no_makers_name_is_named_in_three_languages(demo):
    assert rows(
        "SELECT seller_item_id FROM catalogue_catalogueitem WHERE active AND manufacturer = ''"
        " AND (shop_name_sv = '' OR shop_name_fi = '' OR shop_name_en = '')"
    ) == []  # fmt: skip


def test_one_municipality_says_who_may_order_what_and_configurations_are_offered(demo):
    with reading(demo.prepared.cast.person("ict", "kangasala")):
        party_id = demo.prepared.cast.parties["kangasala"]
        kept = rules_in_force(party_id, demo.prepared.founded).count()
        open_here = agreements_open_to(party_id, demo.prepared.founded)
        ids = [agreement.pk for agreement in open_here]
        offered = offered_configurations(party_id, ids, demo.prepared.founded)
    assert kept == 5
    assert [(one.version.configuration.code, one.complete) for one in offered] == [
        ("FIELD", True), ("TEACHER", True),
    ]  # fmt: skip


def test_the_joint_range_has_a_few_phones_and_fewer_computers(demo):
    chosen = dict(
        rows(
            "SELECT i.category, count(*) FROM catalogue_rangeitem r"
            " JOIN catalogue_catalogueitem i ON i.id = r.item_id GROUP BY 1"
        )
    )
    assert chosen["phone"] == 6
    assert chosen["laptop"] + chosen["desktop"] == 4


def test_a_model_that_left_names_its_successor(demo):
    left = rows(
        "SELECT o.name, n.name FROM catalogue_catalogueitem o"
        " JOIN catalogue_catalogueitem n ON n.id = o.replaced_by_id WHERE NOT o.active"
    )
    assert ("Samsung Galaxy A55 5G", "Samsung Galaxy A56 5G") in left
    assert len(left) > 8


def test_a_call_off_by_rank_gave_the_first_supplier_what_the_seconds_item_was_asked_for(demo):
    [(rank, turns, cents)] = rows(
        "SELECT a.call_off_rank, t.turns, t.cents FROM agreements_calloffturn t"
        " JOIN agreements_frameworkagreement a ON a.id = t.agreement_id"
    )
    assert (rank, turns, cents) == (1, 1, 3 * 219_00)
    assert rows("SELECT committed_cents FROM agreements_sharedceiling") == [(cents,)]


def test_a_project_paid_for_its_own_order(demo):
    [(committed,)] = rows(
        "SELECT b.committed_cents FROM ordering_budget b"
        " JOIN ordering_budgetproject p ON p.id = b.project_id WHERE p.code = %s",
        governing.PROJECT,
    )
    assert committed > 0


def test_a_report_is_reconciled_to_one_order_too_few_and_one_too_many(demo):
    found = rows(
        "SELECT finding, count(*) FROM ordering_reconciliationline WHERE finding <> 'matched'"
        " GROUP BY 1 ORDER BY 1"
    )
    assert [number for _finding, number in found] == [1, 1]


def test_an_agreement_is_interim_during_the_review_of_its_award(demo):
    assert rows(
        "SELECT a.category, a.interim_until FROM agreements_frameworkagreement a"
        " JOIN agreements_review r ON r.agreement_id = a.id WHERE a.state = 'interim'"
    ) == [("workstations", None)]


def test_the_members_recommended_together_and_each_decided_for_itself(demo):
    votes = rows("SELECT choice, count(*) FROM governance_ballot GROUP BY 1 ORDER BY 1")
    assert votes == [("no", 1), ("yes", 8)]
    by_delegation = "SELECT count(*) FROM governance_attendance WHERE presence = 'delegation'"
    assert value(by_delegation) == 1
    assert rows("SELECT state FROM governance_meeting ORDER BY starts_at") == [
        ("minutes-approved",), ("called",),
    ]  # fmt: skip
    told = told_of_cooperation(demo.prepared.cast)
    assert astuple(told)[1:5] == (6, 2, 1, 1)
    assert 0 < told.answered < told.asked
    assert told.incidents == 1
    stances = dict(rows("SELECT stance, count(*) FROM governance_attestedpoint GROUP BY 1"))
    assert stances["explains"] == 2
    assert stances["follows"] > 20
    assert value("SELECT count(*) FROM catalogue_wish") == 6
    assert rows("SELECT state FROM catalogue_rangeproposal") == [("on-table",)]
    assert value("SELECT count(*) FROM followup_benefit") == 1
    lines = value("SELECT count(*) FROM ordering_orderline")
    assert value("SELECT count(*) FROM followup_pricecheck") >= lines


def test_every_organisation_but_the_single_city_has_devices_with_their_custody(demo):
    owners = rows("SELECT owner_id, count(*) FROM fleet_asset GROUP BY owner_id")
    cast = demo.prepared.cast
    assert {owner for owner, _count in owners} == {
        cast.parties[seed.key] for seed in seeds.orderers() if seed.key != "city"
    }
    loaded = (
        "SELECT count(*) FROM fleet_asset a LEFT JOIN ordering_order o ON o.id = a.order_id"
        " WHERE a.state <> 'ended' AND o.message_id IS NULL"
    )
    assert FEW <= value(loaded) < FEW + len(owners)
    assert value("SELECT count(*) FROM fleet_custody WHERE step >= 2") > FEW


def test_prepared_and_played_again_it_doubles_nothing(demo):
    told = play(now=NOW, data=demo.data, say=quietly, prepared=demo.prepared)
    before, lying = counts(), papers(demo.data)
    steps: list[str] = []
    prepare(now=NOW, data=demo.data, say=steps.append)
    assert steps == []  # what is done is not gone through again
    again = play(now=NOW, data=demo.data, say=quietly, prepared=prepared_in(demo.data))
    assert counts() == before
    assert papers(demo.data) == lying
    assert again == replace(told, played_before=True)


def test_the_played_day_tells_figures_that_add_up_and_files_that_lie_there(demo):
    told = play(now=NOW, data=demo.data, say=quietly, prepared=demo.prepared)
    asked = told.asked
    assert sum(step.amount for step in asked.origin) == asked.unit_price
    assert asked.total == asked.unit_price * asked.quantity
    assert told.ceiling.after - told.ceiling.before == asked.total
    assert told.budget.after - told.budget.before == asked.total
    [tier] = [step for step in asked.origin if step.code == "tier-discount"]
    assert told.tier.discount_percent == tier.percent.copy_abs() == Decimal("5.0")
    assert (told.answered.code, told.ordered.state) == ("AP", "confirmed")
    for paper in (told.catalogue.paper, told.ordered.paper, told.answered.paper):
        assert paper.valid
        assert edocs.validate(paper.file.read_bytes()).ruleset == paper.ruleset


def test_the_order_costs_what_the_shop_shows(demo):
    """The supplier offers the joint range below the agreement's list."""
    told = play(now=NOW, data=demo.data, say=quietly, prepared=demo.prepared)
    listed = seeds.items()["Galaxy A57 5G"].list_price_cents
    first, lower = told.asked.origin[:2]
    assert (first.code, first.amount * 100) == ("list-price", listed)
    assert (lower.code, lower.amount * 100) == ("lower-offer", -(listed * 20 // 1000))


def test_the_json_answer_is_as_its_schema_says(demo):
    told = play(now=NOW, data=demo.data, say=quietly, prepared=demo.prepared)
    text = (files("samkop.site.schemas") / "demo.json").read_text("utf-8")
    answer = json.loads(json.dumps(told.as_json()))
    jsonschema_rs.validate(json.loads(text), answer)
    assert answer["asked"]["total"] == str(told.asked.total)


def test_the_story_is_printed_with_its_figures_and_paths(demo):
    told = play(now=NOW, data=demo.data, say=quietly, prepared=demo.prepared)
    printed = io.StringIO()
    tell(told, Console(file=printed, width=100))
    text = printed.getvalue()
    for shown in (
        "399,500", told.asked.by, told.asked.number, str(told.ordered.paper.file),
        f"{told.ceiling.before:,.2f}", f"{told.budget.after:,.2f}", "valid by peppol-order:",
    ):  # fmt: skip
        assert shown in text


def test_the_command_answers_on_standard_output_and_says_the_steps_beside(
    demo, capsys, monkeypatch
):
    # The signed heads are this installation's, not those of the tests before.
    monkeypatch.setenv("SAMKOP_DATA", str(demo.data))
    run(demo.data, as_json=True)
    printed = capsys.readouterr()
    assert json.loads(printed.out)["ordered"]["state"] == "confirmed"
    assert "Somebody asks for a phone" in printed.err


class Routed:
    """The addresses as they are when the demonstration runs."""

    urlpatterns = [
        path("", include("samkop.site.demo.urls")),
        path("", include("samkop.site.urls")),
    ]


@pytest.fixture
def in_the_demo() -> Iterator[None]:
    with override_settings(DEMO=True, ROOT_URLCONF=Routed):
        yield


@pytest.fixture
def visitor(demo, pages) -> Client:  # noqa: F811
    return Client(HTTP_HOST="localhost")


@pytest.mark.usefixtures("in_the_demo")
def test_one_click_signs_in_as_the_chosen_person(visitor):
    shown = visitor.get("/demo/", headers={"accept-language": "fi"})
    assert shown.status_code == 200
    assert "employee.ylojarvi@demo.example" in shown.content.decode()
    answer = visitor.post(
        "/demo/be/", {"email": "employee.ylojarvi@demo.example"},
        headers={"accept-language": "fi"},
    )  # fmt: skip
    assert (answer.status_code, answer["Location"]) == (302, "/")
    account = Account.objects.get(email="employee.ylojarvi@demo.example")
    assert visitor.session["_auth_user_id"] == str(account.pk)
    assert account.language == "fi"
    assert 'lang="fi"' in visitor.get("/").content.decode()
    for look, page in (("opening", "/tenders/"), ("homework", "/pre-studies/"), ("//x", "/")):
        answer = visitor.post("/demo/be/", {"email": account.email, "look": look})
        assert answer["Location"] == page


@pytest.mark.usefixtures("in_the_demo")
def test_in_the_demo_the_first_page_and_every_foot_lead_to_the_choice_of_whom_to_be(visitor):
    entrance = visitor.get("/", follow=True).content.decode()
    assert entrance.count('href="/demo/"') == 2
    visitor.post("/demo/be/", {"email": "employee.ylojarvi@demo.example"})
    assert visitor.get("/").content.decode().count('href="/demo/"') == 1


@pytest.mark.usefixtures("in_the_demo")
def test_the_codes_of_the_sample_of_people_are_there_in_the_demo():
    sample = (ROOT / "docs/how-to/import-people.md").read_text()
    (number,) = set(re.findall(r"--party (\S+)", sample))
    row = re.search(r"^Lärare 1;[^;]+;employee;([^;]+);([^;]+);", sample, re.MULTILINE)
    centres = rows(
        "SELECT c.code FROM parties_costcentre c JOIN parties_party p ON p.id = c.party_id"
        " WHERE p.identifier = %s", number
    )  # fmt: skip
    sites = rows(
        "SELECT s.code FROM parties_deliverylocation s JOIN parties_party p ON p.id = s.party_id"
        " WHERE p.identifier = %s", number
    )  # fmt: skip
    assert ((row[1],) in centres, (row[2],) in sites) == (True, True)


@pytest.mark.usefixtures("in_the_demo")
def test_the_cards_offer_every_role_and_only_people_of_the_demonstration(visitor):
    text = visitor.get("/demo/").content.decode()
    for card in whom.cards():
        assert f'id="role-{card.role}"' in text
    known = {email for (email,) in rows("SELECT email FROM platform_account")}
    assert whom.addresses() <= known


@pytest.mark.usefixtures("in_the_demo")
def test_nobody_but_people_of_the_demonstration_can_be_chosen(visitor):
    stranger = an_account(a_person(a_municipality("Annanstans")))
    for email in (stranger.email, "", "nobody@demo.example"):
        assert visitor.post("/demo/be/", {"email": email}).status_code == 404
    assert "_auth_user_id" not in visitor.session


@pytest.mark.usefixtures("in_the_demo")
def test_choosing_needs_the_forms_own_token(demo, pages):  # noqa: F811
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    answer = strict.post("/demo/be/", {"email": "employee.ylojarvi@demo.example"})
    assert answer.status_code == 403


def test_outside_the_demonstration_there_is_no_such_page(visitor):
    assert visitor.get("/demo/").status_code == 404
    answer = visitor.post("/demo/be/", {"email": "employee.ylojarvi@demo.example"})
    assert answer.status_code == 404


def test_outside_the_demonstration_the_views_answer_nothing_even_if_routed(visitor):
    with override_settings(ROOT_URLCONF=Routed):
        assert visitor.get("/demo/").status_code == 404
        answer = visitor.post("/demo/be/", {"email": "employee.ylojarvi@demo.example"})
    assert answer.status_code == 404
    assert "_auth_user_id" not in visitor.session


def test_some_deliveries_are_due_or_late_and_one_difference_and_dear_invoices_wait(demo):
    founded = demo.prepared.founded
    coming = rows(
        "SELECT due_on, c.state FROM receiving_consignment c"
        " LEFT JOIN receiving_despatchadvice a ON a.id = c.advice_id"
        " WHERE a.message_id > 0 OR a.id IS NULL ORDER BY due_on, c.state"
    )
    assert [day for day, state in coming if state == "expected"] == [
        *[founded - timedelta(days=3)] * 2, *[founded] * 3,
    ]  # fmt: skip
    assert Counter(state for _day, state in coming) == {"expected": 5, "received": 7}
    assert rows("SELECT DISTINCT kind, quantity, state FROM receiving_discrepancy") == [
        ("short", 1, "open")
    ]
    assert value("SELECT count(*) FROM receiving_receivedserial") > 6
    results = Counter(
        rows(
            "SELECT r.state, discrepant_cents > 0 FROM invoicing_matchresult r"
            " JOIN invoicing_invoice i ON i.id = r.invoice_id WHERE i.message_id > 0"
        )
    )
    assert results == {
        ("accepted", False): 3, ("in-process", True): 2, ("under-query", True): 2,
    }  # fmt: skip
    told = goods_of(demo.prepared.cast)
    assert astuple(told) == (10, 6, 2, 6, 4)
    # Tampere and Björkåsnäs have rules and a form of their files.
    assert value("SELECT count(*) FROM invoicing_voucher") == 2
    money = rows("SELECT gross_cents - matched_cents - discrepant_cents FROM invoicing_matchresult")
    assert set(money) == {(0,)}
    reasons = {one for (one,) in rows("SELECT reason FROM invoicing_invoicediscrepancy")}
    # What is missing may be all or some of a line: the newest orders differ from day to day.
    short = reasons & {"not-received", "quantity-over-received"}
    assert (reasons - short, bool(short)) == ({"price-over"}, True)


def test_a_swedish_municipality_buys_in_kronor_and_its_ledger_reads_the_file(demo):
    told = told_of_sweden(demo.prepared.cast)
    assert astuple(told)[:5] == ("Björkåsnäs kommun (demo)", "SEK", 2, 1, 1)
    [(party, zone, currency)] = rows(
        "SELECT id, time_zone, currency FROM parties_party WHERE legal_name = %s", told.name
    )
    assert (zone, currency) == ("Europe/Stockholm", "SEK")
    assert rows(
        "SELECT DISTINCT currency FROM ordering_order WHERE buyer_id = %s UNION ALL"
        " SELECT DISTINCT currency FROM ordering_budget WHERE party_id = %s UNION ALL"
        " SELECT DISTINCT currency FROM ordering_approvalauthority WHERE party_id = %s",
        party, party, party,
    ) == [("SEK",)] * 3  # fmt: skip
    [(content, cents)] = rows(
        "SELECT b.content, i.gross_cents FROM invoicing_exportbatch b, invoicing_matchresult i"
        " WHERE b.buyer_id = %s AND i.buyer_id = b.buyer_id", party
    )  # fmt: skip
    # By hand: a workstation at 30,900 and two screens at 2,690 kronor, and 25 % of them.
    assert cents == 45_350_00
    read = checked_sie(bytes(content))
    assert (read.about["#FNAMN"], read.about["#VALUTA"]) == (["Björkåsnäs kommun (demo)"], ["SEK"])
    [voucher] = read.verifications
    assert {(one.account, one.objects.get(1), one.amount) for one in voucher.transactions} == {
        ("1250", "4300", Decimal(30_900)), ("5410", "4300", Decimal(5_380)),
        ("2641", None, Decimal(9_070)), ("2440", None, Decimal(-45_350)),
    }  # fmt: skip


def seconds_later(demo: Demo, passed: int) -> set[str]:
    """The files that suppliers send so many seconds after a moment; the worker takes them in."""
    post, before = demo.prepared.post, set(papers(demo.data))
    while transmit_waiting(demo.data):
        continue
    post.let_converse(Mode.FULL, NOW + timedelta(minutes=5, seconds=passed))
    came = {path.name for path in set(papers(demo.data)) - before if path.parent.name == "inbox"}
    collect_inboxes(demo.data)
    while dispatch_waiting(FACTS):
        continue
    return came


def test_what_is_ordered_in_the_running_demonstration_is_sent_invoiced_and_booked(demo):
    """The same engine as the past's and the month's, by beats; other orders go on beside."""
    cast, running = demo.prepared.cast, demo.prepared.running["mobile"]
    buyer, keeper = cast.person("employee", "tampere"), cast.person("ict", "tampere")
    wanted = [Wanted(shelf_of(cast, running)[seeds.items()["Galaxy A37 5G"].item], 1)]
    asked = perform(
        buyer, order_directly, now=NOW, cost_centre="3000", delivery_location="TH", wanted=wanted
    )
    mine = "SELECT number, state FROM ordering_order WHERE requisition_id = %s"
    seconds_later(demo, 0)
    [(number, state)] = rows(mine, asked.pk)
    assert state == "confirmed"
    assert seconds_later(demo, 29) == set()
    assert f"despatch-advice-DA-{number}-1.xml" in seconds_later(demo, 31)
    consignment_id = value("SELECT id FROM receiving_consignment WHERE number = %s",
                           f"DA-{number}-1")  # fmt: skip
    serials = rows(
        "SELECT s.serial_number FROM receiving_despatchedserial s JOIN receiving_consignmentline l"
        " ON l.despatch_line_id = s.line_id WHERE l.consignment_id = %s", consignment_id
    )  # fmt: skip
    perform(
        keeper, receive_at_once, now=NOW, consignment_id=consignment_id,
        serials=[Scanned(serial) for (serial,) in serials],
    )  # fmt: skip
    seconds_later(demo, 62)
    assert rows(
        "SELECT r.state, v.id IS NOT NULL FROM invoicing_matchresult r JOIN invoicing_invoice i"
        " ON i.id = r.invoice_id LEFT JOIN invoicing_voucher v ON v.invoice_id = i.id"
        " WHERE i.number LIKE %s", f"F%-{number}-1"
    ) == [("accepted", True)]  # fmt: skip


@pytest.mark.usefixtures("demo")
def test_a_year_loaded_on_top_adds_up_everywhere_with_its_approvals_and_documents():
    before = value("SELECT count(*) FROM ordering_order")
    cents = load_year(LOADED, NOW)
    assert value("SELECT count(*) FROM ordering_order") == before + LOADED
    assert rows(year_oracle.LOADED) == [(*(LOADED,) * 4, cents)]
    found = {fault: rows(sql) for fault, sql in year_oracle.FAULTS.items()}
    assert found == {fault: [] for fault in year_oracle.FAULTS}
