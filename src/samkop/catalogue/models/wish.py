"""What people wish of the range, and what they complain of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.catalogue.vocabulary import Category, WishKind


class Wish(models.Model):
    """A person's wish or complaint of an item, or of a whole device kind where ``item`` is none.

    A person counts once of each: what was taken back does not count, and can be said anew.
    ``line`` is for the ICT manager of the person's own ``party``; who keeps the range
    (``purchasing_body``) reads it, without a name, only where the person allowed it
    (``line_shown``). Everybody else reads counts, never rows.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=WishKind)
    category = models.CharField(max_length=20, choices=Category)
    item = models.ForeignKey(
        "catalogue.CatalogueItem", on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    line = models.CharField(max_length=200, blank=True)
    line_shown = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "item", "kind"], name="wish_once_an_item",
                condition=Q(item__isnull=False, taken_back_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["person", "purchasing_body", "category", "kind"],
                name="wish_once_a_category",
                condition=Q(item__isnull=True, taken_back_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WishKind.values, category__in=Category.values),
                name="wish_says_what_we_know",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["purchasing_body", "item"], name="wish_counted",
                condition=Q(taken_back_at__isnull=True),
            ),
            models.Index(fields=["party", "-id"], name="wish_newest"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.item or self.get_category_display()}"
