"""kill -9 of the worker at random moments: no document is lost, none has two effects.

``SAMKOP_FAULT_ROUNDS`` says how often the worker is killed (4 unless told).
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connections

from factories.exchange import DAY, a_trade, an_order_response, put_in
from samkop.exchange.models import Message
from samkop.exchange.usecases.outbound import send_document
from samkop.platform import actors
from samkop.platform.models import Fact
from samkop.platform.unit_of_work import perform, reading

ROUNDS = int(os.environ.get("SAMKOP_FAULT_ROUNDS", "4"))
DOCUMENTS = 15  # each way and round
STEPS = 1000  # fewer than a round of work takes
WORKER = Path(__file__).with_name("crash_worker.py")


class Workers:
    """Workers by the number of their process; all forked from one that has loaded Django."""

    def __init__(self, process):
        self.process = process

    def start(self, database, data, option=""):
        """The number of a new one, which works by now."""
        return self._ask("start", database, str(data), option)

    def ended(self, number):
        """Its exit code; waits for its end."""
        return self._ask("wait", number)

    def kill_after(self, number, seconds):
        """From outside, wherever it is."""
        time.sleep(seconds)
        os.kill(number, signal.SIGKILL)
        assert self.ended(number) == -signal.SIGKILL

    def _ask(self, *told):
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture(scope="module")
def workers():
    with subprocess.Popen(
        [sys.executable, str(WORKER)], env={**os.environ, "PYTHONPATH": str(WORKER.parent.parent)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        yield Workers(process)


def give_work(trade, round_number):
    """Orders to be sent and responses to be received; returns their numbers."""
    numbers = [f"{round_number}-{place}" for place in range(DOCUMENTS)]
    for number in numbers:
        perform(
            actors.person(1, "Buyer", trade.buyer.pk), send_document, receiver_id=trade.seller.pk,
            document_type="order", number=number, issue_date=DAY,
            content=f"<order>{number}</order>".encode(), subject="",
        )  # fmt: skip
        put_in(trade.inbox, f"{number}.xml", an_order_response(trade, number))
    return numbers


def let_time_pass():
    """Leases of the dead run out and pauses end."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE platform_fact SET next_attempt_at = now() WHERE done_at IS NULL")
        cursor.execute("UPDATE exchange_message SET next_attempt_at = now()")


@pytest.fixture
def worked(own_database, tmp_path, workers):
    """The trade and all its numbers after the worker was killed in each round."""
    trade, numbers = a_trade(tmp_path), []
    moment = random.Random(4711)
    for round_number in range(ROUNDS):
        numbers += give_work(trade, round_number)
        if round_number % 2:
            workers.kill_after(workers.start(own_database, tmp_path), moment.uniform(0, 0.6))
        else:
            # Between two steps, each of which is as likely, however short.
            step = str(moment.randrange(1, STEPS))
            assert workers.ended(workers.start(own_database, tmp_path, step)) == -signal.SIGKILL
        let_time_pass()
    assert workers.ended(workers.start(own_database, tmp_path, "drain")) == 0
    return trade, numbers


def messages_of(party, direction):
    with reading(actors.person(1, "x", party.pk)):
        found = Message.objects.filter(owner_id=party.pk, direction=direction)
        return list(found.values_list("number", "state"))


def test_two_workers_at_once_do_everything_once(own_database, tmp_path, workers):
    trade = a_trade(tmp_path)
    numbers = give_work(trade, 0)
    both = [workers.start(own_database, tmp_path, "drain") for _ in range(2)]
    assert [workers.ended(worker) for worker in both] == [0, 0]
    everything_was_done_once(trade, numbers)


def test_every_document_goes_out_and_comes_in_once_however_often_the_worker_dies(worked):
    everything_was_done_once(*worked)


def everything_was_done_once(trade, numbers):
    once = Counter(numbers)
    # Out: each order lies in the outbox, whole, and nothing half written beside it.
    assert {path.name: path.read_bytes() for path in trade.outbox.iterdir()} == {
        f"order-{number}.xml": f"<order>{number}</order>".encode() for number in numbers
    }
    assert Counter(messages_of(trade.buyer, "out")) == Counter((n, "sent") for n in numbers)
    # In: each response is one message, applied, told once, and put away.
    assert Counter(messages_of(trade.buyer, "in")) == Counter((n, "applied") for n in numbers)
    with reading(actors.job("dispatcher")):
        told = Fact.objects.filter(name="message-received")
        assert Counter(fact.body["number"] for fact in told) == once
    assert list(trade.inbox.glob("*.xml")) == []
    assert {path.name for path in (trade.inbox / "read").iterdir()} == {f"{n}.xml" for n in numbers}
    with reading(actors.job("dispatcher")):
        applied = Fact.objects.filter(name="response-applied", party_id=trade.seller.pk)
        assert Counter(fact.body["number"] for fact in applied) == once
