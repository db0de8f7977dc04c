"""The addresses of the evaluation: from opened bids to the proposal, and the laboratory."""

from __future__ import annotations

from django.urls import path

from samkop.tendering.pages import (
    award_runs,
    bid_questions,
    consensus,
    evaluators,
    laboratory,
    marking,
    opened_bids,
    opened_files,
    scores,
)

ONE = "tenders/<int:tender_id>/"
BID = f"{ONE}opened-bids/<int:bid_id>/"
MARKING = "tenders/marking/<int:appointment_id>/"
TRIED = "tenders/laboratory/<int:laboratory_run_id>/"
COMBINED = "tenders/combinations/<int:award_run_id>/"
ASKED = "tenders/bid-questions/<int:inquiry_id>/"

urlpatterns = [
    path(f"{ONE}laboratory/", laboratory.laboratory, name="laboratory"),
    path(f"{ONE}laboratory/begin/", laboratory.begin, name="begin-laboratory-run"),
    path(TRIED, laboratory.laboratory_run, name="laboratory-run"),
    path(f"{TRIED}report.pdf", laboratory.laboratory_file, name="laboratory-file"),
    path(f"{TRIED}attach/", laboratory.attach, name="attach-laboratory-run"),
    path(f"{ONE}evaluators/", evaluators.evaluators, name="tender-evaluators"),
    path(f"{ONE}evaluators/appoint/", evaluators.appoint, name="appoint-evaluator"),
    path(f"{MARKING}end/", evaluators.ending, name="end-appointment"),
    path(f"{MARKING}end/send/", evaluators.end, name="send-end-appointment"),
    path(f"{ONE}marking/", marking.own_lots, name="tender-marking"),
    path(f"{MARKING}declare/", marking.declaring, name="declare-interest"),
    path(f"{MARKING}declare/send/", marking.declare, name="send-interest"),
    path(MARKING, marking.marking, name="marking"),
    path(f"{MARKING}keep/", marking.mark, name="give-marks"),
    path(f"{MARKING}hand-in/", marking.hand_in, name="hand-in-marks"),
    path("tenders/lots/<int:lot_id>/consensus/", consensus.consensus, name="consensus"),
    path("tenders/lots/<int:lot_id>/consensus/agree/", consensus.agree, name="agree-on-marks"),
    path(f"{ONE}opened-bids/", opened_bids.opened_bids, name="opened-bids"),
    path(BID, opened_bids.opened_bid, name="opened-bid"),
    path(f"{BID}files/<int:opened_file_id>/", opened_files.opened_file, name="opened-file"),
    path(f"{BID}check/", opened_bids.check, name="check-compliance"),
    path(f"{BID}reject/", opened_bids.reject, name="reject-bid"),
    path(f"{BID}reinstate/", opened_bids.reinstate, name="reinstate-bid"),
    path(f"{ONE}bid-questions/", bid_questions.questions, name="bid-questions"),
    path(f"{ONE}bid-questions/ask/", bid_questions.ask, name="ask-bidders"),
    path(f"{ASKED}judge/", bid_questions.judging, name="judge-answer"),
    path(f"{ASKED}judge/send/", bid_questions.judge, name="send-ruling"),
    path(f"{ASKED}answer/", bid_questions.answer, name="answer-bid-question"),
    path(
        f"{ASKED}answers/<int:answer_id>/file/", bid_questions.answer_file, name="bid-answer-file"
    ),
    path(f"{ONE}questions-to-us/", bid_questions.questions_to_us, name="questions-to-us"),
    path(f"{ONE}scores/", scores.scores, name="tender-scores"),
    path(f"{ONE}scores.csv", scores.scores_file, name="scores-file"),
    path(f"{ONE}scores/propose/", scores.propose, name="propose-award"),
    path(f"{ONE}scores/combine/", scores.combine, name="begin-award-run"),
    path(COMBINED, award_runs.award_run, name="award-run"),
    path(f"{COMBINED}report.pdf", award_runs.award_run_file, name="award-run-file"),
    path(f"{COMBINED}propose/", award_runs.propose, name="propose-combination"),
]
