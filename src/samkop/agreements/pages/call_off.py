"""One rule of call-off: its suppliers in their order, the offers, and who got what, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import CallOffOffer, CallOffRule, CallOffTurn, FrameworkAgreement
from samkop.agreements.pages.call_off_forms import OfferForm, RankForm
from samkop.agreements.pages.decisions import NO_FORM, without_form
from samkop.agreements.pages.standings import shown_state
from samkop.agreements.policies import may_run_call_off, may_see_agreements
from samkop.agreements.queries import (
    Turns,
    call_off_of,
    choices_of,
    offers_of,
    places_of,
    rankable_of,
    shared_by,
    turns_of,
)
from samkop.agreements.queries.mini_competitions import competitions_of
from samkop.agreements.usecases.call_off import (
    adopt_call_off,
    enter_offer,
    rank_supplier,
    remove_offer,
    unrank_supplier,
)
from samkop.agreements.vocabulary import Hindrance
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading
from samkop.tendering.vocabulary import CallOffMethod

PAGE = 20


@page()
def call_off(request: HttpRequest, actor: Actor, call_off_id: int) -> tuple[str, dict[str, Any]]:
    """The rule as whoever reads it may see it."""
    return shown_call_off(request, actor, call_off_id)


def shown_call_off(
    request: HttpRequest, actor: Actor, call_off_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The page, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    allow(may_see_agreements(actor))
    rule, places = call_off_of(call_off_id), places_of(call_off_id)
    runs = may_run_call_off(actor, rule)
    draft = runs and rule.adopted_at is None
    turns = turns_of(call_off_id)
    choices, following = _choices(request, rule, places)
    return "agreements/call_off.html", {
        "rule": rule,
        "by_rotation": rule.method == CallOffMethod.ROTATION,
        "direct": rule.method != CallOffMethod.MINI_COMPETITION,
        "draft": draft,
        # A form shows its own refusal; that of a button stands above.
        "refusal": None if {"rank", "item_number"} & set(request.POST) else refused,
        "places": _places(places, turns),
        "together": shared_by(places),
        "positions": _positions(offers_of(call_off_id), places),
        "competes": runs and _competes(rule),
        "competitions": competitions_of(call_off_id),
        "choices": choices,
        "following": following,
        "trail": [
            (_("Agreements"), reverse("agreements")),
            (_("Call-off"), reverse("call-offs")),
        ],
        **(_forms(request, rule, places, refused) if draft else {}),
    }


def _competes(rule: CallOffRule) -> bool:
    """Whether the rule, as it was adopted, lets anything be competed for."""
    by_value = rule.mini_competition_from_cents is not None
    return rule.adopted_at is not None and (
        by_value or rule.method == CallOffMethod.MINI_COMPETITION
    )


@act(again=shown_call_off)
def send_rank(request: HttpRequest, actor: Actor, call_off_id: int) -> Answer:
    """Tie a supplier's agreement to the rule."""
    with reading(actor):
        choices = rankable_of(call_off_of(call_off_id))
    values = checked(RankForm(request.POST, agreements=choices))
    perform(
        actor, rank_supplier, rule_id=call_off_id, agreement_id=values["agreement"],
        rank=values["rank"],
    )  # fmt: skip
    return _back(call_off_id, _("The supplier is ranked."))


@act()
def send_unrank(request: HttpRequest, actor: Actor, call_off_id: int, agreement_id: int) -> Answer:
    """Take a supplier out of a rule in preparation."""
    perform(actor, unrank_supplier, rule_id=call_off_id, agreement_id=agreement_id)
    return _back(call_off_id, _("The supplier is taken out."))


@act(again=shown_call_off)
def send_offer(request: HttpRequest, actor: Actor, call_off_id: int) -> Answer:
    """Enter with which item a supplier answered a position."""
    with reading(actor):
        choices = places_of(call_off_of(call_off_id).pk)
    values = checked(OfferForm(request.POST, agreements=choices))
    perform(
        actor, enter_offer, rule_id=call_off_id, agreement_id=values["supplied"],
        position=values["position"], seller_item_id=values["item_number"],
    )  # fmt: skip
    return _back(call_off_id, _("The offer is entered."))


