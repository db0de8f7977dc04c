"""Who sees and who writes secrecy and requests for documents."""

from importlib import import_module

from django.db import migrations

from samkop.platform.row_security import append_only, either, protect

wall = import_module("samkop.tendering.migrations.0002_wall")

OF_THE_TENDER = (
    ("tendering_bidsecrecydecision", "bid_secrecy_of_bid", "bid_id", "tendering_openedbid"),
    (
        "tendering_maskedcopy", "masked_copy_of_decision", "decision_id",
        "tendering_bidsecrecydecision",
    ),
    (
        "tendering_requesteddocument", "requested_document_of_request", "request_id",
        "tendering_documentrequest",
    ),
    ("tendering_requesteddocument", "requested_document_of_bid", "bid_id", "tendering_openedbid"),
    (
        "tendering_documentappeal", "document_appeal_of_request", "request_id",
        "tendering_documentrequest",
    ),
)  # fmt: skip
# A bidder sees what was decided of its own documents, and the copy that is given of them.
MY_BID = (
    "bid_id IN (SELECT b.id FROM tendering_openedbid b"
    " WHERE b.bidder_id = ANY (samkop_party_ids()))"
)
MY_COPY = "decision_id IN (SELECT d.id FROM tendering_bidsecrecydecision d)"
READ = {
    "bidsecrecydecision": either(wall.MINE, MY_BID),
    "maskedcopy": MY_COPY,
    "documentrequest": wall.MINE,
    "requesteddocument": wall.MINE,
    "documentappeal": wall.MINE,
}


class Migration(migrations.Migration):
    dependencies = [("tendering", "0010_documents_asked_for")]

    operations = [
        *(
            wall.composite(table, name, f"{column}, tender_id", target)
            for table, name, column, target in OF_THE_TENDER
        ),
        *(
            operation
            for name, read in READ.items()
            for operation in (
                protect(f"tendering_{name}", read=read, write=wall.MINE),
                append_only(f"tendering_{name}"),
            )
        ),
    ]
