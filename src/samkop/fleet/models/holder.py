"""Who or what has devices."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.fleet.vocabulary import NAMED_KINDS, HolderKind


class Holder(models.Model):
    """One holder of an owner's devices: a person, class, cart, room, site, carrier or supplier.

    ``code`` is what tells holders of one kind apart: the owner's own of a class, cart, room or
    carrier; the id of the person, site or party that it stands for; empty of *nobody*.
    ``location`` is the site where a class, cart or room is.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=HolderKind)
    code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    person = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    location = models.ForeignKey(
        "parties.DeliveryLocation", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_constraint=False,
    )  # fmt: skip
    party = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind", "code"], name="holder_once"),
            models.UniqueConstraint(fields=["id", "owner"], name="holder_of_owner"),
            models.CheckConstraint(
                condition=Q(kind=HolderKind.PERSON, person__isnull=False, party__isnull=True)
                | Q(kind=HolderKind.SITE, person__isnull=True, location__isnull=False,
                    party__isnull=True)
                | Q(kind=HolderKind.SUPPLIER, person__isnull=True, party__isnull=False)
                | Q(kind=HolderKind.NOBODY, person__isnull=True, party__isnull=True, code="")
                | (Q(kind__in=sorted(NAMED_KINDS), person__isnull=True) & ~Q(code="")),
                name="holder_is_what_its_kind_says",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["owner", "person"], name="holder_of_person")]

    def __str__(self) -> str:
        return self.name
