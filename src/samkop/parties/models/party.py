"""Organisations, and the regions in which they buy together."""

from __future__ import annotations

from django.db import models
from django.utils import translation

from samkop.parties.vocabulary import IdentifierScheme, PartyKind


class Party(models.Model):
    """An organisation (UBL Party). Published: who takes part is no secret.

    ``identifier`` is the organisation's own number by ``identifier_scheme`` (ISO 6523),
    checked by its check digit when it is written.
    """

    kind = models.CharField(max_length=30, choices=PartyKind)
    legal_name = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_fi = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2)
    identifier_scheme = models.CharField(max_length=4, choices=IdentifierScheme)
    identifier = models.CharField(max_length=20)
    time_zone = models.CharField(max_length=40, default="Europe/Helsinki")
    currency = models.CharField(max_length=3, default="EUR")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identifier_scheme", "identifier"], name="party_identifier_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=PartyKind.values), name="party_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(country__regex="^[A-Z]{2}$"), name="party_country_is_iso_3166"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, where the organisation has one in it."""
        return getattr(self, f"name_{translation.get_language()}", "") or self.legal_name


class Region(models.Model):
    """Organisations that cooperate, served by one central purchasing body."""

    name_sv = models.CharField(max_length=100)
    name_fi = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, unique=True)
    purchasing_body = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="regions")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return str(getattr(self, f"name_{translation.get_language()}", self.name_en))


class RegionMember(models.Model):
    """A party in a region, from a day on and until another."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="members")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="region_members")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "party"], name="region_member_once")
        ]
