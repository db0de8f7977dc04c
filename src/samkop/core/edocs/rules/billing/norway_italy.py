"""Norwegian and Italian rules of Peppol Billing (3.0.21)."""

import re

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.billing.countries import SELLER, supplied_from, vat_scheme_numbers
from samkop.core.edocs.rules.en16931.parts import present
from samkop.core.edocs.rules.rule import Context, OfficialAbortError, Rule, Scope
from samkop.core.edocs.rules.xpath import value
from samkop.core.edocs.ubl.tree import Branch
from samkop.core.identifiers import is_norwegian_organisation

_NORWEGIAN = re.compile("[0-9]{9}MVA").fullmatch
_ITALIAN = re.compile("[A-Z0-9]{11,16}").fullmatch


def _is_registered(party: Branch, _scope: Scope) -> bool:
    numbers = [
        leaf.value
        for scheme in party.branches("cac:PartyTaxScheme")
        if value(scheme, "cac:TaxScheme/cbc:ID") == "TAX"
        for leaf in scheme.leaves("cbc:CompanyID")
    ]
    if len(numbers) > 1:
        raise OfficialAbortError("cbc:CompanyID")
    return numbers == ["Foretaksregisteret"]


def _vat_number_has_its_form(party: Branch, _scope: Scope) -> bool:
    numbers = vat_scheme_numbers(party)
    if not any(number.startswith("NO") for number in numbers):
        return True
    if len(numbers) > 1:
        raise OfficialAbortError("cbc:CompanyID")
    number = numbers[0][2:]
    return _NORWEGIAN(number) is not None and is_norwegian_organisation(number[:9])


NORWAY = (
    Context(
        (SELLER,),
        (
            Rule(
                "NO-R-002",
                _is_registered,
                gettext_noop("A Norwegian seller in the register tells it: Foretaksregisteret."),
                Flag.WARNING,
            ),
            Rule(
                "NO-R-001",
                _vat_number_has_its_form,
                gettext_noop("The Norwegian VAT number is not in its form (NO123456789MVA)."),
            ),
        ),
        supplied_from("NO"),
        at_end=True,
    ),
)


def _tax_code_has_its_form(party: Branch, _scope: Scope) -> bool:
    return all(
        _ITALIAN(value(scheme, "cbc:CompanyID")) is not None
        for scheme in party.branches("cac:PartyTaxScheme")
        if value(scheme, "cac:TaxScheme/cbc:ID") != "VAT"
    )


ITALY = (
    Context(
        (SELLER,),
        (
            Rule(
                "IT-R-001",
                _tax_code_has_its_form,
                gettext_noop("The Italian tax code does not have 11 to 16 characters."),
            ),
            present("IT-R-002", "cac:PostalAddress/cbc:StreetName"),
            present("IT-R-003", "cac:PostalAddress/cbc:CityName"),
            present("IT-R-004", "cac:PostalAddress/cbc:PostalZone"),
        ),
        supplied_from("IT"),
        at_end=True,
    ),
)
