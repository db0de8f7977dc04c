"""Work to be done on devices: by the owner's own people or by another party's."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.fleet.vocabulary import (
    EnrolmentCheck,
    HolderKind,
    NotDoneReason,
    WorkKind,
    WorkLineState,
    WorkState,
)
from samkop.parties.vocabulary import Criticality


class WorkSeries(models.Model):
    """An owner's own series of work order numbers: ``prefix`` and the next, of six digits."""

    owner = models.OneToOneField("parties.Party", on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=10, default="W")
    next_number = models.PositiveIntegerField(default=1)


class WorkOrder(models.Model):
    """One visit or one sitting: some devices, one kind of work, one place, one day.

    ``performer`` does it: the owner itself, or another party, which reads the order and its
    lines and never the devices; ``performer_person`` is who, where somebody is named.
    ``location`` is where, and its name, address and criticality stand here for whoever may not
    read the owner's sites. ``origin`` is the site that things are brought from, and back to.
    ``due_on`` within the site's window, its own time zone; ``promised_on`` the day promised to
    a critical site, ``alarmed_for`` the promise of which it was told that it breaks.
    ``source`` names what it was opened for (``platform.records.subject_of``).
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    performer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    performer_person = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=WorkKind)
    state = models.CharField(max_length=10, choices=WorkState, default=WorkState.OPEN)
    # The composite foreign keys (…, owner_id) stand in the wall's migration.
    location = models.ForeignKey(
        "parties.DeliveryLocation", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_constraint=False,
    )  # fmt: skip
    origin = models.ForeignKey(
        "parties.DeliveryLocation", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_constraint=False, db_index=False,
    )  # fmt: skip
    site_name = models.CharField(max_length=120, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    criticality = models.CharField(max_length=10, choices=Criticality, default=Criticality.ORDINARY)
    due_on = models.DateField()
    window_from = models.TimeField(null=True, blank=True)
    window_to = models.TimeField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    alarmed_for = models.DateField(null=True, blank=True)
    is_signed_for = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="work_order_number_once"),
            models.UniqueConstraint(fields=["id", "owner", "performer"], name="work_order_of_both"),
            models.CheckConstraint(
                condition=Q(kind__in=WorkKind.values), name="work_order_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(criticality__in=Criticality.values),
                name="work_order_criticality_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[WorkState.OPEN, WorkState.UNDER_WAY], ended_at__isnull=True)
                | Q(state__in=[WorkState.DONE, WorkState.CANCELLED], ended_at__isnull=False),
                name="work_order_ended_when_over",
            ),
            models.CheckConstraint(
                condition=Q(window_from__isnull=True, window_to__isnull=True)
                | Q(window_from__lt=F("window_to")),
                name="work_order_window_is_one",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on", "id"], name="work_order_by_day"),
            models.Index(fields=["performer", "due_on", "id"], name="work_order_of_performer"),
        ]

    def __str__(self) -> str:
        return self.number


class WorkOrderLine(models.Model):
    """One device of a work order, with what its performer has to know of it.

    It goes to a holder (``to_kind``, ``to_code``, as ``Holder``), where the work is to bring
    it to one; ``takes_back`` says that it is fetched at the same visit instead. ``state_before``
    is what the device was when it was collected. ``enrolment`` is what the check of the
    maker's list said, ``exception`` why it was prepared without. ``problem`` is the code of
    what hindered a report from being carried out.
    """

    work_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="lines")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    performer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=WorkKind)
    # A device may pass to another owner: no tie with this one's.
    asset = models.ForeignKey("fleet.Asset", on_delete=models.PROTECT, related_name="work_lines")
    asset_number = models.CharField(max_length=40)
    serial_number = models.CharField(max_length=100)
    model_name = models.CharField(max_length=200)
    takes_back = models.BooleanField(default=False)
    to_kind = models.CharField(max_length=10, choices=HolderKind, blank=True)
    to_code = models.CharField(max_length=60, blank=True)
    to_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=WorkLineState, default=WorkLineState.OPEN)
    state_before = models.CharField(max_length=12, blank=True)
    enrolment = models.CharField(max_length=12, choices=EnrolmentCheck, blank=True)
    exception = models.CharField(max_length=500, blank=True)
    problem = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=10, choices=NotDoneReason, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["work_order", "position"], name="work_order_line_position_once"
            ),
            models.UniqueConstraint(
                fields=["id", "work_order", "owner", "performer"], name="work_order_line_of_both"
            ),
            # Two orders for the same work on one device would contradict each other.
            models.UniqueConstraint(
                fields=["asset", "kind"], condition=Q(state=WorkLineState.OPEN),
                name="work_order_line_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=WorkLineState.DONE, done_at__isnull=False)
                | (Q(state__in=[WorkLineState.OPEN, WorkLineState.CANCELLED])
                   & Q(done_at__isnull=True))
                | (Q(state=WorkLineState.NOT_DONE) & ~Q(reason="")),
                name="work_order_line_done_at",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WorkKind.values), name="work_order_line_kind_known"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["asset", "id"], name="work_order_line_of_asset"),
        ]

    def __str__(self) -> str:
        return self.asset_number
