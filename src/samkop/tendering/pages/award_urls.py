"""The addresses of an award, of secrecy and of requests for documents."""

from __future__ import annotations

from django.urls import path

from samkop.tendering.pages import archive, award, award_steps, documents

ONE = "tenders/<int:tender_id>/award/"
ASKED = "tenders/<int:tender_id>/requests/"
CASE = f"{ASKED}<int:document_request_id>/"
KEPT = "tenders/<int:tender_id>/secrecy/"

urlpatterns = [
    path(ONE, award.award, name="tender-award"),
    path(f"{ONE}do/<slug:step>/", award_steps.step, name="award-step"),
    path(f"{ONE}do/<slug:step>/send/", award_steps.send_step, name="send-award-step"),
    path(f"{ONE}letters/<int:letter_id>/", award.letter, name="award-letter"),
    path(f"{ONE}preview/<int:bidder_id>/", award.preview, name="award-letter-preview"),
    path(f"{ONE}validity/<int:extension_id>/", award.answer, name="answer-extension"),
    path("tenders/<int:tender_id>/archive/", archive.archive, name="tender-archive"),
    path(ASKED, documents.requests, name="tender-requests"),
    path(f"{ASKED}record/", documents.record, name="record-document-request"),
    path(CASE, documents.one_request, name="document-request"),
    path(f"{CASE}decide/", documents.decide, name="decide-on-document"),
    path(f"{CASE}appeal/", documents.appeal, name="record-document-appeal"),
    path(f"{KEPT}<int:opened_bid_id>/", documents.secrecy, name="bid-secrecy"),
    path(f"{KEPT}<int:opened_bid_id>/send/", documents.send_secrecy, name="send-bid-secrecy"),
    path(f"{KEPT}copies/<int:secrecy_id>/", documents.masked, name="masked-copy"),
]
