"""The addresses of an award."""

from __future__ import annotations

from django.urls import path

from samkop.tendering.pages import award, award_steps

ONE = "tenders/<int:tender_id>/award/"

urlpatterns = [
    path(ONE, award.award, name="tender-award"),
    path(f"{ONE}do/<slug:step>/", award_steps.step, name="award-step"),
    path(f"{ONE}do/<slug:step>/send/", award_steps.send_step, name="send-award-step"),
    path(f"{ONE}letters/<int:letter_id>/", award.letter, name="award-letter"),
    path(f"{ONE}preview/<int:bidder_id>/", award.preview, name="award-letter-preview"),
    path(f"{ONE}validity/<int:extension_id>/", award.answer, name="answer-extension"),
]
