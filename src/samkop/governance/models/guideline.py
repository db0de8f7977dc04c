"""Guidelines of a region, their versions and points."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from samkop.governance.vocabulary import AdoptedBy, VersionState


class Guideline(models.Model):
    """What the members of a region have agreed on to do alike; written by its ``keeper``.

    ``review_months``: how long an attestation holds before it is renewed.
    """

    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    title_sv = models.CharField(max_length=200)
    title_fi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    review_months = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "keeper"], name="guideline_of_keeper"),
            models.CheckConstraint(
                condition=Q(review_months__gte=1, review_months__lte=60),
                name="guideline_review_in_bounds",
            ),
        ]

    def __str__(self) -> str:
        return str(getattr(self, f"title_{get_language() or 'en'}", self.title_en))


class GuidelineVersion(models.Model):
    """A text that is changed while it is a draft; adopted, it holds from ``valid_from`` until a
    newer one does. Members attest to it by ``attest_by``.

    ``sha256`` is that of the file, where it has one (``GuidelineFile``).
    """

    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="versions")
    keeper = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    text_sv = models.TextField(blank=True)
    text_fi = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField(null=True, blank=True)
    attest_by = models.DateField(null=True, blank=True)
    adopted_by = models.CharField(max_length=15, choices=AdoptedBy, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    adopted_reference = models.CharField(max_length=120, blank=True)
    drafted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guideline", "number"], name="guideline_version_numbered_once"
            ),
            models.UniqueConstraint(fields=["id", "keeper"], name="guideline_version_of_keeper"),
            models.UniqueConstraint(
                fields=["guideline"], condition=Q(state__in=["draft", "proposed"]),
                name="guideline_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="adopted", valid_from__isnull=False, attest_by__isnull=False,
                    adopted_on__isnull=False,
                ) & ~Q(adopted_by="") & Q(attest_by__gte=models.F("valid_from"))
                | ~Q(state="adopted") & Q(adopted_on__isnull=True, adopted_by=""),
                name="guideline_version_adopted_whole",
            ),
            models.CheckConstraint(
                condition=Q(sha256="", file_name="") | Q(sha256__regex="^[0-9a-f]{64}$"),
                name="guideline_version_file_hashed",
            ),
        ]  # fmt: skip

    @property
    def text(self) -> str:
        """The text in the reader's language; in another where it was not translated."""
        ours = getattr(self, f"text_{get_language() or 'en'}", "")
        return str(ours or self.text_en or self.text_sv or self.text_fi)


class GuidelinePoint(models.Model):
    """A numbered requirement of a version; a point that stays keeps its number."""

    version = models.ForeignKey(GuidelineVersion, on_delete=models.PROTECT, related_name="points")
    keeper = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    text_sv = models.CharField(max_length=1000)
    text_fi = models.CharField(max_length=1000)
    text_en = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number"], name="guideline_point_numbered_once"
            ),
            models.UniqueConstraint(fields=["id", "version"], name="guideline_point_of_version"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def text(self) -> str:
        """The requirement in the reader's language."""
        return str(getattr(self, f"text_{get_language() or 'en'}", self.text_en))


class GuidelineFile(models.Model):
    """The PDF of a version; another one is a new row, the newest counts. Never changed."""

    version = models.ForeignKey(GuidelineVersion, on_delete=models.PROTECT, related_name="files")
    keeper = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_at = models.DateTimeField()
