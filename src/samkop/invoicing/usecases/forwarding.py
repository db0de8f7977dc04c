"""Forwarding an invoice with its coding to the municipality's own finance system, once."""

from __future__ import annotations

from datetime import datetime

from samkop.exchange.models import Message
from samkop.exchange.queries import endpoint_of
from samkop.exchange.usecases.outbound import send_document
from samkop.exchange.vocabulary import DocumentType, TransportName
from samkop.invoicing.documents.coded import coded_file
from samkop.invoicing.queries.accounting import coded_voucher, entries_of_voucher
from samkop.platform.actors import Actor
from samkop.platform.records import subject_of

# By the access point it would come back: the finance system has no address there of its own.
WAYS = (TransportName.DIRECTORY, TransportName.EMAIL)


def forward_invoice(*, actor: Actor, now: datetime, invoice_id: int) -> Message | None:
    """Send the coded invoice where the buyer has said that such documents go.

    None, and nothing is sent, where it has chosen no way for them, or the access point. The
    voucher's number is the message's: sent again, it is the message that stands there already.
    Raises Refused: ``not-found``, ``invoice-not-coded``, and as ``coded_file``.
    """
    party_id = actor.own_party_id
    endpoint = endpoint_of(party_id, DocumentType.CODED_INVOICE)
    chosen = endpoint is not None and endpoint.document_type == DocumentType.CODED_INVOICE
    if endpoint is None or not chosen or endpoint.transport not in WAYS:
        return None
    voucher = coded_voucher(party_id, invoice_id)
    return send_document(
        actor=actor, now=now, receiver_id=party_id, document_type=DocumentType.CODED_INVOICE,
        number=str(voucher.number), issue_date=voucher.day, subject=subject_of(voucher.invoice),
        content=coded_file(voucher.invoice, entries_of_voucher(voucher)),
    )  # fmt: skip
