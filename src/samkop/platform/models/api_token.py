"""Access tokens of a party's own systems."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ApiToken(models.Model):
    """A person's token for a program: only its SHA-256 is kept, and it expires.

    It acts for one party and can do what its scopes and the person's roles both allow.
    Infrastructure: looked up by its hash before the party is known.
    """

    digest = models.BinaryField(max_length=32)
    name = models.CharField(max_length=100)
    party_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="api_token_digest_unique"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="api_token_expires_after_creation",
            ),
        ]
        indexes = [models.Index(fields=["person_id", "created_at"], name="api_token_by_person")]
