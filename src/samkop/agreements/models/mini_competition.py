"""Mini-competitions among the suppliers of one procurement (2014/24/EU art. 33(4)(b), (c))."""

from __future__ import annotations

from django.db import models


class MiniCompetition(models.Model):
    """A call-off that the suppliers of a rule compete for, as a tender by invitation.

    Never changed; what comes of it is ``CompetitionResult``.
    """

    rule = models.ForeignKey(
        "agreements.CallOffRule", on_delete=models.PROTECT, related_name="competitions"
    )
    tender = models.OneToOneField(
        "tendering.Tender", on_delete=models.PROTECT, related_name="competition"
    )
    at = models.DateTimeField()


class CompetitionResult(models.Model):
    """Which agreement a lot of a mini-competition is called off from, and at what price.

    In cents without VAT; never changed.
    """

    competition = models.ForeignKey(
        MiniCompetition, on_delete=models.PROTECT, related_name="results"
    )
    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="competitions_won"
    )
    awarded_lot = models.OneToOneField(
        "tendering.AwardedLot", on_delete=models.PROTECT, related_name="competition_result"
    )
    price_cents = models.BigIntegerField()
    at = models.DateTimeField()
