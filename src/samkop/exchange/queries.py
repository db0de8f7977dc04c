"""Reads: endpoints, messages, their documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from samkop.core.edocs import Document, Faults, read
from samkop.core.edocs.model import Identifier, LegalEntity
from samkop.core.edocs.model import Party as Side
from samkop.exchange.models import (
    Endpoint,
    Message,
    MessageLevelResponse,
    Payload,
    Transmission,
)
from samkop.exchange.vocabulary import (
    SET_ASIDE,
    Direction,
    DocumentType,
    MessageState,
    TransportName,
)
from samkop.parties.models import Party
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.database.prepared import Asked, prepared
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import once

# A party's own mailbox; what others here have sent to it; what it sent into others' mailboxes.
BOXES = {"own": "owner_id", "received": "receiver_id", "delivered": "sender_id"}
PREFERRED_SCHEMES = ("0216", "0007", "0088")


@dataclass(frozen=True)
class LoadedDocument:
    """An inbound message with what it says.

    ``sender_id`` and ``receiver_id`` are parties; ``document`` is a core.edocs value.
    """

    message_id: int
    document_type: str
    number: str
    issue_date: date | None
    sender_id: int | None
    receiver_id: int | None
    document: Document


def message_actor(body: Mapping[str, Any]) -> Actor:
    """Who acts in the handler of the fact ``message-received``: the message, for its sender.

    ``body`` is the fact's: {message_id, document_type, number, sender_id, receiver_id}.
    """
    name = f"{body['document_type']} {body['number']}"
    return actors.message(body["message_id"], name, body["sender_id"])


def message_key(body: Mapping[str, Any]) -> str:
    """The idempotency key of the one effect of a message, also when it is replayed."""
    return f"message:{body['message_id']}"


def load_document(message_id: int) -> LoadedDocument:
    """The document of a message that the actor may read.

    Raises Refused ``not-found``, and ``message-unreadable`` when the rules in force have
    changed since it was accepted and it breaks them now.
    """
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        raise not_found()
    document = read(content_of(message_id))
    if isinstance(document, Faults):
        raise Refused("message-unreadable", document.faults[0].message)
    return LoadedDocument(
        message_id=message.pk,
        document_type=message.document_type,
        number=message.number,
        issue_date=message.issue_date,
        sender_id=message.sender_id,
        receiver_id=message.receiver_id,
        document=document,
    )


def message_of(message_id: int) -> Message:
    """A message with its parties. Raises Refused ``not-found``."""
    found = Message.objects.select_related("owner", "sender", "receiver").filter(pk=message_id)
    message = found.first()
    if message is None:
        raise not_found()
    return message


def state_of(message_id: int) -> str:
    """What state a message is in. Raises Refused ``not-found``."""
    state = Message.objects.filter(pk=message_id).values_list("state", flat=True).first()
    if state is None:
        raise not_found()
    return state


def content_of(message_id: int) -> bytes:
    """The bytes of a message as they came or go. Raises Refused ``not-found``."""
    payload = Payload.objects.filter(pk=message_id).first()
    if payload is None:
        raise not_found()
    return bytes(payload.content)


def documents_of(subject: str, also: Iterable[int] = ()) -> QuerySet[Message]:
    """The outbound messages that tell of a thing (``ordering.order:17``), oldest first.

    ``also`` are ids of messages that belong to it, such as the answers that came.
    """
    about = Q(subject=subject) | Q(id__in=list(also))
    return Message.objects.filter(about).order_by("created_at", "id")


def mailbox(party_id: int, box: str = "own") -> QuerySet[Message]:
    """The messages of a party in a box (a key of ``BOXES``), as a list shows them."""
    found = Message.objects.filter(**{BOXES[box]: party_id})
    if box != "own":
        found = found.exclude(owner_id=party_id)
    return found.select_related("owner", "sender", "receiver")


def usual_box(party_id: int) -> str:
    """The box to begin with: ``received`` for a party that only others here write to.

    So it is for a supplier that reads its orders here: its own mailbox stays empty.
    """
    if Message.objects.filter(owner_id=party_id).exists():
        return "own"
    received = Message.objects.filter(receiver_id=party_id).exclude(owner_id=party_id)
    return "received" if received.exists() else "own"


def needing_attention(party_id: int) -> dict[str, int]:
    """How many messages of a mailbox wait in quarantine, and how many could not be sent."""
    states = (MessageState.QUARANTINED, MessageState.ALARM)
    found = Message.objects.filter(owner_id=party_id, state__in=states)
    return dict(found.values_list("state").annotate(Count("id")).order_by())


def written_as(owner_id: int, document_type: str, number: str) -> Message | None:
    """The outbound message of a party under a number, if it has written one."""
    return Message.objects.filter(
        owner_id=owner_id, direction=Direction.OUT, document_type=document_type, number=number
    ).first()


def transmissions_of(message_id: int) -> QuerySet[Transmission]:
    """The attempts to send a message, or its arrivals, in their order."""
    return Transmission.objects.filter(message_id=message_id).order_by("id")


def level_responses_to(message_id: int) -> QuerySet[MessageLevelResponse]:
    """What the receiver of a message has said of it, the oldest first."""
    found = MessageLevelResponse.objects.filter(about_id=message_id)
    return found.select_related("answerer").order_by("created_at", "id")


def told_of(message_id: int) -> Message | None:
    """The Message Level Response by which the sender of a message was answered, if he was."""
    subject = f"{Message._meta.label_lower}:{message_id}"
    answers = Message.objects.filter(subject=subject, document_type=DocumentType.MLR)
    return answers.first()


def message_answered(owner_id: int, receiver_id: int, reference: str) -> int | None:
    """The message of ``owner_id`` that its receiver names, by its number or its envelope's.

    Where documents of several types have the number, the youngest is meant. None where there
    is none; a Message Level Response is never answered.
    """
    sent = Message.objects.filter(
        owner_id=owner_id, receiver_id=receiver_id, direction=Direction.OUT
    ).exclude(document_type=DocumentType.MLR)
    numbered = sent.filter(number=reference).order_by("-id").first()
    carried = Q(transmissions__detail=reference, transmissions__owner_id=owner_id)
    found = numbered or sent.filter(carried).order_by("-id").first()
    return found.pk if found else None


def endpoints_of(party_id: int) -> QuerySet[Endpoint]:
    """A party's electronic addresses."""
    return Endpoint.objects.filter(party_id=party_id).order_by(
        "scheme", "identifier", "document_type"
    )


