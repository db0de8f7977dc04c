"""What is ordered by itself every so many months."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.catalogue.vocabulary import SimKind
from samkop.ordering.vocabulary import StandingOrderState


class StandingOrder(models.Model):
    """Things that a person orders every ``every_months``, from ``first_on`` on.

    Each time it becomes an ordinary requisition in its person's name. ``until`` is the last
    day on which it may (None: until further notice); ``next_on`` the day of the next one,
    None once none follows.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    state = models.CharField(
        max_length=10, choices=StandingOrderState, default=StandingOrderState.ACTIVE
    )
    cost_centre = models.ForeignKey("parties.CostCentre", on_delete=models.PROTECT)
    project = models.ForeignKey(
        "ordering.BudgetProject", on_delete=models.PROTECT, null=True, blank=True
    )
    delivery_location = models.ForeignKey("parties.DeliveryLocation", on_delete=models.PROTECT)
    every_months = models.PositiveSmallIntegerField()
    first_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=StandingOrderState.values), name="standing_order_state_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="standing_order_has_a_name"),
            models.CheckConstraint(
                condition=Q(every_months__range=(1, 60)), name="standing_order_every_few_months"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("first_on")),
                name="standing_order_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | ~Q(state="ended"),
                name="standing_order_ended_has_no_next",
            ),
        ]
        indexes = [
            models.Index(
                fields=["party", "next_on"], name="standing_order_due", condition=Q(state="active")
            )
        ]

    def __str__(self) -> str:
        return self.name


class StandingOrderLine(models.Model):
    """So many of an item, or of a configuration as it is offered on the day of the order.

    ``sim`` is the kind of SIM where the configuration has a subscription; its number is new.
    """

    standing_order = models.ForeignKey(
        StandingOrder, on_delete=models.PROTECT, related_name="lines"
    )
    item = models.ForeignKey(
        "catalogue.CatalogueItem", on_delete=models.PROTECT, null=True, related_name="+"
    )
    configuration = models.ForeignKey(
        "catalogue.Configuration", on_delete=models.PROTECT, null=True, related_name="+"
    )
    quantity = models.PositiveIntegerField()
    sim = models.CharField(max_length=10, choices=SimKind, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=True) ^ Q(configuration__isnull=True),
                name="standing_order_line_is_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(quantity__range=(1, 10_000)),
                name="standing_order_line_quantity_bounded",
            ),
            models.CheckConstraint(
                condition=Q(sim="") | Q(sim__in=SimKind.values), name="standing_order_sim_known"
            ),
        ]


class StandingOrderRun(models.Model):
    """What became of a standing order on one of its days: a requisition, or a refusal.

    One a day that was due, whoever tries: so none is ordered twice. ``code`` and ``sentence``
    say why it was refused, until it is tried again.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    standing_order = models.ForeignKey(
        StandingOrder, on_delete=models.PROTECT, related_name="runs", db_index=False
    )
    due_on = models.DateField()
    requisition = models.ForeignKey("ordering.Requisition", on_delete=models.PROTECT, null=True)
    code = models.CharField(max_length=80, blank=True)
    sentence = models.CharField(max_length=500, blank=True)
    tried_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["standing_order", "due_on"], name="standing_order_run_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(requisition__isnull=True, code__gt="")
                | Q(requisition__isnull=False, code=""),
                name="standing_order_run_ordered_or_refused",
            ),
        ]
