"""What people are told, whether they have read it, and the mail about it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.TextChoices):
    """How a person wants to be told of one kind of thing."""

    PAGE = "page", _("In the page")
    AT_ONCE = "at-once", _("In the page, and by e-mail at once")
    DIGEST = "digest", _("In the page, and in the day's e-mail")
    OFF = "off", _("Not at all")


class Notification(models.Model):
    """One thing that one person of a party is told. Seen by that person alone.

    No text is kept: it is made of ``kind`` and ``facts`` in the reader's language, whenever
    it is read. ``subject`` names the thing as the audit trail does; ``url`` is its page.
    That the person belongs to the party is a foreign key (``parties``).
    """

    party_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # A path of ours: nobody is led to another site.
            models.CheckConstraint(
                condition=models.Q(url__regex=r"^/([^/\\]|$)"), name="notification_url_is_ours"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "party_id", "-id"], name="notification_by_person"),
            models.Index(
                fields=["person_id", "party_id", "kind"],
                name="notification_unread",
                condition=models.Q(read_at__isnull=True),
            ),
        ]


class NotificationMail(models.Model):
    """What becomes of a notification as mail; written with it, and then by the mailer alone.

    ``waiting`` until the mailer has looked at the person's choice; ``digest`` until the
    day's mail; then ``sent``, ``not-wanted``, or ``given-up`` after many failures.
    """

    class State(models.TextChoices):
        """From written to settled."""

        WAITING = "waiting"
        DIGEST = "digest"
        SENT = "sent"
        NOT_WANTED = "not-wanted"
        GIVEN_UP = "given-up"

    notification = models.OneToOneField(
        Notification, on_delete=models.PROTECT, primary_key=True, related_name="mail"
    )
    party_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["waiting", "digest", "sent", "not-wanted", "given-up"]
                ),
                name="notification_mail_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "digest"], settled_at__isnull=True)
                | models.Q(state__in=["sent", "not-wanted", "given-up"], settled_at__isnull=False),
                name="notification_mail_settled_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "notification"],
                name="notification_mail_waiting",
                condition=models.Q(settled_at__isnull=True),
            ),
            models.Index(
                fields=["person_id", "due_at"],
                name="notification_mail_digest",
                condition=models.Q(state="digest"),
            ),
        ]


class NotificationChoice(models.Model):
    """How one person wants to be told of one kind; without a row, as the kind usually is."""

    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    delivery = models.CharField(max_length=10, choices=Delivery)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "kind"], name="notification_choice_once"),
            models.CheckConstraint(
                condition=models.Q(delivery__in=Delivery.values),
                name="notification_choice_known",
            ),
        ]
