"""The signature of what was awarded."""

from __future__ import annotations

from django.db import models


class ContractSignature(models.Model):
    """An awarded lot is signed with its supplier; never changed.

    ``starts_on`` is the agreement's first day. Both signatories are named as they signed.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="signatures"
    )
    awarded_lot = models.OneToOneField(
        "tendering.AwardedLot", on_delete=models.PROTECT, related_name="signature",
        db_constraint=False,
    )  # fmt: skip
    signed_on = models.DateField()
    starts_on = models.DateField()
    signed_for_buyer = models.CharField(max_length=200)
    signed_for_supplier = models.CharField(max_length=200)
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()
