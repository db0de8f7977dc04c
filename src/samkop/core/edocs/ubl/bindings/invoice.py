"""Where the fields of invoices and credit notes stand in UBL 2.1."""

from samkop.core.edocs.model import (
    Account,
    Card,
    CreditNote,
    Invoice,
    InvoiceDelivery,
    InvoiceLine,
    Mandate,
    Payee,
    PaymentMeans,
    PrecedingInvoice,
    TaxRepresentative,
    TaxTotal,
    VatBreakdown,
)
from samkop.core.edocs.syntax import UBL_2_1, schema_of
from samkop.core.edocs.ubl.bindings.binding import Attribute, Binding, Field, many, one
from samkop.core.edocs.ubl.bindings.codecs import (
    AMOUNT,
    CODE,
    DATE,
    IDENTIFIER,
    MONEY,
    QUANTITY,
    TEXT,
)
from samkop.core.edocs.ubl.bindings.item import ITEM
from samkop.core.edocs.ubl.bindings.order import MONETARY_TOTAL
from samkop.core.edocs.ubl.bindings.shared import (
    ADDRESS,
    ALLOWANCE_CHARGE,
    DOCUMENT_REFERENCE,
    PARTY,
    PERIOD,
    PRICE,
    TAX_CATEGORY,
    TAX_REGISTRATION,
)
from samkop.core.edocs.ubl.names import tag_of

PRECEDING_INVOICE = Binding(
    PrecedingInvoice,
    one("id", "cac:InvoiceDocumentReference/cbc:ID", CODE),
    one("issue_date", "cac:InvoiceDocumentReference/cbc:IssueDate", DATE),
)

PAYEE = Binding(
    Payee,
    many("identifiers", "cac:PartyIdentification/cbc:ID", IDENTIFIER),
    one("name", "cac:PartyName/cbc:Name", TEXT),
    one("company_id", "cac:PartyLegalEntity/cbc:CompanyID", IDENTIFIER),
)

TAX_REPRESENTATIVE = Binding(
    TaxRepresentative,
    one("name", "cac:PartyName/cbc:Name", TEXT),
    one("address", "cac:PostalAddress", ADDRESS),
    many("tax_registrations", "cac:PartyTaxScheme", TAX_REGISTRATION),
)

DELIVERY = Binding(
    InvoiceDelivery,
    one("actual_date", "cbc:ActualDeliveryDate", DATE),
    one("location_id", "cac:DeliveryLocation/cbc:ID", IDENTIFIER),
    one("address", "cac:DeliveryLocation/cac:Address", ADDRESS),
    one("party_name", "cac:DeliveryParty/cac:PartyName/cbc:Name", TEXT),
)

CARD = Binding(
    Card,
    one("account", "cbc:PrimaryAccountNumberID", CODE),
    one("network", "cbc:NetworkID", CODE),
    one("holder", "cbc:HolderName", TEXT),
)

ACCOUNT = Binding(
    Account,
    one("id", "cbc:ID", CODE),
    one("name", "cbc:Name", TEXT),
    one("branch", "cac:FinancialInstitutionBranch/cbc:ID", CODE),
)

MANDATE = Binding(
    Mandate,
    one("id", "cbc:ID", CODE),
    one("payer_account", "cac:PayerFinancialAccount/cbc:ID", CODE),
)

PAYMENT_MEANS = Binding(
    PaymentMeans,
    one("code", "cbc:PaymentMeansCode", CODE),
    Attribute("name", "cbc:PaymentMeansCode", "name"),
    one("due_date", "cbc:PaymentDueDate", DATE),
    one("payment_id", "cbc:PaymentID", CODE),
    one("card", "cac:CardAccount", CARD),
    one("account", "cac:PayeeFinancialAccount", ACCOUNT),
    one("mandate", "cac:PaymentMandate", MANDATE),
)

VAT_BREAKDOWN = Binding(
    VatBreakdown,
    one("taxable_amount", "cbc:TaxableAmount", MONEY),
    one("tax_amount", "cbc:TaxAmount", MONEY),
    one("category", "cac:TaxCategory", TAX_CATEGORY),
)

TAX_TOTAL = Binding(
    TaxTotal,
    one("amount", "cbc:TaxAmount", MONEY),
    many("breakdown", "cac:TaxSubtotal", VAT_BREAKDOWN),
)


