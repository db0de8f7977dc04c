"""Reads of vouchers and of the files in which they went."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samkop.exchange.models import Endpoint, Message
from samkop.exchange.queries import chosen_way, written_as
from samkop.exchange.vocabulary import DocumentType
from samkop.invoicing.models import ExportBatch, Invoice, Voucher, VoucherEntry
from samkop.platform.refusals import Refused, not_found

PAGE = 50


def vouchers_of(party_id: int) -> QuerySet[Voucher]:
    """The party's vouchers, with the invoice and the file of each."""
    rows = Voucher.objects.filter(buyer_id=party_id)
    return rows.select_related("invoice", "supplier", "exported__batch")


def batches_of(party_id: int) -> QuerySet[ExportBatch]:
    """The party's files, the newest first, without their bytes."""
    rows = ExportBatch.objects.filter(buyer_id=party_id).defer("content")
    return rows.select_related("made_by").order_by("-id")


def batch_of(party_id: int, batch_id: int) -> ExportBatch:
    """One file with its bytes. Raises Refused ``not-found``."""
    found = ExportBatch.objects.filter(buyer_id=party_id, id=batch_id).first()
    if found is None:
        raise not_found()
    return found


def waiting_vouchers(party_id: int) -> QuerySet[Voucher]:
    """Those that are in no file yet, by number."""
    return vouchers_of(party_id).filter(exported=None).order_by("number")


def voucher_of(invoice_id: int) -> Voucher | None:
    """The voucher of an invoice, if it is made."""
    return (
        Voucher.objects.filter(invoice_id=invoice_id)
        .select_related("invoice", "exported__batch")
        .first()
    )


def coded_voucher(party_id: int, invoice_id: int) -> Voucher:
    """The voucher of one of the party's invoices.

    Raises Refused ``not-found``, ``invoice-not-coded`` where it has none yet.
    """
    invoice = Invoice.objects.filter(buyer_id=party_id, id=invoice_id).first()
    if invoice is None:
        raise not_found()
    voucher = voucher_of(invoice_id)
    if voucher is None:
        raise Refused(
            "invoice-not-coded",
            _("This invoice has no voucher yet. It gets one once it is accepted and every line"
              " has its coding."),
        )  # fmt: skip
    return voucher


def forwarding_way(party_id: int) -> Endpoint | None:
    """Where a party's coded invoices go by themselves; None where it has chosen no way for them."""
    return chosen_way(party_id, DocumentType.CODED_INVOICE)


def forwarded_as(voucher: Voucher) -> Message | None:
    """The message in which the coded invoice went to the finance system, if it has gone."""
    return written_as(voucher.buyer_id, DocumentType.CODED_INVOICE, str(voucher.number))


def entries_of_voucher(voucher: Voucher) -> list[VoucherEntry]:
    """Its entries in their order."""
    return list(voucher.entries.order_by("place"))
