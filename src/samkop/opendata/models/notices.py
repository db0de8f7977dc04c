"""What notices for the portal need besides the tender: organisations' addresses, a few terms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.opendata.vocabulary import (
    CompanySize,
    MainActivity,
    NoticeLanguage,
    NoticeRole,
    PartyForm,
)


class NoticeOrganisation(models.Model):
    """An organisation as notices name it; offices only, no person.

    ``kept_by`` wrote it: its own details, those of the body that reviews its procurements, or
    those of a supplier that won (``role``). Name and number of an own organisation and of a
    winner are the party's; of the review body they stand here. ``country`` is ISO 3166-1 alpha-2,
    ``nuts`` a code of NUTS 2021. ``form`` and ``activity`` are a buyer's (BT-11, BT-10),
    ``size`` a supplier's (BT-165).
    """

    kept_by = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="notice_organisations"
    )
    role = models.CharField(max_length=12, choices=NoticeRole)
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=20, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    nuts = models.CharField(max_length=5)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    form = models.CharField(max_length=16, choices=PartyForm, blank=True)
    activity = models.CharField(max_length=12, choices=MainActivity, blank=True)
    size = models.CharField(max_length=8, choices=CompanySize, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kept_by", "role", "party"], name="notice_organisation_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role=NoticeRole.OWN, party=F("kept_by"))
                | (Q(role=NoticeRole.WINNER, party__isnull=False) & ~Q(party=F("kept_by")))
                | (
                    Q(role=NoticeRole.REVIEW_BODY, party__isnull=True)
                    & ~Q(name="") & ~Q(number="")
                ),
                name="notice_organisation_is_somebody",
            ),
            models.CheckConstraint(
                condition=Q(country__regex="^[A-Z]{2}$")
                & Q(nuts__regex="^[A-Z]{2}[0-9A-Z]{1,3}$") & ~Q(city=""),
                name="notice_organisation_is_somewhere",
            ),
        ]  # fmt: skip


class NoticeTerms(models.Model):
    """What the notices of a tender say besides the tender itself.

    ``language`` is that in which its description, criteria and requirements are written.
    ``nuts`` and ``place`` are where it is delivered or done. ``documents_url`` is where everybody
    reads the documents without signing in (art. 53(1) of directive 2014/24/EU), ``review_time``
    in which time a review is asked for (BT-99), in that language. ``bid_languages`` are those in
    which bids may be written (BT-97), with a space between.
    """

    tender = models.OneToOneField(
        "tendering.Tender", on_delete=models.PROTECT, related_name="notice_terms"
    )
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=NoticeLanguage)
    bid_languages = models.CharField(max_length=8)
    nuts = models.CharField(max_length=5)
    place = models.CharField(max_length=200, blank=True)
    documents_url = models.URLField(max_length=400)
    review_time = models.CharField(max_length=400)
    eu_funds = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=NoticeLanguage.values)
                & Q(nuts__regex="^[A-Z]{2}[0-9A-Z]{1,3}$")
                & Q(bid_languages__regex="^(sv|fi|en)( (sv|fi|en))*$")
                & ~Q(documents_url="") & ~Q(review_time=""),
                name="notice_terms_whole",
            ),
        ]  # fmt: skip
