"""Which files an organisation has taken in, or has waiting."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRecord(models.Model):
    """One file: from its upload, or from its import where nothing was uploaded before.

    The file itself goes when it is imported or replaced; this stays. ``subject`` names the
    uploaded file while it waits (``ordering.importfile:7``). ``rows`` is how many were taken;
    ``faults`` those that were left out, as a list of [row, column, code, sentence], at most a
    thousand, and ``fault_count`` how many there were. ``page`` is the path of what was made.
    """

    class State(models.TextChoices):
        """From uploaded to ended."""

        WAITING = "waiting", _("Uploaded, not imported")
        IMPORTED = "imported", _("Imported")
        REPLACED = "replaced", _("Replaced by another file")

    party_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    kind = models.SlugField(max_length=20, db_index=False)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State)
    subject = models.CharField(max_length=80, blank=True)
    rows = models.PositiveIntegerField(null=True)
    fault_count = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    page = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="waiting", ended_at__isnull=True)
                | models.Q(state__in=["imported", "replaced"], ended_at__isnull=False),
                name="import_record_ended_once",
            ),
            models.CheckConstraint(
                condition=models.Q(page="") | models.Q(page__regex=r"^/([^/\\]|$)"),
                name="import_record_page_is_ours",
            ),
        ]
        indexes = [
            models.Index(fields=["party_id", "sent_at", "id"], name="import_record_by_time"),
            models.Index(
                fields=["party_id", "kind", "sha256"], name="import_record_waiting",
                condition=models.Q(state="waiting"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.file_name or self.kind
