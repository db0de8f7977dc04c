"""Devices that pass to another organisation on a day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.agreements.vocabulary import ItemCategory
from samkop.fleet.vocabulary import AssetState, HolderKind
from samkop.fleet.vocabulary.transfers import TransferState


class AssetTransfer(models.Model):
    """The giver's decision that devices are the receiver's from ``on_date`` on.

    ``decision`` is the register number of what binds the giver. ``known_models`` says what is known
    of each model by its key, so that the receiver can make it its own. That the receiver
    accepts is the receiver's row (``TransferAnswer``).
    """

    giver = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    on_date = models.DateField()
    decision = models.CharField(max_length=80)
    known_models = models.JSONField(default=dict)
    state = models.CharField(
        max_length=9, choices=TransferState, default=TransferState.DECIDED
    )  # fmt: skip
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id", "giver", "receiver"], name="asset_transfer_of_both"
            ),
            models.UniqueConstraint(fields=["giver", "name"], name="asset_transfer_name_once"),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="asset_transfer_to_another"
            ),
            models.CheckConstraint(
                condition=Q(state=TransferState.DECIDED, ended_at__isnull=True)
                | Q(state__in=[TransferState.DONE, TransferState.CANCELLED],
                    ended_at__isnull=False),
                name="asset_transfer_ended_at_its_time",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class TransferredAsset(models.Model):
    """A device of a transfer as it stood with the giver when that was decided.

    Afterwards it is what the giver still reads of it, with its own steps of custody.
    ``person`` is its holder where that is a person; of any other but a site ``holder_code``
    and ``holder_name`` tell which. ``location`` is the giver's site. Where it was leased, its
    lease is of ``agreement`` and ``financier``, for ``monthly_cents`` of
    ``lease_currency``.
    """

    transfer = models.ForeignKey(
        AssetTransfer, on_delete=models.PROTECT, related_name="assets", db_constraint=False
    )
    giver = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    receiver = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="transfers")
    asset_number = models.CharField(max_length=40)
    serial_number = models.CharField(max_length=100)
    model_key = models.CharField(max_length=250)
    model_name = models.CharField(max_length=200)
    category = models.CharField(max_length=20, choices=ItemCategory)
    state = models.CharField(max_length=12, choices=AssetState)
    holder_kind = models.CharField(max_length=10, choices=HolderKind)
    holder_code = models.CharField(max_length=60, blank=True)
    holder_name = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    location = models.ForeignKey(
        "parties.DeliveryLocation", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_constraint=False, db_index=False,
    )  # fmt: skip
    location_name = models.CharField(max_length=120, blank=True)
    # The receiver may not see the agreement yet.
    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_index=False,
    )  # fmt: skip
    financier = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    monthly_cents = models.BigIntegerField(null=True, blank=True)
    lease_currency = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "asset"], name="transferred_asset_once")
        ]
        indexes = [models.Index(fields=["giver", "id"], name="transferred_of_giver")]


class TransferAnswer(models.Model):
    """What the receiver answers: yes, with the site where each of the giver's goes; or no.

    ``sites`` says for the id of each of the giver's sites the receiver's own; devices of
    others go to ``location``. ``cost_centre`` pays the rents of what is leased, without one such
    devices stay. ``carried_out_at`` is set when its devices are the receiver's.
    """

    transfer = models.OneToOneField(
        AssetTransfer, on_delete=models.PROTECT, related_name="answer", db_constraint=False
    )
    giver = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    receiver = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    location = models.ForeignKey(
        "parties.DeliveryLocation", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_constraint=False, db_index=False,
    )  # fmt: skip
    sites = models.JSONField(default=dict)
    cost_centre = models.ForeignKey(
        "parties.CostCentre", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    carried_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted=True, location__isnull=False)
                | Q(accepted=False, location__isnull=True, carried_out_at__isnull=True),
                name="transfer_answer_says_where",
            ),
        ]


class PassedAsset(models.Model):
    """A device that a transfer has passed on; ``asset_number`` is the receiver's."""

    transfer = models.ForeignKey(
        AssetTransfer, on_delete=models.PROTECT, related_name="passed", db_constraint=False
    )
    giver = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    receiver = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="passings")
    asset_number = models.CharField(max_length=40)
    passed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "asset"], name="passed_asset_once")
        ]
