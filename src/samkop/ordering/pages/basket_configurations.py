"""Putting configurations into the basket, and taking them out."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from samkop.catalogue.rules.subscriptions import SubscriptionChoice
from samkop.catalogue.vocabulary import NumberChoice
from samkop.ordering.pages.basket import basket_as_typed, typed_quantities
from samkop.ordering.pages.beside import beside_it
from samkop.ordering.pages.posted import key_of, whole_number
from samkop.ordering.usecases.basket_configurations import (
    WantedConfiguration,
    add_configuration_to_basket,
    remove_configuration_from_basket,
)
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act
from samkop.platform.unit_of_work import perform


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
    """Take a configuration out of the basket; what was typed beside it stays."""
    perform(
        actor, remove_configuration_from_basket, basket_configuration_id=basket_configuration_id,
        quantities=typed_quantities(request),
    )  # fmt: skip
    return Answer(to=basket_as_typed(request, actor))
