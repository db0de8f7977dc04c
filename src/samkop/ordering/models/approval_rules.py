"""An organisation's rules of approval, by version, and what a draft would have changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.ordering.vocabulary import Outcome, RuleSetState


class RuleSet(models.Model):
    """A version of an organisation's rules of approval.

    Drafted, simulated, adopted for a day: the adopted set with the latest first day that
    has come is in force. Once adopted it never changes. ``revision`` counts the changes
    to its rules, so that a simulation says which it saw. Amounts are in ``currency``.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=RuleSetState, default=RuleSetState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    drafted_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "version"], name="rule_set_version_once"),
            models.UniqueConstraint(fields=["party", "valid_from"], name="rule_set_one_a_day"),
            models.CheckConstraint(
                condition=Q(state__in=RuleSetState.values), name="rule_set_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=RuleSetState.ADOPTED, valid_from__isnull=False)
                | ~Q(state=RuleSetState.ADOPTED) & Q(valid_from__isnull=True),
                name="rule_set_adopted_for_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.title}"


class ApprovalRule(models.Model):
    """One row of a rule set: the first that fits decides. Empty conditions ask for nothing."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="rules")
    position = models.PositiveSmallIntegerField()
    amount_from_cents = models.BigIntegerField(null=True, blank=True)
    amount_to_cents = models.BigIntegerField(null=True, blank=True)
    cost_centre = models.ForeignKey(
        "parties.CostCentre", null=True, blank=True, on_delete=models.PROTECT
    )
    category = models.CharField(max_length=20, blank=True)
    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", null=True, blank=True, on_delete=models.PROTECT
    )
    requester_role = models.CharField(max_length=20, blank=True)
    requester_group = models.ForeignKey(
        "parties.PersonGroup", null=True, blank=True, on_delete=models.PROTECT
    )
    outside_range = models.BooleanField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome)
    role = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            # Deferred: two rules change places.
            models.UniqueConstraint(
                fields=["rule_set", "position"],
                name="approval_rule_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="approval_rule_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.ROLE_FIRST) & ~Q(role="")
                | ~Q(outcome=Outcome.ROLE_FIRST) & Q(role=""),
                name="approval_rule_names_its_role",
            ),
            models.CheckConstraint(
                condition=Q(amount_from_cents__isnull=True) | Q(amount_from_cents__gte=0),
                name="approval_rule_amount_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(amount_to_cents__isnull=True)
                | Q(amount_from_cents__isnull=True) & Q(amount_to_cents__gt=0)
                | Q(amount_to_cents__gt=F("amount_from_cents")),
                name="approval_rule_amounts_in_order",
            ),
        ]


class RuleSimulation(models.Model):
    """What a draft would have done with the requisitions of a span of days; never changed.

    ``result`` holds the counts by outcome and by person under ``current`` (null: no set was
    in force) and under the draft, and the requisitions that would have gone elsewhere.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="simulations")
    revision = models.PositiveIntegerField()
    current = models.ForeignKey(RuleSet, null=True, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    requisitions = models.PositiveIntegerField()
    moved = models.PositiveIntegerField()
    result = models.JSONField(default=dict)
    at = models.DateTimeField()
