"""A Peppol Catalogue (BIS Catalogue 3, transaction T19) as offers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache

from samkop.catalogue.rules.offers import Offer, OfferedCatalogue, RowFault
from samkop.catalogue.tables import rows
from samkop.catalogue.vocabulary import FileFormat, RowFaultCode
from samkop.core import edocs
from samkop.core.edocs.model import ActionCode, CatalogueLine, Item, Period, PriceTerms
from samkop.core.texts import visible

DAYS_IN_UNIT = {"DAY": 1, "WEE": 7, "MON": 30}
MOST_FAULTS_SHOWN = 100
LONGEST_NUMBER = 100


def read_peppol(
    content: bytes, sha256: str, progress: Callable[[int], None] | None = None
) -> OfferedCatalogue:
    """The catalogue in a UBL document; a document that is none has one fault and no offers.

    ``progress`` is told the number of lines read so far.
    """
    document = edocs.read(content, progress=progress)
    if isinstance(document, edocs.Catalogue):
        return offered_by_document(document, sha256)
    faults: tuple[RowFault, ...]
    if isinstance(document, edocs.Faults) and _is_readable(document):
        faults = tuple(
            RowFault(fault.line or 0, fault.location, RowFaultCode.DOCUMENT_INVALID,
                     {"message": f"{fault.message} ({fault.rule})"})
            for fault in document.faults[:MOST_FAULTS_SHOWN]
        )  # fmt: skip
    else:
        found = {"format": str(FileFormat.PEPPOL.label)}
        faults = (RowFault(0, "", RowFaultCode.FILE_UNREADABLE, found),)
    return OfferedCatalogue("", "", None, FileFormat.PEPPOL, sha256, False, (), faults)


def _is_readable(found: edocs.Faults) -> bool:
    """Whether the bytes were XML at all; whatever else is wrong has a sentence of its own."""
    return not {fault.rule for fault in found.faults} & {"EDOC-XML", "EDOC-ENCODING"}


def offered_by_document(document: edocs.Catalogue, sha256: str) -> OfferedCatalogue:
    """The offers of a catalogue document; without a version its issue date is one.

    Replace takes what is not in it off the shelf; Delete takes off what is in it. Without
    a code, as with Add, what is not in it stays.
    """
    replaced = _successors(document)
    return OfferedCatalogue(
        number=document.id[:LONGEST_NUMBER],
        version=(document.version or document.issue_date.isoformat())[:LONGEST_NUMBER],
        issue_date=document.issue_date,
        format=FileFormat.PEPPOL,
        sha256=sha256,
        replaces_all=document.action_code == ActionCode.REPLACE,
        contracts=document.contracts,
        offers=tuple(
            _offer(row, line, document, replaced.get(line.id, ""))
            for row, line in enumerate(document.lines, start=1)
        ),
    )


def _successors(document: edocs.Catalogue) -> dict[str, str]:
    """By line: the item that it replaces, by the seller's number."""
    numbers = {line.id: line.item.sellers_id or "" for line in document.lines}
    return {
        line.id: numbers.get(line.replaced_items[0].id or "", line.replaced_items[0].id or "")
        for line in document.lines
        if line.replaced_items
    }


def _offer(row: int, line: CatalogueLine, document: edocs.Catalogue, replaces: str) -> Offer:
    item, terms = line.item, _terms(line, document.issue_date)
    price = terms.price if terms else None
    tax = item.taxes[0] if item.taxes else None
    return Offer(
        row=row,
        seller_item_id=item.sellers_id or "",
        name=visible(item.name or "").strip(),
        description=visible("\n".join(item.descriptions)).strip(),
        manufacturer=visible(item.manufacturer_name or item.brand_name or "").strip(),
        model=visible(_property(item, "model")),
        gtin=item.gtin or "",
        category=_category(item),
        price=_unit_price(terms),
        currency=price.amount.currency if price else "",
        unit_code=line.orderable_unit or "EA",
        quantity_increment=_increment(line.quantity_increment),
        vat_category=tax.id if tax else "",
        vat_percent=tax.percent if tax else None,
        lead_time_days=_lead_time(terms),
        replaces=replaces,
        deleted=ActionCode.DELETE in {document.action_code, line.action_code}
        or line.orderable is False,
        picture=_picture(item),
        properties={visible(found.name): visible(found.value) for found in item.properties},
    )


def _increment(said: Decimal | None) -> int:
    """The steps in which it is ordered; 0, which is refused, where they are not whole."""
    if said is None:
        return 1
    return int(said) if said == said.to_integral_value() else 0


def _terms(line: CatalogueLine, on: date) -> PriceTerms | None:
    """The price of a single unit: the terms with the smallest least quantity.

    Of prices for several periods, one that holds on the catalogue's issue date.
    """
    priced = [terms for terms in line.prices if terms.price]
    holding = [terms for terms in priced if terms.price and _holds(terms.price.validity, on)]
    return min(holding or priced, key=_least_quantity, default=None)


def _holds(validity: Period | None, on: date) -> bool:
    first = validity.start_date if validity else None
    last = validity.end_date if validity else None
    return (first or on) <= on <= (last or on)


def _least_quantity(terms: PriceTerms) -> Decimal:
    return terms.minimum_quantity.value if terms.minimum_quantity else Decimal(0)


def _unit_price(terms: PriceTerms | None) -> Decimal | None:
    if terms is None or terms.price is None:
        return None
    base = terms.price.base_quantity
    amount = terms.price.amount.amount
    return amount / base.value if base and base.value else amount


def _lead_time(terms: PriceTerms | None) -> int | None:
    stated = terms.lead_time if terms else None
    if stated is None or (stated.unit or "DAY") not in DAYS_IN_UNIT:
        return None
    return int(stated.value * DAYS_IN_UNIT[stated.unit or "DAY"])


def _property(item: Item, name: str) -> str:
    return next((found.value for found in item.properties if found.name.casefold() == name), "")


def _category(item: Item) -> str:
    """By classification code, the longest known prefix."""
    known = _categories()
    for found in item.classifications:
        code = found.code.split("-")[0]
        for length in range(len(code), 1, -1):
            category = known.get((found.list_id, code[:length]))
            if category:
                return category
    return ""


def _picture(item: Item) -> bytes:
    """The first picture that stands in the document itself; addresses are not followed."""
    attached = (found.attachment for found in item.documents if found.attachment)
    pictures = (one.content for one in attached if one.mime_code.startswith("image/"))
    return next(pictures, b"")


@cache
def _categories() -> dict[tuple[str, str], str]:
    return {(row["list"], row["prefix"]): row["category"] for row in rows("categories.csv")}
