"""A file of the finance office between its upload and its import."""

from __future__ import annotations

from django.db import models

from samkop.ordering.vocabulary import ImportKind


class ImportFile(models.Model):
    """An uploaded file, as it came; it goes when it is imported or replaced.

    Seen by the organisation alone. ``called`` says what the file's own headings mean;
    ``sha256`` stays in the audit trail when the content is gone.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    uploaded_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=ImportKind)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    called = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ImportKind.values), name="import_file_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
