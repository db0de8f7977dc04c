"""The documents as frozen dataclasses, in the standards' words."""

from samkop.core.edocs.model.application_response import (
    Clarification,
    ClarificationAction,
    ClarificationList,
    ClarificationReason,
    Condition,
    InvoiceResponse,
    InvoiceStatusCode,
    LineResponse,
    MessageFaultCode,
    MessageLevelResponse,
    MessageResponseCode,
)
from samkop.core.edocs.model.catalogue import (
    ActionCode,
    Catalogue,
    CatalogueLine,
    ItemComparison,
    PriceTerms,
    RelatedItem,
)
from samkop.core.edocs.model.catalogue_response import CatalogueResponse, CatalogueResponseCode
from samkop.core.edocs.model.despatch_advice import (
    Carrier,
    Consignment,
    DespatchAdvice,
    DespatchLine,
    DespatchShipment,
    HandlingUnit,
    Package,
)
from samkop.core.edocs.model.faults import Fault, Faults, Flag
from samkop.core.edocs.model.invoice import (
    BILLING,
    EN16931,
    Account,
    BillingDocument,
    Card,
    CreditNote,
    Invoice,
    InvoiceDelivery,
    InvoiceLine,
    Mandate,
    Payee,
    PaymentMeans,
    PrecedingInvoice,
    ProposedAccount,
    TaxRepresentative,
    TaxTotal,
    VatBreakdown,
)
from samkop.core.edocs.model.item import (
    Certificate,
    Classification,
    Dimension,
    HazardousItem,
    Item,
    ItemInstance,
    ItemProperty,
)
from samkop.core.edocs.model.order import (
    Delivery,
    DeliveryParty,
    DeliveryTerms,
    LineDelivery,
    MonetaryTotal,
    Order,
    OrderLine,
    Shipment,
)
from samkop.core.edocs.model.order_agreement import (
    AgreedDelivery,
    AgreedTax,
    OrderAgreement,
    OrderAgreementLine,
)
from samkop.core.edocs.model.order_change import (
    LineActionCode,
    OrderCancellation,
    OrderChange,
    OrderChangeLine,
    RequestedDelivery,
)
from samkop.core.edocs.model.order_response import (
    LineStatusCode,
    OrderResponse,
    OrderResponseAdvanced,
    OrderResponseCode,
    OrderResponseLine,
    SubstitutedLine,
)
from samkop.core.edocs.model.party import (
    Address,
    Contact,
    LegalEntity,
    Party,
    TaxRegistration,
)
from samkop.core.edocs.model.punch_out import BasketTerms, PunchOut, PunchOutLine
from samkop.core.edocs.model.values import (
    GTIN,
    AllowanceCharge,
    Attachment,
    CataloguePrice,
    DocumentReference,
    Identifier,
    Period,
    Price,
    Quantity,
    TaxCategory,
)

Document = (
    Catalogue
    | CatalogueResponse
    | CreditNote
    | DespatchAdvice
    | Invoice
    | InvoiceResponse
    | MessageLevelResponse
    | Order
    | OrderAgreement
    | OrderCancellation
    | OrderChange
    | OrderResponse
    | OrderResponseAdvanced
    | PunchOut
)

__all__ = [
    "BILLING",
    "EN16931",
    "GTIN",
    "Account",
    "ActionCode",
    "Address",
    "AgreedDelivery",
    "AgreedTax",
    "AllowanceCharge",
    "Attachment",
    "BasketTerms",
    "BillingDocument",
    "Card",
    "Carrier",
    "Catalogue",
    "CatalogueLine",
    "CataloguePrice",
    "CatalogueResponse",
    "CatalogueResponseCode",
    "Certificate",
    "Clarification",
    "ClarificationAction",
    "ClarificationList",
    "ClarificationReason",
    "Classification",
    "Condition",
    "Consignment",
    "Contact",
    "CreditNote",
    "Delivery",
    "DeliveryParty",
    "DeliveryTerms",
    "DespatchAdvice",
    "DespatchLine",
    "DespatchShipment",
    "Dimension",
    "Document",
    "DocumentReference",
    "Fault",
    "Faults",
    "Flag",
    "HandlingUnit",
    "HazardousItem",
    "Identifier",
    "Invoice",
    "InvoiceDelivery",
    "InvoiceLine",
    "InvoiceResponse",
    "InvoiceStatusCode",
    "Item",
    "ItemComparison",
    "ItemInstance",
    "ItemProperty",
    "LegalEntity",
    "LineActionCode",
    "LineDelivery",
    "LineResponse",
    "LineStatusCode",
    "Mandate",
    "MessageFaultCode",
    "MessageLevelResponse",
    "MessageResponseCode",
    "MonetaryTotal",
    "Order",
    "OrderAgreement",
    "OrderAgreementLine",
    "OrderCancellation",
    "OrderChange",
    "OrderChangeLine",
    "OrderLine",
    "OrderResponse",
    "OrderResponseAdvanced",
    "OrderResponseCode",
    "OrderResponseLine",
    "Package",
    "Party",
    "Payee",
    "PaymentMeans",
    "Period",
    "PrecedingInvoice",
    "Price",
    "PriceTerms",
    "ProposedAccount",
    "PunchOut",
    "PunchOutLine",
    "Quantity",
    "RelatedItem",
    "RequestedDelivery",
    "Shipment",
    "SubstitutedLine",
    "TaxCategory",
    "TaxRegistration",
    "TaxRepresentative",
    "TaxTotal",
    "VatBreakdown",
]
