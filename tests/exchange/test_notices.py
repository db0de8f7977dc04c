"""A document that does not go out is told to somebody who can help."""

from __future__ import annotations

import pytest

from factories.exchange import NOW, a_trade, an_order
from factories.parties import an_actor
from samkop.core import edocs
from samkop.exchange.models import Message
from samkop.exchange.transmitting import transmit_waiting
from samkop.exchange.usecases.outbound import send_document
from samkop.exchange.vocabulary import Direction
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database")


def a_message_that_fails(trade, folder):
    trade.outbox.parent.mkdir(parents=True, exist_ok=True)
    trade.outbox.write_text("a file where the folder should be")
    message = perform(
        actors.person(1, "Buyer", trade.buyer.pk), send_document, now=NOW,
        receiver_id=trade.seller.pk, document_type="order", number="4711",
        issue_date=NOW.date(), content=edocs.write(an_order(trade, "4711")), subject="x:1",
    )  # fmt: skip
    now = NOW
    for _attempt in range(9):
        transmit_waiting(folder, now=now)
        with reading(actors.job("exchange-outbound", trade.buyer.pk)):
            now = Message.objects.get(pk=message.pk, direction=Direction.OUT).next_attempt_at
    while dispatch_waiting(FACTS):
        continue
    return message


def told_to(actor):
    with reading(actor):
        rows = Notification.objects.filter(person_id=actor.person_id)
        return [(row.kind, row.facts["number"], row.url) for row in rows]


def test_the_ict_manager_is_told_once(tmp_path):
    trade = a_trade(tmp_path)
    manager = an_actor(trade.buyer, RoleName.ICT_MANAGER)
    administrator = an_actor(trade.buyer, RoleName.ADMINISTRATOR)
    theirs = an_actor(trade.seller, RoleName.ICT_MANAGER)
    message = a_message_that_fails(trade, tmp_path)
    assert told_to(manager) == [("message-unsent", "4711", f"/messages/{message.pk}/")]
    assert (told_to(administrator), told_to(theirs)) == ([], [])


def test_without_an_ict_manager_the_administrator_is_told(tmp_path):
    trade = a_trade(tmp_path)
    administrator = an_actor(trade.buyer, RoleName.ADMINISTRATOR)
    a_message_that_fails(trade, tmp_path)
    assert [kind for kind, _number, _url in told_to(administrator)] == ["message-unsent"]
