"""What a person is about to ask for."""

from __future__ import annotations

from django.db import models


class BasketLine(models.Model):
    """One item in a person's basket, in one organisation. Seen by that person alone.

    With ``punch_out_session`` it lies in the basket of that session, which the session alone
    sees: one's own is another.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField()
    punch_out_session = models.ForeignKey(
        "ordering.PunchOutSession", null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "person", "item", "punch_out_session"],
                name="basket_line_once_per_item", nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__range=(1, 10_000)), name="basket_line_quantity_bounded"
            ),
        ]  # fmt: skip
