"""A year loaded in bulk keeps every sum that single orders keep."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import connections

from samkop.site.bench.year import load_year
from samkop.site.demo import preparing

NOW = datetime.now(UTC)
ORDERS = 300

pytestmark = pytest.mark.empty_database


class Year(NamedTuple):
    """How many orders there were before the year was loaded, and what the loaded ones cost."""

    before: int
    cents: int


def rows(sql):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.fixture(scope="module")
def year(database):
    """A year in the region with its newest errands, an answered one among them."""
    whole = preparing.errands_until
    with pytest.MonkeyPatch.context() as patched, tempfile.TemporaryDirectory() as data:
        patched.setattr(
            preparing, "errands_until", lambda founded, terms: whole(founded, terms)[-24:]
        )
        preparing.prepare(now=NOW, data=Path(data), say=lambda _step: None)
    ((before,),) = rows("SELECT count(*) FROM ordering_order")
    return Year(before, load_year(ORDERS, NOW))


def test_a_loaded_year_adds_up_everywhere(year):
    assert rows("SELECT count(*) FROM ordering_order") == [(year.before + ORDERS,)]
    assert rows("SELECT sum(total_cents) FROM ordering_order WHERE number LIKE '20__-500____'") == [
        (year.cents,)
    ]
    # Ceilings, shares, volumes and budgets are the sums of their ledgers.
    assert rows(
        "SELECT agreement_id FROM agreements_ceiling c WHERE committed_cents <> ("
        " SELECT coalesce(sum(cents), 0) FROM agreements_ceilingmovement m"
        " WHERE m.agreement_id = c.agreement_id) OR committed_cents <> ("
        " SELECT coalesce(sum(s.committed_cents), 0) FROM agreements_committedshare s"
        " WHERE s.agreement_id = c.agreement_id)"
    ) == []  # fmt: skip
    assert rows(
        "SELECT v.id FROM agreements_tiervolume v WHERE quantity <> ("
        " SELECT sum((m.quantities ->> v.price_group)::bigint) FROM agreements_ceilingmovement m"
        " WHERE m.agreement_id = v.agreement_id)"
    ) == []  # fmt: skip
    assert rows(
        "SELECT id FROM ordering_budget b WHERE committed_cents <> ("
        " SELECT coalesce(sum(cents), 0) FROM ordering_budgetmovement m WHERE m.budget_id = b.id)"
    ) == []  # fmt: skip
    # The running balance of each ledger goes on without a gap.
    assert rows(
        "SELECT id FROM (SELECT id, balance_cents,"
        " sum(cents) OVER (PARTITION BY agreement_id ORDER BY id) AS summed"
        " FROM agreements_ceilingmovement) AS ledger WHERE balance_cents <> summed"
    ) == []  # fmt: skip


@pytest.mark.usefixtures("year")
def test_every_loaded_order_has_its_approval_and_its_documents():
    assert rows(
        "SELECT count(*), count(a.id), count(p.message_id), count(l.id) FROM ordering_order o"
        " LEFT JOIN ordering_approval a ON a.requisition_id = o.requisition_id"
        " LEFT JOIN exchange_payload p ON p.message_id = o.message_id"
        " LEFT JOIN ordering_orderline l ON l.order_id = o.id"
        " WHERE o.number LIKE '20__-500____'"
    ) == [(ORDERS,) * 4]
    assert rows(
        "SELECT o.id FROM ordering_order o JOIN exchange_payload p ON p.message_id = o.message_id"
        " WHERE position(o.number IN convert_from(p.content, 'UTF8')) = 0"
    ) == []  # fmt: skip
    # The past of the devices came as rows, without documents: its messages are below zero.
    assert rows(
        "SELECT r.id FROM ordering_orderresponse r LEFT JOIN exchange_payload p"
        " ON p.message_id = r.message_id WHERE p.message_id IS NULL AND r.message_id > 0"
    ) == []  # fmt: skip
