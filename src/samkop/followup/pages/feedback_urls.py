"""Addresses of feedback."""

from django.urls import path

from samkop.followup.pages import (
    feedback_answers,
    feedback_files,
    feedback_questions,
    feedback_referrals,
    feedback_rules,
    feedback_sums,
)

ANSWER = "cooperation/feedback/answers/<int:feedback_answer_id>/"
QUESTION = "feedback/<int:feedback_question_id>/"
REFERRAL = "feedback/referrals/<int:feedback_referral_id>/"

urlpatterns = [
    path("cooperation/feedback/", feedback_sums.sums, name="feedback"),
    path("cooperation/feedback/by-<slug:grouping>.csv", feedback_files.file, name="feedback-file"),
    path("cooperation/feedback/answers/", feedback_answers.answers, name="feedback-answers"),
    path(ANSWER, feedback_answers.answer, name="feedback-answer"),
    path(f"{ANSWER}settle/", feedback_answers.settle, name="settle-feedback"),
    path(f"{ANSWER}pass-on/", feedback_answers.pass_on, name="pass-feedback-on"),
    path("cooperation/feedback/rules/", feedback_rules.rules, name="feedback-rules"),
    path("cooperation/feedback/rules/decide/", feedback_rules.decide, name="decide-feedback-rule"),
    path("feedback/", feedback_questions.mine, name="my-feedback"),
    path("feedback/referrals/", feedback_referrals.referrals, name="feedback-referrals"),
    path(REFERRAL, feedback_referrals.referral, name="feedback-referral"),
    path(f"{REFERRAL}respond/", feedback_referrals.respond, name="respond-to-feedback"),
    path(
        "feedback/answer/<str:feedback_token>/", feedback_questions.by_link, name="feedback-by-link"
    ),
    path(QUESTION, feedback_questions.question, name="feedback-question"),
    path(f"{QUESTION}answer/", feedback_questions.answer, name="answer-feedback"),
    path(f"{QUESTION}take-back/", feedback_questions.take_back, name="take-back-feedback"),
]
