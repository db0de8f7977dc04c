"""Two buyers call off in the same moment: not both find that it is the same supplier's turn."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connections

from factories.call_offs import a_panel, sent_in
from samkop.agreements.models import CallOffTurn
from samkop.ordering.usecases import calling_off
from samkop.platform.unit_of_work import reading
from samkop.tendering.vocabulary import CallOffMethod, TurnBy

pytestmark = pytest.mark.usefixtures("database")

MEETING = 2.0  # seconds that the first waits for the other to have read the turns too


def call_off_at_once(monkeypatch):
    """How many call-offs each supplier got, of two that read the turns as close as can be."""
    panel = a_panel(suppliers=2, buyers=2, method=CallOffMethod.ROTATION, turn_by=TurnBy.NUMBER)
    both_have_read, read = threading.Barrier(2), calling_off.turns_of

    def turns_of(rule_id):
        found = read(rule_id)
        # Broken: the other one waits for the lock, as it should.
        with suppress(threading.BrokenBarrierError):
            both_have_read.wait(MEETING)
        return found

    monkeypatch.setattr(calling_off, "turns_of", turns_of)

    def send(buyer):
        try:
            return sent_in(panel, buyer)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(send, panel.buyers))
    with reading(panel.runner):
        turns = CallOffTurn.objects.filter(rule=panel.rule)
        return Counter(turns.values_list("agreement__call_off_rank", flat=True))


def test_each_of_two_at_once_gets_its_own_suppliers_turn(monkeypatch):
    assert call_off_at_once(monkeypatch) == {1: 1, 2: 1}


def test_the_twin_without_the_lock_gives_one_supplier_both(monkeypatch):
    monkeypatch.setattr(calling_off, "hold_call_off", lambda _rule_id: None)
    assert call_off_at_once(monkeypatch) == {1: 2}
