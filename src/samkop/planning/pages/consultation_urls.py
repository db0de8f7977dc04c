"""Addresses of market consultations."""

from django.urls import path

from samkop.planning.pages import (
    consultation_answers,
    consultation_list,
    consultation_records,
    consultations,
    meetings,
    trade_secrets,
)

ONE = "consultations/<int:consultation_id>/"
QUESTION = "consultation-questions/<int:consultation_question_id>/"
ASKED = "supplier-questions/<int:supplier_question_id>/"
NOTE = "meeting-notes/<int:meeting_note_id>/"
FILE = "consultation-files/<int:consultation_file_id>/"
CLAIM = "trade-secrets/<int:claim_id>/"

urlpatterns = [
    path("consultations/", consultation_list.consultations, name="consultations"),
    path("consultations/prepare/", consultations.preparing, name="prepare-consultation"),
    path("consultations/send/", consultations.send, name="send-consultation"),
    path(ONE, consultations.consultation, name="consultation"),
    path(f"{ONE}change/", consultations.changing, name="change-consultation"),
    path(f"{ONE}change/send/", consultations.change, name="send-changed-consultation"),
    path(f"{ONE}questions/", consultations.add_question, name="add-consultation-question"),
    path(f"{ONE}invite/", consultations.invite, name="invite-to-consultation"),
    path(f"{ONE}open/", consultations.open_it, name="open-consultation"),
    path(f"{ONE}extend/", consultations.extend, name="extend-consultation"),
    path(f"{ONE}report/", consultations.report, name="report-consultation"),
    path(f"{ONE}answers/", consultation_answers.answers, name="consultation-answers"),
    path(f"{ONE}ask/", consultation_answers.asking, name="ask-in-consultation"),
    path(f"{ONE}ask/send/", consultation_answers.ask, name="send-supplier-question"),
    path(f"{ONE}tell/", consultation_answers.telling, name="tell-everybody"),
    path(f"{ONE}tell/send/", consultation_answers.tell, name="send-consultation-message"),
    path(f"{ONE}meetings/write/", meetings.writing, name="write-meeting-note"),
    path(f"{ONE}meetings/send/", meetings.write, name="send-meeting-note"),
    path(f"{ONE}record/", consultation_records.record, name="consultation-record"),
    path(f"{ONE}record.pdf", consultation_records.printed, name="consultation-record-pdf"),
    path(f"{ONE}record.json", consultation_records.content, name="consultation-record-json"),
    path("record-files/<int:record_file_id>/", consultation_records.file, name="record-file"),
    path(f"{QUESTION}remove/", consultations.remove_question, name="remove-consultation-question"),
    path(f"{QUESTION}answer/", consultation_answers.answering, name="answer-consultation"),
    path(f"{QUESTION}answer/send/", consultation_answers.answer, name="send-consultation-answer"),
    path(f"{QUESTION}secret/", trade_secrets.claiming, name="mark-in-answer"),
    path(f"{QUESTION}secret/send/", trade_secrets.claim, name="send-mark-in-answer"),
    path(f"{ASKED}answer/", consultation_answers.answering_all, name="answer-supplier-question"),
    path(f"{ASKED}answer/send/", consultation_answers.answer_all, name="send-answer-to-all"),
    path(NOTE, meetings.note, name="meeting-note"),
    path(f"{NOTE}comment/", meetings.comment, name="comment-on-meeting"),
    path(f"{NOTE}secret/", trade_secrets.claiming, name="mark-in-note"),
    path(f"{NOTE}secret/send/", trade_secrets.claim, name="send-mark-in-note"),
    path(FILE, consultation_answers.file, name="consultation-file"),
    path(f"{FILE}secret/", trade_secrets.claiming, name="mark-file"),
    path(f"{FILE}secret/send/", trade_secrets.claim, name="send-mark-file"),
    path(CLAIM, trade_secrets.secret, name="trade-secret"),
    path(f"{CLAIM}decide/", trade_secrets.decide, name="decide-trade-secret"),
]
