"""Two invoices on one order line at once never take more than came."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from django.db import connections

from factories.invoices import Sold, an_invoice, an_order, received
from factories.ordering import NOW, a_market
from samkop.invoicing.documents import billed_of
from samkop.invoicing.models import MatchResult
from samkop.invoicing.usecases import matching
from samkop.invoicing.usecases.invoice import record_invoice
from samkop.invoicing.usecases.matching import match_invoice
from samkop.ordering.queries.line_progress import progress_of
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def kept(market, order, message_id, price):
    return perform(
        actors.message(message_id, "invoice", market.supplier.pk), record_invoice, now=NOW,
        billed=billed_of(an_invoice(market, order, Sold(3, price))),
        buyer_id=order.buyer_id, message_id=message_id,
    )  # fmt: skip


def raced(market, monkeypatch):
    """Pieces invoiced, and the states, after both were matched at the same moment.

    Both read before either writes, wherever the lock lets them: the barrier waits for the other.
    """
    order = an_order(market)
    received(market, order, {1: 3})
    invoices = [kept(market, order, order.pk * 10 + n, p) for n, p in ((1, "300"), (2, "299"))]
    barrier, read = threading.Barrier(2), matching.ordered_lines

    def read_together(*inputs):
        found = read(*inputs)
        with suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=0.5)
        return found

    monkeypatch.setattr(matching, "ordered_lines", read_together)
    job = actors.job("invoice-matcher", order.buyer_id)

    def work(invoice):
        try:
            perform(job, match_invoice, now=NOW, invoice_id=invoice.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(invoice,)) for invoice in invoices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(market.buyers[0].finance):
        [line] = progress_of(order.pk)
        rows = MatchResult.objects.filter(invoice__in=invoices)
        return line.invoiced, sorted(row.state for row in rows)


def test_two_at_once_never_take_more_than_came(monkeypatch):
    assert raced(a_market(), monkeypatch) == (3, ["accepted", "under-query"])


def test_the_twin_without_the_lock_pays_twice(monkeypatch):
    monkeypatch.setattr(matching, "_lock_orders", lambda _order_ids: None)
    assert raced(a_market(), monkeypatch) == (6, ["accepted", "accepted"])
