"""Known idempotency keys and the answers kept with them."""

from __future__ import annotations

from django.db import models


class IdempotencyKey(models.Model):
    """One request of one actor for one operation, with what was answered."""

    actor = models.CharField(max_length=120)
    operation = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    input_digest = models.CharField(max_length=64)
    kept = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "operation", "key"], name="idempotency_key_unique"
            )
        ]
