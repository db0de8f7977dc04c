"""From the fact ``message-received`` to the one handler of the document's type."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import DecimalException

import structlog
from django.db import DataError, IntegrityError

from samkop.core.edocs import MessageLevelResponse
from samkop.exchange.documents import FaultRow, fault, fault_of_refusal, level_answer
from samkop.exchange.queries import load_document, message_actor, message_answered, message_key
from samkop.exchange.rules import PATIENCE
from samkop.exchange.usecases.inbound import finish_message, quarantine_message
from samkop.exchange.usecases.level_responses import record_level_response
from samkop.exchange.usecases.notices import tell_of_refused, tell_of_unsent
from samkop.exchange.vocabulary import FaultCode
from samkop.platform import actors
from samkop.platform.outbox import Fact, Handler
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

# What values raise that the standard allows and we cannot keep; other errors are ours.
UNFIT = (ValueError, DecimalException, OverflowError, DataError, IntegrityError)

log = structlog.get_logger()


def route(by_type: Mapping[str, Handler]) -> Handler:
    """The handler of ``message-received``: hands the fact on by its document type.

    A handler makes one ``perform`` call as ``queries.message_actor(fact.body)``, with the
    key ``queries.message_key(fact.body)``: the same message applied twice has one effect.
    When it refuses, the fact is told again a few times, for documents overtake each
    other; then the message waits in quarantine with the refusal's sentence. So it does,
    as ``not-applicable``, when a value of the document does not fit what is kept here.
    """

    def handle(fact: Fact) -> None:
        handler = by_type.get(fact.body["document_type"])
        if handler is None:
            _set_aside(fact, fault(FaultCode.TYPE_NOT_EXCHANGED, type=fact.body["document_type"]))
            return
        try:
            handler(fact)
        except Refused as refused:
            if fact.attempts < PATIENCE:
                raise
            _set_aside(fact, fault_of_refusal(refused))
        except UNFIT:
            if fact.attempts < PATIENCE:
                raise
            log.exception("document-not-applicable", message=fact.body["message_id"])
            _set_aside(fact, fault(FaultCode.NOT_APPLICABLE, attempts=fact.attempts))
        else:
            perform(_job(fact), finish_message, message_id=fact.body["message_id"])

    return handle


def say_message_unsent(fact: Fact) -> None:
    """A document does not go out in spite of many attempts: somebody who can help is told."""
    perform(
        actors.job("notices", fact.party_id), tell_of_unsent, key=fact.key_for("tell"),
        message_id=fact.body["message_id"],
    )  # fmt: skip


def level_response_received(fact: Fact) -> None:
    """The receiver of a document of ours says whether he could take it."""
    owner_id, sender_id = fact.body["receiver_id"], fact.body["sender_id"]
    with reading(_job_of(owner_id)):
        response = load_document(fact.body["message_id"]).document
        assert isinstance(response, MessageLevelResponse)  # noqa: S101 - routed by its type
        about_id = message_answered(owner_id, sender_id, response.document_id)
    perform(
        message_actor(fact.body), record_level_response, key=message_key(fact.body),
        message_id=fact.body["message_id"], owner_id=owner_id, about_id=about_id,
        **level_answer(response),
    )  # fmt: skip


def say_message_refused(fact: Fact) -> None:
    """The receiver refuses a document: the people who sent it are told."""
    perform(
        actors.job("notices", fact.body["owner_id"]), tell_of_refused, key=fact.key_for("tell"),
        message_id=fact.body["message_id"],
    )  # fmt: skip


def _set_aside(fact: Fact, why: FaultRow) -> None:
    perform(_job(fact), quarantine_message, message_id=fact.body["message_id"], faults=[why])


def _job(fact: Fact) -> actors.Actor:
    return _job_of(fact.party_id)


def _job_of(party_id: int | None) -> actors.Actor:
    return actors.job("exchange-inbound", party_id)
