"""Which country's rules a billing document falls under."""

import re
from collections.abc import Callable

from samkop.core.edocs.rules.rule import OfficialAbortError, Scope, Test
from samkop.core.edocs.rules.xpath import nodes, only
from samkop.core.edocs.ubl.datatypes import is_decimal
from samkop.core.edocs.ubl.tree import WHITESPACE, Branch

SELLER = "cac:AccountingSupplierParty/cac:Party"
BUYER = "cac:AccountingCustomerParty/cac:Party"
COUNTRY = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
_DOUBLE = re.compile(
    r"(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF)"
).fullmatch

Find = Callable[[Scope], str]


def vat_schemes(branch: Branch, path: str = "cac:PartyTaxScheme") -> list[Branch]:
    """The registrations at a path that are for VAT, to the letter."""
    return [
        scheme
        for scheme in nodes(branch, path)
        if isinstance(scheme, Branch)
        and any(leaf.text == "VAT" for leaf in scheme.leaves("cac:TaxScheme/cbc:ID"))
    ]


def vat_scheme_numbers(branch: Branch) -> list[str]:
    """The numbers of registrations for VAT, where blanks around VAT do not count."""
    return [
        leaf.text
        for scheme in branch.branches("cac:PartyTaxScheme")
        if any(leaf.value == "VAT" for leaf in scheme.leaves("cac:TaxScheme/cbc:ID"))
        for leaf in scheme.leaves("cbc:CompanyID")
    ]


def vat_country(root: Branch, path: str) -> str:
    """The first two characters of the one VAT number at a path, or nothing."""
    found = []
    for scheme in vat_schemes(root, path):
        number = only(scheme, "cbc:CompanyID")
        found.append(number.text[:2] if number else "")
    if len(found) > 1:
        raise OfficialAbortError("cac:PartyTaxScheme")
    return found[0] if found else ""


def _normal(text: str) -> str:
    return " ".join(text.split()).upper()


def _known(name: str, scope: Scope, find: Callable[[Branch], str]) -> str:
    known = scope.sums.known
    if name not in known:
        known[name] = find(scope.root)
    return known[name]


def _by_number_or_address(root: Branch, party: str, representative: str = "") -> str:
    number = vat_country(root, f"{party}/cac:PartyTaxScheme")
    if not number and representative:
        number = vat_country(root, f"{representative}/cac:PartyTaxScheme")
    if number:
        return _normal(number)
    code = only(root, f"{party}/{COUNTRY}")
    return _normal(code.text) if code else "XX"


def supplier(scope: Scope) -> str:
    """The seller's country by its VAT number, its representative's, or its address."""
    return _known(
        "supplier",
        scope,
        lambda root: _by_number_or_address(root, SELLER, "cac:TaxRepresentativeParty"),
    )


def accounting_supplier(scope: Scope) -> str:
    """The seller's country by its VAT number or its address."""
    return _known("accounting", scope, lambda root: _by_number_or_address(root, SELLER))


def customer(scope: Scope) -> str:
    """The buyer's country by its VAT number or its address."""
    return _known("customer", scope, lambda root: _by_number_or_address(root, BUYER))


def seller_code(scope: Scope) -> str:
    """The country in the seller's address, as it is written."""
    return _known("seller", scope, lambda root: _text(root, f"{SELLER}/{COUNTRY}"))


def buyer_code(scope: Scope) -> str:
    """The country in the buyer's address, as it is written."""
    return _known("buyer", scope, lambda root: _text(root, f"{BUYER}/{COUNTRY}"))


def _text(root: Branch, path: str) -> str:
    leaf = only(root, path)
    return leaf.text if leaf else ""


def seller_in(country: str) -> Test:
    """The seller's address is in the country, to the letter."""
    return lambda _value, scope: seller_code(scope) == country


def both_in(country: str) -> Test:
    """The addresses of both are in the country, to the letter."""
    return lambda _value, scope: seller_code(scope) == country == buyer_code(scope)


def both_about_in(country: str) -> Test:
    """The addresses of both are in the country, in small or capital letters."""
    return lambda _value, scope: (
        _normal(seller_code(scope)) == country == _normal(buyer_code(scope))
    )


def seller_about_in(country: str) -> Test:
    """The seller's address is in the country, in small or capital letters."""
    return lambda _value, scope: _normal(seller_code(scope)) == country


def supplied_from(*countries: str) -> Test:
    """The seller belongs to one of the countries by its VAT number or address."""
    return lambda _value, scope: supplier(scope) in countries


def is_number(text: str) -> bool:
    """`number(text)` is a number, in XPath's way."""
    text = text.strip(WHITESPACE)
    return is_decimal(text) or _DOUBLE(text) is not None
