"""A link in a mail by which one person decides on one step, once."""

from __future__ import annotations

from django.db import models


class ApprovalLink(models.Model):
    """The link that an approver was mailed, kept as its SHA-256.

    Bound to the person and to one step of the requisition; it works once, until
    ``expires_at``. ``notification_id`` is what the mail told of: mailed again, it is the
    same link.
    """

    digest = models.CharField(max_length=64, unique=True)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    requisition = models.ForeignKey("ordering.Requisition", on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="approval_link_lives_a_while",
            )
        ]
