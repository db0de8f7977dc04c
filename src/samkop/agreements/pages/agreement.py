"""One agreement: its ceiling, its buyers, its tiers, its prices and its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.agreements.models import Ceiling, FrameworkAgreement
from samkop.agreements.pages.events import events_of
from samkop.agreements.pages.item_names import names_of_items
from samkop.agreements.pages.standings import OVER, shown_state, state_today
from samkop.agreements.pages.states import decisions_on
from samkop.agreements.pages.tender_part import chain_of
from samkop.agreements.policies import (
    may_record_participation,
    may_run_agreement,
    may_see_agreements,
    sells_under,
)
from samkop.agreements.queries import (
    BuyerStanding,
    agreement_of,
    buyers_of,
    ceiling_of,
    day_of,
    price_list_of,
    price_page,
    prices_of,
    review_of,
    tiers_of,
    volumes_of,
)
from samkop.agreements.rules import Tier, basis_state, next_tier, tier_at
from samkop.agreements.usecases.modification import rooms_of
from samkop.agreements.vocabulary import ActsAs, PriceStepCode, State
from samkop.governance.models import Project
from samkop.governance.pages.standings import standing_of
from samkop.governance.policies import may_see_cooperation
from samkop.governance.queries import projects_of, regions_of
from samkop.governance.vocabulary import ProjectState
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit

PAGE = 50
FIRST_PRICES = 10


@page()
def agreement(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """Everything about one agreement that its parties may see."""
    allow(may_see_agreements(actor))
    found, ceiling = agreement_of(agreement_id), ceiling_of(agreement_id)
    now = current_unit().now
    today, runs = day_of(found.purchasing_body, now), may_run_agreement(actor, found)
    buyers = buyers_of(agreement_id, today)
    tone, state = shown_state(found, ceiling, now)
    listed = price_list_of(agreement_id, today)
    return "agreements/agreement.html", {
        "agreement": found,
        "trail": [(_("Agreements"), reverse("agreements"))],
        "tone": tone,
        "state": state,
        "ceiling": ceiling,
        "meter": _meter(ceiling),
        "over": state_today(found, ceiling, now) in OVER,
        "wholesaler": found.purchasing_body_acts_as == ActsAs.WHOLESALER,
        "rate": Decimal(found.markup_permille + found.fee_permille) / 1000,
        "buyers": [_buyer(one, today) for one in buyers],
        "groups": _groups(tiers_of(agreement_id), volumes_of(agreement_id)),
        "prices": _priced(
            found, dict(listed.values_list("seller_item_id", "price_group")[:FIRST_PRICES])
        ),
        "more_prices": listed[FIRST_PRICES : FIRST_PRICES + 1].exists(),
        "events": events_of(found, [one.participation for one in buyers if one.participation]),
        "rooms": rooms_of(found, today) if runs else [],
        "decisions": decisions_on(found) if runs else [],
        "runs": runs,
        "draft": runs and found.state == State.IN_PREPARATION,
        "review": review_of(agreement_id),
        "chain": chain_of(found),
        "sees_reports": runs or sells_under(actor, found),
        # Only the region sees it.
        "project": Project.objects.filter(id=found.project_id or 0).first(),
        "sees_decisions": may_see_cooperation(actor),
        "projects": _projects(actor, found, buyers) if runs else [],
        "may_decide_anew": _may_leave(actor, buyers),
        "may_join": _may_join(actor, buyers),
        "may_leave": _may_leave(actor, buyers),
    }


@page()
def prices(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """The whole price list of today, by item number, each price with its origin."""
    allow(may_see_agreements(actor))
    found = agreement_of(agreement_id)
    today = day_of(found.purchasing_body, current_unit().now)
    after = request.GET.get("after", "")
    groups = price_page(agreement_id, today, after, PAGE + 1)
    return "agreements/prices.html", {
        "agreement": found,
        "wholesaler": found.purchasing_body_acts_as == ActsAs.WHOLESALER,
        "prices": _priced(found, dict(groups[:PAGE])),
        "following": groups[PAGE - 1][0] if len(groups) > PAGE else None,
        "trail": [
            (_("Agreements"), reverse("agreements")),
            (found.number, reverse("agreement", args=[found.pk])),
        ],
    }


def _meter(ceiling: Ceiling | None) -> dict[str, Decimal] | None:
    if ceiling is None:
        return None
    return {
        "committed": Decimal(ceiling.committed_cents) / 100,
        "maximum": Decimal(ceiling.maximum_cents) / 100,
    }


def _buyer(one: BuyerStanding, today: date) -> dict[str, Any]:
    expected = one.named.expected_share_cents
    return {
        "buyer": one.named.buyer,
        "decision": one.participation.decision if one.participation else None,
        "orders_from": one.participation.orders_from if one.participation else None,
        "orders_until": one.participation.orders_until if one.participation else None,
        **_standing(one),
        "expected": expected,
        "committed": one.committed_cents,
        "based": basis_state([(b.valid_from, b.valid_until) for b in one.bases], today) == "holds",
        "share": Decimal(one.committed_cents) / expected if expected else None,
    }


def _standing(one: BuyerStanding) -> dict[str, Any]:
    """How the buyer's own decision stands today, in a word with its tone."""
    if one.participation is None:
        return {}
    tone, standing, why = standing_of(one.participation.decision, one.code)
    return {"tone": tone, "standing": standing, "why": why}


