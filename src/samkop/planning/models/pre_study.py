"""A pre-study: whose needs it takes in, and which buyers it waits for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import translation

from samkop.planning.vocabulary import Category, PreStudyState


class PreStudy(models.Model):
    """The groundwork of a tender of one party (``owner``), for itself and others.

    ``number`` is the owner's own, ``register_number`` that of its register. ``aim`` says what
    is to be better afterwards.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="pre_studies")
    number = models.CharField(max_length=40)
    register_number = models.CharField(max_length=60, blank=True)
    title_sv = models.CharField(max_length=200)
    title_fi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    category = models.CharField(max_length=20, choices=Category)
    aim = models.TextField(blank=True)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=PreStudyState, default=PreStudyState.RUNNING)
    responsible = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="pre_studies"
    )
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="pre_study_number_unique"),
            # Whatever belongs to a pre-study references both.
            models.UniqueConstraint(fields=["id", "owner"], name="pre_study_of_owner"),
            models.CheckConstraint(
                condition=Q(state__in=PreStudyState.values), name="pre_study_state_known"
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="pre_study_category_known"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="pre_study_currency_is_iso_4217"
            ),
            models.CheckConstraint(
                condition=~Q(state=PreStudyState.FINISHED) | Q(finished_at__isnull=False),
                name="pre_study_finished_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-id"], name="pre_study_newest")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return str(getattr(self, f"title_{translation.get_language()}", self.title_en))


class StudyBuyer(models.Model):
    """A buyer whose needs a pre-study waits for; it sees that it is asked."""

    # Composite foreign keys (study_id, owner_id) stand in the wall, here and below.
    study = models.ForeignKey(PreStudy, on_delete=models.PROTECT, related_name="buyers")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="asked_by")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "buyer"], name="study_buyer_once")]


class IncludedNeed(models.Model):
    """A need that a pre-study counts; a need is in one pre-study at most.

    Its row, not the need's state, says so: the need is its buyer's. A need that was withdrawn
    since does not count any more, and is shown as missing.
    """

    study = models.ForeignKey(PreStudy, on_delete=models.PROTECT, related_name="included")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # Keys (need_id, owner_id) to who it was reported to, (need_id, buyer_id) to whose it is.
    need = models.OneToOneField("planning.Need", on_delete=models.PROTECT, related_name="inclusion")
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # A lot's line references both: it is of a need that the pre-study counts.
            models.UniqueConstraint(fields=["need", "study"], name="included_need_of_study")
        ]
