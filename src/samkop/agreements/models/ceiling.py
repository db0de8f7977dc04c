"""The ceiling, each buyer's share of it, and the ledger of movements.

All have one writer: the function ``samkop_ceiling_move`` (migrations/0019_one_ceiling.py).
The application may only read them. docs/explanation/ceilings.md
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class SharedCeiling(models.Model):
    """What the suppliers of one procurement may deliver together, and what is committed.

    Beside the ceiling of each of their agreements, where the rule of call-off says that they
    share its maximum value; moved with them. ``maximum_cents`` is the published value and
    all modifications of these agreements since.
    """

    rule = models.OneToOneField(
        "agreements.CallOffRule", on_delete=models.PROTECT, primary_key=True,
        related_name="shared_ceiling",
    )  # fmt: skip
    maximum_cents = models.BigIntegerField()
    committed_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(committed_cents__gte=0, committed_cents__lte=F("maximum_cents")),
                name="shared_ceiling_never_over",
            )
        ]


class Ceiling(models.Model):
    """What may be ordered in all and what has been: one narrow row, locked at each order.

    ``maximum_cents`` is the published maximum value and all modifications since;
    ``committed_cents`` what orders have committed and cancellations not given back.
    ``shared`` where other suppliers of the procurement use up the same maximum.
    """

    agreement = models.OneToOneField(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, primary_key=True
    )
    maximum_cents = models.BigIntegerField()
    committed_cents = models.BigIntegerField(default=0)
    shared = models.ForeignKey(
        SharedCeiling, on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(committed_cents__gte=0, committed_cents__lte=F("maximum_cents")),
                name="ceiling_never_over",
            )
        ]


class CommittedShare(models.Model):
    """What one buyer has committed of the agreement's ceiling."""

    participation = models.OneToOneField(
        "agreements.Participation", on_delete=models.PROTECT, primary_key=True,
        related_name="committed_share",
    )  # fmt: skip
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    committed_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(committed_cents__gte=0), name="committed_share_not_negative"
            )
        ]


class CeilingMovement(models.Model):
    """One movement in the ledger: append-only, adds up to the ceiling's balance.

    ``cents`` is above zero where an order commits and below where one gives back;
    ``quantities`` are the units per price group, with the same sign. ``reference`` is the
    order; ``balance_cents`` the ceiling's balance after the movement. No database foreign
    keys: the one writer has just read both rows, and checking them again would lengthen
    the time for which the ceiling's row is locked.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.DO_NOTHING, db_constraint=False,
        db_index=False,
    )  # fmt: skip
    participation = models.ForeignKey(
        "agreements.Participation", on_delete=models.DO_NOTHING, db_constraint=False,
        db_index=False,
    )  # fmt: skip
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    reference = models.CharField(max_length=120)
    cents = models.BigIntegerField()
    quantities = models.JSONField(default=dict)
    at = models.DateTimeField()
    balance_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(cents=0) | ~Q(quantities={}), name="ceiling_movement_moves"
            )
        ]
        indexes = [
            models.Index(fields=["agreement", "id"], name="ceiling_movement_in_order"),
            models.Index(fields=["participation", "reference"], name="ceiling_movement_by_order"),
        ]
