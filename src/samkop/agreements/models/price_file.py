"""A file of prices that was uploaded and waits to be applied."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.agreements.vocabulary import PriceFileKind


class PriceFile(models.Model):
    """An uploaded file, as it came; it goes when it is applied or replaced.

    Seen by the purchasing body alone; what its headings mean is remembered for that
    (``parties.HeadingMap``). ``sha256`` stays in the audit trail when the content is gone.
    """

    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    uploaded_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=PriceFileKind)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PriceFileKind.values), name="price_file_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
