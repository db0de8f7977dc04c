"""Rules of every Peppol BIS 3 transaction (PEPPOL-COMMON-R…), BIS 3.0.17."""

import re
from collections.abc import Callable

from samkop.core import identifiers
from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.rule import Context, Rule, Scope, Test
from samkop.core.edocs.ubl.datatypes import is_date
from samkop.core.edocs.ubl.tree import Leaf

EMPTY = Rule(
    "PEPPOL-COMMON-R001",
    lambda _leaf, _scope: False,
    gettext_noop("{element} is empty. Leave it out or fill it in."),
)
SCHEMA_LOCATION = Rule(
    "PEPPOL-COMMON-R003",
    lambda _root, _scope: False,
    gettext_noop(
        "The document names a schema location, which receivers must not follow. Leave it out."
    ),
    Flag.WARNING,
)

_DATE_LENGTH = 10
_DUTCH_VAT_FORM = "NL[0-9]{9}B[0-9]{2}"


def date_has_no_zone(leaf: Leaf, _scope: Scope) -> bool:
    """A date is year, month and day and nothing else."""
    return len(leaf.text) == _DATE_LENGTH and is_date(leaf.text)


def _pattern(expression: str) -> Test:
    matches = re.compile(expression).fullmatch
    return lambda leaf, _scope: matches(leaf.value) is not None


def _checked(check: Callable[[str], bool]) -> Test:
    return lambda leaf, _scope: check(leaf.value)


def _exactly(check: Callable[[str], bool]) -> Test:
    return lambda leaf, _scope: check(leaf.text)


def is_dutch_vat_number(company: Leaf, scope: Scope) -> bool:
    """The number of a registration for VAT that begins with NL."""
    return company.value.startswith("NL") and any(
        leaf.value == "VAT" for leaf in scope.parent.leaves("cac:TaxScheme/cbc:ID")
    )


_PARTY = ("cbc:EndpointID", "cac:PartyIdentification/cbc:ID", "cbc:CompanyID")


def _identifier(
    code: str,
    number: str,
    test: Test,
    name: str,
    flag: Flag = Flag.FATAL,
    match: tuple[str, ...] = _PARTY,
) -> Context:
    rule = Rule(
        f"PEPPOL-COMMON-R{number}",
        test,
        gettext_noop("{value} is no {name} (scheme {scheme}). Check it for slips of the pen."),
        flag,
        (("name", name), ("scheme", code)),
    )
    return Context(match, (rule,), scheme=code)


def dates(rule: str) -> Context:
    """The dates of a document are written without a time zone."""
    sentence = gettext_noop("{value} is no date. Write year, month and day, such as 2026-05-31.")
    return Context(
        (
            "cbc:IssueDate",
            "cbc:DueDate",
            "cbc:TaxPointDate",
            "cbc:StartDate",
            "cbc:EndDate",
            "cbc:ActualDeliveryDate",
        ),
        (Rule(rule, date_has_no_zone, sentence),),
    )


_WARNING = Flag.WARNING
IDENTIFIERS = (
    _identifier("0088", "040", _checked(identifiers.is_gs1_key), "GLN"),
    _identifier(
        "0192",
        "041",
        _checked(identifiers.is_norwegian_organisation),
        "Norwegian organisation number",
    ),
    _identifier("0184", "042", _exactly(identifiers.is_danish_cvr), "Danish CVR number"),
    _identifier("0096", "052", _exactly(identifiers.is_danish_p), "Danish P number"),
    _identifier("0198", "053", _exactly(identifiers.is_danish_se), "Danish SE number"),
    _identifier(
        "0208", "043", _checked(identifiers.is_belgian_enterprise), "Belgian enterprise number"
    ),
    _identifier("0201", "044", _checked(identifiers.is_italian_ipa), "Italian IPA code", _WARNING),
    _identifier(
        "0210", "045", _checked(identifiers.is_italian_tax_code), "Italian tax code", _WARNING
    ),
    _identifier(
        "9907",
        "046",
        _checked(identifiers.is_italian_tax_code),
        "Italian tax code",
        _WARNING,
        ("cbc:EndpointID",),
    ),
    _identifier("0211", "047", _checked(identifiers.is_italian_vat), "Italian VAT code", _WARNING),
    _identifier(
        "0007", "049", _checked(identifiers.is_swedish_organisation), "Swedish organisation number"
    ),
    _identifier(
        "0151", "050", _checked(identifiers.is_australian_business), "Australian business number"
    ),
    _identifier("0106", "054", _pattern("[0-9]{8}"), "Dutch KVK number", _WARNING),
    _identifier("0190", "055", _pattern("[0-9]{20}"), "Dutch OIN", _WARNING),
    _identifier("9944", "056-1", _pattern(_DUTCH_VAT_FORM), "Dutch VAT number", _WARNING),
    Context(
        ("cac:PartyTaxScheme/cbc:CompanyID",),
        (
            Rule(
                "PEPPOL-COMMON-R056-2",
                _pattern(_DUTCH_VAT_FORM),
                gettext_noop(
                    "A VAT number that begins with NL is not in the Dutch form NL123456789B12."
                ),
                _WARNING,
            ),
        ),
        is_dutch_vat_number,
        at_end=True,
    ),
    _identifier("0217", "057", _pattern("[0-9]{12}"), "Dutch KVK establishment number", _WARNING),
)
CONTEXTS = (dates("PEPPOL-COMMON-R030"), *IDENTIFIERS)
