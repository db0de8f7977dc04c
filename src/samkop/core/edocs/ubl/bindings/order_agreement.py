"""Where an order agreement's fields stand in UBL 2.1."""

from samkop.core.edocs.model import (
    AgreedDelivery,
    AgreedTax,
    OrderAgreement,
    OrderAgreementLine,
)
from samkop.core.edocs.ubl.bindings.binding import Binding, many, one
from samkop.core.edocs.ubl.bindings.codecs import AMOUNT, CODE, DATE, QUANTITY, TEXT, TIME
from samkop.core.edocs.ubl.bindings.item import ITEM
from samkop.core.edocs.ubl.bindings.order import DELIVERY_PARTY, DELIVERY_TERMS, MONETARY_TOTAL
from samkop.core.edocs.ubl.bindings.shared import (
    ALLOWANCE_CHARGE,
    CONTACT,
    DOCUMENT_REFERENCE,
    PARTY,
    PERIOD,
    PRICE,
    TAX_CATEGORY,
)

AGREED_TAX = Binding(
    AgreedTax,
    one("taxable_amount", "cbc:TaxableAmount", AMOUNT),
    one("tax_amount", "cbc:TaxAmount", AMOUNT),
    one("category", "cac:TaxCategory", TAX_CATEGORY),
)

AGREED_DELIVERY = Binding(
    AgreedDelivery,
    one("quantity", "cbc:Quantity", QUANTITY),
    one("promised_period", "cac:PromisedDeliveryPeriod", PERIOD),
)

LINE = Binding(
    OrderAgreementLine,
    one("id", "cac:LineItem/cbc:ID", CODE),
    one("note", "cac:LineItem/cbc:Note", TEXT),
    one("quantity", "cac:LineItem/cbc:Quantity", QUANTITY),
    one("line_extension_amount", "cac:LineItem/cbc:LineExtensionAmount", AMOUNT),
    many("deliveries", "cac:Delivery", AGREED_DELIVERY, within="cac:LineItem"),
    one("price", "cac:LineItem/cac:Price", PRICE),
    one("item", "cac:LineItem/cac:Item", ITEM),
)

DOCUMENT = Binding(
    OrderAgreement,
    one("customization_id", "cbc:CustomizationID", CODE),
    one("profile_id", "cbc:ProfileID", CODE),
    one("id", "cbc:ID", CODE),
    one("sales_order_id", "cbc:SalesOrderID", CODE),
    one("issue_date", "cbc:IssueDate", DATE),
    one("issue_time", "cbc:IssueTime", TIME),
    one("note", "cbc:Note", TEXT),
    one("currency", "cbc:DocumentCurrencyCode", CODE),
    one("customer_reference", "cbc:CustomerReference", TEXT),
    one("order_reference", "cac:OrderReference/cbc:ID", CODE),
    one("originator_reference", "cac:OriginatorDocumentReference/cbc:ID", CODE),
    many("documents", "cac:AdditionalDocumentReference", DOCUMENT_REFERENCE),
    many("contracts", "cac:Contract/cbc:ID", CODE),
    one("seller", "cac:SellerSupplierParty/cac:Party", PARTY),
    one("buyer", "cac:BuyerCustomerParty/cac:Party", PARTY),
    one("delivery_contact", "cac:BuyerCustomerParty/cac:DeliveryContact", CONTACT),
    one("originator", "cac:OriginatorCustomerParty/cac:Party", PARTY),
    one("invoicee", "cac:AccountingCustomerParty/cac:Party", PARTY),
    one("promised_delivery", "cac:Delivery/cac:PromisedDeliveryPeriod", PERIOD),
    one("delivery_party", "cac:Delivery/cac:DeliveryParty", DELIVERY_PARTY),
    one("delivery_terms", "cac:DeliveryTerms", DELIVERY_TERMS),
    many("allowance_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
    one("tax_amount", "cac:TaxTotal/cbc:TaxAmount", AMOUNT),
    many("taxes", "cac:TaxSubtotal", AGREED_TAX, within="cac:TaxTotal"),
    one("totals", "cac:LegalMonetaryTotal", MONETARY_TOTAL),
    many("lines", "cac:OrderLine", LINE),
)
