"""Which tender an agreement comes from."""

from __future__ import annotations

from django.db import models


class TenderedAgreement(models.Model):
    """An agreement was made of what one lot of a tender was awarded to; never changed."""

    agreement = models.OneToOneField(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="origin"
    )
    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="agreements"
    )
    # The composite foreign key (awarded_lot_id, tender_id) stands in the wall.
    awarded_lot = models.OneToOneField(
        "tendering.AwardedLot", on_delete=models.PROTECT, related_name="agreement",
        db_constraint=False,
    )  # fmt: skip
    at = models.DateTimeField()
