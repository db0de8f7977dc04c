"""How EN 16931 (1.3.16) is laid out in UBL: UBL-SR and UBL-DT."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.en16931.book import is_allowance, is_charge
from samkop.core.edocs.rules.en16931.parts import (
    BOTH_LINES,
    few,
    has_two_decimals_at_most,
    present,
    with_attribute,
)
from samkop.core.edocs.rules.rule import Context, Rule, Scope
from samkop.core.edocs.rules.xpath import nodes
from samkop.core.edocs.syntax import UBL_2_1, schema_of
from samkop.core.edocs.ubl.tree import Branch, Leaf

_BUYER = "cac:AccountingCustomerParty/cac:Party"
_SELLER = "cac:AccountingSupplierParty/cac:Party"
_TYPE = "cbc:DocumentTypeCode"
_LEGAL_NAME = f"{_SELLER}/cac:PartyLegalEntity/cbc:RegistrationName"


def _amount_has_cents(leaf: Leaf, scope: Scope) -> bool:
    return has_two_decimals_at_most(leaf) or scope.inside("Price")


def _reference_is_of_a_kind(reference: Branch, scope: Scope) -> bool:
    codes = {leaf.text for leaf in reference.leaves(_TYPE)}
    if "130" in codes or ("50" in codes and scope.root_name == "CreditNote"):
        return True
    return _TYPE not in reference and all(
        "schemeID" not in leaf.attributes for leaf in reference.leaves("cbc:ID")
    )


def _objects_are_few(root: Branch, _scope: Scope) -> bool:
    found = 0
    for reference in root.branches("cac:AdditionalDocumentReference"):
        if any(leaf.text == "130" for leaf in reference.leaves(_TYPE)):
            found += len(reference.leaves("cbc:ID"))
    return found <= 1


def _tax_numbers(root: Branch, party: str, *, vat: bool) -> int:
    count = 0
    for scheme in nodes(root, f"{party}/cac:PartyTaxScheme"):
        if isinstance(scheme, Branch):
            ids = [
                "".join(leaf.text for leaf in tax.leaves("cbc:ID")).upper()
                for tax in scheme.branches("cac:TaxScheme")
            ]
            if any((number == "VAT") == vat for number in ids):
                count += len(scheme.leaves("cbc:CompanyID"))
    return count


def _differs_from_seller(payee: Branch, scope: Scope) -> bool:
    names = {leaf.text for leaf in payee.leaves("cac:PartyName/cbc:Name")}
    sellers = {leaf.text for leaf in scope.root.leaves(_LEGAL_NAME)}
    return any(name != seller for name in names for seller in sellers)


def _payee(rule: str, path: str, *, but_sepa: bool = False) -> Rule:
    def test(payee: Branch, scope: Scope) -> bool:
        found = payee.leaves(path)
        if but_sepa:
            found = [
                leaf for leaf in found if leaf.attributes.get("schemeID", "").upper() != "SEPA"
            ]
        return len(found) <= 1 and _differs_from_seller(payee, scope)

    return Rule(
        rule,
        test,
        gettext_noop("The payee is the seller, or has several of {child}."),
        values=(("child", path),),
    )


_MORE = gettext_noop("{element} has more of {child} than {most}.")
_ALL_SAME = gettext_noop("The values of {child} differ within the document.")


def _same(rule: str, name: str, child: str) -> Rule:
    return Rule(
        rule,
        lambda _root, scope: scope.sums.seen[name,] <= 1,
        _ALL_SAME,
        values=(("child", child),),
    )


DOCUMENT_RULES = (
    few("UBL-SR-01", "cac:ContractDocumentReference/cbc:ID"),
    few("UBL-SR-02", "cac:ReceiptDocumentReference/cbc:ID"),
    few("UBL-SR-03", "cac:DespatchDocumentReference/cbc:ID"),
    Rule(
        "UBL-SR-04",
        _objects_are_few,
        gettext_noop("There is more than one invoiced object (130)."),
    ),
    few("UBL-SR-05", "cac:PaymentTerms/cbc:Note"),
    few("UBL-SR-08", "cac:InvoicePeriod"),
    few("UBL-SR-09", _LEGAL_NAME),
    few("UBL-SR-10", f"{_SELLER}/cac:PartyName/cbc:Name"),
    few("UBL-SR-11", f"{_SELLER}/cac:PartyLegalEntity/cbc:CompanyID"),
    Rule(
        "UBL-SR-12",
        lambda root, _scope: _tax_numbers(root, _SELLER, vat=True) <= 1,
        _MORE,
        values=(("child", "cac:PartyTaxScheme (VAT)"), ("most", "1")),
    ),
    Rule(
        "UBL-SR-13",
        lambda root, _scope: _tax_numbers(root, _SELLER, vat=False) <= 1,
        _MORE,
        values=(("child", "cac:PartyTaxScheme"), ("most", "1")),
    ),
    few("UBL-SR-14", f"{_SELLER}/cac:PartyLegalEntity/cbc:CompanyLegalForm"),
    few("UBL-SR-15", f"{_BUYER}/cac:PartyLegalEntity/cbc:RegistrationName"),
    few("UBL-SR-16", f"{_BUYER}/cac:PartyIdentification/cbc:ID"),
    few("UBL-SR-17", f"{_BUYER}/cac:PartyLegalEntity/cbc:CompanyID"),
    Rule(
        "UBL-SR-18",
        lambda root, _scope: _tax_numbers(root, _BUYER, vat=True) <= 1,
        _MORE,
        values=(("child", "cac:PartyTaxScheme (VAT)"), ("most", "1")),
    ),
    few("UBL-SR-24", "cac:Delivery"),
    Rule(
        "UBL-SR-29",
        lambda _root, scope: scope.sums.seen["sepa",] <= 1,
        gettext_noop("There is more than one creditor identifier (SEPA)."),
    ),
    few("UBL-SR-39", "cac:ProjectReference/cbc:ID"),
    few("UBL-SR-40", f"{_BUYER}/cac:PartyName/cbc:Name"),
    _same("UBL-SR-44", "payment", "cbc:PaymentID"),
    few("UBL-SR-45", "cac:PaymentMeans/cbc:PaymentDueDate"),
    Rule(
        "UBL-SR-46",
        lambda root, _scope: (
            sum(
                "name" in leaf.attributes
                for leaf in root.leaves("cac:PaymentMeans/cbc:PaymentMeansCode")
            )
            <= 1
        ),
        gettext_noop("The means of payment are named more than once."),
    ),
    _same("UBL-SR-47", "means", "cbc:PaymentMeansCode"),
    few("UBL-SR-49", "cac:InvoicePeriod/cbc:DescriptionCode"),
    few("UBL-SR-54", "cac:PaymentMeans/cac:CardAccount"),
    few("UBL-SR-55", "cac:PaymentMeans/cac:PaymentMandate"),
    few("UBL-SR-56", "cac:OriginatorDocumentReference/cbc:ID"),
)

LINE_RULES = (
    few("UBL-SR-34", "cbc:Note"),
    few("UBL-SR-35", "cac:OrderLineReference/cbc:LineID"),
    few("UBL-SR-36", "cac:InvoicePeriod"),
    few("UBL-SR-37", "cac:Price/cac:AllowanceCharge/cbc:Amount"),
    Rule(
        "UBL-SR-48",
        lambda line, _scope: len(nodes(line, "cac:Item/cac:ClassifiedTaxCategory")) == 1,
        gettext_noop("The line does not have exactly one tax category."),
    ),
    few("UBL-SR-50", "cac:Item/cbc:Description"),
    few("UBL-SR-52", "cac:DocumentReference"),
)

CONTEXTS = (
    Context(("cac:PostalAddress", "cac:Address"), (few("UBL-SR-51", "cac:AddressLine"),)),
    Context((_SELLER,), (few("UBL-SR-42", "cac:PartyTaxScheme", 2),)),
    Context(
        ("cac:AdditionalDocumentReference",),
        (
            few("UBL-SR-33", "cbc:DocumentDescription"),
            Rule(
                "UBL-SR-43",
                _reference_is_of_a_kind,
                gettext_noop("A scheme or type of a supporting document is for invoiced objects."),
            ),
        ),
    ),
    Context(
        tuple(
            name for name in schema_of(UBL_2_1).ending("Amount") if not name.endswith("PriceAmount")
        ),
        (
            Rule(
                "UBL-DT-01",
                _amount_has_cents,
                gettext_noop("{value} has more than two decimals. Only prices may."),
            ),
        ),
    ),
    Context(
        tuple(schema_of(UBL_2_1).ending("BinaryObject")),
        (with_attribute("UBL-DT-06", "mimeCode"), with_attribute("UBL-DT-07", "filename")),
    ),
    Context(("cac:Delivery",), (few("UBL-SR-25", "cac:DeliveryParty/cac:PartyName/cbc:Name"),)),
    Context(
        ("cac:AllowanceCharge",),
        (few("UBL-SR-30", "cbc:AllowanceChargeReason"),),
        lambda charge, _scope: is_allowance(charge),
    ),
    Context(
        ("cac:AllowanceCharge",),
        (few("UBL-SR-31", "cbc:AllowanceChargeReason"),),
        lambda charge, _scope: is_charge(charge),
    ),
    Context(
        ("cac:PartyTaxScheme",),
        (
            Rule(
                "UBL-SR-53",
                lambda scheme, _scope: (
                    scheme.has("cac:TaxScheme/cbc:ID") and "cbc:CompanyID" in scheme
                ),
                gettext_noop("The registration for tax needs its number and its kind."),
            ),
        ),
    ),
    Context(BOTH_LINES, LINE_RULES),
    Context(
        ("cac:PayeeParty",),
        (
            _payee("UBL-SR-19", "cac:PartyName/cbc:Name"),
            _payee("UBL-SR-20", "cac:PartyIdentification/cbc:ID", but_sepa=True),
            _payee("UBL-SR-21", "cac:PartyLegalEntity/cbc:CompanyID"),
        ),
        at_end=True,
    ),
    Context(
        ("cac:PaymentMeans",),
        (
            few("UBL-SR-26", "cbc:PaymentID"),
            few("UBL-SR-27", "cbc:PaymentMeansCode"),
            few("UBL-SR-28", "cac:PaymentMandate/cbc:ID"),
        ),
    ),
    Context(
        ("cac:BillingReference",),
        (
            few("UBL-SR-06", "cac:InvoiceDocumentReference"),
            present("UBL-SR-07", "cac:InvoiceDocumentReference/cbc:ID"),
        ),
    ),
    Context(
        ("cac:TaxRepresentativeParty",),
        (
            few("UBL-SR-22", "cac:PartyName/cbc:Name"),
            few("UBL-SR-23", "cac:PartyTaxScheme/cbc:CompanyID"),
        ),
    ),
    Context(("cac:TaxSubtotal",), (few("UBL-SR-32", "cac:TaxCategory/cbc:TaxExemptionReason"),)),
    Context(("/Invoice", "/CreditNote"), DOCUMENT_RULES),
)
