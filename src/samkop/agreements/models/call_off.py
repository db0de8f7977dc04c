"""Call-off among the suppliers of one procurement: the rule, the offers, whose turn it was."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.tendering.vocabulary import CallOffMethod, TurnBy


class CallOffRule(models.Model):
    """How the suppliers of one procurement are called off (2014/24/EU art. 33(4)).

    Each supplier has a framework agreement of its own, tied to the rule with its rank
    (ADR 0009). ``maximum_value_cents`` (without VAT) is what was published for all of them
    together. From ``mini_competition_from_cents`` on, where it is set, a call-off is competed
    for; below it is direct. Nothing changes after ``adopted_at``. Where the suppliers
    ``shares_maximum``, each may have the whole of it, and one ``SharedCeiling`` holds for
    all; else their agreements' own maxima together are at most it.
    """

    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    method = models.CharField(max_length=20, choices=CallOffMethod)
    turn_by = models.CharField(max_length=10, choices=TurnBy, default=TurnBy.VALUE)
    mini_competition_from_cents = models.BigIntegerField(null=True, blank=True)
    maximum_value_cents = models.BigIntegerField()
    shares_maximum = models.BooleanField(default=False)
    currency = models.CharField(max_length=3)
    register_number = models.CharField(max_length=60)
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purchasing_body", "number"], name="call_off_rule_number_unique"
            ),
            # An agreement references both: whoever runs it runs its call-off too.
            models.UniqueConstraint(
                fields=["id", "purchasing_body"], name="call_off_rule_of_purchasing_body"
            ),
            models.CheckConstraint(
                condition=Q(method__in=CallOffMethod.values), name="call_off_rule_method_known"
            ),
            models.CheckConstraint(
                condition=Q(turn_by__in=TurnBy.values), name="call_off_rule_turn_known"
            ),
            models.CheckConstraint(
                condition=Q(maximum_value_cents__gt=0), name="call_off_rule_has_a_maximum"
            ),
            models.CheckConstraint(
                condition=Q(mini_competition_from_cents__isnull=True)
                | Q(
                    mini_competition_from_cents__gt=0,
                    mini_competition_from_cents__lte=F("maximum_value_cents"),
                ),
                name="call_off_rule_competition_from_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class CallOffOffer(models.Model):
    """The item with which a supplier answered a position of the procurement's price sheet.

    Items of one ``position`` are each other's equals: whichever of them is asked for, the
    rule says whose is delivered.
    """

    rule = models.ForeignKey(CallOffRule, on_delete=models.PROTECT, related_name="offers")
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    position = models.CharField(max_length=80)
    seller_item_id = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "position", "agreement"], name="call_off_offer_once_a_position"
            ),
            models.UniqueConstraint(
                fields=["agreement", "seller_item_id"], name="call_off_offer_item_once"
            ),
            models.CheckConstraint(condition=~Q(position=""), name="call_off_offer_has_a_position"),
        ]


class CallOffTurn(models.Model):
    """A call-off that a supplier got, or gave back where nothing came of it; never changed.

    ``turns`` is 1, or -1 where it was given back, with ``cents`` of the same sign.
    ``considered`` are the candidates in their order (``rules.call_off.Candidate.as_json``);
    ``reference`` is the buyer's requisition.
    """

    rule = models.ForeignKey(CallOffRule, on_delete=models.PROTECT, related_name="turns")
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=120)
    turns = models.SmallIntegerField()
    cents = models.BigIntegerField()
    considered = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "buyer", "reference", "turns"], name="call_off_turn_once"
            ),
            models.CheckConstraint(
                condition=Q(turns=1, cents__gte=0) | Q(turns=-1, cents__lte=0),
                name="call_off_turn_taken_or_given_back",
            ),
        ]
        indexes = [
            models.Index(fields=["rule", "agreement"], name="call_off_turn_by_agreement"),
            models.Index(fields=["buyer", "reference"], name="call_off_turn_by_reference"),
        ]
