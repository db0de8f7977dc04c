"""A supplier's catalogue, as it was imported."""

from __future__ import annotations

from django.db import models

from samkop.catalogue.vocabulary import FileFormat


class Catalogue(models.Model):
    """One version of a supplier's catalogue under one agreement (UBL Catalogue).

    ``source_hash`` is the SHA-256 of the file, in hex. ``items`` counts the lines taken,
    ``refused`` those that were not; ``faults`` says why, as a list of {row, column, code,
    values}, at most a thousand.
    """

    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=100)
    version = models.CharField(max_length=100, blank=True)
    format = models.CharField(max_length=10, choices=FileFormat)
    issue_date = models.DateField()
    source_hash = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    items = models.PositiveIntegerField()
    refused = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number", "version"], name="catalogue_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(format__in=FileFormat.values), name="catalogue_format_known"
            ),
        ]
        indexes = [models.Index(fields=["agreement", "-imported_at"], name="catalogue_newest")]

    def __str__(self) -> str:
        return f"{self.number} {self.version}".strip()
