"""A market consultation, what it asks, and which suppliers take part."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import translation

from samkop.planning.vocabulary import CONSULTATION_TRANSITIONS, ConsultationState


class MarketConsultation(models.Model):
    """A buyer (``owner``) asks the market before it writes a tender (art. 40 of 2014/24/EU).

    ``study`` is the owner's pre-study that it belongs to, if there is one. Answers come until
    ``answers_until``, to the millisecond. A supplier has ``comment_days`` to comment on the note
    of a meeting; a trade secret that is refused is published ``secret_days`` after the supplier
    was told (art. 21).
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="consultations"
    )
    # The composite foreign key (study_id, owner_id) stands in the wall.
    study = models.ForeignKey(
        "planning.PreStudy", on_delete=models.PROTECT, related_name="consultations", null=True,
        blank=True, db_constraint=False,
    )  # fmt: skip
    number = models.CharField(max_length=40)
    register_number = models.CharField(max_length=60)
    title_sv = models.CharField(max_length=200)
    title_fi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    about = models.TextField()
    answers_until = models.DateTimeField()
    opens_at = models.DateTimeField(null=True, blank=True)
    comment_days = models.PositiveSmallIntegerField(default=7)
    secret_days = models.PositiveSmallIntegerField(default=14)
    state = models.CharField(
        max_length=20, choices=ConsultationState, default=ConsultationState.IN_PREPARATION
    )
    responsible = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="consultation_number_unique"),
            # Whatever belongs to a consultation references both.
            models.UniqueConstraint(fields=["id", "owner"], name="consultation_of_owner"),
            models.CheckConstraint(
                condition=Q(state__in=list(CONSULTATION_TRANSITIONS)),
                name="consultation_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=ConsultationState.IN_PREPARATION, opens_at__isnull=True)
                | Q(~Q(state=ConsultationState.IN_PREPARATION), opens_at__lt=F("answers_until")),
                name="consultation_opened_before_its_limit",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(register_number="") & ~Q(about=""),
                name="consultation_says_what_it_is_about",
            ),
            models.CheckConstraint(
                condition=Q(comment_days__gte=1, secret_days__gte=1),
                name="consultation_leaves_time_to_answer",
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "id"], name="consultation_newest")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return str(getattr(self, f"title_{translation.get_language()}", self.title_en))


class ConsultationQuestion(models.Model):
    """An open question to the market, by its ``place`` from 1; fixed once it can be answered."""

    consultation = models.ForeignKey(
        MarketConsultation, on_delete=models.PROTECT, related_name="questions"
    )
    place = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "place"], name="consultation_question_place"
            ),
            models.UniqueConstraint(
                fields=["id", "consultation"], name="consultation_question_of_consultation"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="consultation_question_asks"),
        ]

    def __str__(self) -> str:
        return self.text


class ConsultationParticipant(models.Model):
    """A supplier that was told of a consultation, or came by itself; only the two know it."""

    consultation = models.ForeignKey(
        MarketConsultation, on_delete=models.PROTECT, related_name="participants"
    )
    # The composite foreign key (consultation_id, owner_id) stands in the wall, here and below.
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="consultations_joined"
    )
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "supplier"], name="consultation_participant_once"
            ),
            models.CheckConstraint(
                condition=~Q(owner=F("supplier")), name="consultation_participant_is_another"
            ),
        ]