def _line(quantity: str) -> Binding:
    return Binding(
        InvoiceLine,
        one("id", "cbc:ID", CODE),
        one("note", "cbc:Note", TEXT),
        one("quantity", quantity, QUANTITY),
        one("line_extension_amount", "cbc:LineExtensionAmount", AMOUNT),
        one("accounting_cost", "cbc:AccountingCost", TEXT),
        one("period", "cac:InvoicePeriod", PERIOD),
        one("order_line", "cac:OrderLineReference/cbc:LineID", CODE),
        one("document", "cac:DocumentReference", DOCUMENT_REFERENCE),
        many("allowance_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
        one("item", "cac:Item", ITEM),
        one("price", "cac:Price", PRICE),
    )


INVOICE_LINE = _line("cbc:InvoicedQuantity")
CREDIT_NOTE_LINE = _line("cbc:CreditedQuantity")

_SHARED = (
    one("customization_id", "cbc:CustomizationID", CODE),
    one("profile_id", "cbc:ProfileID", CODE),
    one("id", "cbc:ID", CODE),
    one("issue_date", "cbc:IssueDate", DATE),
    many("notes", "cbc:Note", TEXT),
    one("tax_point_date", "cbc:TaxPointDate", DATE),
    one("currency", "cbc:DocumentCurrencyCode", CODE),
    one("tax_currency", "cbc:TaxCurrencyCode", CODE),
    one("accounting_cost", "cbc:AccountingCost", TEXT),
    one("buyer_reference", "cbc:BuyerReference", TEXT),
    one("period_start", "cac:InvoicePeriod/cbc:StartDate", DATE),
    one("period_end", "cac:InvoicePeriod/cbc:EndDate", DATE),
    one("tax_point_code", "cac:InvoicePeriod/cbc:DescriptionCode", CODE),
    one("order_reference", "cac:OrderReference/cbc:ID", CODE),
    one("sales_order_reference", "cac:OrderReference/cbc:SalesOrderID", CODE),
    many("preceding_invoices", "cac:BillingReference", PRECEDING_INVOICE),
    one("despatch_reference", "cac:DespatchDocumentReference/cbc:ID", CODE),
    one("receipt_reference", "cac:ReceiptDocumentReference/cbc:ID", CODE),
    one("originator_reference", "cac:OriginatorDocumentReference/cbc:ID", CODE),
    one("contract_reference", "cac:ContractDocumentReference/cbc:ID", CODE),
    many("documents", "cac:AdditionalDocumentReference", DOCUMENT_REFERENCE),
    one("seller", "cac:AccountingSupplierParty/cac:Party", PARTY),
    one("buyer", "cac:AccountingCustomerParty/cac:Party", PARTY),
    one("payee", "cac:PayeeParty", PAYEE),
    one("tax_representative", "cac:TaxRepresentativeParty", TAX_REPRESENTATIVE),
    one("delivery", "cac:Delivery", DELIVERY),
    many("payment_means", "cac:PaymentMeans", PAYMENT_MEANS),
    many("payment_terms", "cac:PaymentTerms/cbc:Note", TEXT),
    many("allowance_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
    many("tax_totals", "cac:TaxTotal", TAX_TOTAL),
    one("totals", "cac:LegalMonetaryTotal", MONETARY_TOTAL),
)


def _document(kind: type, root: str, *own: Field) -> Binding:
    """The binding of a document; its fields stand in the order that the schema has for `root`."""
    aggregate = schema_of(UBL_2_1).aggregate(root)
    order = aggregate.children if aggregate else {}
    fields = sorted((*_SHARED, *own), key=lambda field: order[tag_of(field.child)].position)
    return Binding(kind, *fields)


INVOICE = _document(
    Invoice,
    "Invoice",
    one("type_code", "cbc:InvoiceTypeCode", CODE),
    one("due_date", "cbc:DueDate", DATE),
    one("project_reference", "cac:ProjectReference/cbc:ID", CODE),
    many("lines", "cac:InvoiceLine", INVOICE_LINE),
)

CREDIT_NOTE = _document(
    CreditNote,
    "CreditNote",
    one("type_code", "cbc:CreditNoteTypeCode", CODE),
    many("lines", "cac:CreditNoteLine", CREDIT_NOTE_LINE),
)
