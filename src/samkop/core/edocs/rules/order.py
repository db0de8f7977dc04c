"""Rules of the Peppol Order (T01), BIS 3.0.17, beyond its structure."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules import order_amounts as amounts
from samkop.core.edocs.rules.parts import (
    named_party,
    specification,
    tax_category,
    unique_line,
    wrong_profile,
)
from samkop.core.edocs.rules.rule import Context, Rule, Scope, Test
from samkop.core.edocs.rules.xpath import at_least, number
from samkop.core.edocs.tables import codelist, codelist_text
from samkop.core.edocs.ubl.tree import Branch


def vat_number_has_a_country(registration: Branch, _scope: Scope) -> bool:
    """The VAT number begins with a country's code.

    The official test looks the first two characters up in one string of codes and blanks, so that
    a number of no or one character passes too.
    """
    company = registration.leaf("cbc:CompanyID")
    return (company.text[:2] if company else "") in codelist_text("VATPrefix")


def is_for_vat(registration: Branch, _scope: Scope) -> bool:
    """The registration is for VAT, to the letter."""
    return any(leaf.text == "VAT" for leaf in registration.leaves("cac:TaxScheme/cbc:ID"))


def _indicator(text: str) -> Test:
    return lambda _leaf, scope: any(
        leaf.text == text for leaf in scope.parent.leaves("cbc:ChargeIndicator")
    )


def _reason(rule: str, indicator: str, codes: str, sentence: str) -> Context:
    return Context(
        ("cac:AllowanceCharge/cbc:AllowanceChargeReasonCode",),
        (
            Rule(
                rule,
                lambda leaf, _scope: leaf.value in codelist(codes),
                sentence,
            ),
        ),
        _indicator(indicator),
    )


_ALLOWANCES = (
    "/Order/cac:AllowanceCharge",
    "/Order/cac:OrderLine/cac:LineItem/cac:AllowanceCharge",
)

REASONS = (
    _reason(
        "PEPPOL-T01-CL001",
        "false",
        "UNCL5189",
        gettext_noop("{value} is no reason code of an allowance (UNCL 5189)."),
    ),
    _reason(
        "PEPPOL-T01-CL002",
        "true",
        "UNCL7161",
        gettext_noop("{value} is no reason code of a charge (UNCL 7161)."),
    ),
)

CONTENT = (
    Context(
        (
            "cbc:Amount",
            "cbc:TaxAmount",
            "cbc:LineExtensionAmount",
            "cbc:PriceAmount",
            "cbc:BaseAmount",
            "cac:AnticipatedMonetaryTotal/cbc:*",
        ),
        amounts.AMOUNT_RULES,
    ),
    Context(
        ("Order",),
        (
            Rule(
                "PEPPOL-T01-R002",
                lambda order, _scope: order.has("cac:ValidityPeriod/cbc:EndDate"),
                gettext_noop("The order does not say until when it is valid."),
                Flag.WARNING,
            ),
        ),
    ),
    named_party(
        "cac:OriginatorCustomerParty",
        "PEPPOL-T01-R014",
        gettext_noop("The originator has neither name nor identifier."),
    ),
    Context(
        ("cac:PartyTaxScheme",),
        (
            Rule(
                "PEPPOL-T01-R026",
                vat_number_has_a_country,
                gettext_noop("The VAT number does not begin with the code of a country."),
            ),
        ),
        is_for_vat,
    ),
    Context(
        ("cac:AnticipatedMonetaryTotal",), amounts.TOTAL_RULES, prepare=amounts.Totals, at_end=True
    ),
    Context(
        ("cac:AllowanceCharge",),
        (
            Rule(
                "PEPPOL-T01-R020",
                lambda _allowance, _scope: False,
                gettext_noop("A percentage needs the base amount that it is taken of."),
            ),
        ),
        amounts.has_factor_only,
    ),
    Context(
        _ALLOWANCES,
        (
            Rule(
                "PEPPOL-T01-R021",
                lambda _allowance, _scope: False,
                gettext_noop("A base amount needs the percentage that is taken of it."),
            ),
        ),
        amounts.has_base_only,
    ),
    Context(_ALLOWANCES, amounts.ALLOWANCE_RULES),
    tax_category(
        ("cac:TaxCategory", "cac:ClassifiedTaxCategory"), "PEPPOL-T01-R029", "PEPPOL-T01-R030"
    ),
    Context(
        ("cac:OrderLine/cac:LineItem",),
        (
            *amounts.LINE_RULES,
            unique_line("PEPPOL-T01-R001"),
            Rule(
                "PEPPOL-T01-R004",
                lambda line, _scope: at_least(number(line, "cbc:Quantity"), 0),
                gettext_noop("The quantity is missing or negative."),
            ),
            Rule(
                "PEPPOL-T01-R013",
                lambda line, _scope: "cbc:Quantity" in line,
                gettext_noop("The line has no quantity."),
                Flag.WARNING,
            ),
        ),
        gather=amounts.gather_line,
    ),
    Context(("cac:Price/cac:AllowanceCharge",), amounts.PRICE_ALLOWANCE_RULES),
    Context(("cac:Price",), amounts.PRICE_RULES),
    Context(
        ("cac:QuotationLineReference/cbc:LineID",),
        (
            Rule(
                "PEPPOL-T01-R035",
                lambda _leaf, scope: scope.root.has("cac:QuotationDocumentReference/cbc:ID"),
                gettext_noop("The line refers to a quotation that the order does not name."),
            ),
        ),
    ),
    *REASONS,
)

CONTEXTS = (
    wrong_profile(
        "PEPPOL-T01-R031",
        "urn:fdc:peppol.eu:poacc:bis:order_only:3",
        "urn:fdc:peppol.eu:poacc:bis:ordering:3",
        "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3",
    ),
    specification("PEPPOL-T01-R034", "urn:fdc:peppol.eu:poacc:trns:order:3"),
    *CONTENT,
)
