"""An invoice with its coding: what came, and where the buyer books each line.

EN 16931: BT-133 of each line, and BT-19 where all lines are coded alike; in Finvoice
RowAccountDimensionText and AccountDimensionText. Everything else stays as its sender wrote it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from samkop.core import edocs
from samkop.core.money import amount_text
from samkop.exchange.queries import load_document
from samkop.invoicing.models import Invoice, VoucherEntry
from samkop.platform.refusals import Refused

UBL, FINVOICE = "ubl", "finvoice"


def coded_file(invoice: Invoice, entries: Iterable[VoucherEntry], syntax: str = UBL) -> bytes:
    """The invoice as it came, with the coding of its voucher; the same bytes every time.

    In UBL (of the specification that it came in) or Finvoice 3.0; valid by the rules of
    core.edocs. Raises Refused: ``message-unreadable`` where the rules have changed since it
    came, ``format-cannot-hold`` where the format has no place for something in it.
    """
    document = load_document(invoice.message_id).document
    assert isinstance(document, edocs.Invoice | edocs.CreditNote)  # noqa: S101 - routed by type
    try:
        return edocs.write(coded_document(document, entries), syntax=syntax)
    except edocs.InvalidDocumentError as error:
        raise Refused(
            "format-cannot-hold",
            _("The invoice cannot be written in this format. Fetch it in the other one."),
        ) from error


def coded_document(
    document: edocs.Invoice | edocs.CreditNote, entries: Iterable[VoucherEntry]
) -> edocs.Invoice | edocs.CreditNote:
    """The document with the coding of its voucher's entries, by the lines' places."""
    by_line: dict[str, list[VoucherEntry]] = defaultdict(list)
    for entry in entries:
        if entry.line_id:
            by_line[entry.line_id].append(entry)
    costs = [_cost(by_line.get(str(place), [])) for place in range(1, len(document.lines) + 1)]
    lines = tuple(
        replace(line, accounting_cost=cost)
        for line, cost in zip(document.lines, costs, strict=True)
    )
    coded = {cost for cost in costs if cost}
    return replace(document, lines=lines, accounting_cost=coded.pop() if len(coded) == 1 else None)


def _cost(entries: list[VoucherEntry]) -> str | None:
    """``account;cost centre;project;object;VAT code``; of several parts each with its amount."""
    if not entries:
        return None
    said = [";".join(_parts(entry)) for entry in entries]
    if len(said) == 1:
        return said[0]
    sums = (amount_text(abs(entry.cents)) for entry in entries)
    return " + ".join(f"{cost}={cents}" for cost, cents in zip(said, sums, strict=True))


def _parts(entry: VoucherEntry) -> tuple[str, ...]:
    return (
        entry.account, entry.cost_centre, entry.project, entry.object_code, entry.vat_code
    )  # fmt: skip
