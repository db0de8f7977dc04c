"""An administrator who looks at the pages as somebody else."""

from __future__ import annotations

from django.db import models


class Viewing(models.Model):
    """For a short time a person sees the pages as another one of the organisation does.

    Nothing can be written meanwhile. Seen by the organisation and by the person looked at.
    It ends at ``ends_at``, or at ``ended_at`` when the viewer ended it before.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    viewer = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(viewer=models.F("person")), name="viewing_of_another"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("started_at")),
                name="viewing_ends_after_its_start",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="viewing_has_a_reason"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="viewing_of_person")]
