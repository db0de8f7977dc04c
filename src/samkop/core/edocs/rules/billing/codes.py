"""Code lists and forms of Peppol Billing (3.0.21)."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.billing.countries import both_about_in
from samkop.core.edocs.rules.billing.document import has_known_profile
from samkop.core.edocs.rules.en16931.codes import AMOUNTS
from samkop.core.edocs.rules.en16931.parts import attribute_listed, having, listed
from samkop.core.edocs.rules.peppol import dates
from samkop.core.edocs.rules.rule import Context, Rule, Scope, Test
from samkop.core.edocs.rules.xpath import only, value
from samkop.core.edocs.tables import codelist
from samkop.core.edocs.ubl.tree import Branch, Leaf

_GERMAN = both_about_in("DE")
_GERMAN_ONLY = frozenset({"326", "384"})
_EXEMPTIONS = (
    ("G", "G", "P0104"),
    ("O", "O", "P0105"),
    ("IC", "K", "P0106"),
    ("AE", "AE", "P0107"),
    ("D", "E", "P0108"),
    ("F", "E", "P0109"),
    ("I", "E", "P0110"),
    ("J", "E", "P0111"),
)


def _indicator(text: str) -> Test:
    return lambda _leaf, scope: any(
        leaf.text == text for leaf in scope.parent.leaves("cbc:ChargeIndicator")
    )


def _type_is_of_profile(rule: str, codes: str) -> Rule:
    return Rule(
        rule,
        lambda leaf, scope: not has_known_profile(scope.root) or leaf.value in codelist(codes),
        gettext_noop("{value} is no kind of document that Peppol Billing knows."),
    )


def _is_german_if_needed(leaf: Leaf, scope: Scope) -> bool:
    return leaf.value not in _GERMAN_ONLY or _GERMAN(leaf, scope)


def _goes_with(reason: str, category: str) -> Test:
    def test(tax: Branch, _scope: Scope) -> bool:
        leaf = only(tax, "cbc:TaxExemptionReasonCode")
        if leaf is None or leaf.text.upper() != f"VATEX-EU-{reason}":
            return True
        return value(tax, "cbc:ID") == category

    return test


CONTEXTS = (
    Context(
        ("cbc:EmbeddedDocumentBinaryObject",),
        (attribute_listed("PEPPOL-EN16931-CL001", "mimeCode", "MimeCode_EN", exact=True),),
        having("mimeCode"),
    ),
    Context(
        ("cac:AllowanceCharge/cbc:AllowanceChargeReasonCode",),
        (listed("PEPPOL-EN16931-CL002", "UNCL5189"),),
        _indicator("false"),
    ),
    Context(
        ("cac:AllowanceCharge/cbc:AllowanceChargeReasonCode",),
        (listed("PEPPOL-EN16931-CL003", "UNCL7161"),),
        _indicator("true"),
    ),
    Context(
        ("cac:InvoicePeriod/cbc:DescriptionCode",), (listed("PEPPOL-EN16931-CL006", "UNCL2005"),)
    ),
    Context(
        AMOUNTS, (attribute_listed("PEPPOL-EN16931-CL007", "currencyID", "ISO4217", exact=True),)
    ),
    Context(
        ("cbc:InvoiceTypeCode",),
        (
            _type_is_of_profile("PEPPOL-EN16931-P0100", "UNCL1001_Billing"),
            Rule(
                "PEPPOL-EN16931-P0112",
                _is_german_if_needed,
                gettext_noop("The kinds 326 and 384 are for German parties only."),
            ),
        ),
        at_end=True,
    ),
    Context(
        ("cbc:CreditNoteTypeCode",),
        (_type_is_of_profile("PEPPOL-EN16931-P0101", "UNCL1001_BillingCredit"),),
        at_end=True,
    ),
    dates("PEPPOL-EN16931-F001"),
    Context(
        ("cbc:EndpointID",),
        (attribute_listed("PEPPOL-EN16931-CL008", "schemeID", "EAS", exact=True),),
        having("schemeID"),
    ),
    Context(
        ("cac:TaxCategory",),
        tuple(
            Rule(
                f"PEPPOL-EN16931-{rule}",
                _goes_with(reason, category),
                gettext_noop(
                    "The reason for exemption goes with the VAT category {category} only."
                ),
                values=(("category", category),),
            )
            for reason, category, rule in _EXEMPTIONS
        ),
    ),
)
