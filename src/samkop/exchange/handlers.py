"""From the fact ``message-received`` to the one handler of the document's type."""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from django.db import DataError, IntegrityError

from samkop.exchange.documents import FaultRow, fault, fault_of_refusal
from samkop.exchange.rules import PATIENCE
from samkop.exchange.usecases.inbound import finish_message, quarantine_message
from samkop.exchange.usecases.notices import tell_of_unsent
from samkop.exchange.vocabulary import FaultCode
from samkop.platform import actors
from samkop.platform.outbox import Fact, Handler
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

# What values raise that the standard allows and we cannot keep; other errors are ours.
UNFIT = (ValueError, DataError, IntegrityError)

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


def _set_aside(fact: Fact, why: FaultRow) -> None:
    perform(_job(fact), quarantine_message, message_id=fact.body["message_id"], faults=[why])


def _job(fact: Fact) -> actors.Actor:
    return actors.job("exchange-inbound", fact.party_id)
