"""What a municipality's people may order: rules, exceptions, and what was ordered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.catalogue.vocabulary import Category, Entitled, Target
from samkop.parties.vocabulary import RoleName


def _target_is_whole(name: str) -> models.CheckConstraint:
    """A category or price group is named by ``what``, an item by its key, nothing by both."""
    by_words = (
        Q(target=Target.EVERYTHING, what="")
        | Q(target=Target.CATEGORY, what__in=Category.values)
        | (Q(target=Target.PRICE_GROUP) & ~Q(what=""))
    )
    return models.CheckConstraint(
        condition=(by_words & Q(item__isnull=True, configuration__isnull=True))
        | Q(target=Target.ITEM, what="", item__isnull=False, configuration__isnull=True)
        | Q(target=Target.CONFIGURATION, what="", item__isnull=True, configuration__isnull=False),
        name=name,
    )


class EntitlementRule(models.Model):
    """Who may order what, how many in so many months, at which price of one at most.

    Of one municipality. ``quantity`` and ``months`` are both given or both not: then as
    many as wanted. ``highest_cents`` is without VAT, in the party's currency.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    entitled = models.CharField(max_length=10, choices=Entitled)
    role = models.CharField(max_length=20, choices=RoleName, blank=True)
    group = models.ForeignKey(
        "parties.PersonGroup", null=True, blank=True, on_delete=models.PROTECT
    )
    target = models.CharField(max_length=15, choices=Target)
    what = models.CharField(max_length=60, blank=True)
    item = models.ForeignKey(
        "catalogue.CatalogueItem", null=True, blank=True, on_delete=models.PROTECT
    )
    configuration = models.ForeignKey(
        "catalogue.Configuration", null=True, blank=True, on_delete=models.PROTECT
    )
    quantity = models.PositiveIntegerField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    highest_cents = models.BigIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(entitled=Entitled.EVERYBODY, role="", group__isnull=True)
                | Q(entitled=Entitled.ROLE, role__in=RoleName.values, group__isnull=True)
                | Q(entitled=Entitled.GROUP, role="", group__isnull=False),
                name="entitlement_rule_names_somebody",
            ),
            _target_is_whole("entitlement_rule_is_about_something"),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True, months__isnull=True)
                | Q(quantity__gte=1, months__range=(1, 240)),
                name="entitlement_rule_counts_in_months",
            ),
            models.CheckConstraint(
                condition=Q(highest_cents__isnull=True) | Q(highest_cents__gt=0),
                name="entitlement_rule_price_positive",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="entitlement_rule_ends_after_its_start",
            ),
        ]
        indexes = [models.Index(fields=["party", "valid_from"], name="entitlement_rule_of_party")]


class EntitlementException(models.Model):
    """So many of something that one person may have besides the rules, and why."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=15, choices=Target)
    what = models.CharField(max_length=60, blank=True)
    item = models.ForeignKey(
        "catalogue.CatalogueItem", null=True, blank=True, on_delete=models.PROTECT
    )
    configuration = models.ForeignKey(
        "catalogue.Configuration", null=True, blank=True, on_delete=models.PROTECT
    )
    quantity = models.PositiveIntegerField()
    reason = models.CharField(max_length=500)
    granted_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            _target_is_whole("entitlement_exception_is_about_something"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1), name="entitlement_exception_of_one_or_more"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="entitlement_exception_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("granted_by")), name="entitlement_exception_for_another"
            ),
        ]
        indexes = [models.Index(fields=["party", "person"], name="entitlement_exception_of")]


class EntitlementUse(models.Model):
    """What was ordered for a person, and given back (negative); append-only.

    A row that gives back has the day of the row that it undoes. ``reference`` is the
    requisition's number. ``configuration`` stands where it is the device of one.
    """

    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    person = models.ForeignKey(
        "parties.Person",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT, db_index=False)
    category = models.CharField(max_length=20)
    price_group = models.CharField(max_length=60, blank=True)
    configuration = models.ForeignKey(
        "catalogue.Configuration", null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )
    quantity = models.IntegerField()
    exception = models.ForeignKey(
        EntitlementException,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
    )
    reference = models.CharField(max_length=60)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(quantity=0), name="entitlement_use_of_something")
        ]
        indexes = [
            models.Index(fields=["party", "person", "on"], name="entitlement_use_of_person"),
            models.Index(fields=["party", "reference"], name="entitlement_use_by_reference"),
        ]
