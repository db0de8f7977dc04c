"""The addresses of what a tender asks for and how bids are compared."""

from __future__ import annotations

from django.urls import path

from samkop.tendering.pages import comparing, contents, questions

TENDER = "tenders/<int:tender_id>"
urlpatterns = [
    path(f"{TENDER}/documents/", contents.documents, name="tender-documents"),
    path(f"{TENDER}/documents/add/", contents.add_document, name="add-tender-document"),
    path(
        f"{TENDER}/documents/attach-records/", contents.attach, name="attach-consultation-records"
    ),
    path("tenders/documents/<int:document_id>/", contents.document, name="tender-document"),
    path(f"{TENDER}/requirements/", contents.requirements, name="tender-requirements"),
    path(f"{TENDER}/requirements/set/", contents.send_requirement, name="set-requirement"),
    path(f"{TENDER}/espd/set/", contents.send_espd, name="set-espd-criterion"),
    path(f"{TENDER}/espd/mandatory/", contents.mandatory, name="add-mandatory-grounds"),
    path(f"{TENDER}/known-suppliers/add/", contents.add_known, name="add-known-supplier"),
    path(
        f"{TENDER}/known-suppliers/<int:known_supplier_id>/mark/",
        contents.mark,
        name="mark-known-supplier",
    ),
    path(f"{TENDER}/prices/", comparing.prices, name="tender-prices"),
    path(f"{TENDER}/prices/set/", comparing.send_price, name="set-price-line"),
    path(f"{TENDER}/evaluation/", comparing.evaluation, name="tender-evaluation"),
    path(f"{TENDER}/evaluation/model/", comparing.send_model, name="set-evaluation-model"),
    path(f"{TENDER}/evaluation/criterion/", comparing.send_criterion, name="set-award-criterion"),
    path(f"{TENDER}/evaluation/rule/", comparing.send_rule, name="set-award-rule"),
    path(
        f"{TENDER}/parts/<slug:part_kind>/<int:part_id>/remove/",
        contents.remove,
        name="remove-tender-part",
    ),
    path(f"{TENDER}/questions/", questions.questions, name="tender-questions"),
    path(f"{TENDER}/questions/ask/", questions.ask, name="ask-tender-question"),
    path(f"{TENDER}/questions/inform/", questions.inform, name="inform-bidders"),
    path(
        f"{TENDER}/questions/<uuid:question_id>/answer/",
        questions.answer,
        name="answer-tender-question",
    ),
    path(f"{TENDER}/corrections/add/", questions.correct, name="correct-tender"),
    path(f"{TENDER}/cancel/", questions.cancel, name="cancel-tender"),
]
