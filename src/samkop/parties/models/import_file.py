"""Uploaded files between upload and import, and what an organisation's own headings mean."""

from __future__ import annotations

from django.db import models


class ImportFile(models.Model):
    """An uploaded file, as it came; it goes when it is imported or replaced.

    Seen by the organisation alone. ``kind`` is that of the register of imports; its rules, its
    columns and what is made of its rows belong to the app that takes it in. ``sha256`` stays
    in the audit trail when the content is gone.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    uploaded_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    kind = models.SlugField(max_length=20, db_index=False)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class HeadingMap(models.Model):
    """What an organisation's own headings mean in a kind of file: heading to key, or to nothing.

    Remembered from file to file, whoever sends the next one.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    kind = models.SlugField(max_length=20, db_index=False)
    called = models.JSONField(default=dict)
    changed_by = models.ForeignKey("parties.Person", null=True, on_delete=models.PROTECT)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "kind"], name="heading_map_one_a_kind"),
        ]

    def __str__(self) -> str:
        return self.kind
