"""Planned lots: what they hold of the needs, and why they are divided so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import translation

from samkop.planning.vocabulary import Division, Outsourcing


class PlannedLot(models.Model):
    """A part of a tender to come, with the reason for dividing or joining it (art. 46).

    Volumes of its buyers are those of the need lines in it; quantities count in ``unit``.
    """

    study = models.ForeignKey("planning.PreStudy", on_delete=models.PROTECT, related_name="lots")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    title_sv = models.CharField(max_length=200)
    title_fi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    unit = models.CharField(max_length=40)
    division = models.CharField(max_length=8, choices=Division)
    reason = models.TextField(blank=True)
    outsourcing = models.CharField(
        max_length=10, choices=Outsourcing, default=Outsourcing.UNDECIDED
    )
    outsourcing_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            # A line of a lot references both: lot and need are of one pre-study.
            models.UniqueConstraint(fields=["id", "study"], name="planned_lot_of_study"),
            models.CheckConstraint(
                condition=Q(division__in=Division.values), name="planned_lot_division_known"
            ),
            models.CheckConstraint(
                condition=Q(outsourcing__in=Outsourcing.values),
                name="planned_lot_outsourcing_known",
            ),
        ]
        indexes = [models.Index(fields=["study", "position", "id"], name="planned_lots_in_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return str(getattr(self, f"title_{translation.get_language()}", self.title_en))


class PlannedLotLine(models.Model):
    """A line of a need that goes into a lot; into one only."""

    # Keys (lot_id, study_id), (need_id, study_id) and (line_id, need_id) stand in the wall.
    lot = models.ForeignKey(PlannedLot, on_delete=models.PROTECT, related_name="lines")
    study = models.ForeignKey("planning.PreStudy", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    need = models.ForeignKey("planning.Need", on_delete=models.PROTECT, related_name="+")
    line = models.OneToOneField(
        "planning.NeedLine", on_delete=models.PROTECT, related_name="in_lot"
    )
