"""One document on its way: when, under which name, as which bytes, and what is meant by it.

What goes wrong with a document as a document (how it is carried, what it is spoilt to) is
here; what goes wrong with the goods is in ``goods``, with the money in ``billing``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from random import Random
from typing import Any

from samkop.core import edocs
from samkop.core.edocs import DespatchAdvice, Document, OrderResponse
from samkop.core.edocs.model import BillingDocument, OrderResponseCode
from samkop.exchange.rules import file_name
from samkop.site.simulator.misbehaviour import UNKNOWN, Misbehaviour

NEXT_DAY = timedelta(days=1)
OTHER_NAME = "-again"


class Fate(StrEnum):
    """What has to become of a file at a receiver who follows the standards."""

    TAKEN = "taken"
    KNOWN = "known"
    QUARANTINED = "quarantined"


@dataclass(frozen=True)
class Sending:
    """A file to be put into the buyer's inbox on a day; ``key`` is its own for ever.

    ``fault`` is the receiver's code for what is wrong, where its fate is the quarantine.
    ``says`` is what its sender means by it: a JSON value.
    """

    key: str
    day: date
    document: Document
    says: dict[str, Any]
    misbehaviour: Misbehaviour | None = None
    fate: Fate = Fate.TAKEN
    fault: str = ""
    name: str = ""
    spoilt: Misbehaviour | None = None
    cut_at: float = 1.0

    @property
    def file(self) -> str:
        """The file's name in the inbox."""
        return self.name or file_name(self.document.kind, self.document.id)

    def content(self) -> bytes:
        """The bytes, spoilt if that is what happens to them."""
        whole = edocs.write(self.document)
        if self.spoilt is Misbehaviour.TRUNCATED:
            return whole[: int(len(whole) * self.cut_at)]
        if self.spoilt is Misbehaviour.RULE_BREAKING:
            return _with_unknown_scheme(whole)
        return whole


def carried(right: Sending, wrong: Misbehaviour | None, random: Random) -> Iterator[Sending]:
    """The right document and what goes wrong with it: the files that are really sent."""
    if wrong is None:
        yield right
        return
    marked = replace(right, misbehaviour=wrong)
    if wrong is Misbehaviour.DELAYED:
        yield replace(marked, day=right.day + timedelta(days=random.randint(3, 9)))
    elif wrong in {Misbehaviour.DOUBLED, Misbehaviour.RENAMED}:
        yield marked
        name = (
            file_name(right.document.kind, f"{right.document.id}{OTHER_NAME}")
            if wrong is Misbehaviour.RENAMED
            else right.file
        )
        yield replace(
            marked, key=f"{right.key}#2", day=right.day + NEXT_DAY, name=name, fate=Fate.KNOWN
        )
    elif wrong in {Misbehaviour.TRUNCATED, Misbehaviour.RULE_BREAKING}:
        yield replace(
            marked, key=f"{right.key}#spoilt", fate=Fate.QUARANTINED, fault="unreadable",
            spoilt=wrong, cut_at=random.uniform(0.3, 0.9),
        )  # fmt: skip
        yield _noticed(marked, random)
    elif wrong is Misbehaviour.CONFLICT:
        yield marked
        yield replace(
            marked, key=f"{right.key}#other", day=right.day + NEXT_DAY,
            document=_other_content(right.document), fate=Fate.QUARANTINED, fault="conflict",
        )  # fmt: skip
    elif wrong is Misbehaviour.UNKNOWN_ORDER and not isinstance(right.document, BillingDocument):
        yield replace(
            marked, key=f"{right.key}#unknown", document=_of_unknown_order(right.document),
            fate=Fate.QUARANTINED, fault="order-unknown",
        )  # fmt: skip
        yield _noticed(marked, random)
    else:
        yield marked  # it is in the document itself, or in the day of another


def _noticed(right: Sending, random: Random) -> Sending:
    """The right document, sent when the supplier has noticed."""
    return replace(right, day=right.day + timedelta(days=random.randint(2, 5)))


def _other_content(document: Document) -> Document:
    """Another content under the same number: it would do harm if it were applied."""
    if isinstance(document, OrderResponse):
        refused = document.response_code == OrderResponseCode.REJECTED
        code = OrderResponseCode.ACCEPTED if refused else OrderResponseCode.REJECTED
        return replace(document, response_code=code, lines=(), note="Sent anew.")
    if isinstance(document, DespatchAdvice):
        first = document.lines[0]
        more = replace(first.delivered, value=first.delivered.value + 7)
        return replace(document, lines=(replace(first, delivered=more), *document.lines[1:]))
    if isinstance(document, BillingDocument):
        return replace(document, buyer_reference="Another", payment_terms=("At once",))
    raise TypeError(document.kind)


def _of_unknown_order(document: Document) -> Document:
    """The same about an order that the buyer never placed, under a number of its own."""
    number = f"{document.id}{UNKNOWN}"
    if isinstance(document, OrderResponse):
        return replace(document, id=number, order_reference=f"{document.order_reference}{UNKNOWN}")
    if isinstance(document, DespatchAdvice):
        lines = tuple(
            replace(line, order_reference=f"{line.order_reference}{UNKNOWN}")
            for line in document.lines
        )
        references = tuple(f"{order}{UNKNOWN}" for order in document.order_references)
        return replace(document, id=number, lines=lines, order_references=references)
    raise TypeError(document.kind)


def _with_unknown_scheme(whole: bytes) -> bytes:
    """Electronic addresses in a scheme that no code list knows: a fatal rule of every document."""
    for scheme in (b"0216", b"0007", b"0088"):
        whole = whole.replace(b'schemeID="%s"' % scheme, b'schemeID="0000"')
    return whole