@act()
def send_no_offer(request: HttpRequest, actor: Actor, call_off_id: int, offer_id: int) -> Answer:
    """Take an offer out of a rule in preparation."""
    perform(actor, remove_offer, rule_id=call_off_id, offer_id=offer_id)
    return _back(call_off_id, _("The offer is taken out."))


@act(again=shown_call_off)
def send_adoption(request: HttpRequest, actor: Actor, call_off_id: int) -> Answer:
    """From now on the rule stands."""
    perform(actor, adopt_call_off, rule_id=call_off_id)
    return _back(call_off_id, _("The rule stands. Its agreements can be put in force."))


def _back(rule_id: int, message: Promise) -> Answer:
    return Answer(to=reverse("call-off", args=[rule_id]), message=message)


def _forms(
    request: HttpRequest, rule: CallOffRule, places: Sequence[FrameworkAgreement],
    refused: Refused | None,
) -> dict[str, Any]:  # fmt: skip
    """The two forms; the one that was sent keeps what was typed."""
    data = request.POST if refused else None
    sent_offer = data is not None and "item_number" in data
    sent_rank = data is not None and "rank" in data
    rank = RankForm(data if sent_rank else None, agreements=rankable_of(rule))
    offer = OfferForm(data if sent_offer else None, agreements=places)
    return {
        "rank_form": with_refusal(rank, refused if sent_rank else None),
        "offer_form": with_refusal(offer, refused if sent_offer else None),
    }


def _places(places: Sequence[FrameworkAgreement], turns: dict[int, Turns]) -> list[dict[str, Any]]:
    """Each supplier with its rank, what it has had, and its share of the value."""
    now = current_unit().now
    had = {place.pk: turns.get(place.pk, Turns()) for place in places}
    total = sum(one.cents for one in had.values())
    rows = []
    for place in places:
        tone, state = shown_state(place, getattr(place, "ceiling", None), now)
        cents = had[place.pk].cents
        rows.append(
            {
                "agreement": place, "tone": tone, "state": state, "turns": had[place.pk].turns,
                "cents": cents, "share": Decimal(cents) / total if total else None,
            }
        )  # fmt: skip
    return rows


def _positions(
    offers: Sequence[CallOffOffer], places: Sequence[FrameworkAgreement]
) -> list[tuple[str, list[tuple[Party, CallOffOffer | None]]]]:
    """Each position with each supplier and its offer, in the order of their ranks."""
    by_position: dict[str, dict[int, CallOffOffer]] = defaultdict(dict)
    for offer in offers:
        by_position[offer.position][offer.agreement_id] = offer
    return [
        (position, [(place.supplier, of_position.get(place.pk)) for place in places])
        for position, of_position in by_position.items()
    ]


def _choices(
    request: HttpRequest, rule: CallOffRule, places: Sequence[FrameworkAgreement]
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of call-offs with who was considered, and the cursor of the next page."""
    after = number_of(request.GET.get("after", ""))
    found = choices_of(rule.pk)
    if after is not None:
        found = found.filter(id__lt=after)
    turns = list(found[: PAGE + 1])
    names = {place.pk: place.supplier.name for place in places}
    rows = [{"turn": turn, "passed": passed_over(turn, names)} for turn in turns[:PAGE]]
    return rows, str(turns[PAGE - 1].pk) if len(turns) > PAGE else None


def passed_over(turn: CallOffTurn, names: dict[int, str]) -> list[tuple[str, Promise]]:
    """Who stood before the chosen one, and why it could not perform."""
    passed: list[tuple[str, Promise]] = []
    for one in turn.considered:
        if one["agreement"] == turn.agreement_id:
            break
        passed.append((names.get(one["agreement"], "–"), Hindrance(one["hindrance"]).label))  # noqa: RUF001
    return passed
