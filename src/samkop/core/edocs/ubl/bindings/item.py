"""Where an item's fields stand in UBL 2.1."""

from samkop.core.edocs.model import (
    Certificate,
    Dimension,
    HazardousItem,
    Item,
    ItemInstance,
    ItemProperty,
)
from samkop.core.edocs.ubl.bindings.binding import Attribute, Binding, many, one
from samkop.core.edocs.ubl.bindings.codecs import (
    CLASSIFICATION,
    CODE,
    DATE,
    DECIMAL,
    IDENTIFIER,
    QUANTITY,
    TEXT,
)
from samkop.core.edocs.ubl.bindings.shared import DOCUMENT_REFERENCE, TAX_CATEGORY

ITEM_PROPERTY = Binding(
    ItemProperty,
    one("id", "cbc:ID", CODE),
    one("name", "cbc:Name", TEXT),
    one("name_code", "cbc:NameCode", CODE),
    Attribute("name_code_list", "cbc:NameCode", "listID"),
    one("value", "cbc:Value", TEXT),
    one("value_quantity", "cbc:ValueQuantity", QUANTITY),
    one("value_qualifier", "cbc:ValueQualifier", TEXT),
)

ITEM_INSTANCE = Binding(
    ItemInstance,
    one("trace_id", "cbc:ProductTraceID", IDENTIFIER),
    one("manufactured", "cbc:ManufactureDate", DATE),
    one("best_before", "cbc:BestBeforeDate", DATE),
    one("serial_id", "cbc:SerialID", CODE),
    many("properties", "cac:AdditionalItemProperty", ITEM_PROPERTY),
    one("lot_number", "cac:LotIdentification/cbc:LotNumberID", CODE),
    one("lot_expires", "cac:LotIdentification/cbc:ExpiryDate", DATE),
)

CERTIFICATE = Binding(
    Certificate,
    one("id", "cbc:ID", CODE),
    one("type_code", "cbc:CertificateTypeCode", CODE),
    one("type_name", "cbc:CertificateType", TEXT),
    many("remarks", "cbc:Remarks", TEXT),
    one("issuer", "cac:IssuerParty/cac:PartyName/cbc:Name", TEXT),
    one("reference", "cac:DocumentReference/cbc:ID", CODE),
)

DIMENSION = Binding(
    Dimension,
    one("attribute", "cbc:AttributeID", CODE),
    one("measure", "cbc:Measure", QUANTITY),
    many("descriptions", "cbc:Description", TEXT),
    one("minimum", "cbc:MinimumMeasure", QUANTITY),
    one("maximum", "cbc:MaximumMeasure", QUANTITY),
)

HAZARDOUS_ITEM = Binding(
    HazardousItem,
    one("regulation_code", "cbc:UNDGCode", CODE),
    one("hazard_class", "cbc:HazardClassID", CODE),
)

ITEM = Binding(
    Item,
    many("descriptions", "cbc:Description", TEXT),
    one("pack_quantity", "cbc:PackQuantity", QUANTITY),
    one("pack_size", "cbc:PackSizeNumeric", DECIMAL),
    one("name", "cbc:Name", TEXT),
    many("keywords", "cbc:Keyword", TEXT),
    one("brand_name", "cbc:BrandName", TEXT),
    one("buyers_id", "cac:BuyersItemIdentification/cbc:ID", CODE),
    one("sellers_id", "cac:SellersItemIdentification/cbc:ID", CODE),
    one("sellers_extended_id", "cac:SellersItemIdentification/cbc:ExtendedID", CODE),
    one("manufacturers_id", "cac:ManufacturersItemIdentification/cbc:ID", CODE),
    one("standard_id", "cac:StandardItemIdentification/cbc:ID", IDENTIFIER),
    one("standard_extended_id", "cac:StandardItemIdentification/cbc:ExtendedID", CODE),
    many("documents", "cac:ItemSpecificationDocumentReference", DOCUMENT_REFERENCE),
    one("origin_country", "cac:OriginCountry/cbc:IdentificationCode", CODE),
    many(
        "classifications", "cac:CommodityClassification/cbc:ItemClassificationCode", CLASSIFICATION
    ),
    many("transaction_conditions", "cac:TransactionConditions/cbc:ActionCode", CODE),
    many("hazards", "cac:HazardousItem", HAZARDOUS_ITEM),
    many("taxes", "cac:ClassifiedTaxCategory", TAX_CATEGORY),
    many("properties", "cac:AdditionalItemProperty", ITEM_PROPERTY),
    one("manufacturer_name", "cac:ManufacturerParty/cac:PartyName/cbc:Name", TEXT),
    many("instances", "cac:ItemInstance", ITEM_INSTANCE),
    many("certificates", "cac:Certificate", CERTIFICATE),
    many("dimensions", "cac:Dimension", DIMENSION),
)
