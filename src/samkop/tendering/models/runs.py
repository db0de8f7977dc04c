"""What was computed by jobs: models tried out before publication, the best combination."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

LANGUAGES = ("sv", "fi", "en")


class LaboratoryRun(models.Model):
    """One examination of an evaluation model before it is published.

    ``problem`` is what was examined (schema ``award-laboratory-problem``), ``answer`` what was
    found (schema ``award-laboratory``), ``reports`` its sentences by language, ``pdf`` the report
    in ``language`` with its hash; all of it from ``made_at``. One that is attached goes with the
    tender's documents to whoever may read the tender.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="laboratory_runs"
    )
    # The composite foreign key (lot_id, tender_id) stands in the wall.
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    problem = models.JSONField()
    problem_sha256 = models.CharField(max_length=64)
    draws = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    answer = models.JSONField(null=True, blank=True)
    reports = models.JSONField(null=True, blank=True)
    pdf = models.BinaryField(blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    attached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=LANGUAGES), name="laboratory_run_language_known"
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, answer__isnull=True, pdf_sha256="")
                | (Q(made_at__isnull=False, answer__isnull=False) & ~Q(pdf_sha256="")),
                name="laboratory_run_made_whole",
            ),
            models.CheckConstraint(
                condition=Q(attached_at__isnull=True) | Q(made_at__isnull=False),
                name="laboratory_run_attached_once_made",
            ),
        ]
        indexes = [models.Index(fields=["tender", "-id"], name="laboratory_run_newest")]


class AwardRun(models.Model):
    """One search for the best combination over the lots; filled in once, at ``made_at``.

    ``problem`` and ``outcome`` have the schemas ``award-problem`` and ``award-solve``;
    ``clauses`` are the notice's words for each rule. ``lots_drawn`` says how ties are broken:
    the seed, what it is made of, and the bids in the order that was drawn. ``reports`` are the
    explanation's sentences by language.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="award_runs"
    )
    problem = models.JSONField()
    problem_sha256 = models.CharField(max_length=64)
    clauses = models.JSONField()
    lots_drawn = models.JSONField()
    asked_at = models.DateTimeField()
    outcome = models.JSONField(null=True, blank=True)
    reports = models.JSONField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, outcome__isnull=True)
                | Q(made_at__isnull=False, outcome__isnull=False),
                name="award_run_made_whole",
            )
        ]
        indexes = [models.Index(fields=["tender", "-id"], name="award_run_newest")]
