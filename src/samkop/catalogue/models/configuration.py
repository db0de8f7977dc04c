"""Agreed configurations: what belongs together, ordered as one thing."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import translation

from samkop.catalogue.vocabulary import EnrolmentProgramme, PartKind


class Configuration(models.Model):
    """A device with all that goes with it, under its owner's code.

    A purchasing body's configurations belong to the joint range and stand in every member's
    shop; a municipality's stand in its own (domain.md, "Framework agreements" 7).
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name_sv = models.CharField(max_length=120, blank=True)
    name_fi = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "code"], name="configuration_code_unique"),
            models.UniqueConstraint(fields=["id", "owner"], name="configuration_of_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, where it has one in it."""
        return getattr(self, f"name_{translation.get_language()}", "") or self.name_en


class ConfigurationVersion(models.Model):
    """What a configuration is from a day on; a new version ends the one before.

    ``image`` is the operating system's image and ``mdm_profile`` the profile of the device
    management that the supplier or the staging puts on.
    """

    configuration = models.ForeignKey(
        Configuration, on_delete=models.PROTECT, related_name="versions"
    )
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    image = models.CharField(max_length=120, blank=True)
    mdm_profile = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["configuration", "number"], name="configuration_version_once"
            ),
            models.UniqueConstraint(fields=["id", "owner"], name="configuration_version_of_owner"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="configuration_version_ends_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.configuration.code} {self.number}"


class ConfigurationPart(models.Model):
    """One part of a version: so many of an item; months, for a subscription."""

    version = models.ForeignKey(
        ConfigurationVersion, on_delete=models.PROTECT, related_name="parts"
    )
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=15, choices=PartKind)
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT)
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    quantity = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="configuration_part_position_once"
            ),
            models.UniqueConstraint(
                fields=["version"], condition=Q(kind=PartKind.DEVICE),
                name="configuration_has_one_device",
            ),
            models.UniqueConstraint(
                fields=["version"], condition=Q(kind=PartKind.SUBSCRIPTION),
                name="configuration_has_one_subscription_at_most",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PartKind.values), name="configuration_part_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=PartKind.DEVICE, quantity=1)
                | (~Q(kind=PartKind.DEVICE) & Q(quantity__range=(1, 120))),
                name="configuration_part_quantity_bounded",
            ),
        ]  # fmt: skip


class EnrolmentIdentifier(models.Model):
    """By which a maker's or operator's programme enrols a municipality's new devices.

    Private to the municipality; it travels with its orders, to the supplier alone.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    programme = models.CharField(max_length=30, choices=EnrolmentProgramme)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "programme"], name="enrolment_identifier_once"
            ),
            models.CheckConstraint(
                condition=Q(programme__in=EnrolmentProgramme.values) & ~Q(value=""),
                name="enrolment_identifier_says_something",
            ),
        ]
