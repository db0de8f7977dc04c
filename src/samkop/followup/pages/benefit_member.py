"""A member's four figures, and for each how it comes about; what if one leaves."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from samkop.followup.models import Benefit, BenefitLeaving, BenefitProcedure, BenefitPurchase
from samkop.followup.pages import benefit_shown as shown
from samkop.followup.policies.benefit import may_see_benefit
from samkop.followup.queries.benefit import benefit_of
from samkop.followup.rules.benefit import Figures, Part, Purchase, own_price, worked
from samkop.followup.usecases.benefit import span_of
from samkop.followup.vocabulary.benefit import (
    BASIS_OF,
    Assumed,
    Figure,
    ProcedureEvent,
    WayStep,
    unit_of,
)
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import not_found

Shown = tuple[str, dict[str, Any]]


@page()
def member(request: HttpRequest, actor: Actor, benefit_id: int, buyer_id: int) -> Shown:
    """The four figures with their ranges, each leading to how it comes about."""
    allow(may_see_benefit(actor))
    found = benefit_of(benefit_id)
    kept = _kept(found, buyer_id)
    currency = found.currency
    urls = {figure.value: shown.figure_url(found, buyer_id, figure) for figure in Figure}
    return "followup/benefit_member.html", {
        "benefit": found, "kept": kept, "urls": urls, "trail": shown.trail_of(found),
        "gain": shown.money(kept["gain_cents"], currency),
        "percent": shown.share(kept["gain_permille"]),
        "per_inhabitant": shown.price(kept["gain_cents"], currency, kept["population"]),
        "per_unit": shown.price(kept["gain_cents"], currency, kept["compared_units"]),
        "saved_hours": shown.hours(kept["saved_hours"]),
        "saved_cents": shown.money(kept["saved_cents"], currency),
        "months": shown.hours(kept["months"]),
        "way": shown.days(_whole_way(found, buyer_id)),
        "not_compared": kept["units"] - kept["compared_units"],
        "leaves": any(one["leaver_id"] == buyer_id for one in found.result["leaving"]),
        **cooperation_tabs(actor, "benefit"),
    }  # fmt: skip


@page()
def figure(
    request: HttpRequest, actor: Actor, benefit_id: int, buyer_id: int, figure: str
) -> Shown:
    """How one figure of a member comes about: its steps, assumptions and rows."""
    allow(may_see_benefit(actor))
    found = benefit_of(benefit_id)
    if figure not in Figure.values:
        raise not_found()
    wanted = Figure(figure)
    kept = _kept(found, buyer_id)
    above = (kept["name"], reverse("benefit-member", args=[found.pk, buyer_id]))
    steps = {
        Figure.PRICE: _price_steps, Figure.FEES: _price_steps, Figure.WORK: _work_steps,
        Figure.TIME: _time_steps,
    }[wanted]  # fmt: skip
    return "followup/benefit_figure.html", {
        "benefit": found, "kept": kept, "figure": wanted, "trail": shown.trail_of(found, above),
        "assumptions": _assumptions(found, buyer_id, BASIS_OF[wanted]),
        "orders_url": _orders_url(found, buyer_id, actor),
        "purchases_url": f"{reverse('benefit-purchases')}?benefit={found.pk}&buyer={buyer_id}",
        **steps(found, buyer_id, kept), **cooperation_tabs(actor, "benefit"),
    }  # fmt: skip


@page()
def leaving(request: HttpRequest, actor: Actor, benefit_id: int, buyer_id: int) -> Shown:
    """What the others would have paid, had this member not bought with them, group by group."""
    allow(may_see_benefit(actor))
    found = benefit_of(benefit_id)
    summed = [one for one in found.result["leaving"] if one["leaver_id"] == buyer_id]
    if not summed:
        raise not_found()
    kept = _kept(found, buyer_id)
    rows = BenefitLeaving.objects.filter(benefit=found, leaver_id=buyer_id)
    steps = rows.select_related("buyer", "agreement").order_by(
        "buyer__legal_name", "agreement__number", "price_group", "with_permille", "id"
    )
    shown_buyers = {str(one.buyer_id) for one in steps}
    names = {str(one["party_id"]): one["name"] for one in found.result["members"]}
    return "followup/benefit_leaving.html", {
        "benefit": found, "kept": kept, "trail": shown.trail_of(found),
        "more": shown.money([summed[0]["more_cents"]] * 3, found.currency),
        "unknown_units": summed[0]["unknown_units"],
        "by_buyer": sorted(
            ((names[buyer], cents) for buyer, cents in summed[0]["by_buyer"].items()),
            key=lambda one: -one[1],
        ),
        "steps": [
            (one, None if one.without_cents is None else one.without_cents - one.with_cents)
            for one in steps
        ],
        "hidden": len(set(summed[0]["by_buyer"]) - shown_buyers),
        "own": shown.money(kept["own_cents"], found.currency),
        "gain": shown.money(kept["gain_cents"], found.currency),
        "saved_hours": shown.hours(kept["saved_hours"]),
        "url": shown.figure_url(found, buyer_id, Figure.PRICE),
        "hours_url": shown.figure_url(found, buyer_id, Figure.WORK),
        **cooperation_tabs(actor, "benefit"),
    }  # fmt: skip


def _kept(found: Benefit, party_id: int) -> Figures:
    """The member's figures. Raises Refused ``not-found``."""
    for one in found.result["members"]:
        if one["party_id"] == party_id:
            figures: Figures = one
            return figures
    raise not_found()


