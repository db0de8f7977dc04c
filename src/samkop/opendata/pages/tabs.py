"""The pages of open data, as a row of tabs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.opendata.policies import may_decide_publication, may_describe_organisation
from samkop.platform.actors import Actor


def tabs_of(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """Address, label, and whether the reader is there."""
    tabs = [
        ("opendata", _("Overview")),
        ("open-agreements", _("Agreements")),
        ("open-tenders", _("Tenders and awards")),
        ("open-spending", _("Spending")),
        ("open-prices", _("Prices")),
        ("open-fields", _("What is published")),
    ]
    if may_decide_publication(actor):
        tabs.append(("publication-decisions", _("Our decisions")))
    if may_describe_organisation(actor):
        tabs.append(("notice-details", _("Our details in notices")))
    return [(reverse(name), label, name == here) for name, label in tabs]
