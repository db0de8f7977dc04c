"""Purchasing systems that open the shop (PunchOut), and each time that one has."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from samkop.ordering.vocabulary import (
    LONGEST_RESERVATION_HOURS,
    PunchOutFunction,
    PunchOutProtocol,
    PunchOutState,
)


class PunchOutConnection(models.Model):
    """A municipality's own purchasing system, which may open the shop and get the basket back.

    ``identity`` and a secret let it in; of the secret its SHA-256 is kept. A basket goes back to
    ``return_origins`` alone (``https://erp.example.fi``). Whoever the system does not name by the
    e-mail address of one of the organisation's people shops as ``shopper``. Its orders are
    charged to ``cost_centre`` and go to ``delivery_location`` where they do not say otherwise.
    ``reservation_hours`` is how long ceiling and price are held for a basket.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, db_constraint=False)
    name = models.CharField(max_length=80)
    protocol = models.CharField(max_length=10, choices=PunchOutProtocol)
    identity = models.CharField(max_length=40, unique=True)
    secret_digest = models.BinaryField(max_length=32)
    secret_made_at = models.DateTimeField()
    return_origins = ArrayField(models.CharField(max_length=270))
    # Composite foreign keys to the organisation's own stand in the wall's migration.
    shopper = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    cost_centre = models.ForeignKey(
        "parties.CostCentre", on_delete=models.PROTECT, db_constraint=False
    )
    delivery_location = models.ForeignKey(
        "parties.DeliveryLocation", on_delete=models.PROTECT, db_constraint=False
    )
    reservation_hours = models.PositiveSmallIntegerField(default=24)
    created_at = models.DateTimeField()
    switched_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "name"], name="punch_out_connection_name_unique"
            ),
            models.CheckConstraint(
                condition=Q(protocol__in=PunchOutProtocol.values),
                name="punch_out_connection_protocol_known",
            ),
            models.CheckConstraint(
                condition=Q(reservation_hours__range=(1, LONGEST_RESERVATION_HOURS)),
                name="punch_out_connection_hours_bounded",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PunchOutSession(models.Model):
    """One time that a purchasing system opened the shop, in the name of ``person``.

    Asked for, then opened once by its link (of which the SHA-256 is kept), then over: returned
    with a basket, left, or run out. ``return_address`` is where the basket goes; ``parameters``
    are what the system wants back as it sent it; ``buyer_cookie`` is its own name for the session
    (cXML). ``item_id`` or ``search`` say where in the shop it begins. ``brought`` are the lines of
    baskets that were returned before and are changed or looked at here: [id of the reservation's
    line, quantity]. ``configurations`` are those of its own basket, kept when it is returned so
    that it can be changed later: [id, quantity, choice of number, SIM, number, operator].
    """

    connection = models.ForeignKey(PunchOutConnection, on_delete=models.PROTECT)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, db_constraint=False)
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    token_digest = models.BinaryField(max_length=32, unique=True)
    function = models.CharField(
        max_length=15, choices=PunchOutFunction, default=PunchOutFunction.SHOP
    )
    item_id = models.BigIntegerField(null=True, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    search = models.CharField(max_length=200, blank=True)
    return_address = models.CharField(max_length=2000)
    parameters = models.JSONField(default=dict)
    buyer_cookie = models.CharField(max_length=255, blank=True)
    brought = models.JSONField(default=list)
    configurations = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=PunchOutState, default=PunchOutState.ASKED)
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PunchOutState.values), name="punch_out_session_state_known"
            ),
            models.CheckConstraint(
                condition=Q(function__in=PunchOutFunction.values),
                name="punch_out_session_function_known",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="punch_out_session_ends_later"
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at", "id"], name="punch_out_session_going_on",
                condition=Q(state__in=["asked", "open"]),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.connection_id}/{self.pk}"
