"""Forwarding an invoice with its coding to the municipality's own finance system, once."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.exchange.documents import address_of
from samkop.exchange.models import Endpoint, Message
from samkop.exchange.queries import party_at
from samkop.exchange.usecases.outbound import send_document
from samkop.exchange.vocabulary import DocumentType, TransportName
from samkop.invoicing.documents.coded import coded_file
from samkop.invoicing.models import Voucher
from samkop.invoicing.policies import may_keep_accounting
from samkop.invoicing.queries.accounting import (
    coded_voucher,
    entries_of_voucher,
    forwarded_as,
    forwarding_way,
)
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def forward_invoice(*, actor: Actor, now: datetime, invoice_id: int) -> Message | None:
    """Send the coded invoice where the buyer has said that such documents go, by itself.

    None, and nothing is sent, where it has chosen no way for them; where it cannot be written for
    that way, the people who handle invoices are told. The voucher's number is the message's: sent
    again, it is the message that stands there already. Raises Refused: ``not-found``,
    ``invoice-not-coded``.
    """
    party_id = actor.own_party_id
    way = forwarding_way(party_id)
    if way is None:
        return None
    voucher = coded_voucher(party_id, invoice_id)
    try:
        return _send(actor, now, voucher, way)
    except Refused:
        # Nothing is written before the whole is: there is nothing to take back.
        tell("invoice-not-forwarded", invoice_id=invoice_id, buyer_id=party_id)
        return None


def forward_by_hand(*, actor: Actor, now: datetime, invoice_id: int) -> Message:
    """The same when a person asks: for what was accepted before the way was chosen.

    Raises Refused: ``not-allowed``, ``not-found``, ``invoice-not-coded``,
    ``forwarding-way-missing``, ``forwarding-comes-back``, and as ``coded_file``.
    """
    require(may_keep_accounting(actor))
    voucher = coded_voucher(actor.own_party_id, invoice_id)
    way = forwarding_way(actor.own_party_id)
    if way is None:
        raise Refused(
            "forwarding-way-missing",
            _("No way is chosen for invoices with their coding. An administrator chooses one under"
              " Messages, Electronic addresses."),
        )  # fmt: skip
    return _send(actor, now, voucher, way)


def _send(actor: Actor, now: datetime, voucher: Voucher, way: Endpoint) -> Message:
    # What has gone out stands, whatever was chosen since.
    if known := forwarded_as(voucher):
        return known
    network = way.transport == TransportName.ACCESS_POINT
    if network and party_at(address_of(way.address)) is not None:
        raise Refused(
            "forwarding-comes-back",
            _("Under the address %(address)s documents come in here: the invoice would come back."
              " An administrator writes the finance system's own under Messages, Electronic"
              " addresses."),
            address=way.address,
        )  # fmt: skip
    coded = coded_file(voucher.invoice, entries_of_voucher(voucher), way.syntax, network=network)
    return send_document(
        actor=actor, now=now, receiver_id=voucher.buyer_id,
        document_type=DocumentType.CODED_INVOICE, number=str(voucher.number),
        issue_date=voucher.day, subject=subject_of(voucher.invoice), content=coded.content,
    )  # fmt: skip
