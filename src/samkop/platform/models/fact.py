"""The outbox of facts: what happened, told to the floors above."""

from __future__ import annotations

from django.db import models


class Fact(models.Model):
    """Something that happened, written in the transaction in which it did.

    ``party_id`` is whose fact it is (its handlers act for that party). ``body`` holds ids
    and plain values. ``done_at`` is set when every handler has had it; until then it is
    tried again at ``next_attempt_at``.
    """

    name = models.CharField(max_length=80)
    party_id = models.BigIntegerField(null=True)
    body = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                name="fact_waiting",
                condition=models.Q(done_at__isnull=True),
            )
        ]
