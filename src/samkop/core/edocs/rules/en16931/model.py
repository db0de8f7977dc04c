"""The document, its parties, references and payment, in EN 16931 (1.3.16)."""

from collections.abc import Callable

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.en16931 import totals, vat
from samkop.core.edocs.rules.en16931.book import Book, is_allowance, is_charge, is_vat
from samkop.core.edocs.rules.en16931.lines import allowance_rules
from samkop.core.edocs.rules.en16931.parts import at_root, filled, present, with_attribute
from samkop.core.edocs.rules.rule import Context, Rule, Scope, Test
from samkop.core.edocs.rules.xpath import nodes, value
from samkop.core.edocs.tables import codelist_text
from samkop.core.edocs.ubl.tree import Branch

_BUYER = "cac:AccountingCustomerParty/cac:Party"
_SELLER = "cac:AccountingSupplierParty/cac:Party"
_COUNTRY = "cac:Country/cbc:IdentificationCode"
_TRANSFERS = ("30", "58")


def _of_document(rule: Rule) -> Rule:
    """The rule, asked of the root where the context has made a book of it."""
    return Rule(rule.id, _on_root(rule.test), rule.sentence, rule.flag, rule.values)


def _on_root(test: Test) -> Test:
    return lambda book, scope: test(book.root, scope)


def _vat_day_is_told_once(book: Book, _scope: Scope) -> bool:
    return not (
        "cbc:TaxPointDate" in book.root and book.root.has("cac:InvoicePeriod/cbc:DescriptionCode")
    )


def _accounting_currency_has_its_total(book: Book, _scope: Scope) -> bool:
    return all(
        book.sums.seen["currency", leaf.text] > 0
        for leaf in book.root.leaves("cbc:TaxCurrencyCode")
    )


DOCUMENT_RULES = (
    *map(
        _of_document,
        (
            filled("BR-01", "cbc:CustomizationID"),
            filled("BR-02", "cbc:ID"),
            filled("BR-03", "cbc:IssueDate"),
            filled("BR-04", "cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode"),
            filled("BR-05", "cbc:DocumentCurrencyCode"),
            filled("BR-06", f"{_SELLER}/cac:PartyLegalEntity/cbc:RegistrationName"),
            filled("BR-07", f"{_BUYER}/cac:PartyLegalEntity/cbc:RegistrationName"),
            present("BR-08", f"{_SELLER}/cac:PostalAddress"),
            present("BR-10", f"{_BUYER}/cac:PostalAddress"),
            present("BR-16", "cac:InvoiceLine", "cac:CreditNoteLine"),
            present("BR-CO-18", "cac:TaxTotal/cac:TaxSubtotal"),
            totals.INCLUSIVE,
        ),
    ),
    Rule(
        "BR-53",
        _accounting_currency_has_its_total,
        gettext_noop("There is no VAT total in the currency of VAT accounting."),
    ),
    Rule(
        "BR-CO-03",
        _vat_day_is_told_once,
        gettext_noop("The day that VAT is due is told both as a date and by a code."),
    ),
    *vat.DOCUMENT_RULES,
)


def _is_paid_by(*codes: str) -> Test:
    return lambda _account, scope: any(
        leaf.text in codes for leaf in scope.parent.leaves("cbc:PaymentMeansCode")
    )


def _transfer_has_account(means: Branch, _scope: Scope) -> bool:
    code = value(means, "cbc:PaymentMeansCode")
    return code not in _TRANSFERS or means.has("cac:PayeeFinancialAccount/cbc:ID")


def _seller_is_identified(seller: Branch, _scope: Scope) -> bool:
    return (
        any(
            "cbc:CompanyID" in scheme
            for scheme in nodes(seller, "cac:Party/cac:PartyTaxScheme")
            if isinstance(scheme, Branch) and is_vat(scheme)
        )
        or any(
            leaf.attributes.get("schemeID") != "SEPA"
            for leaf in seller.leaves("cac:Party/cac:PartyIdentification/cbc:ID")
        )
        or seller.has("cac:Party/cac:PartyLegalEntity/cbc:CompanyID")
    )


def _texts(branch: Branch, path: str) -> set[str]:
    return {leaf.text for leaf in branch.leaves(path)}


def _payee_differs(payee: Branch, scope: Scope) -> bool:
    name, number = "cac:PartyName/cbc:Name", "cac:PartyIdentification/cbc:ID"
    seller = scope.root
    return (
        payee.has(name)
        and _texts(payee, name).isdisjoint(_texts(seller, f"{_SELLER}/{name}"))
        and _texts(payee, number).isdisjoint(_texts(seller, f"{_SELLER}/{number}"))
    )


