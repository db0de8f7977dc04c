"""A catalogue file that a person uploaded, stored before it is read."""

from __future__ import annotations

from django.db import models

from samkop.catalogue.vocabulary import FileFormat


class CatalogueFile(models.Model):
    """The bytes of an upload. Checking and applying it are jobs that read it from here.

    ``replaces_all``: items that are not in the file leave the shelf (a sheet cannot say
    so itself; a Peppol Catalogue does by its action code).
    """

    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=10, choices=FileFormat)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    replaces_all = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(format__in=FileFormat.values),
                name="catalogue_file_format_known",
            )
        ]
        indexes = [models.Index(fields=["purchasing_body", "-id"], name="catalogue_file_newest")]

    def __str__(self) -> str:
        return self.name
