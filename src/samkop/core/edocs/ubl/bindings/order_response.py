"""Where an order response's fields stand in UBL 2.1."""

from samkop.core.edocs.model import (
    OrderResponse,
    OrderResponseAdvanced,
    OrderResponseLine,
    SubstitutedLine,
)
from samkop.core.edocs.ubl.bindings.binding import Binding, many, one
from samkop.core.edocs.ubl.bindings.codecs import CODE, DATE, QUANTITY, TEXT, TIME
from samkop.core.edocs.ubl.bindings.item import ITEM
from samkop.core.edocs.ubl.bindings.shared import PARTY, PERIOD, PRICE

SUBSTITUTED_LINE = Binding(
    SubstitutedLine, one("id", "cbc:ID", CODE), one("item", "cac:Item", ITEM)
)

LINE = Binding(
    OrderResponseLine,
    one("id", "cac:LineItem/cbc:ID", CODE),
    one("note", "cac:LineItem/cbc:Note", TEXT),
    one("status_code", "cac:LineItem/cbc:LineStatusCode", CODE),
    one("quantity", "cac:LineItem/cbc:Quantity", QUANTITY),
    one("maximum_backorder_quantity", "cac:LineItem/cbc:MaximumBackorderQuantity", QUANTITY),
    many(
        "promised_deliveries",
        "cac:Delivery/cac:PromisedDeliveryPeriod",
        PERIOD,
        within="cac:LineItem",
    ),
    one("price", "cac:LineItem/cac:Price", PRICE),
    one("item", "cac:LineItem/cac:Item", ITEM),
    one("substitute", "cac:SellerSubstitutedLineItem", SUBSTITUTED_LINE),
    one("order_line_id", "cac:OrderLineReference/cbc:LineID", CODE),
)

_BEFORE_PARTIES = (
    one("customization_id", "cbc:CustomizationID", CODE),
    one("profile_id", "cbc:ProfileID", CODE),
    one("id", "cbc:ID", CODE),
    one("sales_order_id", "cbc:SalesOrderID", CODE),
    one("issue_date", "cbc:IssueDate", DATE),
    one("issue_time", "cbc:IssueTime", TIME),
    one("response_code", "cbc:OrderResponseCode", CODE),
    one("note", "cbc:Note", TEXT),
    one("currency", "cbc:DocumentCurrencyCode", CODE),
    one("customer_reference", "cbc:CustomerReference", TEXT),
    one("order_reference", "cac:OrderReference/cbc:ID", CODE),
)
_PARTIES_AND_LINES = (
    one("seller", "cac:SellerSupplierParty/cac:Party", PARTY),
    one("buyer", "cac:BuyerCustomerParty/cac:Party", PARTY),
    one("promised_delivery", "cac:Delivery/cac:PromisedDeliveryPeriod", PERIOD),
    many("lines", "cac:OrderLine", LINE),
)

DOCUMENT = Binding(OrderResponse, *_BEFORE_PARTIES, *_PARTIES_AND_LINES)
ADVANCED = Binding(
    OrderResponseAdvanced,
    *_BEFORE_PARTIES,
    one("order_change_reference", "cac:OrderChangeDocumentReference/cbc:ID", CODE),
    *_PARTIES_AND_LINES,
)
