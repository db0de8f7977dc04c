"""Plays the day: a catalogue comes in, somebody orders, the supplier answers.

Everything goes through the use cases and loops that serve any day. The day has one order,
known by its date: played again, nothing is done and the same is told.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.queries import message_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.exchange.vocabulary import MessageState
from samkop.ordering.models import Order, Requisition
from samkop.ordering.usecases.requisition import Wanted, approve_requisition, order_directly
from samkop.ordering.vocabulary import ANSWERED, RequisitionState
from samkop.platform.actors import Actor
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.dates import ZONE
from samkop.site.demo.preparing import Prepared, Say
from samkop.site.demo.reading_back import Played, story_of
from samkop.site.demo.seeds import history, items, organisations, people_of
from samkop.site.demo.shopkeeping import describe_new
from samkop.site.demo.story import Story
from samkop.site.demo.supplying import (
    catalogue_known,
    offering_of_the_day,
    send_catalogue,
    shelf_of,
)
from samkop.site.simulator.answering import Mode
from samkop.site.wiring import FACTS

PATIENCE = 30.0  # seconds
PAUSE = 0.1


@dataclass(frozen=True)
class Clock:
    """The time of day, going on from ``now``."""

    now: datetime
    started: float

    def __call__(self) -> datetime:
        return self.now + timedelta(seconds=time.perf_counter() - self.started)


def play(*, now: datetime, data: Path, say: Say, prepared: Prepared) -> Story:
    """Play the day of ``now`` in the prepared region, and tell it.

    ``say`` is told each step that is being done. Raises Refused ``demo-stuck`` when a
    document has not come through within half a minute, and what the use cases raise.
    """
    clock, day = Clock(now, time.perf_counter()), now.astimezone(ZONE).date()
    known = catalogue_known(prepared.cast, prepared.running["mobile"], day)
    if not known:
        say("A catalogue comes in")
        _catalogue_in(prepared, day, data)
        describe_new(prepared.cast, prepared.running, now)
    say("Somebody asks for a phone, and it is approved")
    requisition = _ask_and_approve(prepared, day, clock)
    order_id = _order_of(requisition, _approver(prepared))
    played_before = _state(order_id, _approver(prepared)) in ANSWERED
    if not played_before:
        say("The order goes out, and the answer comes in")
        _exchange(prepared, order_id, clock)
    return story_of(Played(prepared, day, played_before, requisition.pk, order_id, data))


def _catalogue_in(prepared: Prepared, day: date, data: Path) -> None:
    """The day's catalogue, from the supplier into the shop."""
    running = prepared.running["mobile"]
    send_catalogue(prepared.cast, running, offering_of_the_day(running, day), data)
    _until(lambda: catalogue_known(prepared.cast, running, day) is not None, data)


def _ask_and_approve(prepared: Prepared, day: date, clock: Clock) -> Requisition:
    rules, cast = history()["day"], prepared.cast
    shelf = shelf_of(cast, prepared.running["mobile"])
    buyer = organisations()[rules["organisation"]]
    person = next(one for one in people_of(buyer) if one.part == rules["requester"])
    requisition = perform(
        cast.person(person.part, buyer.key), order_directly, key=f"demo:day:{day}", now=clock(),
        cost_centre=person.cost_centre, delivery_location=person.delivery_location,
        wanted=[Wanted(shelf[items()[rules["item"]].item], 1)], note_text=f"Demo {day}",
    )  # fmt: skip
    if requisition.state == RequisitionState.SUBMITTED:
        requisition = perform(
            _approver(prepared), approve_requisition, key=f"demo:day:{day}", now=clock(),
            requisition_id=requisition.pk,
        )  # fmt: skip
    return requisition


def _approver(prepared: Prepared) -> Actor:
    rules = history()["day"]
    return prepared.cast.person(rules["approver"], rules["organisation"])


def _order_of(requisition: Requisition, reader: Actor) -> int:
    with reading(reader):
        return int(Order.objects.get(requisition_id=requisition.pk).pk)


def _state(order_id: int, reader: Actor) -> str:
    with reading(reader):
        return Order.objects.get(pk=order_id).state


def _exchange(prepared: Prepared, order_id: int, clock: Clock) -> None:
    """Carry the order out, let the supplier answer, take the answer in."""
    reader, post = _approver(prepared), prepared.post

    def sent() -> bool:
        with reading(reader):
            message_id = Order.objects.get(pk=order_id).message_id or 0
            return message_of(message_id).state == MessageState.SENT

    _until(sent, post.data)
    post.let_converse(Mode.FULL, clock())
    _until(lambda: _state(order_id, reader) in ANSWERED, post.data)


def _until(happened: Callable[[], bool], data: Path) -> None:
    """Do the worker's work until something has happened.

    A worker that runs beside may be doing it, so it is looked at again for a while.
    """
    stop = time.monotonic() + PATIENCE
    while True:
        transmit_waiting(data)
        collect_inboxes(data)
        while dispatch_waiting(FACTS):
            continue
        if happened():
            return
        if time.monotonic() > stop:
            raise Refused(
                "demo-stuck",
                _("A document did not come through: look into the quarantine, or start afresh"
                  " with --fresh."),
                status=503,
            )  # fmt: skip
        time.sleep(PAUSE)
