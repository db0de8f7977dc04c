"""An order that a purchasing system sends by cXML goes the way of every document, and at once.

It is stored in the mailbox of whoever takes it in, without its secret, before anything is decided;
then read, and decided on in the same request, so that the response says what came of it. Broken
off in between, the worker goes on where it was: each step is done once. docs/adr/0015
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core import edocs
from samkop.core.edocs.punchout import CxmlOrder
from samkop.exchange.documents import Envelope, envelope_of, sentence_of
from samkop.exchange.models import Message
from samkop.exchange.queries import message_of
from samkop.exchange.usecases.inbound import admit_message, receive_document
from samkop.exchange.vocabulary import MessageState, TransportName
from samkop.ordering.documents.received_order import asked_order
from samkop.ordering.models import PunchOutConnection, ReceivedChange, ReceivedOrder
from samkop.ordering.policies import PUNCH_OUT_DOOR
from samkop.ordering.queries.received_orders import received_order_numbered, receiver_of_order
from samkop.ordering.received_documents import decide_on_change, decide_on_order
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

DOOR = PUNCH_OUT_DOOR.removeprefix("job:")
INBOUND = "exchange-inbound"


def take_cxml_order(
    connection: PunchOutConnection, asked: CxmlOrder
) -> ReceivedOrder | ReceivedChange:
    """What was decided on an order, or on its change or withdrawal, of a system that was let in.

    The same bytes again are answered as before. Raises Refused ``reservation-missing`` where
    nobody here could take it in, and a fault's code (``conflict``) for what is set aside.
    """
    buyer_id = connection.party_id
    with reading(actors.job(DOOR, buyer_id)):
        receiver_id = _receiver(buyer_id, asked.document)
    message = _stored(buyer_id, receiver_id, asked)
    body = {
        "message_id": message.pk, "document_type": message.document_type,
        "number": message.number, "sender_id": buyer_id, "receiver_id": receiver_id,
    }  # fmt: skip
    if isinstance(asked.document, edocs.Order):
        return decide_on_order(body)
    return decide_on_change(body)


def _receiver(buyer_id: int, document: edocs.Document) -> int:
    if isinstance(document, edocs.Order):
        found = receiver_of_order(buyer_id, asked_order(document).references)
    else:
        assert isinstance(document, edocs.OrderChange | edocs.OrderCancellation)  # noqa: S101
        before = received_order_numbered(buyer_id, document.order_reference)
        found = before.receiver_id if before else receiver_of_order(buyer_id, ())
    if found is None:
        raise Refused(
            "reservation-missing",
            _("No basket was ever fetched by your purchasing systems, so that nothing is reserved"
              " for the order. Fetch one from the shop, and order it with its number."),
        )  # fmt: skip
    return found


def _stored(buyer_id: int, receiver_id: int, asked: CxmlOrder) -> Message:
    """The message, admitted. Raises Refused with the code of what keeps it out."""
    inbound = actors.job(INBOUND, receiver_id)
    named: dict[str, Any] = {
        "owner_id": receiver_id, "content": asked.content, "size": len(asked.content),
        "sha256": hashlib.sha256(asked.content).hexdigest(),
    }  # fmt: skip
    message = perform(
        inbound, receive_document, transport=TransportName.CXML, sender_id=buyer_id,
        file_name=f"{asked.document.kind}.xml", **named,
    )  # fmt: skip
    envelope = envelope_of(asked.content)
    assert isinstance(envelope, Envelope)  # noqa: S101 - it was read before
    perform(inbound, admit_message, message_id=message.pk, envelope=envelope)
    with reading(inbound):
        message = message_of(message.pk)
    if message.state == MessageState.QUARANTINED:
        fault = message.faults[0]
        raise Refused(message.fault_code, sentence_of(fault), status=409)
    return message
