"""Rules of Peppol Billing (3.0.21) for documents in every country."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.billing import lines
from samkop.core.edocs.rules.billing.countries import both_about_in
from samkop.core.edocs.rules.en16931.codes import AMOUNTS
from samkop.core.edocs.rules.en16931.parts import at_root, in_lines, present
from samkop.core.edocs.rules.order_amounts import (
    amount_is_percentage_of_base,
    has_base_only,
    has_factor_only,
)
from samkop.core.edocs.rules.peppol import EMPTY as COMMON_EMPTY
from samkop.core.edocs.rules.rule import Context, Rule, Scope
from samkop.core.edocs.rules.xpath import as_number, value
from samkop.core.edocs.ubl.tree import Branch, Leaf

SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILES = frozenset(
    [
        "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
        "urn:peppol:france:billing:regulated",
        "urn:peppol:france:billing:non-regulated",
        "urn:peppol:bis:billing_with_response",
    ]
)
EMPTY = Rule("PEPPOL-EN16931-R008", COMMON_EMPTY.test, COMMON_EMPTY.sentence)

_GERMAN = both_about_in("DE")
_PROJECT = "50"


def _never(_value: object, _scope: Scope) -> bool:
    return False


def has_known_profile(root: Branch) -> bool:
    """The process is one of those of Billing."""
    return value(root, "cbc:ProfileID") in PROFILES


def _specification_is_billing(root: Branch, _scope: Scope) -> bool:
    text = value(root, "cbc:CustomizationID")
    return text.startswith(SPECIFICATION) and "::" not in text


def _has_one_breakdown(root: Branch, _scope: Scope) -> bool:
    return sum("cac:TaxSubtotal" in tax for tax in root.branches("cac:TaxTotal")) == 1


def _has_accounting_total(root: Branch, _scope: Scope) -> bool:
    bare = sum("cac:TaxSubtotal" not in tax for tax in root.branches("cac:TaxTotal"))
    return bare == ("cbc:TaxCurrencyCode" in root)


def _vat_totals_have_one_sign(root: Branch, _scope: Scope) -> bool:
    if "cbc:TaxCurrencyCode" not in root:
        return True
    signs = []
    for code in ("cbc:TaxCurrencyCode", "cbc:DocumentCurrencyCode"):
        currency = value(root, code)
        amounts = [
            as_number(leaf)
            for leaf in root.leaves("cac:TaxTotal/cbc:TaxAmount")
            if leaf.attributes.get("currencyID") == currency
        ]
        signs.append([amount for amount in amounts if amount is not None])
    return all(any(amount <= 0 for amount in found) for found in signs) or all(
        any(amount >= 0 for amount in found) for found in signs
    )


DOCUMENT_RULES = (
    present("PEPPOL-EN16931-R001", "cbc:ProfileID"),
    Rule(
        "PEPPOL-EN16931-R007",
        lambda root, _scope: has_known_profile(root),
        gettext_noop("The document belongs to no process of Peppol Billing."),
    ),
    Rule(
        "PEPPOL-EN16931-R002",
        lambda root, scope: len(root.get("cbc:Note", ())) <= 1 or _GERMAN(root, scope),
        gettext_noop("The document has several notes, which only German parties may send."),
    ),
    Rule(
        "PEPPOL-EN16931-R003",
        lambda root, _scope: "cbc:BuyerReference" in root or root.has("cac:OrderReference/cbc:ID"),
        gettext_noop("There is neither a buyer's reference nor an order's number."),
    ),
    Rule(
        "PEPPOL-EN16931-R004",
        _specification_is_billing,
        gettext_noop("The specification does not begin with {prefix}."),
        values=(("prefix", SPECIFICATION),),
    ),
    Rule(
        "PEPPOL-EN16931-R053",
        _has_one_breakdown,
        gettext_noop("There is not exactly one VAT breakdown."),
    ),
    Rule(
        "PEPPOL-EN16931-R054",
        _has_accounting_total,
        gettext_noop("A VAT total without breakdown goes with a currency of VAT accounting."),
    ),
    Rule(
        "PEPPOL-EN16931-R055",
        _vat_totals_have_one_sign,
        gettext_noop("The VAT totals in the two currencies differ in sign."),
    ),
)


def _currencies_differ(leaf: Leaf, scope: Scope) -> bool:
    return leaf.value != value(scope.root, "cbc:DocumentCurrencyCode")


def _is_in_document_currency(amount: Leaf, scope: Scope) -> bool:
    codes = scope.root.leaves("cbc:DocumentCurrencyCode")
    return any(code.text == amount.attributes.get("currencyID") for code in codes)


def _indicator_is_plain(allowance: Branch, _scope: Scope) -> bool:
    return value(allowance, "cbc:ChargeIndicator") in {"true", "false"}


def _is_direct_debit(means: Branch, _scope: Scope) -> bool:
    return value(means, "cbc:PaymentMeansCode") in {"49", "59"}


def _has_breakdown(_amount: Leaf, scope: Scope) -> bool:
    return "cac:TaxSubtotal" in scope.parent


_ALLOWANCES = (*at_root("cac:AllowanceCharge"), *in_lines("cac:AllowanceCharge"))
_TAXES = {"cbc:TaxAmount"}

CREDIT_NOTE = (
    Context(
        ("/CreditNote",),
        (
            Rule(
                "PEPPOL-EN16931-R080",
                lambda root, _scope: (
                    sum(
                        any(leaf.text == _PROJECT for leaf in ref.leaves("cbc:DocumentTypeCode"))
                        for ref in root.branches("cac:AdditionalDocumentReference")
                    )
                    <= 1
                ),
                gettext_noop("The document refers to more than one project (50)."),
            ),
        ),
    ),
)

CONTEXTS = (
    Context(("/Invoice", "/CreditNote"), DOCUMENT_RULES),
    Context(
        ("cbc:TaxCurrencyCode",),
        (
            Rule(
                "PEPPOL-EN16931-R005",
                _currencies_differ,
                gettext_noop("The currency of VAT accounting is that of the document."),
            ),
        ),
        at_end=True,
    ),
    Context(
        ("cac:AccountingCustomerParty/cac:Party",),
        (present("PEPPOL-EN16931-R010", "cbc:EndpointID"),),
    ),
    Context(
        ("cac:AccountingSupplierParty/cac:Party",),
        (present("PEPPOL-EN16931-R020", "cbc:EndpointID"),),
    ),
    Context(
        _ALLOWANCES,
        (
            Rule(
                "PEPPOL-EN16931-R041",
                _never,
                gettext_noop("A percentage needs the base amount that it is taken of."),
            ),
        ),
        has_factor_only,
    ),
    Context(
        _ALLOWANCES,
        (
            Rule(
                "PEPPOL-EN16931-R042",
                _never,
                gettext_noop("A base amount needs the percentage that is taken of it."),
            ),
        ),
        has_base_only,
    ),
    Context(
        _ALLOWANCES,
        (
            Rule(
                "PEPPOL-EN16931-R040",
                amount_is_percentage_of_base,
                gettext_noop("The amount is not the percentage of the base amount."),
            ),
            Rule(
                "PEPPOL-EN16931-R043",
                _indicator_is_plain,
                gettext_noop("Whether it is a charge is said by true or false only."),
            ),
        ),
    ),
    Context(
        ("cac:PaymentMeans",),
        (present("PEPPOL-EN16931-R061", "cac:PaymentMandate/cbc:ID"),),
        _is_direct_debit,
    ),
    Context(
        ("cac:TaxTotal/cbc:TaxAmount",),
        (
            Rule(
                "PEPPOL-EN16931-R051",
                _is_in_document_currency,
                gettext_noop("The amount is not in the document's currency."),
            ),
        ),
        _has_breakdown,
        at_end=True,
    ),
    Context(
        (*(name for name in AMOUNTS if name not in _TAXES), "cac:TaxSubtotal/cbc:TaxAmount"),
        (
            Rule(
                "PEPPOL-EN16931-R051",
                _is_in_document_currency,
                gettext_noop("The amount is not in the document's currency."),
            ),
        ),
    ),
    *lines.CONTEXTS,
)
