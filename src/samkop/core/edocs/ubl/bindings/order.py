"""Where an order's fields stand in UBL 2.1."""

from samkop.core.edocs.model import (
    Delivery,
    DeliveryParty,
    DeliveryTerms,
    LineDelivery,
    MonetaryTotal,
    Order,
    OrderLine,
    Shipment,
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
from samkop.core.edocs.ubl.bindings.shared import (
    ADDRESS,
    ALLOWANCE_CHARGE,
    CONTACT,
    DOCUMENT_REFERENCE,
    PARTY,
    PERIOD,
    PRICE,
)

SHIPMENT = Binding(
    Shipment,
    one("id", "cbc:ID", CODE),
    one("priority_code", "cbc:ShippingPriorityLevelCode", CODE),
    one("shipping_marks", "cac:TransportHandlingUnit/cbc:ShippingMarks", TEXT),
)

DELIVERY_PARTY = Binding(
    DeliveryParty,
    many("identifiers", "cac:PartyIdentification/cbc:ID", IDENTIFIER),
    one("name", "cac:PartyName/cbc:Name", TEXT),
    one("address", "cac:PostalAddress", ADDRESS),
    one("contact", "cac:Contact", CONTACT),
)

DELIVERY = Binding(
    Delivery,
    one("location_id", "cac:DeliveryLocation/cbc:ID", IDENTIFIER),
    one("location_name", "cac:DeliveryLocation/cbc:Name", TEXT),
    one("address", "cac:DeliveryLocation/cac:Address", ADDRESS),
    one("requested_period", "cac:RequestedDeliveryPeriod", PERIOD),
    one("party", "cac:DeliveryParty", DELIVERY_PARTY),
    one("despatch_date", "cac:Despatch/cbc:RequestedDespatchDate", DATE),
    one("despatch_time", "cac:Despatch/cbc:RequestedDespatchTime", TIME),
    one("shipment", "cac:Shipment", SHIPMENT),
)

DELIVERY_TERMS = Binding(
    DeliveryTerms,
    one("id", "cbc:ID", CODE),
    many("special_terms", "cbc:SpecialTerms", TEXT),
    one("location_id", "cac:DeliveryLocation/cbc:ID", CODE),
    one("location_address", "cac:DeliveryLocation/cac:Address", ADDRESS),
)

MONETARY_TOTAL = Binding(
    MonetaryTotal,
    one("line_extension_amount", "cbc:LineExtensionAmount", AMOUNT),
    one("tax_exclusive_amount", "cbc:TaxExclusiveAmount", AMOUNT),
    one("tax_inclusive_amount", "cbc:TaxInclusiveAmount", AMOUNT),
    one("allowance_total_amount", "cbc:AllowanceTotalAmount", AMOUNT),
    one("charge_total_amount", "cbc:ChargeTotalAmount", AMOUNT),
    one("prepaid_amount", "cbc:PrepaidAmount", AMOUNT),
    one("payable_rounding_amount", "cbc:PayableRoundingAmount", AMOUNT),
    one("payable_amount", "cbc:PayableAmount", AMOUNT),
)

LINE_DELIVERY = Binding(
    LineDelivery,
    one("id", "cbc:ID", IDENTIFIER),
    one("location_name", "cac:DeliveryLocation/cbc:Name", TEXT),
    one("address", "cac:DeliveryLocation/cac:Address", ADDRESS),
    one("requested_period", "cac:RequestedDeliveryPeriod", PERIOD),
)

LINE = Binding(
    OrderLine,
    one("note", "cbc:Note", TEXT),
    one("id", "cac:LineItem/cbc:ID", CODE),
    one("quantity", "cac:LineItem/cbc:Quantity", QUANTITY),
    one("line_extension_amount", "cac:LineItem/cbc:LineExtensionAmount", AMOUNT),
    one("partial_delivery", "cac:LineItem/cbc:PartialDeliveryIndicator", BOOLEAN),
    one("accounting_cost", "cac:LineItem/cbc:AccountingCost", TEXT),
    many("deliveries", "cac:Delivery", LINE_DELIVERY, within="cac:LineItem"),
    one("originator", "cac:LineItem/cac:OriginatorParty", PARTY),
    many("allowance_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE, within="cac:LineItem"),
    one("price", "cac:LineItem/cac:Price", PRICE),
    one("item", "cac:LineItem/cac:Item", ITEM),
    one("quotation_line", "cac:QuotationLineReference/cbc:LineID", CODE),
)

DOCUMENT = Binding(
    Order,
    one("customization_id", "cbc:CustomizationID", CODE),
    one("profile_id", "cbc:ProfileID", CODE),
    one("id", "cbc:ID", CODE),
    one("sales_order_id", "cbc:SalesOrderID", CODE),
    one("issue_date", "cbc:IssueDate", DATE),
    one("issue_time", "cbc:IssueTime", TIME),
    one("order_type_code", "cbc:OrderTypeCode", CODE),
    one("note", "cbc:Note", TEXT),
    one("currency", "cbc:DocumentCurrencyCode", CODE),
    one("customer_reference", "cbc:CustomerReference", TEXT),
    one("accounting_cost", "cbc:AccountingCost", TEXT),
    one("validity_end", "cac:ValidityPeriod/cbc:EndDate", DATE),
    one("quotation_reference", "cac:QuotationDocumentReference/cbc:ID", CODE),
    one("order_reference", "cac:OrderDocumentReference/cbc:ID", CODE),
    one("originator_reference", "cac:OriginatorDocumentReference/cbc:ID", CODE),
    one("catalogue_reference", "cac:CatalogueReference/cbc:ID", CODE),
    many("documents", "cac:AdditionalDocumentReference", DOCUMENT_REFERENCE),
    many("contracts", "cac:Contract/cbc:ID", CODE),
    one("project_reference", "cac:ProjectReference/cbc:ID", CODE),
    one("buyer", "cac:BuyerCustomerParty/cac:Party", PARTY),
    one("seller", "cac:SellerSupplierParty/cac:Party", PARTY),
    one("originator", "cac:OriginatorCustomerParty/cac:Party", PARTY),
    one("invoicee", "cac:AccountingCustomerParty/cac:Party", PARTY),
    one("delivery", "cac:Delivery", DELIVERY),
    one("delivery_terms", "cac:DeliveryTerms", DELIVERY_TERMS),
    many("payment_terms", "cac:PaymentTerms/cbc:Note", TEXT),
    many("allowance_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
    one("tax_amount", "cac:TaxTotal/cbc:TaxAmount", AMOUNT),
    one("totals", "cac:AnticipatedMonetaryTotal", MONETARY_TOTAL),
    many("lines", "cac:OrderLine", LINE),
)
