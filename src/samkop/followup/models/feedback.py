"""How it went: who was asked about which delivery, and by which rules."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.followup.vocabulary.feedback import FeedbackQuestionState


class FeedbackRule(models.Model):
    """How an organisation asks its people, from a day on; without one ``rules.USUAL`` holds.

    One question ``ask_after_days`` after a delivery, open for ``answer_within_days``, one
    reminder after ``remind_after_days`` (0: none), nobody more than once in ``rest_days``. Free
    lines are erased after ``keep_text_days``. ``old_way_minutes`` is what an order took of the
    asker's time before: an assumption, shown as one; None where nobody has made it.
    """

    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    valid_from = models.DateField()
    ask_after_days = models.PositiveSmallIntegerField()
    answer_within_days = models.PositiveSmallIntegerField()
    remind_after_days = models.PositiveSmallIntegerField()
    rest_days = models.PositiveSmallIntegerField()
    keep_text_days = models.PositiveSmallIntegerField()
    old_way_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    # The composite foreign key (decided_by_id, party_id) stands in the wall.
    decided_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "valid_from"], name="feedback_rule_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(answer_within_days__gte=1)
                & Q(remind_after_days__lt=F("answer_within_days")),
                name="feedback_rule_reminds_in_time",
            ),
            models.CheckConstraint(
                condition=Q(keep_text_days__gte=1), name="feedback_rule_keeps_a_while"
            ),
        ]


class FeedbackQuestion(models.Model):
    """One person asked about what one requisition brought: once, and once only.

    ``person`` is whom it was ordered for. ``wanted_on`` is the day on which it was sent in,
    ``delivered_on`` that on which it was received or, of devices, handed over. Open until
    ``closes_on``, the last day included. What was said stands elsewhere (``FeedbackAnswer``):
    without a name it is not tied to this row.
    """

    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The composite foreign keys to the membership and the requisition stand in the wall.
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    requisition = models.ForeignKey(
        "ordering.Requisition", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    wanted_on = models.DateField()
    delivered_on = models.DateField()
    asked_on = models.DateField()
    asked_at = models.DateTimeField()
    remind_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    closes_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=FeedbackQuestionState, default=FeedbackQuestionState.OPEN
    )
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["requisition", "person"], name="feedback_asked_once"),
            models.UniqueConstraint(fields=["id", "party"], name="feedback_question_of_party"),
            models.CheckConstraint(
                condition=Q(state__in=FeedbackQuestionState.values),
                name="feedback_question_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=FeedbackQuestionState.OPEN) ^ Q(ended_on__isnull=False),
                name="feedback_question_ends_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__lte=F("asked_on")) & Q(closes_on__gt=F("asked_on")),
                name="feedback_question_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "state", "closes_on"], name="feedback_closing"),
            models.Index(fields=["party", "person", "-id"], name="feedback_of_person"),
        ]


class FeedbackThing(models.Model):
    """A line of an order that a question is about; the order tells the rest."""

    question = models.ForeignKey(
        FeedbackQuestion, on_delete=models.PROTECT, related_name="things", db_index=False
    )
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The composite foreign key (order_id, party_id) stands in the wall.
    order = models.ForeignKey(
        "ordering.Order", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    line_number = models.PositiveSmallIntegerField()
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "order", "line_number"], name="feedback_thing_once"
            )
        ]

    @property
    def shown_name(self) -> str:
        """What the shop calls it in the reader's language; else the name that was ordered."""
        return self.item.shown_as(self.name)
