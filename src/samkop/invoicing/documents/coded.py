"""An invoice with its coding: what came, and where the buyer books each line.

EN 16931: BT-133 of each line, and BT-19 where all lines are coded alike; in Finvoice
RowAccountDimensionText and AccountDimensionText, and the account among the proposed ones
(RowNormalProposedAccountIdentifier, RowProposedAccountText). Everything else stays as its sender
wrote it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samkop.core import edocs
from samkop.core.edocs.fitting import write_fitting
from samkop.core.edocs.model import ProposedAccount
from samkop.core.edocs.model.invoice import BILLING, BILLING_PROCESS
from samkop.core.money import amount_text
from samkop.exchange.queries import load_document
from samkop.invoicing.models import Invoice, VoucherEntry
from samkop.parties.queries import party_of
from samkop.parties.rules import usual_language
from samkop.platform.refusals import Refused

UBL, FINVOICE = "ubl", "finvoice"
Document = edocs.Invoice | edocs.CreditNote
# What Finvoice takes as a proposed account's number, and of the text beside it.
_ACCOUNT_NUMBER = re.compile(r"[-.:\w]{1,4}", re.ASCII).fullmatch
_LONGEST_ACCOUNT_TEXT = 35


@dataclass(frozen=True)
class CodedFile:
    """The bytes of a coded invoice, and in sentences what Finvoice tells in its free text alone."""

    content: bytes
    left_out: tuple[str, ...] = ()


def coded_file(
    invoice: Invoice, entries: Iterable[VoucherEntry], syntax: str = UBL, *, network: bool = False
) -> CodedFile:
    """The invoice as it came, with the coding of its voucher; the same bytes every time.

    In UBL (of the specification that it came in; on the Peppol ``network`` always of Peppol BIS
    Billing) or Finvoice 3.0, whose free text tells in the buyer's language what it has no room
    for; valid by the rules of core.edocs. Raises Refused: ``message-unreadable`` where the rules
    have changed since it came, ``format-cannot-hold`` where the format has no place for something
    in it.
    """
    document = load_document(invoice.message_id).document
    assert isinstance(document, Document)  # noqa: S101 - routed by type
    coded = coded_document(document, entries)
    if network and not coded.is_peppol:
        # What came as Finvoice or plain EN 16931 names no process, by which the network brings it.
        coded = replace(coded, customization_id=BILLING, profile_id=BILLING_PROCESS)
    try:
        if syntax == FINVOICE:
            return _in_finvoice(coded, invoice.buyer_id)
        return CodedFile(edocs.write(without_accounts(coded), syntax=syntax))
    except edocs.InvalidDocumentError as error:
        raise Refused(
            "format-cannot-hold",
            _("The invoice cannot be written in this format. Fetch it in the other one. (%(why)s)"),
            why=_sentence(error.faults.faults[0]),
        ) from error


def _in_finvoice(document: Document, buyer_id: int) -> CodedFile:
    with translation.override(usual_language(party_of(buyer_id).country)):
        found = write_fitting(document, _sentence)
        return CodedFile(found.content, tuple(map(_sentence, found.left_out)))


def _sentence(fault: edocs.Fault) -> str:
    """What a format cannot hold, in the language in force."""
    values = dict(fault.values)
    if "what" in values:
        values["what"] = gettext(values["what"])
    return gettext(fault.sentence).format(**values)


def coded_document(document: Document, entries: Iterable[VoucherEntry]) -> Document:
    """The document with the coding of its voucher's entries, by the lines' places.

    The accounts are proposed besides, for Finvoice; UBL has no place for them.
    """
    by_line: dict[str, list[VoucherEntry]] = defaultdict(list)
    for entry in entries:
        if entry.line_id:
            by_line[entry.line_id].append(entry)
    booked = [by_line.get(str(place), []) for place in range(1, len(document.lines) + 1)]
    lines = tuple(
        replace(line, accounting_cost=_cost(found), proposed_account=_account(found))
        for line, found in zip(document.lines, booked, strict=True)
    )
    coded = {line.accounting_cost for line in lines if line.accounting_cost}
    return replace(
        document, lines=lines,
        accounting_cost=coded.pop() if len(coded) == 1 else None,
        proposed_account=_account([entry for found in booked for entry in found]),
    )  # fmt: skip


def without_accounts(document: Document) -> Document:
    """The same with no proposed accounts."""
    lines = tuple(replace(line, proposed_account=None) for line in document.lines)
    return replace(document, lines=lines, proposed_account=None)


def _account(entries: list[VoucherEntry]) -> ProposedAccount | None:
    """The account that all of the entries are on."""
    if len({entry.account for entry in entries}) != 1:
        return None
    account, name = entries[0].account, entries[0].account_name
    if _ACCOUNT_NUMBER(account):
        return ProposedAccount(account, name[:_LONGEST_ACCOUNT_TEXT].strip() or None)
    return ProposedAccount(None, f"{account} {name}"[:_LONGEST_ACCOUNT_TEXT].strip())


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
