"""What goes back to a supplier of what came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.receiving.vocabulary import ReturnReason, ReturnRemedy, ReturnState


class GoodsReturn(models.Model):
    """Goods of one order that go back together, under a number that both sides write on them.

    The buyer announces and sends it. That the supplier has it again is the supplier's own row
    (``ReturnAcceptance``), after which a job of the buyer's sets the state. ``remedy`` is what
    the buyer wants for it; what is credited is not expected again.
    """

    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    order = models.ForeignKey("ordering.Order", on_delete=models.PROTECT, related_name="returns")
    number = models.CharField(max_length=60)
    reason = models.CharField(max_length=12, choices=ReturnReason)
    remedy = models.CharField(max_length=11, choices=ReturnRemedy, default=ReturnRemedy.CREDIT)
    state = models.CharField(max_length=10, choices=ReturnState, default=ReturnState.ANNOUNCED)
    note = models.CharField(max_length=500, blank=True)
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    tracking_id = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "number"], name="goods_return_number_unique"),
            models.UniqueConstraint(
                fields=["id", "buyer", "supplier"], name="goods_return_of_both"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=ReturnReason.values), name="goods_return_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(remedy__in=ReturnRemedy.values), name="goods_return_remedy_known"
            ),
            models.CheckConstraint(
                condition=Q(remedy=ReturnRemedy.CREDIT)
                | Q(reason__in=[ReturnReason.DAMAGED, ReturnReason.WRONG_ITEM]),
                name="goods_return_replaces_what_was_ordered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ReturnState.ANNOUNCED, ReturnState.CANCELLED],
                            sent_at__isnull=True, taken_at__isnull=True)
                | Q(state=ReturnState.SENT, sent_at__isnull=False, taken_at__isnull=True)
                | Q(state=ReturnState.TAKEN, sent_at__isnull=False, taken_at__isnull=False),
                name="goods_return_times_of_state",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=[side, "announced_at", "id"], name=f"goods_return_{side}_at")
            for side in ("buyer", "supplier")
        ]

    def __str__(self) -> str:
        return self.number


class GoodsReturnLine(models.Model):
    """So many pieces of an order's line; of a wrong item, so many that came instead of it."""

    goods_return = models.ForeignKey(GoodsReturn, on_delete=models.PROTECT, related_name="lines")
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    line_number = models.PositiveSmallIntegerField()
    seller_item_id = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    unit_code = models.CharField(max_length=3)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["goods_return", "line_number"], name="goods_return_line_once"
            ),
            models.UniqueConstraint(
                fields=["id", "buyer", "supplier"], name="goods_return_line_of_both"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="goods_return_line_is_something"
            ),
        ]


class ReturnedSerial(models.Model):
    """A received serial number that goes back: with one return, unless that is cancelled."""

    line = models.ForeignKey(GoodsReturnLine, on_delete=models.PROTECT, related_name="serials")
    received = models.OneToOneField(
        "receiving.ReceivedSerial", on_delete=models.PROTECT, related_name="returned"
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    serial_number = models.CharField(max_length=100)


class ReturnAcceptance(models.Model):
    """The supplier has goods back: a row of the supplier's, once for a return."""

    goods_return = models.OneToOneField(
        GoodsReturn, on_delete=models.PROTECT, related_name="acceptance"
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = models.CharField(max_length=500, blank=True)
    accepted_at = models.DateTimeField()
