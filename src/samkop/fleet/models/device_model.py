"""Models of devices, as an organisation has them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.agreements.vocabulary import ItemCategory
from samkop.catalogue.vocabulary import SupportState
from samkop.fleet.vocabulary import USUAL_LIFETIME


class DeviceModel(models.Model):
    """A model of which the owner has devices; the owner's alone, however others call theirs.

    ``key`` is one for all the ways in which the model is written (``core.devices.model_key``).
    ``support_ends`` is the maker's last day of security updates, where ``support_state`` is
    *known*; ``co2e_kg`` the whole life's. Devices are renewed ``lifetime_months`` after they
    came; ``renewal_cents`` of ``currency`` without VAT is what a new one costs, None where not
    known. ``storages`` of each have to be erased. ``in_range``: of the joint range; devices of
    other models are outliers.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=250)
    manufacturer = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=20, choices=ItemCategory)
    support_state = models.CharField(
        max_length=15, choices=SupportState, default=SupportState.NOT_KNOWN
    )
    support_ends = models.DateField(null=True, blank=True)
    co2e_kg = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    lifetime_months = models.PositiveSmallIntegerField(default=USUAL_LIFETIME)
    renewal_cents = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    storages = models.PositiveSmallIntegerField()
    in_range = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="device_model_once"),
            models.UniqueConstraint(fields=["id", "owner"], name="device_model_of_owner"),
            models.CheckConstraint(
                condition=Q(category__in=ItemCategory.values), name="device_model_category_known"
            ),
            models.CheckConstraint(
                condition=Q(support_state=SupportState.KNOWN, support_ends__isnull=False)
                | (
                    Q(support_state__in=[SupportState.NOT_ANNOUNCED, SupportState.NOT_KNOWN])
                    & Q(support_ends__isnull=True)
                ),
                name="device_model_support_end_if_known",
            ),
            models.CheckConstraint(
                condition=Q(lifetime_months__gte=1), name="device_model_lives_a_month"
            ),
            models.CheckConstraint(
                condition=Q(renewal_cents__isnull=True) | Q(renewal_cents__gte=0),
                name="device_model_price_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """With its maker, unless the name begins with it."""
        whole = self.name.casefold().startswith(self.manufacturer.casefold())
        return self.name if whole else f"{self.manufacturer} {self.name}"