def _groups(
    tiers: Mapping[str, Sequence[Tier]], volumes: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Each price group with tiers: its volume, the tier that applies, and what the next needs."""
    groups = []
    for name, of_group in sorted(tiers.items()):
        volume = volumes.get(name, 0)
        following = next_tier(of_group, volume)
        applies = tier_at(of_group, volume)
        groups.append(
            {
                "name": name,
                "volume": volume,
                "missing": following.from_quantity - volume if following else None,
                "next": following,
                "tiers": [
                    (tier, Decimal(tier.discount_permille) / 1000, tier == applies)
                    for tier in of_group
                ],
            }
        )
    return groups


def _priced(found: FrameworkAgreement, groups: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows of the price table; ``groups`` is each item's price group, in the table's order."""
    origins = prices_of(found.pk, groups, day_of(found.purchasing_body, current_unit().now))
    names = names_of_items(found.pk, groups)
    rows = []
    for number in groups:
        origin = origins.get(number)
        steps = {step.code: step for step in origin.steps} if origin else {}
        rows.append(
            {
                "item": number,
                "name": names.get(number, ""),
                "group": groups[number],
                "net": origin.net_cents if origin else None,
                "rule": origin.rule_cents if origin else None,
                "discount": steps.get(PriceStepCode.TIER_DISCOUNT),
                "markup": steps.get(PriceStepCode.MARKUP),
            }
        )
    return rows


def _projects(
    actor: Actor, found: FrameworkAgreement, buyers: Sequence[BuyerStanding]
) -> list[Project]:
    """The projects that it may be said to come of, before any buyer has decided about it."""
    if found.project_id is not None or any(one.participation for one in buyers):
        return []
    regions = [one.pk for one in regions_of(actor.own_party_id, own_today())]
    return list(projects_of(regions).exclude(state=ProjectState.DROPPED)[:PAGE])


def _may_join(actor: Actor, buyers: Sequence[BuyerStanding]) -> bool:
    waiting = {one.named.buyer_id for one in buyers if not one.joined}
    return actor.party_id in waiting and may_record_participation(actor, actor.party_id or 0)


def _may_leave(actor: Actor, buyers: Sequence[BuyerStanding]) -> bool:
    joined = {one.named.buyer_id for one in buyers if one.joined}
    return actor.party_id in joined and may_record_participation(actor, actor.party_id or 0)
