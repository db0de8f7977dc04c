"""The past of the demonstration's devices is whole: every page of it opens, every sum adds up."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client
from psycopg.errors import UniqueViolation

from approving import queries_of
from browser_ground import a_client, pages  # noqa: F401 - a fixture
from samkop.fleet.models import Asset, Holder, Lease
from samkop.fleet.queries.lease_sums import booked_differences, dues_of, financing_of, paid_by_year
from samkop.fleet.queries.leases import booked_of, schedule_differences, schedules_for
from samkop.fleet.vocabulary import LeaseState
from samkop.ordering.models import Budget
from samkop.platform.models import Account
from samkop.platform.unit_of_work import reading
from samkop.site.demo.agreeing import agree
from samkop.site.demo.bulk.loading import Loader
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import ZONE
from samkop.site.demo.organising import organise, set_budgets
from samkop.site.demo.preparing import BEGINNING
from samkop.site.demo.seeds import address_of
from samkop.site.demo.stocking import FEW, stock_fleet

TODAY = datetime.now(UTC).astimezone(ZONE).date()
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)"')
# Links that are on every page, or that would change something or leave the page's own matter.
MAIN = re.compile(r"<main.*</main>", re.DOTALL)


class Past(NamedTuple):
    """Who there is, and the browser of the city's ICT manager."""

    cast: Cast
    client: Client


@pytest.fixture(scope="module")
def past(database: str, pages: None) -> Past:  # noqa: F811
    cast = organise(BEGINNING)
    set_budgets(cast, range(TODAY.year, TODAY.year + 4), BEGINNING)
    agree(cast, TODAY)
    assert stock_fleet(cast, TODAY, FEW) > FEW
    return Past(cast, a_client(Account.objects.get(email=address_of("ict", "tampere"))))


def rows(sql, *params):
    """What the owner reads, whom no row security stops."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def links_of(client, address: str) -> set[str]:
    """Where a page leads to, the frame of every page left out."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    found = MAIN.search(answer.content.decode())
    return {link.replace("&amp;", "&") for link in LINK.findall(found[0])}


def a_device(where: str, *params) -> int:
    [(asset_id,)] = rows(
        f"SELECT a.id FROM fleet_asset a WHERE {where} ORDER BY a.id LIMIT 1", *params
    )
    return asset_id


LEASED = (
    "a.owner_id = %s AND a.state = 'in-use' AND EXISTS (SELECT FROM fleet_leasedasset l"
    " JOIN fleet_lease e ON e.id = l.lease_id WHERE l.asset_id = a.id AND e.state = 'running')"
)
BOUGHT = (
    "a.owner_id = %s AND a.state = 'in-use' AND a.order_id IS NOT NULL"
    " AND NOT EXISTS (SELECT FROM fleet_leasedasset l WHERE l.asset_id = a.id)"
)
OF_BUDGETS = (
    "SELECT b.id FROM ordering_budget b LEFT JOIN ordering_budgetmovement m"
    " ON m.budget_id = b.id GROUP BY b.id"
    " HAVING b.committed_cents <> coalesce(sum(m.cents), 0)"
)
OF_CEILINGS = (
    "SELECT c.agreement_id FROM agreements_ceiling c LEFT JOIN agreements_ceilingmovement m"
    " ON m.agreement_id = c.agreement_id GROUP BY c.agreement_id"
    " HAVING c.committed_cents <> coalesce(sum(m.cents), 0)"
)
OF_SHARES = (
    "SELECT s.participation_id FROM agreements_committedshare s"
    " LEFT JOIN agreements_ceilingmovement m ON m.participation_id = s.participation_id"
    " GROUP BY s.participation_id HAVING s.committed_cents <> coalesce(sum(m.cents), 0)"
)
ENDED = "a.owner_id = %s AND a.state = 'ended' AND a.end_reason = 'sold' AND a.category = 'laptop'"


BEFORE = {"agreements", "requisitions", "orders", "deliveries", "signatures"}


@pytest.mark.parametrize(
    ("where", "leads_to"),
    [
        (LEASED, {*BEFORE, "leases", "invoices"}),
        (BOUGHT, {*BEFORE, "invoices"}),
        (ENDED, {"orders", "returns"}),
    ],
)  # fmt: skip
def test_every_link_of_a_device_s_page_opens(past, where, leads_to):
    client = past.client
    address = f"/devices/{a_device(where, past.cast.parties['tampere'])}/"
    links = links_of(client, address)
    for link in sorted(links):
        assert client.get(link).status_code == 200, link
    kinds = {part for link in links for part in link.split("?")[0].strip("/").split("/")}
    assert leads_to <= kinds


def test_an_order_of_the_past_leads_to_its_delivery_and_its_invoice(past):
    client = past.client
    asset_id = a_device(BOUGHT, past.cast.parties["tampere"])
    [(order_id,)] = rows("SELECT order_id FROM fleet_asset WHERE id = %s", asset_id)
    links = links_of(client, f"/orders/{order_id}/")
    invoice = next(link for link in links if link.startswith("/invoices/"))
    assert any(link.startswith("/deliveries/") for link in links)
    assert f"/orders/{order_id}/" in links_of(client, invoice)


