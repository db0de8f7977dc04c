"""The tabs of a tender's pages, and what stands around each of them.

A part of the tender adds its pages to ``GROUPS``; ``frame_of`` is what
``tendering/tender_page.html`` reads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import current_unit
from samkop.tendering.models import Tender
from samkop.tendering.pages.tones import shown_state
from samkop.tendering.policies import (
    SELLS,
    may_bid,
    may_run_tender,
    may_see_opening,
    may_see_tenders,
)
from samkop.tendering.queries.evaluation import (
    has_attached_report,
    is_asked,
    own_appointments,
)
from samkop.tendering.vocabulary import TenderState

AFTER_OPENING = {TenderState.OPENED, TenderState.DECIDED, TenderState.CONCLUDED}


@dataclass(frozen=True)
class Tab:
    """An address of a tender by its name, what it is called, and to whom it is shown.

    ``shown_to`` is asked inside the open unit of work.
    """

    address: str
    label: str | Promise
    shown_to: Callable[[Actor, Tender], bool]


@dataclass(frozen=True)
class Group:
    """Tabs that belong to one stage of a tender: the first row names the groups."""

    label: str | Promise
    tabs: tuple[Tab, ...]


# An address, what it is called, and the value of aria-current, empty where one is not there.
Shown = tuple[str, str | Promise, str]


def everybody(actor: Actor, tender: Tender) -> bool:
    """Whoever may read the tender."""
    return True


def _dates(actor: Actor, tender: Tender) -> bool:
    return may_run_tender(actor, tender)


def _announced(actor: Actor, tender: Tender) -> bool:
    return tender.state != TenderState.IN_PREPARATION


def _invited(actor: Actor, tender: Tender) -> bool:
    return tender.by_invitation and may_run_tender(actor, tender)


def _asked_for(actor: Actor, tender: Tender) -> bool:
    """Who runs it, once it is known to others."""
    return may_run_tender(actor, tender) and tender.state != TenderState.IN_PREPARATION


def _awarded(actor: Actor, tender: Tender) -> bool:
    """Who runs it once bids are opened; the others once there is something to see."""
    runs = may_run_tender(actor, tender) and tender.state == TenderState.OPENED
    decided = tender.state in {TenderState.DECIDED, TenderState.CONCLUDED}
    return runs or (decided and may_see_tenders(actor))


def _laboratory(actor: Actor, tender: Tender) -> bool:
    others = may_see_tenders(actor) and has_attached_report(tender.pk)
    return may_run_tender(actor, tender) or others


def _evaluates(actor: Actor, tender: Tender) -> bool:
    return bool(own_appointments(tender.pk, actor.person_id))


def _opened(actor: Actor, tender: Tender) -> bool:
    return tender.state in AFTER_OPENING and may_run_tender(actor, tender)


def _asked(actor: Actor, tender: Tender) -> bool:
    return (
        tender.state in AFTER_OPENING
        and actor.party_id is not None
        and not SELLS.isdisjoint(actor.roles)
        and is_asked(actor.party_id, tender.pk)
    )


GROUPS: tuple[Group, ...] = (
    Group(gettext_lazy("Overview"), (Tab("tender", gettext_lazy("Overview"), everybody),)),
    Group(
        gettext_lazy("What is asked for"),
        (
            Tab("tender-lots", gettext_lazy("Lots and buyers"), everybody),
            Tab("tender-documents", gettext_lazy("Documents"), everybody),
            Tab("tender-requirements", gettext_lazy("Requirements"), everybody),
            Tab("tender-prices", gettext_lazy("Price sheet"), everybody),
            Tab("tender-evaluation", gettext_lazy("Criteria and model"), everybody),
            Tab("laboratory", gettext_lazy("Laboratory"), _laboratory),
        ),
    ),
    Group(
        gettext_lazy("Dates and questions"),
        (
            Tab("tender-dates", gettext_lazy("Dates and notice"), _dates),
            # The page stands on the floor of open data; here it is known by its address alone.
            Tab("tender-notices", gettext_lazy("Notices for the portal"), _dates),
            Tab("tender-questions", gettext_lazy("Questions and corrections"), _announced),
            Tab("tender-invitations", gettext_lazy("Invitations"), _invited),
        ),
    ),
    Group(
        gettext_lazy("Bids"),
        (
            Tab("tender-bids", gettext_lazy("Your bids"), may_bid),
            Tab("questions-to-us", gettext_lazy("Questions about our bid"), _asked),
            Tab("tender-opening", gettext_lazy("Opening"), may_see_opening),
            Tab("opened-bids", gettext_lazy("Opened bids"), _opened),
            Tab("bid-questions", gettext_lazy("Questions to bidders"), _opened),
        ),
    ),
    Group(
        gettext_lazy("Evaluation"),
        (
            Tab("tender-evaluators", gettext_lazy("Evaluators"), _dates),
            Tab("tender-marking", gettext_lazy("My marking"), _evaluates),
            Tab("tender-scores", gettext_lazy("Scores and proposal"), _opened),
        ),
    ),
    Group(
        gettext_lazy("Award"),
        (
            Tab("tender-award", gettext_lazy("Decision and standstill"), _awarded),
            Tab("tender-requests", gettext_lazy("Secrecy and requests"), _asked_for),
        ),
    ),
)


def tabs_of(actor: Actor, tender: Tender, current: str) -> tuple[list[Shown], list[Shown]]:
    """The groups that have anything to show, and the tabs of the one that the page belongs to.

    A group of one tab leads there under the tab's own name, and has no second row.
    """
    groups: list[Shown] = []
    tabs: list[Shown] = []
    for group in GROUPS:
        shown = [tab for tab in group.tabs if tab.shown_to(actor, tender)]
        if not shown:
            continue
        alone, here = len(shown) == 1, any(tab.address == current for tab in shown)
        first = shown[0]
        at = ("page" if first.address == current else "true") if here else ""
        label = first.label if alone else group.label
        groups.append((reverse(first.address, args=[tender.pk]), label, at))
        if here and not alone:
            tabs = [
                (
                    reverse(tab.address, args=[tender.pk]), tab.label,
                    "page" if tab.address == current else "",
                )
                for tab in shown
            ]  # fmt: skip
    return groups, tabs


def frame_of(actor: Actor, tender: Tender, current: str) -> dict[str, Any]:
    """What every page of a tender shows: its name and state, its tabs, the way back.

    ``current`` is the name of the tab that the page belongs to.
    """
    groups, tabs = tabs_of(actor, tender, current)
    tone, state = shown_state(tender, current_unit().now)
    return {
        "tender": tender,
        "tone": tone,
        "state": state,
        "tab_groups": groups,
        "tabs": tabs,
        # The list for everybody stands on the floor of open data.
        "trail": [(_("Tenders"), reverse("tenders" if may_see_tenders(actor) else "open-tenders"))],
        "signed_in": may_see_tenders(actor),
        "runs": may_run_tender(actor, tender),
        "in_preparation": tender.state == TenderState.IN_PREPARATION,
    }
