"""Where the fields of an order's change and cancellation stand in UBL 2.3."""

from samkop.core.edocs.model import (
    OrderCancellation,
    OrderChange,
    OrderChangeLine,
    RequestedDelivery,
)
from samkop.core.edocs.ubl.bindings.binding import Binding, many, one
from samkop.core.edocs.ubl.bindings.codecs import (
    AMOUNT,
    BOOLEAN,
    CODE,
    DATE,
    IDENTIFIER,
    QUANTITY,
    TEXT,
    TIME,
)
from samkop.core.edocs.ubl.bindings.item import ITEM
from samkop.core.edocs.ubl.bindings.order import DELIVERY, DELIVERY_TERMS, MONETARY_TOTAL
from samkop.core.edocs.ubl.bindings.shared import (
    ALLOWANCE_CHARGE,
    DOCUMENT_REFERENCE,
    PARTY,
    PERIOD,
    PRICE,
)

REQUESTED_DELIVERY = Binding(
    RequestedDelivery,
    one("id", "cbc:ID", IDENTIFIER),
    one("requested_period", "cac:RequestedDeliveryPeriod", PERIOD),
)

LINE = Binding(
    OrderChangeLine,
    one("note", "cbc:Note", TEXT),
    one("id", "cac:LineItem/cbc:ID", CODE),
    one("status_code", "cac:LineItem/cbc:LineStatusCode", CODE),
    one("quantity", "cac:LineItem/cbc:Quantity", QUANTITY),
    one("line_extension_amount", "cac:LineItem/cbc:LineExtensionAmount", AMOUNT),
    one("partial_delivery", "cac:LineItem/cbc:PartialDeliveryIndicator", BOOLEAN),
    one("accounting_cost", "cac:LineItem/cbc:AccountingCost", TEXT),
    many("deliveries", "cac:Delivery", REQUESTED_DELIVERY, within="cac:LineItem"),
    one("originator", "cac:LineItem/cac:OriginatorParty", PARTY),
    many("allowance_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE, within="cac:LineItem"),
    one("price", "cac:LineItem/cac:Price", PRICE),
    one("item", "cac:LineItem/cac:Item", ITEM),
    one("quotation_line", "cac:QuotationLineReference/cbc:LineID", CODE),
)

_HEAD = (
    one("customization_id", "cbc:CustomizationID", CODE),
    one("profile_id", "cbc:ProfileID", CODE),
    one("id", "cbc:ID", CODE),
)
_PARTIES = (
    one("originator_reference", "cac:OriginatorDocumentReference/cbc:ID", CODE),
    many("documents", "cac:AdditionalDocumentReference", DOCUMENT_REFERENCE),
    many("contracts", "cac:Contract/cbc:ID", CODE),
    one("buyer", "cac:BuyerCustomerParty/cac:Party", PARTY),
    one("seller", "cac:SellerSupplierParty/cac:Party", PARTY),
    one("originator", "cac:OriginatorCustomerParty/cac:Party", PARTY),
)

DOCUMENT = Binding(
    OrderChange,
    *_HEAD,
    one("sales_order_id", "cbc:SalesOrderID", CODE),
    one("issue_date", "cbc:IssueDate", DATE),
    one("issue_time", "cbc:IssueTime", TIME),
    one("sequence_number", "cbc:SequenceNumberID", CODE),
    one("note", "cbc:Note", TEXT),
    one("currency", "cbc:DocumentCurrencyCode", CODE),
    one("customer_reference", "cbc:CustomerReference", TEXT),
    one("accounting_cost", "cbc:AccountingCost", TEXT),
    one("validity_end", "cac:ValidityPeriod/cbc:EndDate", DATE),
    one("order_reference", "cac:OrderReference/cbc:ID", CODE),
    one("quotation_reference", "cac:QuotationDocumentReference/cbc:ID", CODE),
    *_PARTIES,
    one("invoicee", "cac:AccountingCustomerParty/cac:Party", PARTY),
    one("delivery", "cac:Delivery", DELIVERY),
    one("delivery_terms", "cac:DeliveryTerms", DELIVERY_TERMS),
    many("payment_terms", "cac:PaymentTerms/cbc:Note", TEXT),
    many("allowance_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
    one("tax_amount", "cac:TaxTotal/cbc:TaxAmount", AMOUNT),
    one("totals", "cac:AnticipatedMonetaryTotal", MONETARY_TOTAL),
    many("lines", "cac:OrderLine", LINE),
)

CANCELLATION = Binding(
    OrderCancellation,
    *_HEAD,
    one("issue_date", "cbc:IssueDate", DATE),
    one("issue_time", "cbc:IssueTime", TIME),
    one("note", "cbc:Note", TEXT),
    one("cancellation_note", "cbc:CancellationNote", TEXT),
    one("order_reference", "cac:OrderReference/cbc:ID", CODE),
    *_PARTIES,
)
