"""Money set aside per cost centre and year, and what has been committed of it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce


class BudgetProject(models.Model):
    """A project that money is set aside for beside a cost centre (UBL ProjectReference)."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "code"], name="budget_project_code_unique"),
            # A budget and a requisition reference both: no project of somebody else's.
            models.UniqueConstraint(fields=["id", "party"], name="budget_project_of_party"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Budget(models.Model):
    """A cost centre's budget of one year, or of a project in it, without VAT, in cents.

    ``committed_cents`` is the sum of the budget's movements; the database refuses to let
    it pass the amount, whatever the concurrency.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    cost_centre = models.ForeignKey("parties.CostCentre", on_delete=models.PROTECT)
    # Null: what the cost centre spends outside every project.
    project = models.ForeignKey(BudgetProject, null=True, blank=True, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    amount_cents = models.BigIntegerField()
    committed_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "cost_centre", "year", Coalesce("project", 0), name="budget_once_a_year"
            ),
            models.CheckConstraint(
                condition=models.Q(committed_cents__gte=0), name="budget_commitment_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(committed_cents__lte=models.F("amount_cents")),
                name="budget_not_overrun",
            ),
        ]

    @property
    def left_cents(self) -> int:
        """What is not committed yet."""
        return self.amount_cents - self.committed_cents


class BudgetMovement(models.Model):
    """One commitment (positive) or release (negative); append-only, adds up to the budget."""

    budget = models.ForeignKey(
        Budget, on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    reference = models.CharField(max_length=60)
    cents = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["budget", "id"], name="budget_movement_ledger")]