def _whole_way(found: Benefit, buyer_id: int) -> list[str] | None:
    """Days from need to desk: of a region's computation those of all together."""
    days: list[str] | None = (found.way.get(WayStep.WHOLE) or {}).get("days")
    return days


def _assumptions(
    found: Benefit, buyer_id: int, keys: Iterable[Assumed]
) -> list[tuple[Assumed, Any, Any, str]]:
    kept = found.assumptions.get(str(buyer_id), {})
    return [
        (
            key, _decimals(kept.get(key.value)), unit_of(key, found.currency),
            f"{reverse('benefit-assumption', args=[key.value])}?region={found.region_id}",
        )
        for key in keys
    ]  # fmt: skip


def _decimals(kept: dict[str, Any] | None) -> dict[str, Any] | None:
    """A kept assumption whose values are numbers, to be written in the reader's language."""
    if kept is None:
        return None
    return {**kept, **{end: Decimal(kept[end]) for end in ("low", "likely", "high")}}


def _orders_url(found: Benefit, buyer_id: int, actor: Actor) -> str:
    """The list of orders of the year, for the buyer; empty for others, whose list it is not."""
    if actor.party_id != buyer_id:
        return ""
    return f"{reverse('orders')}?since={found.year}-01-01&until={found.year}-12-31"


def _spans(found: Benefit, buyer_id: int) -> dict[str, Any]:
    kept = found.assumptions.get(str(buyer_id), {})
    return {key: span_of(one) for key, one in kept.items()}


def _price_steps(found: Benefit, buyer_id: int, kept: Figures) -> dict[str, Any]:
    """By agreement and group: paid, alone, gain; the sums are the figure."""
    assumed = _spans(found, buyer_id)
    rows = BenefitPurchase.objects.filter(benefit=found, buyer_id=buyer_id)
    rows = rows.select_related("agreement").order_by(
        "agreement__number", "price_group", "seller_item_id", "joint_permille", "id"
    )
    lines = []
    for one in rows[:500]:
        own = own_price(_purchase(one), assumed)
        gain = None if own is None else (own * one.quantity).rounded()
        paid = one.quantity * one.unit_cents
        each = None if own is None else own.rounded()
        lines.append({
            "row": one, "own": shown.price(each, found.currency, 1),
            "gain": shown.money(None if gain is None else [end - paid for end in gain],
                                found.currency),
            "paid": paid,
        })  # fmt: skip
    return {
        "lines": lines, "gain": shown.money(kept["gain_cents"], found.currency),
        "own": shown.money(kept["own_cents"], found.currency),
    }  # fmt: skip


def _purchase(one: BenefitPurchase) -> Purchase:
    kept: dict[str, Any] = {
        name: getattr(one, name)
        for name in Purchase.__dataclass_fields__
        if name != "without_permille"
    }
    return Purchase(**kept, without_permille=None)


def _work_steps(found: Benefit, buyer_id: int, kept: Figures) -> dict[str, Any]:
    """By agreement: the year's part of the term, the share, own and joint hours."""
    assumed = _spans(found, buyer_id)
    bought = set(
        BenefitPurchase.objects.filter(benefit=found, buyer_id=buyer_id).values_list(
            "agreement_id", flat=True
        )
    )
    rows = BenefitProcedure.objects.filter(benefit=found, buyer_id=buyer_id)
    lines = []
    for one in rows.select_related("agreement").order_by("agreement__number"):
        work = worked(_part(one), assumed)
        lines.append({
            "row": one, "counts": one.agreement_id in bought,
            "share": Decimal(one.share_cents) / one.total_cents if one.total_cents else None,
            "year": Decimal(one.year_days) / one.term_days,
            "own": shown.hours(_hundredths(work.own)),
            "joint": shown.hours(_hundredths(work.joint)),
            "events": [(ProcedureEvent(name).label, day) for name, day in one.events.items()],
        })  # fmt: skip
    return {
        "parts": lines, "own_hours": shown.hours(kept["own_hours"]),
        "joint_hours": shown.hours(kept["joint_hours"]),
        "saved_hours": shown.hours(kept["saved_hours"]),
        "own_cost": shown.money(kept["own_hours_cents"], found.currency),
        "joint_cost": shown.money(kept["joint_hours_cents"], found.currency),
        "saved_cents": shown.money(kept["saved_cents"], found.currency),
    }  # fmt: skip


def _hundredths(span: Any) -> Any:
    return None if span is None else span.rounded(100)


def _part(one: BenefitProcedure) -> Part:
    return Part(**{name: getattr(one, name) for name in Part.__dataclass_fields__})


def _time_steps(found: Benefit, buyer_id: int, kept: Figures) -> dict[str, Any]:
    return {
        "way": [
            (step.label, found.way.get(step.value, {}).get("things"),
             shown.days(found.way.get(step.value, {}).get("days")))
            for step in WayStep
        ],
        "months": shown.hours(kept["months"]), "of_all": found.regional,
    }  # fmt: skip
