"""Documents and facts that invoicing hears of; one use-case call each."""

from __future__ import annotations

from samkop.core import edocs
from samkop.exchange.queries import load_document, message_actor, message_key
from samkop.invoicing.documents import billed_of
from samkop.invoicing.usecases.invoice import record_invoice
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading


def invoice_received(fact: Fact) -> None:
    """An invoice or a credit note has come in: it is kept as its supplier's.

    The message was accepted as one of them, so that its document is one.
    """
    with reading(actors.job("exchange-inbound", fact.body["receiver_id"])):
        document = load_document(fact.body["message_id"]).document
    assert isinstance(document, edocs.Invoice | edocs.CreditNote)  # noqa: S101 - routed by type
    perform(
        message_actor(fact.body),
        record_invoice,
        key=message_key(fact.body),
        billed=billed_of(document),
        buyer_id=fact.body["receiver_id"],
        message_id=fact.body["message_id"],
    )
