"""Where the fields of answers to invoices and messages stand in UBL 2.1."""

from samkop.core.edocs.model import (
    Clarification,
    Condition,
    InvoiceResponse,
    LineResponse,
    MessageLevelResponse,
)
from samkop.core.edocs.ubl.bindings.binding import Attribute, Binding, many, one
from samkop.core.edocs.ubl.bindings.codecs import CODE, DATE, IDENTIFIER, TEXT, TIME
from samkop.core.edocs.ubl.bindings.shared import PARTY

ANSWER = "cac:DocumentResponse/cac:Response"
REFERENCE = "cac:DocumentResponse/cac:DocumentReference"

CONDITION = Binding(
    Condition,
    one("attribute_id", "cbc:AttributeID", CODE),
    one("description", "cbc:Description", TEXT),
)

CLARIFICATION = Binding(
    Clarification,
    one("code", "cbc:StatusReasonCode", CODE),
    Attribute("list_id", "cbc:StatusReasonCode", "listID"),
    one("reason", "cbc:StatusReason", TEXT),
    many("conditions", "cac:Condition", CONDITION),
)

INVOICE_RESPONSE = Binding(
    InvoiceResponse,
    one("customization_id", "cbc:CustomizationID", CODE),
    one("profile_id", "cbc:ProfileID", CODE),
    one("id", "cbc:ID", CODE),
    one("issue_date", "cbc:IssueDate", DATE),
    one("issue_time", "cbc:IssueTime", TIME),
    one("note", "cbc:Note", TEXT),
    one("sender_party", "cac:SenderParty", PARTY),
    one("receiver_party", "cac:ReceiverParty", PARTY),
    one("response_code", f"{ANSWER}/cbc:ResponseCode", CODE),
    one("effective_date", f"{ANSWER}/cbc:EffectiveDate", DATE),
    many("clarifications", "cac:Status", CLARIFICATION, within=ANSWER),
    one("document_id", f"{REFERENCE}/cbc:ID", CODE),
    one("document_issue_date", f"{REFERENCE}/cbc:IssueDate", DATE),
    one("document_type_code", f"{REFERENCE}/cbc:DocumentTypeCode", CODE),
    one("issuer", "cac:DocumentResponse/cac:IssuerParty", PARTY),
    one("recipient", "cac:DocumentResponse/cac:RecipientParty", PARTY),
)

LINE_RESPONSE = Binding(
    LineResponse,
    one("line_id", "cac:LineReference/cbc:LineID", CODE),
    one("response_code", "cac:Response/cbc:ResponseCode", CODE),
    one("description", "cac:Response/cbc:Description", TEXT),
    one("reason_code", "cac:Response/cac:Status/cbc:StatusReasonCode", CODE),
)

MESSAGE_LEVEL_RESPONSE = Binding(
    MessageLevelResponse,
    one("customization_id", "cbc:CustomizationID", CODE),
    one("profile_id", "cbc:ProfileID", CODE),
    one("id", "cbc:ID", CODE),
    one("issue_date", "cbc:IssueDate", DATE),
    one("issue_time", "cbc:IssueTime", TIME),
    one("sender", "cac:SenderParty/cbc:EndpointID", IDENTIFIER),
    one("addressee", "cac:ReceiverParty/cbc:EndpointID", IDENTIFIER),
    one("response_code", f"{ANSWER}/cbc:ResponseCode", CODE),
    one("description", f"{ANSWER}/cbc:Description", TEXT),
    one("document_id", f"{REFERENCE}/cbc:ID", CODE),
    one("document_type_code", f"{REFERENCE}/cbc:DocumentTypeCode", CODE),
    one("document_version", f"{REFERENCE}/cbc:VersionID", CODE),
    many("lines", "cac:LineResponse", LINE_RESPONSE, within="cac:DocumentResponse"),
)
