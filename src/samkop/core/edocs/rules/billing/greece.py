"""Greek rules of Peppol Billing (3.0.21)."""

import re

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.billing.countries import (
    BUYER,
    COUNTRY,
    SELLER,
    accounting_supplier,
    customer,
    is_number,
    supplied_from,
    vat_scheme_numbers,
    vat_schemes,
)
from samkop.core.edocs.rules.en16931.parts import at_root
from samkop.core.edocs.rules.rule import Context, OfficialAbortError, Rule, Scope, Test
from samkop.core.edocs.rules.xpath import only, value
from samkop.core.edocs.ubl.tree import Branch, Leaf

_COUNTRIES = ("GR", "EL")
_SENDER = supplied_from(*_COUNTRIES)
_TIN = re.compile("[0-9]{9,}").match
_TIN_LENGTH = 9
_DATE = re.compile(
    r"(?:0?[1-9]|[12][0-9]|3[01])[-\\/ ]?(?:0?[1-9]|1[0-2])[-\\/ ]?(?:19|20)[0-9]{2}"
).match
_INTEGER = re.compile(r"\s*[+-]?[0-9]+\s*").fullmatch
_KINDS = frozenset({"1.1", "1.6", "2.1", "2.4", "5.1", "5.2"})
_MARK, _ADDRESS = "##M.AR.K##", "##INVOICE|URL##"
_SEGMENTS = 6
_REPRESENTATIVE = "cac:TaxRepresentativeParty/cac:PartyTaxScheme"


def is_greek_tax_number(text: str) -> bool:
    """A Greek tax number (AFM): nine digits, the last modulo 11; what follows is not looked at."""
    if _TIN(text) is None:
        return False
    digits = [int(digit) for digit in text[:_TIN_LENGTH]]
    weighted = sum(digit << (8 - place) for place, digit in enumerate(digits[:-1]))
    return weighted % 11 % 10 == digits[-1]


class Number:
    """A Greek document number in its six parts."""

    def __init__(self, leaf: Leaf, scope: Scope) -> None:
        self.parts = leaf.text.split("|") if leaf.text else []
        self.root = scope.root

    def part(self, place: int) -> str:
        """The part at a place, from 0; empty where there is none."""
        return self.parts[place] if place < len(self.parts) else ""

    def seller_is_told(self) -> bool:
        """The first part is the tax number of the seller or of its representative."""
        first = self.part(0)
        if len(" ".join(first.split())) != _TIN_LENGTH or not is_greek_tax_number(first):
            return False
        schemes = [
            *vat_schemes(self.root, f"{SELLER}/cac:PartyTaxScheme"),
            *vat_schemes(self.root, _REPRESENTATIVE),
        ]
        return any(
            (found := only(scheme, "cbc:CompanyID")) is not None and found.text[2:11] == first
            for scheme in schemes
        )

    def day_is_told(self) -> bool:
        """The second part is the day of issue, as day, month and year."""
        second, issued = self.part(1), only(self.root, "cbc:IssueDate")
        if not second.strip() or _DATE(second) is None or issued is None:
            return False
        return second.split("/")[:3] == list(reversed(issued.text.split("-")[:3]))

    def branch_is_told(self) -> bool:
        """The third part is a whole number, zero or more."""
        third = self.part(2)
        if not third.strip() or not is_number(third):
            return False
        if _INTEGER(third) is None:
            raise OfficialAbortError(third)
        return int(third) >= 0


_NUMBER = gettext_noop("Part {part} of the Greek document number is missing or not in its form.")


def _number_rule(place: int, test: Test) -> Rule:
    return Rule(f"GR-R-001-{place + 1}", test, _NUMBER, values=(("part", str(place)),))


NUMBER_RULES = (
    Rule(
        "GR-R-001-1",
        lambda number, _scope: len(number.parts) == _SEGMENTS,
        gettext_noop("A Greek document number has six parts with | between them."),
    ),
    _number_rule(1, lambda number, _scope: number.seller_is_told()),
    _number_rule(2, lambda number, _scope: number.day_is_told()),
    _number_rule(3, lambda number, _scope: number.branch_is_told()),
    _number_rule(4, lambda number, _scope: number.part(3) in _KINDS),
    _number_rule(5, lambda number, _scope: number.part(4) != ""),
    _number_rule(6, lambda number, _scope: number.part(5) != ""),
)


def _has_name(party: Branch, _scope: Scope) -> bool:
    name = only(party, "cac:PartyName/cbc:Name")
    return name is not None and name.text != ""


