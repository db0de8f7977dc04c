"""Changes and cancellations that came from a municipality's own purchasing system."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.ordering.vocabulary import ChangeKind


class ReceivedChange(models.Model):
    """A change or cancellation of the buyer's (Peppol T114, T115), taken in or refused.

    ``number`` and ``order_number`` are the buyer's own. Taken in, it is about ``received_order``
    and was asked of the supplier as ``change``; without one the order was taken back at once,
    since nothing of it had left. Refused, it has a ``refusal_code`` and its sentence.
    ``receiver`` is to whom it was sent, and who answers. Never changed.
    """

    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    message_id = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=12, choices=ChangeKind)
    number = models.CharField(max_length=200)
    order_number = models.CharField(max_length=200)
    currency = models.CharField(max_length=3)
    received_order = models.ForeignKey(
        "ordering.ReceivedOrder", null=True, blank=True, on_delete=models.PROTECT,
        related_name="received_changes", db_constraint=False,
    )  # fmt: skip
    change = models.OneToOneField(
        "ordering.OrderChange", null=True, blank=True, on_delete=models.PROTECT,
        related_name="received_change", db_constraint=False,
    )  # fmt: skip
    refusal_code = models.CharField(max_length=60, blank=True)
    sentence = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[ChangeKind.CANCELLATION, ChangeKind.CHANGE]),
                name="received_change_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(refusal_code="", received_order__isnull=False)
                | (~Q(refusal_code="") & Q(change__isnull=True)),
                name="received_change_taken_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return self.number
