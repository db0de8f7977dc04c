"""Where parties, periods, prices and references stand in UBL 2.1."""

from samkop.core.edocs.model import (
    Address,
    AllowanceCharge,
    Contact,
    DocumentReference,
    LegalEntity,
    Party,
    Period,
    Price,
    TaxCategory,
    TaxRegistration,
)
from samkop.core.edocs.ubl.bindings.binding import Attribute, Binding, Fixed, many, one
from samkop.core.edocs.ubl.bindings.codecs import (
    AMOUNT,
    ATTACHMENT,
    BOOLEAN,
    CODE,
    DATE,
    DECIMAL,
    IDENTIFIER,
    QUANTITY,
    TEXT,
    TIME,
)

ADDRESS = Binding(
    Address,
    one("id", "cbc:ID", CODE),
    one("street", "cbc:StreetName", TEXT),
    one("additional_street", "cbc:AdditionalStreetName", TEXT),
    one("city", "cbc:CityName", TEXT),
    one("postal_zone", "cbc:PostalZone", TEXT),
    one("subentity", "cbc:CountrySubentity", TEXT),
    one("line", "cac:AddressLine/cbc:Line", TEXT),
    one("country", "cac:Country/cbc:IdentificationCode", CODE),
)

CONTACT = Binding(
    Contact,
    one("id", "cbc:ID", CODE),
    one("name", "cbc:Name", TEXT),
    one("telephone", "cbc:Telephone", TEXT),
    one("electronic_mail", "cbc:ElectronicMail", TEXT),
)

LEGAL_ENTITY = Binding(
    LegalEntity,
    one("registration_name", "cbc:RegistrationName", TEXT),
    one("company_id", "cbc:CompanyID", IDENTIFIER),
    one("legal_form", "cbc:CompanyLegalForm", TEXT),
    one("city", "cac:RegistrationAddress/cbc:CityName", TEXT),
    one("country", "cac:RegistrationAddress/cac:Country/cbc:IdentificationCode", CODE),
)

TAX_REGISTRATION = Binding(
    TaxRegistration,
    one("company_id", "cbc:CompanyID", CODE),
    one("scheme", "cac:TaxScheme/cbc:ID", CODE),
)

PARTY = Binding(
    Party,
    one("endpoint", "cbc:EndpointID", IDENTIFIER),
    many("identifiers", "cac:PartyIdentification/cbc:ID", IDENTIFIER),
    one("name", "cac:PartyName/cbc:Name", TEXT),
    one("address", "cac:PostalAddress", ADDRESS),
    many("tax_registrations", "cac:PartyTaxScheme", TAX_REGISTRATION),
    one("legal_entity", "cac:PartyLegalEntity", LEGAL_ENTITY),
    one("contact", "cac:Contact", CONTACT),
)

PERIOD = Binding(
    Period,
    one("start_date", "cbc:StartDate", DATE),
    one("start_time", "cbc:StartTime", TIME),
    one("end_date", "cbc:EndDate", DATE),
    one("end_time", "cbc:EndTime", TIME),
)

DOCUMENT_REFERENCE = Binding(
    DocumentReference,
    one("id", "cbc:ID", CODE),
    Attribute("scheme", "cbc:ID", "schemeID"),
    one("type_code", "cbc:DocumentTypeCode", CODE),
    one("type_name", "cbc:DocumentType", TEXT),
    one("description", "cbc:DocumentDescription", TEXT),
    one("attachment", "cac:Attachment/cbc:EmbeddedDocumentBinaryObject", ATTACHMENT),
    one("uri", "cac:Attachment/cac:ExternalReference/cbc:URI", CODE),
)

TAX_CATEGORY = Binding(
    TaxCategory,
    one("id", "cbc:ID", CODE),
    one("percent", "cbc:Percent", DECIMAL),
    one("exemption_code", "cbc:TaxExemptionReasonCode", CODE),
    one("exemption_reason", "cbc:TaxExemptionReason", TEXT),
    one("scheme", "cac:TaxScheme/cbc:ID", CODE),
)

ALLOWANCE_CHARGE = Binding(
    AllowanceCharge,
    one("charge", "cbc:ChargeIndicator", BOOLEAN),
    one("reason_code", "cbc:AllowanceChargeReasonCode", CODE),
    one("reason", "cbc:AllowanceChargeReason", TEXT),
    one("factor", "cbc:MultiplierFactorNumeric", DECIMAL),
    one("amount", "cbc:Amount", AMOUNT),
    one("base_amount", "cbc:BaseAmount", AMOUNT),
    one("tax", "cac:TaxCategory", TAX_CATEGORY),
)

PRICE = Binding(
    Price,
    one("amount", "cbc:PriceAmount", AMOUNT),
    one("base_quantity", "cbc:BaseQuantity", QUANTITY),
    one("price_type", "cbc:PriceType", CODE),
    Fixed("allowance_amount", "cac:AllowanceCharge/cbc:ChargeIndicator", "false"),
    one("allowance_amount", "cac:AllowanceCharge/cbc:Amount", AMOUNT),
    one("gross_amount", "cac:AllowanceCharge/cbc:BaseAmount", AMOUNT),
)
