"""Meetings with suppliers during a consultation, and what the suppliers say of the notes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.planning.models.consultation import MarketConsultation


class MeetingNote(models.Model):
    """What the buyer told (``told``) and what was said at a meeting with one or more suppliers.

    ``attended`` names who was there by role. The suppliers comment until ``comments_until``;
    silence then counts as consent.
    """

    consultation = models.ForeignKey(
        MarketConsultation, on_delete=models.PROTECT, related_name="meetings"
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    met_at = models.DateTimeField()
    attended = models.CharField(max_length=500)
    told = models.TextField()
    said = models.TextField()
    written_at = models.DateTimeField()
    comments_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "consultation"], name="meeting_of_consultation"),
            models.CheckConstraint(
                condition=~Q(attended="") & ~Q(told="") & ~Q(said=""), name="meeting_note_whole"
            ),
            models.CheckConstraint(
                condition=Q(met_at__lte=F("written_at"), comments_until__gt=F("written_at")),
                name="meeting_note_written_afterwards",
            ),
        ]


class MeetingSupplier(models.Model):
    """A supplier that was at a meeting."""

    note = models.ForeignKey(
        MeetingNote, on_delete=models.PROTECT, related_name="suppliers", db_constraint=False
    )
    consultation = models.ForeignKey(
        MarketConsultation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "supplier"], name="meeting_supplier_once")
        ]


class MeetingComment(models.Model):
    """A supplier accepts the note of a meeting, or says what is otherwise; once."""

    note = models.ForeignKey(
        MeetingNote, on_delete=models.PROTECT, related_name="comments", db_constraint=False
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    text = models.TextField(blank=True)
    commented_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "supplier"], name="meeting_comment_once"),
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(text=""),
                name="meeting_comment_says_more",
            ),
        ]
