"""How a municipality codes what it buys, and what its accounting files look like."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.catalogue.vocabulary import Category
from samkop.invoicing.vocabulary import FileForm


class CodingRule(models.Model):
    """Which account, and which dimensions, a line of an invoice belongs to; from a day on.

    The upper fields say which lines: those of orders of a ``cost_centre_code`` or for a
    ``project_code``, of a ``price_group`` or ``category``, with an ``item_class`` that begins
    so (UNSPSC or CPV, BT-158), at ``amount_from_cents`` or more a unit without VAT (zero: any);
    rents of a ``financier``, of its ``schedule``, a unit of which is a month. What is known of the
    order by which a rented device came, by its serial number, holds for its rent too.
    Empty fields take every line. ``rules.coding.chosen`` says which rule wins. The rest is the
    coding; an empty ``to_cost_centre`` or ``to_project`` is the order's own.
    """

    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    cost_centre_code = models.CharField(max_length=40, blank=True)
    project_code = models.CharField(max_length=40, blank=True)
    price_group = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=20, blank=True, choices=Category)
    item_class = models.CharField(max_length=20, blank=True)
    amount_from_cents = models.BigIntegerField(default=0)
    financier = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    schedule = models.CharField(max_length=60, blank=True, db_default="")
    account = models.CharField(max_length=20)
    account_name = models.CharField(max_length=80, blank=True)
    to_cost_centre = models.CharField(max_length=40, blank=True)
    to_project = models.CharField(max_length=40, blank=True)
    object_code = models.CharField(max_length=40, blank=True)
    vat_code = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two rules for the same lines would be a tie: one has to end first.
            models.UniqueConstraint(
                fields=[
                    "party",
                    "cost_centre_code",
                    "project_code",
                    "price_group",
                    "category",
                    "item_class",
                    "amount_from_cents",
                    "financier",
                    "schedule",
                ],
                condition=Q(valid_until=None),
                nulls_distinct=False,
                name="coding_rule_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_from_cents__gte=0), name="coding_rule_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(schedule="") | Q(financier__isnull=False),
                name="coding_rule_schedule_of_financier",
            ),
            models.CheckConstraint(condition=~Q(account=""), name="coding_rule_has_account"),
        ]
        indexes = [models.Index(fields=["party", "valid_from", "id"], name="coding_rule_from")]

    def __str__(self) -> str:
        return f"{self.account} {self.account_name}".strip()


class AccountingSetup(models.Model):
    """The form of the municipality's accounting files, and the accounts of every voucher.

    The newest line holds. Accounts: what is owed to suppliers, VAT on purchases, and what
    rounding leaves; ``vat_accounts`` are others of VAT, [[VAT code, rate in per cent, per mille
    that are booked on it, account, name]], codes and rates empty for any (``rules.vat``).
    ``series`` of the vouchers, empty where the finance system numbers them.
    SIE: the numbers of the dimensions that hold object and VAT code; None: not written.
    CSV: ``columns`` [[heading, field, text of a fixed one]] in their order.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=4, choices=FileForm)
    payable_account = models.CharField(max_length=20)
    payable_name = models.CharField(max_length=80, blank=True)
    vat_account = models.CharField(max_length=20)
    vat_name = models.CharField(max_length=80, blank=True)
    vat_accounts = models.JSONField(default=list, db_default=[])
    rounding_account = models.CharField(max_length=20)
    rounding_name = models.CharField(max_length=80, blank=True)
    series = models.CharField(max_length=10, blank=True)
    object_dimension = models.PositiveSmallIntegerField(null=True, blank=True)
    vat_dimension = models.PositiveSmallIntegerField(null=True, blank=True)
    columns = models.JSONField(default=list)
    separator = models.CharField(max_length=1, default=";")
    decimal = models.CharField(max_length=1, default=",")
    dates = models.CharField(max_length=10, default="dotted")
    encoding = models.CharField(max_length=20, default="utf-8")
    heading = models.BooleanField(default=True)
    decided_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(form__in=FileForm.values), name="accounting_setup_form_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_form_display()
