"""The words of information security: guidelines, attestations, incidents."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The labels of the Traffic Light Protocol are the same in every language (``core.incidents``).
MARKS = (
    ("red", "TLP:RED"),
    ("amber+strict", "TLP:AMBER+STRICT"),
    ("amber", "TLP:AMBER"),
    ("green", "TLP:GREEN"),
    ("clear", "TLP:CLEAR"),
)

# Who reads what is marked so.
MEANINGS: dict[str, str | Promise] = {
    "red": _("The persons named, and nobody else"),
    "amber+strict": _("Your own organisation, and nobody else"),
    "amber": _("Your own organisation, and those of the region that you name"),
    "green": _("The region: its members and their purchasing body"),
    "clear": pgettext_lazy("tlp", "Everybody"),
}

# The same of an explanation, which names nobody.
REASON_MEANINGS: dict[str, str | Promise] = {
    "red": _("You, and nobody else"),
    "amber+strict": _("Your own organisation, and nobody else"),
    "amber": _("Your own organisation, and the security officers of the region's members"),
    "green": _("The region: its members and their purchasing body"),
    "clear": pgettext_lazy("tlp", "Everybody"),
}


class VersionState(TextChoices):
    """Where a version of a guideline stands; that a newer one has superseded it its day says."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", pgettext_lazy("guideline", "Proposed")
    ADOPTED = "adopted", pgettext_lazy("guideline", "Adopted")
    DROPPED = "dropped", pgettext_lazy("guideline", "Dropped")


VERSION_TRANSITIONS: Mapping[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset(
        {VersionState.PROPOSED, VersionState.ADOPTED, VersionState.DROPPED}
    ),
    VersionState.PROPOSED: frozenset({VersionState.ADOPTED, VersionState.DRAFT}),
    VersionState.ADOPTED: frozenset(),
    VersionState.DROPPED: frozenset(),
}


class AdoptedBy(TextChoices):
    """Whose decision made a version hold."""

    SECURITY_GROUP = "security-group", _("The region's security group")
    MOTION = "motion", _("A motion of the steering group")


class Stance(TextChoices):
    """What a member says of a point."""

    FOLLOWS = "follows", _("Follows")
    EXPLAINS = "explains", _("Explains")


class IncidentState(TextChoices):
    """Where an incident stands."""

    REPORTED = "reported", pgettext_lazy("incident", "Reported")
    HANDLED = "handled", pgettext_lazy("incident", "Being handled")
    CONTAINED = "contained", pgettext_lazy("incident", "Contained")
    CLOSED = "closed", pgettext_lazy("incident", "Closed")


# What is closed can be taken up again: the same attacker comes back by another door.
INCIDENT_TRANSITIONS: Mapping[IncidentState, frozenset[IncidentState]] = {
    IncidentState.REPORTED: frozenset({IncidentState.HANDLED}),
    IncidentState.HANDLED: frozenset({IncidentState.CONTAINED}),
    IncidentState.CONTAINED: frozenset({IncidentState.HANDLED, IncidentState.CLOSED}),
    IncidentState.CLOSED: frozenset({IncidentState.HANDLED}),
}


class EntryKind(TextChoices):
    """What a line of an incident's time line tells."""

    BEGAN = "began", pgettext_lazy("incident", "Began")
    DETECTED = "detected", pgettext_lazy("incident", "Detected")
    AWARE = "aware", pgettext_lazy("incident", "Became aware")
    ACTION = "action", pgettext_lazy("incident", "Action")
    CONTAINED = "contained", pgettext_lazy("incident", "Contained")
    RECOVERED = "recovered", pgettext_lazy("incident", "Recovered")
    AUTHORITY = "authority", pgettext_lazy("incident", "Told an authority")
    NOTE = "note", pgettext_lazy("incident", "Note")
    STATE = "state", pgettext_lazy("incident", "New state")
    MARK = "mark", pgettext_lazy("incident", "New marking")


# What people write themselves; states and markings write their own lines.
WRITTEN = (
    EntryKind.BEGAN, EntryKind.DETECTED, EntryKind.ACTION, EntryKind.CONTAINED,
    EntryKind.RECOVERED, EntryKind.AUTHORITY, EntryKind.NOTE,
)  # fmt: skip


class IndicatorKind(TextChoices):
    """What an attack is recognised by."""

    IP = "ip", _("IP address")
    DOMAIN = "domain", pgettext_lazy("indicator", "Domain")
    URL = "url", _("Web address")
    EMAIL = "email", pgettext_lazy("indicator", "E-mail address")
    HASH = "hash", pgettext_lazy("indicator", "Hash of a file")


class ReportKind(TextChoices):
    """What is told an authority (``core.incidents.reporting``)."""

    EARLY_WARNING = "early-warning", _("Early warning")
    NOTIFICATION = "notification", _("Incident notification")
    FINAL_REPORT = "final-report", _("Final report")
    PERSONAL_DATA = "personal-data", _("Personal data breach")


SECURITY_DONE: dict[str, str | Promise] = {
    "add_indicators": _("Indicators added"),
    "adopt_version": _("Version adopted"),
    "attest_guideline": _("Attested"),
    "change_clock_facts": _("What sets clocks going changed"),
    "describe_incident": _("Incident described anew"),
    "draft_version": _("Version drafted"),
    "drop_version": _("Version dropped"),
    "become_contact": _("Contact for security given"),
    "mark_incident": _("Incident marked"),
    "move_incident": _("State of the incident changed"),
    "name_in_incident": _("Named in an incident"),
    "propose_version": _("Version proposed"),
    "remind_of_attestation": _("Reminded of an attestation"),
    "remove_indicator": _("Indicator removed"),
    "report_incident": _("Security incident reported"),
    "report_to_authority": _("Reported to an authority"),
    "settle_proposal": _("Motion on a version decided"),
    "share_support": _("Sharing of device totals chosen"),
    "start_guideline": _("Guideline started"),
    "state_device_support": _("Devices without support counted"),
    "stop_being_contact": _("Contact for security ended"),
    "tell_of_incident": _("People told of an incident"),
    "tell_of_version": _("People told of a guideline"),
    "unname_in_incident": _("No longer named in an incident"),
    "warn_of_clock": _("Warned of a reporting clock"),
    "write_in_timeline": _("Written in the time line"),
}
