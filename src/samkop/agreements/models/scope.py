"""What was tendered in a price group, and the models that entered afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class TenderedScope(models.Model):
    """The bounds within which new models may enter a price group (``rules.scope.Scope``).

    ``categories`` are the shop's category codes; ``makers`` are names, empty for any;
    ``most_cents`` the highest price of one unit before tier and markup; ``bounds`` a list
    of {property, least, most} with decimal strings or null. Set in preparation only.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT,
        related_name="tendered_scopes", db_index=False,
    )  # fmt: skip
    price_group = models.CharField(max_length=60)
    categories = models.JSONField(default=list)
    makers = models.JSONField(default=list)
    most_cents = models.BigIntegerField(null=True, blank=True)
    bounds = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "price_group"], name="tendered_scope_once"
            ),
            models.CheckConstraint(
                condition=~Q(categories=[]), name="tendered_scope_has_a_category"
            ),
            models.CheckConstraint(
                condition=Q(most_cents__isnull=True) | Q(most_cents__gt=0),
                name="tendered_scope_price_positive",
            ),
        ]


class AdmittedModel(models.Model):
    """A model that entered during the term, with what showed it to lie within the scope.

    Never changed. ``register_number`` is the decision's.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT,
        related_name="admitted_models", db_index=False,
    )  # fmt: skip
    price_group = models.CharField(max_length=60)
    seller_item_id = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    maker = models.CharField(max_length=120)
    category = models.CharField(max_length=20)
    properties = models.JSONField(default=dict)
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "seller_item_id"], name="admitted_model_once"
            )
        ]