def test_the_page_of_a_device_asks_as_often_whatever_it_went_through(past):
    client = past.client
    owner = past.cast.parties["tampere"]
    client.get(f"/devices/{a_device(BOUGHT, owner)}/")
    counts = {
        queries_of(client, f"/devices/{a_device(where, owner)}/") for where in (LEASED, BOUGHT)
    }
    assert len(counts) == 1


def test_every_lease_owes_commits_and_is_scheduled_what_its_devices_cost(past):
    for key in ("tampere", "nokia"):
        with reading(past.cast.person("finance", key)):
            for lease in Lease.objects.select_related("plan").prefetch_related("devices"):
                devices = list(lease.devices.all())
                if lease.schedule_number:
                    owed = dues_of(lease, devices)
                    assert booked_differences(owed, booked_of(lease.pk)) == {}
                    [schedule] = schedules_for(lease)
                    there = schedule_differences(lease, schedule)
                    assert there == [] or lease.state == LeaseState.ENDED
                assert lease.financing_cents == financing_of(lease, devices)
                assert lease.price_cents == sum(one.price_cents for one in devices)
                assert Counter(lease.budget_cents) == _budgets(lease, devices)


def _budgets(lease, devices) -> Counter[str]:
    found: Counter[str] = Counter()
    for (centre, _project), years in paid_by_year(lease, devices).items():
        for year, cents in years.items():
            budget = Budget.objects.get(cost_centre_id=centre, year=year)
            found[str(budget.pk)] += cents
    return found


def test_leases_have_been_run_extended_ended_and_wait_for_their_schedules(past):
    states = {state for (state,) in rows("SELECT DISTINCT state FROM fleet_lease")}
    assert states == set(map(str, LeaseState))


def test_budgets_ceilings_and_shares_are_what_their_ledgers_add_up_to(past):
    for ledger in (OF_BUDGETS, OF_CEILINGS, OF_SHARES):
        assert rows(ledger) == []


def test_every_line_of_an_order_has_come_and_was_billed_as_its_movements_say(past):
    differs = rows(
        "SELECT p.order_id FROM ordering_orderlineprogress p JOIN ordering_orderlinemovement m"
        " USING (order_id, line_number) GROUP BY p.id HAVING"
        " p.despatched <> coalesce(sum(m.quantity) FILTER (WHERE m.kind = 'despatched'), 0)"
        " OR p.received <> coalesce(sum(m.quantity) FILTER (WHERE m.kind = 'received'), 0)"
        " OR p.invoiced <> coalesce(sum(m.quantity) FILTER (WHERE m.kind = 'invoiced'), 0)"
    )
    assert differs == []
    unlike = rows(
        "SELECT l.id FROM ordering_orderline l JOIN fleet_asset a ON a.order_id = l.order_id"
        " AND a.order_line_number = l.line_number GROUP BY l.id"
        " HAVING l.quantity <> count(*) OR l.net_cents <> sum(a.unit_cents)"
    )
    assert unlike == []
    money = rows(
        "SELECT r.id FROM invoicing_matchresult r JOIN invoicing_matchedpart p"
        " ON p.result_id = r.id GROUP BY r.id HAVING r.gross_cents <> sum(p.cents + p.vat_cents)"
    )
    assert money == []


def test_nothing_has_left_with_data_on_it(past):
    unproven = rows(
        "SELECT a.asset_number FROM fleet_asset a JOIN fleet_devicemodel m ON m.id = a.model_id"
        " WHERE a.state = 'ended' AND m.storages > 0 AND (SELECT count(*) FROM fleet_erasureproof"
        " e WHERE e.asset_id = a.id) <> m.storages AND NOT EXISTS (SELECT FROM fleet_lossreport l"
        " WHERE l.asset_id = a.id AND l.decision = 'accepted')"
    )
    assert unproven == []
    with reading(past.cast.person("ict", "tampere")):
        assert Asset.objects.filter(state="ended").exists()


KEYS = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"


def test_what_names_a_row_that_is_not_there_is_found_when_all_is_loaded(past):
    keys = set(rows(KEYS))
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        loader = Loader(cursor)
        loader.write([Holder(owner_id=2**40, kind="class", code="1A", name="1A")])
        with pytest.raises(IntegrityError, match="fleet_holder_owner"):
            loader.check_foreign_keys()
        transaction.set_rollback(True, using="owner")
    assert set(rows(KEYS)) == keys


def test_what_the_database_refuses_beside_the_making_of_rows_ends_the_load(past):
    owner = past.cast.parties["tampere"]
    twice = [Holder(owner_id=owner, kind="class", code="9Z", name="9Z") for _n in range(2)]
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        with closing(Loader(cursor)) as loader:
            loader.write(twice)
            with pytest.raises(UniqueViolation):
                loader.check_foreign_keys()
        transaction.set_rollback(True, using="owner")
    assert rows("SELECT count(*) FROM fleet_holder WHERE code = '9Z'") == [(0,)]


def test_the_loaded_tables_have_their_foreign_keys_again(past):
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO fleet_holder (owner_id, kind, code, name) VALUES (%s, 'class', '1', '1')",
            [2**40],
        )
        with pytest.raises(IntegrityError, match="fleet_holder_owner"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True, using="owner")
