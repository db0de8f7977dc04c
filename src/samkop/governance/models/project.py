"""What members of a region do together, each joining by its own decision."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import translation

from samkop.governance.vocabulary import ProjectKind, ProjectState


class Project(models.Model):
    """A joint project: an agreement, a configuration standard or a service.

    ``meaning`` says what it means for a member; ``prepared_by`` is the lead or the purchasing
    body. A member that has not decided may do so until ``decide_by``. ``motion_reference``
    names the steering group's motion about it.
    """

    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=ProjectKind)
    title_sv = models.CharField(max_length=200)
    title_fi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    meaning = models.TextField()
    prepared_by = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="projects_prepared"
    )
    state = models.CharField(
        max_length=20, choices=ProjectState, default=ProjectState.IN_PREPARATION
    )
    decide_by = models.DateField()
    register_number = models.CharField(max_length=60, blank=True)
    motion_reference = models.CharField(max_length=60, blank=True)
    prepared_at = models.DateTimeField()

    class Meta:
        constraints = [
            # A decision about it references both: its region is the project's.
            models.UniqueConstraint(fields=["id", "region"], name="project_of_region"),
            models.CheckConstraint(
                condition=Q(kind__in=ProjectKind.values), name="project_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProjectState.values), name="project_state_known"
            ),
            models.CheckConstraint(condition=~Q(meaning=""), name="project_says_what_it_means"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return str(getattr(self, f"title_{translation.get_language()}", self.title_en))
