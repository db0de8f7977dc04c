"""Who sees and who writes what evaluators mark, bidders are asked, and jobs compute."""

from importlib import import_module

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

wall = import_module("samkop.tendering.migrations.0002_wall")

# The composite keys: nothing of one tender, lot or bidder hangs on another's.
OF_THE_TENDER = (
    (
        "tendering_evaluatorappointment", "appointment_of_owner", "tender_id, owner_id",
        "tendering_tender",
    ),
    (
        "tendering_evaluatorappointment", "appointment_on_lot", "lot_id, tender_id",
        "tendering_lot",
    ),
    (
        "tendering_interestdeclaration", "declaration_of_the_appointed",
        "appointment_id, evaluator_id", "tendering_evaluatorappointment",
    ),
    (
        "tendering_markhandin", "hand_in_of_the_appointed", "appointment_id, evaluator_id",
        "tendering_evaluatorappointment",
    ),
    ("tendering_mark", "mark_on_lot", "lot_id, tender_id", "tendering_lot"),
    ("tendering_mark", "mark_of_bid_on_lot", "bid_id, lot_id", "tendering_openedbid"),
    (
        "tendering_mark", "mark_by_the_appointed", "appointment_id, evaluator_id",
        "tendering_evaluatorappointment",
    ),
    (
        "tendering_mark", "mark_by_one_appointed_to_the_lot", "appointment_id, lot_id",
        "tendering_evaluatorappointment",
    ),
    ("tendering_consensusmark", "consensus_on_lot", "lot_id, tender_id", "tendering_lot"),
    ("tendering_consensusmark", "consensus_of_bid_on_lot", "bid_id, lot_id", "tendering_openedbid"),
    ("tendering_compliancecheck", "check_of_bid", "bid_id, tender_id", "tendering_openedbid"),
    ("tendering_bidrejection", "rejection_of_bid", "bid_id, tender_id", "tendering_openedbid"),
    (
        "tendering_bidreinstatement", "reinstatement_of_rejection", "rejection_id, tender_id",
        "tendering_bidrejection",
    ),
    ("tendering_bidinquiry", "inquiry_of_round", "round_id, tender_id", "tendering_inquiryround"),
    ("tendering_bidinquiry", "inquiry_of_bid", "bid_id, tender_id", "tendering_openedbid"),
    ("tendering_bidinquiry", "inquiry_to_bidder", "bid_id, bidder_id", "tendering_openedbid"),
    (
        "tendering_inquiryanswer", "answer_of_bidder", "inquiry_id, bidder_id",
        "tendering_bidinquiry",
    ),
    ("tendering_inquiryruling", "ruling_of_tender", "inquiry_id, tender_id", "tendering_bidinquiry"),
    ("tendering_laboratoryrun", "laboratory_run_on_lot", "lot_id, tender_id", "tendering_lot"),
)  # fmt: skip

ME = "evaluator_id = samkop_person_id()"
OF_AN_APPOINTMENT = "appointment_id IN (SELECT a.id FROM tendering_evaluatorappointment a)"
MINE_AND_OPENED = wall.MINE[:-1] + " AND t.state = 'opened')"
ASKED_OF_ME = "id IN (SELECT i.round_id FROM tendering_bidinquiry i)"
OF_AN_INQUIRY = "inquiry_id IN (SELECT i.id FROM tendering_bidinquiry i)"

# One's own marks; others' once they are handed in, and not while one has still to hand in
# oneself on that lot.
HANDED_IN = """EXISTS (SELECT FROM tendering_markhandin h
        WHERE h.appointment_id = tendering_mark.appointment_id)
    AND NOT EXISTS (SELECT FROM tendering_evaluatorappointment a
        WHERE a.lot_id = tendering_mark.lot_id AND a.evaluator_id = samkop_person_id()
            AND a.ended_at IS NULL AND NOT EXISTS (SELECT FROM tendering_markhandin h
                WHERE h.appointment_id = a.id))"""
NOT_HANDED_IN = (
    "NOT EXISTS (SELECT FROM tendering_markhandin h"
    " WHERE h.appointment_id = tendering_mark.appointment_id)"
)


class Migration(migrations.Migration):
    dependencies = [("tendering", "0008_evaluation")]

    operations = [
        *(wall.composite(*each) for each in OF_THE_TENDER),
        protect(
            "tendering_evaluatorappointment",
            read=party("owner_id"),
            write=party("owner_id"),
            update=("ended_at", "end_reason"),
        ),
        protect("tendering_interestdeclaration", read=OF_AN_APPOINTMENT, write=ME),
        append_only("tendering_interestdeclaration"),
        protect("tendering_markhandin", read=OF_AN_APPOINTMENT, write=ME),
        append_only("tendering_markhandin"),
        protect(
            "tendering_mark",
            read=either(ME, f"({wall.MINE}) AND {HANDED_IN}"),
            write=f"{ME} AND {MINE_AND_OPENED} AND {NOT_HANDED_IN}",
        ),
        append_only("tendering_mark"),
        protect("tendering_consensusmark", read=wall.MINE, write=MINE_AND_OPENED),
        append_only("tendering_consensusmark"),
        protect("tendering_compliancecheck", read=wall.MINE, write=MINE_AND_OPENED),
        append_only("tendering_compliancecheck"),
        protect("tendering_bidrejection", read=wall.MINE, write=MINE_AND_OPENED),
        append_only("tendering_bidrejection"),
        protect("tendering_bidreinstatement", read=wall.MINE, write=MINE_AND_OPENED),
        append_only("tendering_bidreinstatement"),
        # A bidder reads what it is asked, and no more than that: neither whom else, nor what
        # the authority made of its answer.
        protect(
            "tendering_bidinquiry",
            read=either(wall.MINE, party("bidder_id")),
            write=MINE_AND_OPENED,
        ),
        append_only("tendering_bidinquiry"),
        protect(
            "tendering_inquiryround",
            read=either(wall.MINE, ASKED_OF_ME),
            write=MINE_AND_OPENED,
        ),
        append_only("tendering_inquiryround"),
        protect("tendering_inquiryanswer", read=OF_AN_INQUIRY, write=party("bidder_id")),
        append_only("tendering_inquiryanswer"),
        protect("tendering_inquiryruling", read=wall.MINE, write=MINE_AND_OPENED),
        append_only("tendering_inquiryruling"),
        protect(
            "tendering_laboratoryrun",
            read=either(wall.MINE, f"attached_at IS NOT NULL AND {wall.READABLE}"),
            write=wall.PREPARED_BY_ME,
            update=("answer", "reports", "pdf", "pdf_sha256", "made_at", "attached_at"),
        ),
        protect(
            "tendering_awardrun",
            read=wall.MINE,
            write=MINE_AND_OPENED,
            update=("outcome", "reports", "made_at"),
        ),
    ]
