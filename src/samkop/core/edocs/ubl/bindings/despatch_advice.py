"""Where a despatch advice's fields stand in UBL 2.1."""

from samkop.core.edocs.model import (
    Carrier,
    Consignment,
    DespatchAdvice,
    DespatchLine,
    DespatchShipment,
    HandlingUnit,
    Package,
)
from samkop.core.edocs.ubl.bindings.binding import Binding, Fixed, many, one
from samkop.core.edocs.ubl.bindings.codecs import (
    BOOLEAN,
    CODE,
    DATE,
    DECIMAL,
    IDENTIFIER,
    QUANTITY,
    TEXT,
    TIME,
)
from samkop.core.edocs.ubl.bindings.item import DIMENSION, ITEM
from samkop.core.edocs.ubl.bindings.order import DELIVERY_PARTY
from samkop.core.edocs.ubl.bindings.shared import (
    ADDRESS,
    CONTACT,
    DOCUMENT_REFERENCE,
    PARTY,
    PERIOD,
)

PACKAGE = Binding(
    Package, one("id", "cbc:ID", CODE), one("type_code", "cbc:PackagingTypeCode", CODE)
)

HANDLING_UNIT = Binding(
    HandlingUnit,
    one("id", "cbc:ID", IDENTIFIER),
    one("type_code", "cbc:TransportHandlingUnitTypeCode", CODE),
    one("hazardous", "cbc:HazardousRiskIndicator", BOOLEAN),
    many("shipping_marks", "cbc:ShippingMarks", TEXT),
    many("dimensions", "cac:MeasurementDimension", DIMENSION),
    many("packages", "cac:Package", PACKAGE),
)

CARRIER = Binding(
    Carrier,
    many("identifiers", "cac:PartyIdentification/cbc:ID", IDENTIFIER),
    one("name", "cac:PartyName/cbc:Name", TEXT),
    many("drivers", "cac:IdentityDocumentReference", DOCUMENT_REFERENCE, within="cac:Person"),
)

CONSIGNMENT = Binding(
    Consignment,
    one("id", "cbc:ID", CODE),
    one("information", "cbc:Information", TEXT),
    one("carrier", "cac:CarrierParty", CARRIER),
)

SHIPMENT = Binding(
    DespatchShipment,
    one("id", "cbc:ID", CODE),
    many("information", "cbc:Information", TEXT),
    one("gross_weight", "cbc:GrossWeightMeasure", QUANTITY),
    one("gross_volume", "cbc:GrossVolumeMeasure", QUANTITY),
    one("handling_units", "cbc:TotalTransportHandlingUnitQuantity", DECIMAL),
    one("consignment", "cac:Consignment", CONSIGNMENT),
    one("transport_mode", "cac:ShipmentStage/cbc:TransportModeCode", CODE),
    one("tracking_id", "cac:Delivery/cbc:TrackingID", CODE),
    one("estimated_delivery", "cac:Delivery/cac:EstimatedDeliveryPeriod", PERIOD),
    one("delivery_party", "cac:Delivery/cac:DeliveryParty", DELIVERY_PARTY),
    one("despatch_date", "cac:Delivery/cac:Despatch/cbc:ActualDespatchDate", DATE),
    one("despatch_time", "cac:Delivery/cac:Despatch/cbc:ActualDespatchTime", TIME),
    one("despatch_address", "cac:Delivery/cac:Despatch/cac:DespatchAddress", ADDRESS),
)

LINE = Binding(
    DespatchLine,
    one("id", "cbc:ID", CODE),
    one("note", "cbc:Note", TEXT),
    one("delivered", "cbc:DeliveredQuantity", QUANTITY),
    one("outstanding", "cbc:OutstandingQuantity", QUANTITY),
    many("outstanding_reasons", "cbc:OutstandingReason", TEXT),
    one("order_line_id", "cac:OrderLineReference/cbc:LineID", CODE),
    one("sales_order_line_id", "cac:OrderLineReference/cbc:SalesOrderLineID", CODE),
    one("order_reference", "cac:OrderLineReference/cac:OrderReference/cbc:ID", CODE),
    many("documents", "cac:DocumentReference", DOCUMENT_REFERENCE),
    one("item", "cac:Item", ITEM),
    # The marks stand in a shipment, which must have a number although there is none to give.
    Fixed("handling_units", "cac:Shipment/cbc:ID", "NA"),
    many("handling_units", "cac:TransportHandlingUnit", HANDLING_UNIT, within="cac:Shipment"),
)

DOCUMENT = Binding(
    DespatchAdvice,
    one("customization_id", "cbc:CustomizationID", CODE),
    one("profile_id", "cbc:ProfileID", CODE),
    one("id", "cbc:ID", CODE),
    one("issue_date", "cbc:IssueDate", DATE),
    one("issue_time", "cbc:IssueTime", TIME),
    one("note", "cbc:Note", TEXT),
    many("order_references", "cac:OrderReference/cbc:ID", CODE),
    many("documents", "cac:AdditionalDocumentReference", DOCUMENT_REFERENCE),
    one("despatcher", "cac:DespatchSupplierParty/cac:Party", PARTY),
    one("consignee", "cac:DeliveryCustomerParty/cac:Party", PARTY),
    one("consignee_contact", "cac:DeliveryCustomerParty/cac:DeliveryContact", CONTACT),
    one("buyer", "cac:BuyerCustomerParty/cac:Party", PARTY),
    one("seller", "cac:SellerSupplierParty/cac:Party", PARTY),
    one("originator", "cac:OriginatorCustomerParty/cac:Party", PARTY),
    one("shipment", "cac:Shipment", SHIPMENT),
    many("lines", "cac:DespatchLine", LINE),
)
