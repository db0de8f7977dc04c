"""Where the fields of a basket brought back stand in UBL 2.1."""

from samkop.core.edocs.model import BasketTerms, PunchOut, PunchOutLine
from samkop.core.edocs.ubl.bindings.binding import Binding, many, one
from samkop.core.edocs.ubl.bindings.catalogue import CATALOGUE_PRICE
from samkop.core.edocs.ubl.bindings.codecs import CODE, DATE, QUANTITY, TEXT, TIME
from samkop.core.edocs.ubl.bindings.item import ITEM
from samkop.core.edocs.ubl.bindings.shared import ADDRESS, PARTY, PERIOD

TERMS = Binding(
    BasketTerms,
    one("lead_time", "cbc:LeadTimeMeasure", QUANTITY),
    many("territories", "cac:ApplicableTerritoryAddress", ADDRESS),
    one("price", "cac:Price", CATALOGUE_PRICE),
    one("quantity", "cac:DeliveryUnit/cbc:BatchQuantity", QUANTITY),
)

LINE = Binding(
    PunchOutLine,
    one("id", "cbc:ID", CODE),
    one("contract_subdivision", "cbc:ContractSubdivision", TEXT),
    one("validity", "cac:LineValidityPeriod", PERIOD),
    one("terms", "cac:RequiredItemLocationQuantity", TERMS),
    one("item", "cac:Item", ITEM),
)

DOCUMENT = Binding(
    PunchOut,
    one("customization_id", "cbc:CustomizationID", CODE),
    one("profile_id", "cbc:ProfileID", CODE),
    one("id", "cbc:ID", CODE),
    one("action_code", "cbc:ActionCode", CODE),
    one("issue_date", "cbc:IssueDate", DATE),
    one("issue_time", "cbc:IssueTime", TIME),
    one("validity", "cac:ValidityPeriod", PERIOD),
    many("contracts", "cac:ReferencedContract/cbc:ID", CODE),
    one("provider", "cac:ProviderParty", PARTY),
    one("receiver", "cac:ReceiverParty", PARTY),
    many("lines", "cac:CatalogueLine", LINE),
)
