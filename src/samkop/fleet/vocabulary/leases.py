"""Leases: their states, how a device leaves one, what stands in their ledgers."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What keeps others away from an organisation's leases (``ordering.usecases.holding``).
HELD = "leases"
# A term that no financier's plan is longer than, in months; a file of rents has the same.
LONGEST_TERM = 120
# Days before the last day of notice from which its people are told, where nobody said otherwise.
USUAL_ALARM_DAYS = 60
# Per million: a discount rate of three per cent a year.
USUAL_RATE_PPM = 30_000
# Every so many months schedules start, counted from January.
START_EVERY = (1, 3, 6, 12)


class LeaseState(TextChoices):
    """Where a lease stands (domain.md, "Devices")."""

    INTERIM = "interim", pgettext_lazy("lease", "Accepted, interim rent")
    RUNNING = "running", pgettext_lazy("lease", "Running")
    EXTENDED = "extended", pgettext_lazy("lease", "Extended")
    ENDED = "ended", pgettext_lazy("lease", "Ended")


LEASE_TRANSITIONS: Mapping[LeaseState, frozenset[LeaseState]] = {
    LeaseState.INTERIM: frozenset({LeaseState.RUNNING, LeaseState.ENDED}),
    LeaseState.RUNNING: frozenset({LeaseState.EXTENDED, LeaseState.ENDED}),
    LeaseState.EXTENDED: frozenset({LeaseState.ENDED}),
    LeaseState.ENDED: frozenset(),
}
RENTED = frozenset({LeaseState.RUNNING, LeaseState.EXTENDED})


class StopReason(TextChoices):
    """How a device left its lease."""

    RETURNED = "returned", pgettext_lazy("lease", "Returned")
    BOUGHT_OUT = "bought-out", _("Bought out")
    LOST = "lost", _("Lost")
    SWAPPED = "swapped", _("Swapped")
    SENT_BACK = "sent-back", _("Sent back to the supplier")
    PASSED_ON = "passed-on", pgettext_lazy("lease", "Passed on")


# Who gives a device back before its end pays the penalty of the plan.
PENALISED = frozenset({StopReason.RETURNED, StopReason.LOST})


class LeaseEventKind(TextChoices):
    """What a row of a lease's ledger is about."""

    ACCEPTED = "accepted", pgettext_lazy("lease", "Accepted")
    AGREED = "agreed", _("Schedule agreed")
    INTERIM_RENT = "interim-rent", _("Interim rent")
    RENT = "rent", _("Rent")
    NOTICE = "notice", _("Notice given")
    EXTENDED = "extended", pgettext_lazy("lease", "Extended")
    STOPPED = "stopped", pgettext_lazy("lease", "Stopped")
    SWAPPED = "swapped", _("Swapped")
    PENALTY = "penalty", _("Penalty")
    BUY_OUT = "buy-out", _("Buy-out")
    PASSED_ON = "passed-on", pgettext_lazy("lease", "Passed on")
    TAKEN_OVER = "taken-over", pgettext_lazy("lease", "Taken over")


class StatementKind(TextChoices):
    """What a financier says of a lease."""

    BUY_OUT_PRICE = "buy-out-price", _("Price of buying out what is left")
    NOTICE_TAKEN = "notice-taken", _("Notice confirmed")
    RETURN_TAKEN = "return-taken", _("Devices received back")


class AccountingClass(TextChoices):
    """As whose property the devices are treated in the accounts."""

    FINANCIAL = "financial", _("Financial lease")
    OPERATING = "operating", _("Operating lease")


DONE = {
    "accept_lease": _("Lease accepted"),
    "add_lease_plan": _("Plan of leases added"),
    "agree_schedule": _("Schedule agreed"),
    "alarm_of_notice": _("Told of the last day of notice"),
    "buy_out": _("Bought out"),
    "class_lease": _("Classed for the accounts"),
    "commit_lease": _("Committed on budget and ceiling"),
    "end_lease_plan": _("Plan of leases ended"),
    "extend_lease": _("Extended, for want of notice"),
    "give_notice": _("Notice given"),
    "leave_uncommitted": _("Not committed"),
    "pass_leases_on": _("Leases passed on"),
    "record_schedule": _("Financier's schedule recorded"),
    "stop_leases_of_ended": _("Left its lease"),
    "state_of_lease": _("Said by the financier"),
    "take_over_lease": _("Lease taken over"),
    "tell_financier_of_lease": _("Financier told of the lease"),
}
