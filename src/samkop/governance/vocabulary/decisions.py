"""Projects, members' own decisions about them, and what happens to a decision since."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DECISIONS_DONE: dict[str, str | Promise] = {
    "change_joint_project": pgettext_lazy("project", "Changed"),
    "close_joint_project": pgettext_lazy("project", "Closed for new decisions"),
    "decide_on_project": _("Decision recorded"),
    "drop_joint_project": pgettext_lazy("project", "Dropped"),
    "file_decision_document": _("Document of the decision filed"),
    "open_joint_project": pgettext_lazy("project", "Opened for decisions"),
    "prepare_joint_project": _("Project prepared"),
    "remind_of_decision_day": _("Reminded of the decision's last days"),
    "warn_of_decision_limit": _("Warned that the decision's amount is nearly used"),
    "record_decision_event": _("Event of the decision recorded"),
}


class ProjectKind(TextChoices):
    """What members do together in a project."""

    AGREEMENT = "agreement", pgettext_lazy("project", "An agreement")
    CONFIGURATION_STANDARD = "configuration-standard", _("A configuration standard")
    SERVICE = "service", pgettext_lazy("project", "A service")


class ProjectState(TextChoices):
    """Where a project stands."""

    IN_PREPARATION = "in-preparation", pgettext_lazy("project", "In preparation")
    OPEN = "open", pgettext_lazy("project", "Open for decisions")
    CLOSED = "closed", pgettext_lazy("project", "Closed for new decisions")
    DROPPED = "dropped", pgettext_lazy("project", "Dropped")


# The database's trigger holds the same table (migrations); a test compares them.
PROJECT_TRANSITIONS: Mapping[ProjectState, frozenset[ProjectState]] = {
    ProjectState.IN_PREPARATION: frozenset({ProjectState.OPEN, ProjectState.DROPPED}),
    ProjectState.OPEN: frozenset({ProjectState.CLOSED, ProjectState.DROPPED}),
    ProjectState.CLOSED: frozenset(),
    ProjectState.DROPPED: frozenset(),
}


class DecisionKind(TextChoices):
    """What a member has decided about a project or an agreement."""

    JOIN = "join", pgettext_lazy("decision", "Joins")
    WAIT = "wait", pgettext_lazy("decision", "Waits")
    DECLINE = "decline", pgettext_lazy("decision", "Declines")
    LEAVE = "leave", pgettext_lazy("decision", "Leaves")


class Decider(TextChoices):
    """Who decides for a member."""

    ORGAN = "organ", _("An organ")
    OFFICIAL = "official", _("An official by delegation")


class Enforcement(TextChoices):
    """From when on a decision is carried out."""

    AT_ONCE = "at-once", _("At once, an appeal notwithstanding")
    UNLESS_APPEALED = "unless-appealed", _("At once, but not while an appeal is pending")
    WHEN_FINAL = "when-final", _("Only when it is final")


class DecisionState(TextChoices):
    """The standing of a member's decision."""

    APPEALABLE = "appealable", pgettext_lazy("decision", "Not final yet")
    APPEALED = "appealed", pgettext_lazy("decision", "Appealed")
    STAYED = "stayed", pgettext_lazy("decision", "Enforcement forbidden")
    UPHELD = "upheld", pgettext_lazy("decision", "Stands after the appeal")
    FINAL = "final", pgettext_lazy("decision", "Final")
    ANNULLED = "annulled", pgettext_lazy("decision", "Annulled")
    REVOKED = "revoked", pgettext_lazy("decision", "Revoked")


# The database's trigger holds the same table (migrations); a test compares them.
DECISION_TRANSITIONS: Mapping[DecisionState, frozenset[DecisionState]] = {
    DecisionState.APPEALABLE: frozenset(
        {DecisionState.APPEALED, DecisionState.FINAL, DecisionState.REVOKED}
    ),
    DecisionState.APPEALED: frozenset(
        {DecisionState.STAYED, DecisionState.UPHELD, DecisionState.ANNULLED, DecisionState.REVOKED}
    ),
    DecisionState.STAYED: frozenset(
        {
            DecisionState.APPEALED, DecisionState.UPHELD, DecisionState.ANNULLED,
            DecisionState.REVOKED,
        }
    ),
    DecisionState.UPHELD: frozenset(
        {DecisionState.APPEALED, DecisionState.FINAL, DecisionState.REVOKED}
    ),
    DecisionState.FINAL: frozenset({DecisionState.ANNULLED, DecisionState.REVOKED}),
    DecisionState.ANNULLED: frozenset(),
    DecisionState.REVOKED: frozenset(),
}  # fmt: skip


class DecisionEventKind(TextChoices):
    """What has happened to a decision since."""

    APPEALED = "appealed", pgettext_lazy("event", "Appealed")
    STAYED = "stayed", pgettext_lazy("event", "The court forbids enforcement")
    STAY_LIFTED = "stay-lifted", pgettext_lazy("event", "The court allows enforcement again")
    APPEAL_REJECTED = "appeal-rejected", pgettext_lazy("event", "The appeal is rejected")
    APPEAL_WITHDRAWN = "appeal-withdrawn", pgettext_lazy("event", "The appeal is withdrawn")
    FINAL = "final", pgettext_lazy("event", "It has become final")
    ANNULLED = "annulled", pgettext_lazy("event", "The court annuls it")
    REVOKED = "revoked", pgettext_lazy("event", "The member itself revokes it")


# These come from a court: they name it and its case.
OF_COURT = frozenset(DecisionEventKind) - {DecisionEventKind.FINAL, DecisionEventKind.REVOKED}