def own_endpoint(party_id: int, endpoint_id: int) -> Endpoint:
    """One of a party's electronic addresses. Raises Refused ``not-found``."""
    endpoint = Endpoint.objects.filter(party_id=party_id, id=endpoint_id).first()
    if endpoint is None:
        raise not_found()
    return endpoint


def endpoint_of(party_id: int, document_type: str = "") -> Endpoint | None:
    """The address under which a party is reached: its business ID's before its GLN.

    Of a document's type, the endpoint that the party has for it, where it has one. Asked once in
    a unit of work: a document names it, and the message goes to it.
    """
    registered = once(_registered, party_id)
    special = [one for one in registered if document_type and one.document_type == document_type]
    known = {one.scheme: one for one in registered if not one.document_type}
    usual = [known[scheme] for scheme in PREFERRED_SCHEMES if scheme in known]
    return next(iter([*special, *usual, *known.values()]), None)


def chosen_way(party_id: int, document_type: str) -> Endpoint | None:
    """The way that a party has chosen for documents of a type; None where it is the usual one."""
    endpoint = endpoint_of(party_id, document_type)
    return endpoint if endpoint and endpoint.document_type == document_type else None


def _registered(party_id: int) -> list[Endpoint]:
    return list(_endpoints(party_id))


def question_of_endpoints(party_id: int) -> Asked:
    """What ``endpoint_of`` asks, to be asked ahead."""
    return _endpoints.of(party_id)


@prepared
def _endpoints(party_id: int) -> QuerySet[Endpoint]:
    return endpoints_of(party_id).reverse()


def on_their_way(subject: str, sender_id: int) -> list[Document]:
    """Documents about a thing that somebody wrote here and that nobody has taken in yet.

    They are neither applied by their receiver nor set aside there. Three queries at most.
    """
    sent = {
        (message.document_type, message.number): message.pk
        for message in documents_of(subject)
        if message.owner_id == sender_id and message.direction == Direction.OUT
    }
    if not sent:
        return []
    ended = Message.objects.filter(
        direction=Direction.IN, sender_id=sender_id,
        state__in=(MessageState.APPLIED, *SET_ASIDE),
        number__in=[number for _type, number in sent],
    )  # fmt: skip
    over = set(ended.values_list("document_type", "number"))
    payloads = Payload.objects.filter(pk__in=[pk for key, pk in sent.items() if key not in over])
    found = [read(bytes(payload.content)) for payload in payloads]
    return [document for document in found if not isinstance(document, Faults)]


def electronic_address(party_id: int) -> Identifier | None:
    """A party's address as the EndpointID of a document, or None if it has none."""
    endpoint = endpoint_of(party_id)
    return Identifier(endpoint.identifier, endpoint.scheme) if endpoint else None


def side_of(party: Party) -> Side:
    """A party as what most documents say of it: its electronic address and its legal name."""
    return Side(endpoint=electronic_address(party.pk), legal_entity=LegalEntity(party.legal_name))


def may_exchange(*party_ids: int) -> bool:
    """Whether each of these parties has an electronic address, which documents name."""
    return all(electronic_address(party_id) is not None for party_id in party_ids)


def party_at(address: Identifier | None) -> int | None:
    """The party that has this electronic address, or None."""
    if address is None:
        return None
    known = Endpoint.objects.filter(scheme=address.scheme or "", identifier=address.value)
    return known.values_list("party_id", flat=True).first()


def folders() -> dict[str, int]:
    """The folders of the directory transport, by name, with the parties they belong to."""
    known = Endpoint.objects.filter(transport=TransportName.DIRECTORY)
    return dict(known.order_by("address").values_list("address", "party_id"))


def folder_of(party_id: int) -> str | None:
    """The folder of a party, or None if no address of it is reached by one."""
    known = Endpoint.objects.filter(party_id=party_id, transport=TransportName.DIRECTORY)
    return known.values_list("address", flat=True).first()
