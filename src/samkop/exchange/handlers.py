"""From the fact ``message-received`` to the one handler of the document's type."""

from __future__ import annotations

from collections.abc import Mapping

from samkop.exchange.documents import FaultRow, fault, fault_of_refusal
from samkop.exchange.rules import PATIENCE
from samkop.exchange.usecases.inbound import finish_message, quarantine_message
from samkop.exchange.vocabulary import FaultCode
from samkop.platform import actors
from samkop.platform.outbox import Fact, Handler
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform


def route(by_type: Mapping[str, Handler]) -> Handler:
    """The handler of ``message-received``: hands the fact on by its document type.

    A handler makes one ``perform`` call as ``queries.message_actor(fact.body)``, with the
    key ``queries.message_key(fact.body)``: the same message applied twice has one effect.
    When it refuses, the fact is told again a few times, for documents overtake each
    other; then the message waits in quarantine with the refusal's sentence.
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
        else:
            perform(_job(fact), finish_message, message_id=fact.body["message_id"])

    return handle


def _set_aside(fact: Fact, why: FaultRow) -> None:
    perform(_job(fact), quarantine_message, message_id=fact.body["message_id"], faults=[why])


def _job(fact: Fact) -> actors.Actor:
    return actors.job("exchange-inbound", fact.party_id)