def _has_tax_number(party: Branch, _scope: Scope) -> bool:
    numbers = vat_scheme_numbers(party)
    return len(numbers) == 1 and numbers[0][:2] == "EL" and is_greek_tax_number(numbers[0][2:])


def _tax_numbers_are_greek(party: Branch, _scope: Scope) -> bool:
    return all(
        number[:2] == "EL" and is_greek_tax_number(number[2:])
        for number in vat_scheme_numbers(party)
    )


def _endpoint_is_tax_number(endpoint: Leaf, _scope: Scope) -> bool:
    return endpoint.attributes.get("schemeID") == "9933" and is_greek_tax_number(endpoint.text)


def _described(reference: Branch, text: str) -> bool:
    return any(leaf.text == text for leaf in reference.leaves("cbc:DocumentDescription"))


def _count(root: Branch, text: str) -> int:
    return sum(
        _described(reference, text)
        for reference in root.branches("cac:AdditionalDocumentReference")
    )


def _address_is_greek(scope: Scope) -> bool:
    return any(leaf.text == "GR" for leaf in scope.root.leaves(f"{SELLER}/{COUNTRY}"))


def _mark_is_number(reference: Branch, scope: Scope) -> bool:
    if not _described(reference, _MARK) or not _address_is_greek(scope):
        return True
    return all(leaf.text[:1] in set("123456789") for leaf in reference.leaves("cbc:ID"))


def _address_is_given(reference: Branch, _scope: Scope) -> bool:
    return not _described(reference, _ADDRESS) or (
        value(reference, "cac:Attachment/cac:ExternalReference/cbc:URI") != ""
    )


def _is_greek_at_home(_root: Branch, scope: Scope) -> bool:
    return _SENDER(_root, scope) and _address_is_greek(scope)


def _both(_value: object, scope: Scope) -> bool:
    return _SENDER(_value, scope) and customer(scope) in _COUNTRIES


_NAME = gettext_noop("The party has no name.")
_VAT = gettext_noop("The Greek VAT number is not EL and nine digits that agree.")
_ENDPOINT = gettext_noop("The Greek electronic address is not a tax number in the scheme 9933.")

SENDER = (
    Context(at_root("cbc:ID"), NUMBER_RULES, _SENDER, prepare=Number, at_end=True),
    Context(
        (SELLER,),
        (
            Rule("GR-R-002", _has_name, _NAME),
            Rule("GR-S-011", _has_tax_number, _VAT, Flag.WARNING),
            Rule("GR-R-003", _tax_numbers_are_greek, _VAT),
        ),
        _SENDER,
        at_end=True,
    ),
    Context(
        ("/Invoice", "/CreditNote"),
        (
            Rule(
                "GR-R-004-1",
                lambda root, _scope: _count(root, _MARK) == 1,
                gettext_noop("A Greek invoice has one M.AR.K number."),
            ),
            Rule(
                "GR-S-008-1",
                lambda root, _scope: _count(root, _ADDRESS) == 1,
                gettext_noop("A Greek invoice has one address of itself (##INVOICE|URL##)."),
                Flag.WARNING,
            ),
            Rule(
                "GR-R-008-2",
                lambda root, _scope: _count(root, _ADDRESS) <= 1,
                gettext_noop("A Greek invoice has one address of itself (##INVOICE|URL##)."),
            ),
        ),
        _is_greek_at_home,
    ),
    Context(
        ("cac:AdditionalDocumentReference",),
        (
            Rule("GR-R-004-2", _mark_is_number, gettext_noop("The M.AR.K is no positive number.")),
            Rule("GR-R-008-3", _address_is_given, gettext_noop("The address is empty.")),
        ),
        _SENDER,
        at_end=True,
    ),
    Context((BUYER,), (Rule("GR-R-005", _has_name, _NAME),), _SENDER, at_end=True),
    Context(
        (f"{SELLER}/cbc:EndpointID",),
        (Rule("GR-R-009", _endpoint_is_tax_number, _ENDPOINT),),
        lambda _leaf, scope: accounting_supplier(scope) in _COUNTRIES,
        at_end=True,
    ),
)

RECEIVER = (
    Context((BUYER,), (Rule("GR-R-006", _has_tax_number, _VAT),), _both, at_end=True),
    Context(
        (f"{BUYER}/cbc:EndpointID",),
        (Rule("GR-R-010", _endpoint_is_tax_number, _ENDPOINT),),
        _both,
        at_end=True,
    ),
)
