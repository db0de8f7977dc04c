"""Where a catalogue's fields stand in UBL 2.1."""

from samkop.core.edocs.model import (
    Catalogue,
    CatalogueLine,
    CataloguePrice,
    ItemComparison,
    PriceTerms,
    RelatedItem,
)
from samkop.core.edocs.ubl.bindings.binding import Binding, many, one
from samkop.core.edocs.ubl.bindings.codecs import (
    BOOLEAN,
    CODE,
    DATE,
    DECIMAL,
    MONEY,
    QUANTITY,
    TEXT,
)
from samkop.core.edocs.ubl.bindings.item import ITEM
from samkop.core.edocs.ubl.bindings.shared import ADDRESS, PARTY, PERIOD

RELATED_ITEM = Binding(
    RelatedItem, one("id", "cbc:ID", CODE), one("quantity", "cbc:Quantity", QUANTITY)
)

ITEM_COMPARISON = Binding(
    ItemComparison,
    one("price", "cbc:PriceAmount", MONEY),
    one("quantity", "cbc:Quantity", QUANTITY),
)

CATALOGUE_PRICE = Binding(
    CataloguePrice,
    one("amount", "cbc:PriceAmount", MONEY),
    one("base_quantity", "cbc:BaseQuantity", QUANTITY),
    one("price_type", "cbc:PriceType", CODE),
    one("unit_factor", "cbc:OrderableUnitFactorRate", DECIMAL),
    one("validity", "cac:ValidityPeriod", PERIOD),
)

PRICE_TERMS = Binding(
    PriceTerms,
    one("lead_time", "cbc:LeadTimeMeasure", QUANTITY),
    one("minimum_quantity", "cbc:MinimumQuantity", QUANTITY),
    one("maximum_quantity", "cbc:MaximumQuantity", QUANTITY),
    many("territories", "cac:ApplicableTerritoryAddress", ADDRESS),
    one("price", "cac:Price", CATALOGUE_PRICE),
)

LINE = Binding(
    CatalogueLine,
    one("id", "cbc:ID", CODE),
    one("action_code", "cbc:ActionCode", CODE),
    one("orderable", "cbc:OrderableIndicator", BOOLEAN),
    one("orderable_unit", "cbc:OrderableUnit", CODE),
    one("content_quantity", "cbc:ContentUnitQuantity", QUANTITY),
    one("quantity_increment", "cbc:OrderQuantityIncrementNumeric", DECIMAL),
    one("minimum_quantity", "cbc:MinimumOrderQuantity", QUANTITY),
    one("maximum_quantity", "cbc:MaximumOrderQuantity", QUANTITY),
    many("warranties", "cbc:WarrantyInformation", TEXT),
    one("pack_level_code", "cbc:PackLevelCode", CODE),
    one("validity", "cac:LineValidityPeriod", PERIOD),
    many("comparisons", "cac:ItemComparison", ITEM_COMPARISON),
    many("components", "cac:ComponentRelatedItem", RELATED_ITEM),
    many("accessories", "cac:AccessoryRelatedItem", RELATED_ITEM),
    many("required_items", "cac:RequiredRelatedItem", RELATED_ITEM),
    many("replaced_items", "cac:ReplacedRelatedItem", RELATED_ITEM),
    many("prices", "cac:RequiredItemLocationQuantity", PRICE_TERMS),
    one("item", "cac:Item", ITEM),
)

DOCUMENT = Binding(
    Catalogue,
    one("customization_id", "cbc:CustomizationID", CODE),
    one("profile_id", "cbc:ProfileID", CODE),
    one("id", "cbc:ID", CODE),
    one("action_code", "cbc:ActionCode", CODE),
    one("name", "cbc:Name", TEXT),
    one("issue_date", "cbc:IssueDate", DATE),
    one("version", "cbc:VersionID", CODE),
    one("validity", "cac:ValidityPeriod", PERIOD),
    many("contracts", "cac:ReferencedContract/cbc:ID", CODE),
    one("source_catalogue", "cac:SourceCatalogueReference/cbc:ID", CODE),
    one("provider", "cac:ProviderParty", PARTY),
    one("receiver", "cac:ReceiverParty", PARTY),
    one("seller", "cac:SellerSupplierParty/cac:Party", PARTY),
    one("customer", "cac:ContractorCustomerParty/cac:Party", PARTY),
    many("trading_terms", "cac:TradingTerms/cbc:Information", TEXT),
    many("lines", "cac:CatalogueLine", LINE),
)
