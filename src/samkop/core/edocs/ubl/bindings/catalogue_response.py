"""Where a catalogue response's fields stand in UBL 2.1."""

from samkop.core.edocs.model import CatalogueResponse
from samkop.core.edocs.ubl.bindings.binding import Binding, one
from samkop.core.edocs.ubl.bindings.codecs import CODE, DATE, TEXT, TIME
from samkop.core.edocs.ubl.bindings.shared import PARTY

_ANSWERED = "cac:DocumentResponse/cac:DocumentReference"

DOCUMENT = Binding(
    CatalogueResponse,
    one("customization_id", "cbc:CustomizationID", CODE),
    one("profile_id", "cbc:ProfileID", CODE),
    one("id", "cbc:ID", CODE),
    one("issue_date", "cbc:IssueDate", DATE),
    one("issue_time", "cbc:IssueTime", TIME),
    one("note", "cbc:Note", TEXT),
    one("provider", "cac:SenderParty", PARTY),
    one("receiver", "cac:ReceiverParty", PARTY),
    one("response_code", "cac:DocumentResponse/cac:Response/cbc:ResponseCode", CODE),
    one("catalogue_reference", f"{_ANSWERED}/cbc:ID", CODE),
    one("catalogue_version", f"{_ANSWERED}/cbc:VersionID", CODE),
)
