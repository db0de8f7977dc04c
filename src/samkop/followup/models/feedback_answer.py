"""What people say of what came, what is done about it, and the sums that stay."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.followup.vocabulary.feedback import (
    FeedbackAnswerState,
    FeedbackReferralState,
    FeedbackTextKind,
    Verdict,
)


class FeedbackAnswer(models.Model):
    """One answer. ``question`` is None where it was given without a name: nothing ties it then
    to the person, the order or the day, and ``month`` (its first day) is that of the question.

    ``minutes`` is what ordering took of the asker's time, as he or she says; None: not said.
    """

    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The composite foreign key (question_id, party_id) stands in the wall.
    question = models.OneToOneField(
        "followup.FeedbackQuestion", null=True, blank=True, on_delete=models.PROTECT,
        related_name="answer", db_constraint=False,
    )  # fmt: skip
    month = models.DateField()
    verdict = models.CharField(max_length=6, choices=Verdict)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=FeedbackAnswerState)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "party"], name="feedback_answer_of_party"),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="feedback_verdict_known"
            ),
            models.CheckConstraint(
                condition=Q(state=FeedbackAnswerState.NOTED, verdict=Verdict.YES)
                | Q(state__in=sorted(set(FeedbackAnswerState.values) - {"noted"}))
                & ~Q(verdict=Verdict.YES),
                name="feedback_answer_state_fits",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "month", "id"], name="feedback_answer_by_month"),
            models.Index(fields=["party", "state", "id"], name="feedback_answer_by_state"),
        ]


class FeedbackAbout(models.Model):
    """An item that an answer is about."""

    answer = models.ForeignKey(
        FeedbackAnswer, on_delete=models.PROTECT, related_name="about", db_index=False
    )
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "item"], name="feedback_about_once")
        ]

    @property
    def shown_name(self) -> str:
        """What the shop calls it in the reader's language; else the name that was ordered."""
        return self.item.shown_as(self.name)


class FeedbackText(models.Model):
    """A free line, or the reply to it; erased on ``erase_on``, and never in the history.

    ``for_supplier``: who wrote it lets the supplier read it, without the name.
    """

    answer = models.ForeignKey(
        FeedbackAnswer, on_delete=models.PROTECT, related_name="texts", db_index=False
    )
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=5, choices=FeedbackTextKind)
    text = models.CharField(max_length=500)
    for_supplier = models.BooleanField(default=False)
    erase_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "kind"], name="feedback_text_once"),
            models.CheckConstraint(condition=~Q(text=""), name="feedback_text_says_something"),
            models.CheckConstraint(
                condition=Q(kind__in=FeedbackTextKind.values), name="feedback_text_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["party", "erase_on"], name="feedback_text_to_erase")]


class FeedbackReferral(models.Model):
    """An answer as its supplier reads it: no name, and the line only where its writer allows it.

    ``order`` is None for an answer without a name. ``line`` is erased with the line itself.
    """

    answer = models.ForeignKey(
        FeedbackAnswer, on_delete=models.PROTECT, related_name="referrals", db_index=False
    )
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The composite foreign key (order_id, party_id, supplier_id) stands in the wall.
    order = models.ForeignKey(
        "ordering.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    things = models.CharField(max_length=500)
    verdict = models.CharField(max_length=6, choices=Verdict)
    line = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "supplier"], name="feedback_referred_once"),
            models.UniqueConstraint(
                fields=["id", "party", "supplier"], name="feedback_referral_of_both"
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "-id"], name="feedback_referral_newest"),
        ]

    @property
    def state(self) -> FeedbackReferralState:
        """Whether the supplier has answered."""
        answered = hasattr(self, "response")
        return FeedbackReferralState.RESPONDED if answered else FeedbackReferralState.SENT


class FeedbackResponse(models.Model):
    """What the supplier says of what was passed on to it: a row of its own, once."""

    # The composite foreign key (referral_id, party_id, supplier_id) stands in the wall.
    referral = models.OneToOneField(
        FeedbackReferral, on_delete=models.PROTECT, related_name="response", db_constraint=False
    )
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="feedback_response_says_something")
        ]


class FeedbackTotal(models.Model):
    """What stays: how many were asked in a month, and what they said, of one organisation.

    Without ``supplier`` and ``item`` of all; with ``supplier`` of what it delivered; with both of
    an item. ``stated`` have said how long ordering took, together ``minutes``; ``days`` are those
    from sent in to delivered of all that were asked. A question about several items counts once
    at each, and once in the whole.
    """

    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField()
    supplier = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    item = models.ForeignKey(
        "catalogue.CatalogueItem", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_index=False,
    )  # fmt: skip
    asked = models.PositiveIntegerField(default=0)
    yes = models.PositiveIntegerField(default=0)
    partly = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveIntegerField(default=0)
    stated = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    days = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "month", "supplier", "item"], name="feedback_total_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(asked__gte=F("yes") + F("partly") + F("no") + F("unanswered")),
                name="feedback_total_of_who_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(stated__lte=F("yes") + F("partly") + F("no")),
                name="feedback_total_stated_by_who_answered",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=True) | Q(supplier__isnull=False),
                name="feedback_total_item_has_supplier",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["supplier", "month"], name="feedback_total_of_supplier"),
        ]


class FeedbackMonth(models.Model):
    """What the members of a region said in a month, as its steering group is told it; once.

    Of those members that five people or more answered; ``left_out`` had fewer.
    """

    region = models.ForeignKey(
        "parties.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField()
    members = models.PositiveSmallIntegerField()
    left_out = models.PositiveSmallIntegerField()
    asked = models.PositiveIntegerField()
    yes = models.PositiveIntegerField()
    partly = models.PositiveIntegerField()
    no = models.PositiveIntegerField()
    unanswered = models.PositiveIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "month"], name="feedback_month_once")
        ]
