"""VAT categories of EN 16931 (1.3.16) and the numbers that each asks of the parties."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.en16931.book import Book


class Category(NamedTuple):
    """A VAT category: its code (UNCL 5305), its name in rule ids, and what it asks for."""

    code: str
    name: str
    parties: Callable[[Book], bool]
    exemption: bool
    rated: bool = False


def _seller(book: Book) -> bool:
    return book.seller_is_registered or book.representative_vat


def _seller_vat(book: Book) -> bool:
    return book.seller_vat or book.representative_vat


def _reverse(book: Book) -> bool:
    return _seller(book) and (book.buyer_vat or book.buyer_legal_id)


def _within_the_union(book: Book) -> bool:
    return _seller_vat(book) and book.buyer_vat


def _nobody(book: Book) -> bool:
    return not (book.seller_vat or book.representative_vat or book.buyer_vat)


STANDARD = Category("S", "S", _seller, exemption=False, rated=True)
OUTSIDE = Category("O", "O", _nobody, exemption=True)
CANARIES = Category("L", "AF", _seller, exemption=False, rated=True)
CEUTA = Category("M", "AG", _seller, exemption=False, rated=True)
CATEGORIES = (
    STANDARD,
    Category("Z", "Z", _seller, exemption=False),
    Category("E", "E", _seller, exemption=True),
    Category("AE", "AE", _reverse, exemption=True),
    Category("K", "IC", _within_the_union, exemption=True),
    Category("G", "G", _seller_vat, exemption=True),
    OUTSIDE,
    CANARIES,
    CEUTA,
)

PARTIES: Mapping[Callable[[Book], bool], str] = {
    _seller: gettext_noop("The VAT category {category} needs a tax number of the seller."),
    _seller_vat: gettext_noop("The VAT category {category} needs the seller's VAT number."),
    _reverse: gettext_noop("The VAT category {category} needs numbers of seller and buyer."),
    _within_the_union: gettext_noop(
        "The VAT category {category} needs the VAT numbers of seller and buyer."
    ),
    _nobody: gettext_noop("Where nothing is subject to VAT ({category}), no VAT numbers stand."),
}
"""What to say where a category's parties lack their numbers, or have one too many."""
