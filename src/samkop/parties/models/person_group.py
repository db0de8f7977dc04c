"""Groups of a party's people, by the party's own words: teachers, home care."""

from __future__ import annotations

from django.db import models


class PersonGroup(models.Model):
    """A group under the party's own code. Private to the party.

    What its members may order, and whose approval that needs, is said by rules elsewhere.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "code"], name="person_group_code_unique"),
            # Rules reference both, so that none is about another party's group.
            models.UniqueConstraint(fields=["id", "party"], name="person_group_of_party"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A member of the party in a group, with dates; one may be in several groups."""

    group = models.ForeignKey(PersonGroup, on_delete=models.PROTECT, related_name="members")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person", "valid_from"], name="group_member_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="group_member_ends_after_its_start",
            ),
        ]
        indexes = [models.Index(fields=["party", "person"], name="group_member_of_person")]