def _vat_number_has_a_country(registration: Branch, _scope: Scope) -> bool:
    company = registration.leaf("cbc:CompanyID")
    return (company.text[:2] if company else "") in f" {codelist_text('VATPrefix_EN')} "


def _has_vat(path: str, child: str) -> Callable[[Branch, Scope], bool]:
    return lambda branch, _scope: any(child in tax and is_vat(tax) for tax in branch.branches(path))


_CATEGORY = gettext_noop("The allowance or charge has no VAT category.")


def _charge_category(rule: str) -> Rule:
    return Rule(rule, _has_vat("cac:TaxCategory", "cbc:ID"), _CATEGORY)


def _one_of(when: Callable[[Branch], bool]) -> Test:
    return lambda charge, _scope: when(charge)


CONTEXTS = (
    Context(("cac:AdditionalDocumentReference",), (filled("BR-52", "cbc:ID"),)),
    Context((f"{_BUYER}/cbc:EndpointID",), (with_attribute("BR-63", "schemeID"),)),
    Context((f"{_BUYER}/cac:PostalAddress",), (filled("BR-11", _COUNTRY),)),
    Context(("cac:Delivery/cac:DeliveryLocation/cac:Address",), (present("BR-57", _COUNTRY),)),
    Context(
        at_root("cac:AllowanceCharge"),
        (
            *allowance_rules("BR-31", "BR-33", "BR-CO-21", ("BR-DEC-01", "BR-DEC-02")),
            _charge_category("BR-32"),
        ),
        _one_of(is_allowance),
    ),
    Context(
        at_root("cac:AllowanceCharge"),
        (
            *allowance_rules("BR-36", "BR-38", "BR-CO-22", ("BR-DEC-05", "BR-DEC-06")),
            _charge_category("BR-37"),
        ),
        _one_of(is_charge),
    ),
    Context(("cac:LegalMonetaryTotal",), totals.TOTAL_RULES, prepare=totals.Totals, at_end=True),
    Context(("/Invoice", "/CreditNote"), DOCUMENT_RULES, prepare=Book),
    Context(
        ("cac:PayeeParty",),
        (
            Rule(
                "BR-17",
                _payee_differs,
                gettext_noop("The payee has no name, or is named although it is the seller."),
            ),
        ),
        at_end=True,
    ),
    Context(
        ("cac:PaymentMeans/cac:PayeeFinancialAccount",),
        (filled("BR-50", "cbc:ID"),),
        _is_paid_by(*_TRANSFERS),
    ),
    Context(
        ("cac:PaymentMeans",),
        (
            present("BR-49", "cbc:PaymentMeansCode"),
            Rule(
                "BR-61",
                _transfer_has_account,
                gettext_noop("A credit transfer needs the account that is paid to."),
            ),
        ),
    ),
    Context(("cac:BillingReference",), (present("BR-55", "cac:InvoiceDocumentReference/cbc:ID"),)),
    Context(
        ("cac:AccountingSupplierParty",),
        (
            Rule(
                "BR-CO-26",
                _seller_is_identified,
                gettext_noop("The seller has no identifier, registration number or VAT number."),
            ),
        ),
    ),
    Context((f"{_SELLER}/cbc:EndpointID",), (with_attribute("BR-62", "schemeID"),)),
    Context((f"{_SELLER}/cac:PostalAddress",), (filled("BR-09", _COUNTRY),)),
    Context(
        ("cac:TaxRepresentativeParty",),
        (
            filled("BR-18", "cac:PartyName/cbc:Name"),
            present("BR-19", "cac:PostalAddress"),
            Rule(
                "BR-56",
                _has_vat("cac:PartyTaxScheme", "cbc:CompanyID"),
                gettext_noop("The tax representative has no VAT number."),
            ),
        ),
    ),
    Context(("cac:TaxRepresentativeParty/cac:PostalAddress",), (filled("BR-20", _COUNTRY),)),
    Context(at_root("cac:TaxTotal"), (totals.TAX_TOTAL,)),
    Context(("cac:TaxTotal/cac:TaxSubtotal",), totals.SUBTOTAL_RULES),
    Context(
        ("cac:PartyTaxScheme",),
        (
            Rule(
                "BR-CO-09",
                _vat_number_has_a_country,
                gettext_noop("The VAT number does not begin with the code of a country."),
            ),
        ),
        lambda registration, _scope: is_vat(registration),
    ),
    *vat.CONTEXTS,
)
