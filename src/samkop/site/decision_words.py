"""What the history calls the fields of projects and of members' decisions."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OF_DECISIONS: dict[str, str | Promise] = {
    "about_agreement": _("Agreement"),
    "amount_limit_cents": _("At most"),
    "appeal_until": _("Last day of appeal"),
    "decide_by": _("Last day for decisions"),
    "decider": _("Kind of decider"),
    "delegation": _("Delegation"),
    "enforcement": pgettext_lazy("decision", "Carried out"),
    "happened_on": _("Day"),
    "meaning": _("What it means for a member"),
    "motion_reference": _("Motion"),
    "waits_until": _("Means to decide by"),
}
