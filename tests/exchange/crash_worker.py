"""A worker of exchange in a process of its own, for test_crash.py: it may be killed anywhere.

``python crash_worker.py DATABASE DATA [drain | STEP]``: works for ever, or until nothing
waits, or until its STEPth query or change of a file, just before which it kills itself.
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import ground

ground.point_at(sys.argv[1])

from django.db import connection  # noqa: E402

from samkop.exchange.collecting import collect_inboxes  # noqa: E402
from samkop.exchange.handlers import route  # noqa: E402
from samkop.exchange.queries import load_document, message_actor, message_key  # noqa: E402
from samkop.exchange.transmitting import transmit_waiting  # noqa: E402
from samkop.platform.actors import Actor  # noqa: E402
from samkop.platform.outbox import Fact, dispatch_waiting, tell  # noqa: E402
from samkop.platform.unit_of_work import perform, reading  # noqa: E402


def apply_response(*, actor: Actor, now: datetime, number: str) -> None:
    """An effect that would show twice if it were had twice."""
    tell("response-applied", number=number)


def response_received(fact: Fact) -> None:
    """The handler: reads the document and applies it as its sender."""
    actor = message_actor(fact.body)
    with reading(actor):
        loaded = load_document(fact.body["message_id"])
    perform(actor, apply_response, key=message_key(fact.body), number=loaded.document.id)


WIRING = {"message-received": [route({"order-response": response_received})]}
FILE_STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.scandir"}
steps = itertools.count(1)


def step(*_said: object) -> None:
    """Before each step: is it the last one?"""
    if next(steps) == last_step:
        os.kill(os.getpid(), signal.SIGKILL)


def before_query(execute: Callable[..., Any], *said: Any) -> Any:
    """Django's execute wrapper."""
    step()
    return execute(*said)


data, option = Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""
last_step = int(option) if option.isdigit() else 0
connection.execute_wrappers.append(before_query)
sys.addaudithook(lambda event, _arguments: step() if event in FILE_STEPS else None)
print("ready", flush=True)  # noqa: T201 - tells the test that it may kill
waiting = True
while waiting or option != "drain":
    waiting = bool(transmit_waiting(data, limit=5))
    waiting |= bool(collect_inboxes(data))
    waiting |= bool(dispatch_waiting(WIRING, limit=5))
