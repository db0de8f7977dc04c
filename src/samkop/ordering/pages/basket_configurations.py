"""Putting configurations into the basket, and what of them the basket shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from samkop.catalogue.queries.configurations import Offered, offered_by_configuration
from samkop.catalogue.rules.subscriptions import SubscriptionChoice
from samkop.catalogue.vocabulary import NumberChoice
from samkop.ordering.models import BasketConfiguration
from samkop.ordering.pages.beside import beside_it
from samkop.ordering.pages.posted import key_of, whole_number
from samkop.ordering.queries import basket_configurations_of
from samkop.ordering.usecases.basket_configurations import (
    WantedConfiguration,
    add_configuration_to_basket,
    remove_configuration_from_basket,
)
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act
from samkop.platform.unit_of_work import perform


@dataclass(frozen=True)
class Bundle:
    """A configuration in the basket; ``offered`` is None when it is not offered today."""

    row: BasketConfiguration
    offered: Offered | None

    @property
    def net_cents(self) -> int | None:
        """What it comes to: all months of a subscription, as they are ordered."""
        if self.offered is None or not self.offered.complete:
            return None
        return self.row.quantity * sum(
            one.origin.net_cents * one.part.quantity for one in self.offered.parts if one.origin
        )

    @property
    def number_words(self) -> str:
        """What becomes of the number, in the reader's language; empty without subscription."""
        choice = self.row.number_choice
        if not choice:
            return ""
        return f"{NumberChoice(choice).label} {self.row.number} {self.row.from_operator}".strip()


def bundles_of(party_id: int, person_id: int, today: date) -> list[Bundle]:
    """The configurations in a person's basket, with today's offers."""
    rows = list(basket_configurations_of(party_id, person_id))
    offered = (
        offered_by_configuration({row.configuration_id for row in rows}, today) if rows else {}
    )
    return [Bundle(row, offered.get(row.configuration_id)) for row in rows]


@act()
def add(request: HttpRequest, actor: Actor) -> Answer:
    """Put a configuration into the basket and go there."""
    sent = request.POST
    choice = SubscriptionChoice(
        sent.get("number_choice", NumberChoice.NEW), sent.get("sim", "esim"),
        sent.get("number", "")[:40], sent.get("from_operator", "")[:80],
    )  # fmt: skip
    wanted = WantedConfiguration(
        whole_number(request, "configuration"), whole_number(request, "quantity", default=1), choice
    )
    perform(actor, add_configuration_to_basket, key=key_of(request), wanted=wanted)
    return Answer(to=reverse("basket"), message=beside_it(actor))


@act()
def take_out(request: HttpRequest, actor: Actor, basket_configuration_id: int) -> Answer:
    """Take a configuration out of the basket."""
    perform(
        actor, remove_configuration_from_basket, basket_configuration_id=basket_configuration_id
    )
    return Answer(to=reverse("basket"))
