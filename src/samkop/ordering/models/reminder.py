"""Reminders of requisitions that wait."""

from __future__ import annotations

from django.db import models


class ApprovalReminder(models.Model):
    """Who asked has reminded those who may decide; a row is added and never changed.

    The database ties it to the organisation's own requisition and to a member of it.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    requisition = models.ForeignKey(
        "ordering.Requisition", on_delete=models.PROTECT, related_name="reminders"
    )
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
