"""Workers of exchange in processes of their own, for test_crash.py: they may be killed anywhere.

Each is forked from this one, which has loaded Django for all of them and is told on its standard
input, a JSON list a line: ``["start", DATABASE, DATA, OPTION]`` is answered with the number of
the process once it works, ``["wait", NUMBER]`` with its exit code. It works for ever, or until
nothing waits (OPTION ``drain``), or until its STEPth query or change of a file, just before which
it kills itself (OPTION a number).
"""

import json
import os
import signal
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import ground
from dying import die_before_step
from forks import forked
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.handlers import route
from samkop.exchange.queries import load_document, message_actor, message_key
from samkop.exchange.transmitting import transmit_waiting
from samkop.platform.actors import Actor
from samkop.platform.outbox import Fact, dispatch_waiting, tell
from samkop.platform.unit_of_work import perform, reading


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


def work(database: str, data: str, option: str, ready: int) -> None:
    """Be a worker, and close ``ready`` when it begins; each step is as likely to be the last."""
    ground.point_at(database)
    if option.isdigit():
        die_before_step(int(option))
    os.close(ready)
    waiting = True
    while waiting or option != "drain":
        waiting = bool(transmit_waiting(Path(data), limit=5))
        waiting |= bool(collect_inboxes(Path(data)))
        waiting |= bool(dispatch_waiting(WIRING, limit=5))


def started(database: str, data: str, option: str) -> int:
    """The number of a new worker, when it works or has failed to."""
    waiting, ready = os.pipe()
    process = forked(partial(work, database, data, option, ready))
    os.close(ready)
    os.read(waiting, 1)
    os.close(waiting)
    running.add(process)
    return process


def ended(process: int) -> int:
    """The exit code of a worker; waits for its end."""
    running.discard(process)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


running: set[int] = set()
for line in sys.stdin:
    what, *told = json.loads(line)
    print(started(*told) if what == "start" else ended(*told), flush=True)  # noqa: T201 - the answer
for left in running:
    os.kill(left, signal.SIGKILL)
