"""What suppliers say of stock, lead time and end of sale."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.catalogue.vocabulary import AvailabilitySource


class Availability(models.Model):
    """What a supplier said of an item at a moment; a row is added, the newest counts.

    Fields as of ``rules.promises.Stated``. ``source_hash`` is the SHA-256 of the file.
    """

    item = models.ForeignKey(
        "catalogue.CatalogueItem", on_delete=models.PROTECT, related_name="availabilities"
    )
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    in_stock = models.PositiveIntegerField(null=True, blank=True)
    reserved = models.PositiveIntegerField(default=0)
    lead_time_days = models.PositiveSmallIntegerField(null=True, blank=True)
    next_delivery = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=AvailabilitySource)
    source_hash = models.CharField(max_length=64, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=AvailabilitySource.values), name="availability_source_known"
            ),
            models.CheckConstraint(
                condition=Q(lead_time_days__isnull=True) | Q(lead_time_days__lte=730),
                name="availability_lead_time_bounded",
            ),
        ]
        indexes = [models.Index(fields=["item", "-id"], name="availability_newest")]


class AvailabilityFile(models.Model):
    """A stock list between its upload and its import; it goes when it is imported.

    Private to the party that uploaded it; its hash stays in the rows and the audit trail.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
