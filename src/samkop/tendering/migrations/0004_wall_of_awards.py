"""Who sees and who writes the decision on an award, its standstill and what follows."""

from importlib import import_module

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

wall = import_module("samkop.tendering.migrations.0002_wall")

OF_THE_TENDER = (
    (
        "tendering_awarddecision", "award_decision_of_proposal", "proposal_id, tender_id",
        "tendering_awardproposal",
    ),
    *(
        (f"tendering_{table}", f"{name}_of_decision", "decision_id, tender_id",
         "tendering_awarddecision")
        for table, name in (
            ("awardedlot", "awarded_lot"), ("bidreason", "bid_reason"),
            ("decisionletter", "decision_letter"), ("standstill", "standstill"),
            ("awardreview", "award_review"),
        )
    ),
    ("tendering_awardedlot", "awarded_lot_of_lot", "lot_id, tender_id", "tendering_lot"),
    ("tendering_awardedlot", "awarded_lot_of_bid", "bid_id, tender_id", "tendering_openedbid"),
    ("tendering_bidreason", "bid_reason_of_bid", "bid_id, tender_id", "tendering_openedbid"),
    ("tendering_awardreview", "award_review_of_lot", "lot_id, tender_id", "tendering_lot"),
    (
        "tendering_reviewjudgment", "review_judgment_of_review", "review_id, tender_id",
        "tendering_awardreview",
    ),
    (
        "tendering_interimdecision", "interim_decision_of_review", "review_id, tender_id",
        "tendering_awardreview",
    ),
    (
        "tendering_validityconsent", "validity_consent_of_extension", "extension_id, tender_id",
        "tendering_validityextension",
    ),
    (
        "tendering_contractsignature", "contract_signature_of_lot", "awarded_lot_id, tender_id",
        "tendering_awardedlot",
    ),
)  # fmt: skip

# What was decided is told by its sending: from then on whoever may read the tender reads it.
SENT = "decision_id IN (SELECT s.decision_id FROM tendering_standstill s)"
# Whoever bid sees reviews and what is asked of bidders; row security of bids says who that is.
BID = "tender_id IN (SELECT b.tender_id FROM tendering_openedbid b)"
MY_BID = BID[:-1] + " WHERE b.bidder_id = ANY (samkop_party_ids()))"
MINE_AMONG_BIDS = (
    "bid_id IN (SELECT b.id FROM tendering_openedbid b"
    " WHERE b.bidder_id = ANY (samkop_party_ids()))"
)
MY_LOT = (
    "awarded_lot_id IN (SELECT l.id FROM tendering_awardedlot l"
    " WHERE l.supplier_id = ANY (samkop_party_ids()))"
)
READ = {
    "awarddecision": either(wall.MINE, SENT.replace("decision_id IN", "id IN", 1)),
    "awardedlot": either(wall.MINE, SENT),
    "bidreason": either(wall.MINE, f"{MINE_AMONG_BIDS} AND {SENT}"),
    "decisionletter": either(wall.MINE, party("bidder_id")),
    "standstill": wall.READABLE,
    "awardreview": either(wall.MINE, MY_BID),
    "reviewjudgment": either(wall.MINE, MY_BID),
    "interimdecision": either(wall.MINE, MY_BID),
    "validityextension": either(wall.MINE, MY_BID),
    "validityconsent": either(wall.MINE, party("bidder_id")),
    "contractsignature": either(wall.MINE, MY_LOT),
}
WRITE = dict.fromkeys(READ, wall.MINE) | {
    "validityconsent": f"{party('bidder_id')} AND {MY_BID}",
}


class Migration(migrations.Migration):
    dependencies = [("tendering", "0003_award")]

    operations = [
        *(wall.composite(*each) for each in OF_THE_TENDER),
        *(
            operation
            for name, read in READ.items()
            for operation in (
                protect(f"tendering_{name}", read=read, write=WRITE[name]),
                append_only(f"tendering_{name}"),
            )
        ),
    ]
