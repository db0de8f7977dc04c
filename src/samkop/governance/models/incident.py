"""Security incidents: the row that says who reads them, and what hangs on it.

Nothing that an incident tells stands in ``SecurityIncident`` itself. The audit trail of an
organisation keeps the fields of that row, and more people read the trail than a mark may allow.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from samkop.governance.vocabulary import (
    MARKS,
    EntryKind,
    IncidentState,
    IndicatorKind,
    ReportKind,
)


def _originator() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )


def _person() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip


class SecurityIncident(models.Model):
    """An incident at ``originator``, which alone writes it; shared as far as ``mark`` says.

    ``significant`` and ``personal_data`` set reporting clocks going, from ``aware_at``.
    """

    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    originator = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    reported_by = _person()
    mark = models.CharField(max_length=12, choices=MARKS)
    state = models.CharField(max_length=10, choices=IncidentState, default=IncidentState.REPORTED)
    significant = models.BooleanField()
    personal_data = models.BooleanField()
    aware_at = models.DateTimeField()
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "originator"], name="incident_of_originator"),
            models.CheckConstraint(
                condition=Q(mark__in=[mark for mark, _label in MARKS]), name="incident_marked"
            ),
            models.CheckConstraint(
                condition=Q(aware_at__lte=models.F("reported_at")), name="incident_aware_before"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """How people call it; it says nothing."""
        return f"SI-{self.pk}"

    @property
    def tlp(self) -> str:
        """The mark as the standard writes it."""
        return f"TLP:{self.mark.upper()}"


class IncidentText(models.Model):
    """What an incident is, as described last; each description is kept. Never changed.

    Counts that nobody knows are null.
    """

    incident = models.ForeignKey(SecurityIncident, on_delete=models.PROTECT, related_name="texts")
    originator = _originator()
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField()
    affected = models.TextField(blank=True)
    services = models.PositiveIntegerField(null=True, blank=True)
    devices = models.PositiveIntegerField(null=True, blank=True)
    persons = models.PositiveIntegerField(null=True, blank=True)
    person = _person()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="incident_text_numbered")
        ]


class IncidentEntry(models.Model):
    """A line of the time line: what happened when, and who wrote it down when. Never changed."""

    incident = models.ForeignKey(SecurityIncident, on_delete=models.PROTECT, related_name="entries")
    originator = _originator()
    kind = models.CharField(max_length=10, choices=EntryKind)
    happened_at = models.DateTimeField()
    text = models.CharField(max_length=2000, blank=True)
    person = _person()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_at__lte=models.F("written_at")), name="incident_entry_happened"
            )
        ]


class IncidentIndicator(models.Model):
    """What the attack is recognised by; removed where it proves wrong."""

    incident = models.ForeignKey(
        SecurityIncident, on_delete=models.PROTECT, related_name="indicators"
    )
    originator = _originator()
    kind = models.CharField(max_length=6, choices=IndicatorKind)
    value = models.CharField(max_length=500)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "kind", "value"], name="incident_indicator_once"
            )
        ]


class IncidentRecipient(models.Model):
    """Who is named: under TLP:AMBER an organisation, under TLP:RED a person of one."""

    incident = models.ForeignKey(
        SecurityIncident, on_delete=models.PROTECT, related_name="recipients"
    )
    originator = _originator()
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip
    named_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "party", "person"], name="incident_recipient_once",
                nulls_distinct=False,
            )
        ]  # fmt: skip


class IncidentClock(models.Model):
    """A report that a law asks for: until when, to whom, and when it was made.

    ``begun_at`` and ``due_at`` are null as long as what sets it going has not happened. The rule
    is written down as it was then: ``source``, ``authority``, whether anybody had ``checked`` it
    and whether the law ``applies`` for sure.
    """

    incident = models.ForeignKey(SecurityIncident, on_delete=models.PROTECT, related_name="clocks")
    originator = _originator()
    report = models.CharField(max_length=15, choices=ReportKind)
    begun_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    authority = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    checked = models.BooleanField()
    applies = models.BooleanField()
    sent_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "report"], name="incident_clock_once"),
            models.CheckConstraint(
                condition=Q(begun_at__isnull=True, due_at__isnull=True, warn_at__isnull=True)
                | Q(begun_at__isnull=False, due_at__gt=models.F("begun_at"), warn_at__isnull=False),
                name="incident_clock_runs_whole",
            ),
        ]


class SecurityContact(models.Model):
    """A security officer whom the region may reach, and name in what is for persons alone.

    The person's own word: a municipality's people are its own, and none is listed otherwise.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    name = models.CharField(max_length=200)
    reach = models.CharField(max_length=200)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "person"], name="security_contact_once")
        ]
