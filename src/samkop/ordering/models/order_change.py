"""What a buyer asks of its supplier once the order has gone out."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.ordering.vocabulary import ChangeKind, ChangeState


class OrderChange(models.Model):
    """A change or cancellation that is asked for (Peppol T114, T115): one waits at a time.

    Nothing is given back before the supplier has agreed. ``requested_on`` is the day on which
    the rest is wanted instead; None: as before. ``sequence_number`` counts those of an order.
    A decision on substitutes is told by the same documents: it holds already, has no reason,
    and any number of them may wait for the supplier's confirmation.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(
        "ordering.Order", on_delete=models.PROTECT, related_name="changes", db_index=False
    )
    kind = models.CharField(max_length=12, choices=ChangeKind)
    state = models.CharField(max_length=15, choices=ChangeState, default=ChangeState.ASKED)
    number = models.CharField(max_length=30)
    sequence_number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    requested_on = models.DateField(null=True, blank=True)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    message_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "sequence_number"], name="order_change_counted"
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state="asked"), name="order_change_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ChangeKind.values), name="order_change_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ChangeState.values), name="order_change_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "told"], answered_at__isnull=True)
                | (~Q(state__in=["asked", "told"]) & Q(answered_at__isnull=False)),
                name="order_change_answered_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="substitution", state="asked")
                & (Q(kind="substitution") | ~Q(state="told")),
                name="order_change_of_substitutes_is_told",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderChangeLine(models.Model):
    """Of a line ``quantity`` are still wanted, of ``standing`` that were to come.

    ``offered`` is the supplier's substitute that was decided on, taken unless none is wanted;
    each decision is told once.
    """

    change = models.ForeignKey(OrderChange, on_delete=models.PROTECT, related_name="lines")
    offered = models.OneToOneField(
        "ordering.OrderResponseLine", null=True, on_delete=models.PROTECT, related_name="told"
    )
    line_number = models.PositiveSmallIntegerField()
    standing = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change", "line_number"], name="order_change_line_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__lte=F("standing")), name="order_change_line_asks_no_more"
            ),
        ]
