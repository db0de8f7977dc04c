"""Documents that came in or go out, their bytes, and each attempt to carry them."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from samkop.exchange.vocabulary import (
    INBOUND_STATES,
    OUTBOUND_STATES,
    TAKEN_STATES,
    Direction,
    MessageState,
    Outcome,
    TransportName,
    document_types,
)


class Message(models.Model):
    """One document in the mailbox of one party, its ``owner``.

    The owner is the receiver of what came in and the sender of what goes out. Type,
    sender, receiver, number and issue date of an inbound message are empty until it has
    been read. ``subject`` names what an outbound message tells of
    (``ordering.order:17``). ``laid_aside_because`` is why somebody left it in quarantine for good.
    ``faults`` is a list of {code, sentence, values, location}.
    ``next_attempt_at`` is when the worker may take it (again).
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    direction = models.CharField(max_length=3, choices=Direction)
    state = models.CharField(max_length=12, choices=MessageState)
    # Documents of types to come are kept too: the choices are names, no constraint.
    document_type = models.CharField(max_length=40, choices=document_types, blank=True)
    number = models.CharField(max_length=200, blank=True)
    issue_date = models.DateField(null=True, blank=True)
    sender = models.ForeignKey(
        "parties.Party",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    receiver = models.ForeignKey(
        "parties.Party",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    subject = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    transport = models.CharField(max_length=12, choices=TransportName)
    file_name = models.CharField(max_length=255, blank=True)
    # Who the transport itself says has sent it (scheme:identifier), where it knows.
    carried_from = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    fault_code = models.CharField(max_length=60, blank=True)
    faults = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    laid_aside_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(direction=Direction.IN, state__in=INBOUND_STATES)
                | Q(direction=Direction.OUT, state__in=OUTBOUND_STATES),
                name="message_state_known",
            ),
            models.CheckConstraint(
                condition=(Q(state=MessageState.LAID_ASIDE) & ~Q(laid_aside_because=""))
                | (~Q(state=MessageState.LAID_ASIDE) & Q(laid_aside_because="")),
                name="message_laid_aside_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(direction=Direction.OUT)
                | Q(sender=models.F("owner"), receiver__isnull=False, issue_date__isnull=False),
                name="message_out_is_addressed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=TAKEN_STATES)
                | Q(receiver=models.F("owner"), sender__isnull=False, issue_date__isnull=False),
                name="message_taken_is_addressed",
            ),
            # The same bytes in the same mailbox are the same message, however often they come.
            models.UniqueConstraint(
                fields=["owner", "sha256"],
                condition=Q(direction=Direction.IN),
                name="message_in_stored_once",
            ),
            # A document is applied once; another content under its key is a conflict.
            models.UniqueConstraint(
                fields=["owner", "sender", "document_type", "number", "issue_date"],
                condition=Q(state__in=TAKEN_STATES),
                name="message_in_taken_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "document_type", "number"],
                condition=Q(direction=Direction.OUT),
                name="message_out_numbered_once",
            ),
            # What hangs on a message names its owner too, for row security.
            models.UniqueConstraint(fields=["id", "owner"], name="message_of_owner"),
        ]
        indexes = [
            models.Index(fields=["owner", "id"], name="message_list"),
            models.Index(fields=["sender", "id"], name="message_sent_list"),
            models.Index(fields=["receiver", "id"], name="message_received_list"),
            models.Index(fields=["subject"], name="message_subject", condition=~Q(subject="")),
            models.Index(
                fields=["owner", "state"],
                name="message_needs_attention",
                condition=Q(state__in=[MessageState.QUARANTINED, MessageState.ALARM]),
            ),
            models.Index(
                fields=["direction", "next_attempt_at", "id"],
                name="message_to_take",
                condition=Q(
                    state__in=[MessageState.STORED, MessageState.WAITING, MessageState.ALARM]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_type or self.file_name} {self.number}".strip()


class Payload(models.Model):
    """The bytes of a message as they came or go; a table apart, so that lists stay light.

    Empty where the file was larger than what is read.
    """

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.PROTECT)
    content = models.BinaryField()


class Transmission(models.Model):
    """One attempt to send a message, or one arrival of it."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="transmissions")
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    attempt = models.PositiveIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=Outcome)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="transmission_outcome_known"
            )
        ]
