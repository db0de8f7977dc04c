"""Questions and answers while a tender is open, and corrections of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class TenderQuestion(models.Model):
    """A question as it was asked; never changed, and nobody learns who asked.

    The row names no party, and only the tender's owner reads it: whoever asked finds the answer
    where all others find it. Its key is drawn, since the row cannot be read back by who wrote it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="questions"
    )
    text = models.TextField()
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="tender_question_says_something"),
            models.UniqueConstraint(fields=["id", "tender"], name="tender_question_of_tender"),
        ]


class TenderAnswer(models.Model):
    """What reaches everybody: a question in the buyer's own words, and the answer.

    Information that nobody asked for has no ``question`` and no ``asked``. Never changed.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="answers")
    # The composite foreign key (question_id, tender_id) stands in the wall.
    question = models.OneToOneField(
        TenderQuestion, on_delete=models.PROTECT, related_name="answer", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    asked = models.TextField(blank=True)
    text = models.TextField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="tender_answer_says_something"),
            models.CheckConstraint(
                condition=Q(question__isnull=True) | ~Q(asked=""),
                name="tender_answer_tells_the_question",
            ),
        ]


class Correction(models.Model):
    """A correction of an open tender; never changed.

    ``bids_until`` is the time limit that holds from it on, ``not_before`` the first day for
    which bids may be due after it by the law, where it asks for an extension, with its
    ``source``.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="corrections"
    )
    text = models.TextField()
    substantial = models.BooleanField()
    bids_until = models.DateTimeField()
    not_before = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="correction_says_what_changed"),
        ]
