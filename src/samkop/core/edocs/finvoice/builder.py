"""Makes invoices and credit notes of read Finvoice files, and asks EN 16931's rules of them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from samkop.core.edocs.finvoice.document import only_rate, read_document
from samkop.core.edocs.finvoice.frame import Parties
from samkop.core.edocs.finvoice.rows import is_text_only, read_row
from samkop.core.edocs.finvoice.values import texts
from samkop.core.edocs.limits import Limits
from samkop.core.edocs.model import CreditNote, Document, Fault, Flag, Invoice, InvoiceLine
from samkop.core.edocs.rules.rulesets import by_id
from samkop.core.edocs.ubl.bindings import to_tree
from samkop.core.edocs.ubl.findings import TooManyFaultsError
from samkop.core.edocs.ubl.node import compiled
from samkop.core.edocs.ubl.tree import Branch
from samkop.core.edocs.ubl.walk import Run

_LINE = re.compile(r"/cac:(?:InvoiceLine|CreditNoteLine)(?:\[(\d+)\])?").search
_ARITHMETIC = re.compile(r"BR-CO-(?:1[0-7])|BR-(?:S|Z|E|AE|IC|G|O|AF|AG)-0[89]").fullmatch
"""Sums, and what VAT comes to: the rest of EN 16931 is more than Finvoice asks of its senders."""


class Builder:
    """Makes one document: its lines as they are read, itself at the end.

    Rows that only hold words become notes; `rows` tells which row each line comes from.
    """

    def __init__(self, frame: Parties) -> None:
        self._frame = frame
        self._read: list[Branch] = []
        self.rows: list[int] = []

    def add_line(self, row: Branch) -> None:
        """One more row."""
        self._read.append(row)

    def document(self, root: Branch) -> Document:
        """The document. Raises ValueError or ArithmeticError for values that Python cannot hold."""
        rate = only_rate(root)
        lines: list[InvoiceLine] = []
        notes: list[str] = []
        for place, row in enumerate(self._read, 1):
            if is_text_only(row):
                notes.extend(texts(row, "RowFreeText"))
            else:
                self.rows.append(place)
                lines.append(read_row(row, place, rate))
        return read_document(root, lines, notes, self._frame)


def faults_of_value(
    document: Invoice | CreditNote, rows: list[int], limits: Limits
) -> Iterator[Fault]:
    """What the rules of EN 16931 (BR-…) find in the value, at the rows that it comes from.

    Wrong sums are fatal, as in UBL; what Finvoice leaves to its senders is a warning.
    """
    kind = "credit-note" if isinstance(document, CreditNote) else "invoice"
    ruleset = by_id(f"en16931-{kind}:1.3.16")
    if ruleset is None:
        raise LookupError(kind)
    run = Run(compiled(ruleset), limits, None)
    tree = to_tree(document)
    try:
        run.read(tree, iter(tree))
    except TooManyFaultsError:
        yield run.findings.faults[-1]
    for fault in run.findings.faults:
        if fault.rule.startswith("BR-"):
            fatal = fault.flag is Flag.FATAL and _ARITHMETIC(fault.rule) is not None
            yield replace(
                fault,
                flag=Flag.FATAL if fatal else Flag.WARNING,
                location=_location(fault.location, rows),
                line=None,
            )


def _location(location: str, rows: list[int]) -> str:
    match = _LINE(location)
    if match is None:
        return "/Finvoice"
    return f"/Finvoice/InvoiceRow[{rows[int(match[1] or 1) - 1]}]"
