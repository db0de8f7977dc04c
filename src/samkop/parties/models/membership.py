"""Who belongs to which party, in which roles, from when until when."""

from __future__ import annotations

from django.db import models

from samkop.parties.vocabulary import RoleName


class Membership(models.Model):
    """A person in a party, with where the person's things go and who pays for them."""

    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="memberships"
    )
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    cost_centre = models.ForeignKey(
        "parties.CostCentre", null=True, blank=True, on_delete=models.PROTECT
    )
    delivery_location = models.ForeignKey(
        "parties.DeliveryLocation", null=True, blank=True, on_delete=models.PROTECT
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "party"], name="membership_once"),
            # A role references all three, so that it can belong to no other membership.
            models.UniqueConstraint(
                fields=["id", "person", "party"], name="membership_of_person_and_party"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="membership_ends_after_its_start",
            ),
        ]


class RoleAssignment(models.Model):
    """A role of a member, with its dates."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="roles")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=RoleName)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "role", "valid_from"], name="role_assignment_once"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=RoleName.values), name="role_assignment_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="role_assignment_ends_after_its_start",
            ),
        ]
