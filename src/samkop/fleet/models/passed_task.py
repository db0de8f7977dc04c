"""What was to be done with devices, and goes on with whoever they pass to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.fleet.vocabulary.transfers import TaskKind


class PassedTask(models.Model):
    """A work order, a case, a loan or a recall of the giver's that goes on with the receiver.

    The giver's word to the receiver: ``facts`` are those of ``usecases.letting_go``, by kind,
    with what is needed to go on, and nothing of what was done before. ``number`` is the giver's
    own of it, of a recall its title.
    """

    transfer = models.ForeignKey(
        "fleet.AssetTransfer", on_delete=models.PROTECT, related_name="tasks", db_constraint=False
    )
    giver = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    receiver = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=TaskKind)
    number = models.CharField(max_length=60)
    facts = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TaskKind.values), name="passed_task_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number
