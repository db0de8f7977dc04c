"""The homework of a pre-study: what has to be known, what the answer rests on, who answers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.planning.vocabulary import EvidenceKind, HomeworkArea, HomeworkState


class HomeworkPoint(models.Model):
    """A question that a pre-study answers. ``code`` names one of the usual (``homework_points``);
    a point of one's own has none, and its ``question`` in words.

    Accepted by another person than who answered.
    """

    study = models.ForeignKey(
        "planning.PreStudy", on_delete=models.PROTECT, related_name="homework"
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    area = models.CharField(max_length=12, choices=HomeworkArea)
    code = models.CharField(max_length=30, blank=True)
    question = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()
    responsible = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="homework", null=True, blank=True
    )
    due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=HomeworkState, default=HomeworkState.OPEN)
    answered_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "owner"], name="homework_point_of_owner"),
            models.UniqueConstraint(
                fields=["study", "code"], condition=~Q(code=""), name="homework_point_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=HomeworkState.values), name="homework_point_state_known"
            ),
            models.CheckConstraint(
                condition=Q(area__in=HomeworkArea.values), name="homework_point_area_known"
            ),
            models.CheckConstraint(
                condition=~Q(code="") | ~Q(question=""), name="homework_point_asks_something"
            ),
            models.CheckConstraint(
                condition=Q(state=HomeworkState.OPEN)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="homework_point_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=HomeworkState.ACCEPTED, accepted_by__isnull=False,
                    accepted_at__isnull=False,
                )
                | ~Q(state=HomeworkState.ACCEPTED)
                & Q(accepted_by__isnull=True, accepted_at__isnull=True),
                name="homework_point_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | ~Q(accepted_by=F("answered_by")),
                name="homework_point_accepted_by_another",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["study", "position", "id"], name="homework_in_order")]


class HomeworkEvidence(models.Model):
    """What an answer rests on: a file as it was uploaded, or a page of the system."""

    # The composite foreign key (point_id, owner_id) stands in the wall.
    point = models.ForeignKey(HomeworkPoint, on_delete=models.PROTECT, related_name="evidence")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=4, choices=EvidenceKind)
    title = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(null=True, blank=True)
    added_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.FILE, content__isnull=False, address="")
                & ~Q(name="") & ~Q(sha256="")
                | Q(kind=EvidenceKind.LINK, content__isnull=True, name="", sha256="",
                    address__startswith="/"),
                name="homework_evidence_is_a_file_or_a_page",
            )
        ]  # fmt: skip
