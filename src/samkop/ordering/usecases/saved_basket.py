"""Keeping a basket under a name, sharing it, and filling one's basket from it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.rules.subscriptions import SubscriptionChoice
from samkop.catalogue.vocabulary import SimKind
from samkop.core.period import day_of
from samkop.ordering.models import SavedBasket, SavedBasketConfiguration, SavedBasketLine
from samkop.ordering.policies import may_shop
from samkop.ordering.queries import basket_configurations_of, basket_of
from samkop.ordering.queries.saved_baskets import saved_baskets_of, sold_today
from samkop.ordering.usecases.basket import MOST, add_to_basket
from samkop.ordering.usecases.basket_configurations import (
    WantedConfiguration,
    put_configuration_in,
)
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, create_all, remove
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LONGEST_NAME = 80
MOST_SAVED = 50


def save_basket(*, actor: Actor, now: datetime, name: str, shared: bool = False) -> SavedBasket:
    """Keep what is in one's basket under a name; the basket stays as it is.

    Raises Refused: ``basket-empty``, ``name-missing``, ``saved-basket-known``,
    ``too-many-saved-baskets``.
    """
    require(may_shop(actor))
    name = name.strip()[:LONGEST_NAME]
    if not name:
        raise _about_name("name-missing", _("Give it a name, such as “New teacher”."))
    mine = SavedBasket.objects.filter(party_id=actor.own_party_id, person_id=actor.own_person_id)
    if mine.filter(name=name).exists():
        raise _about_name(
            "saved-basket-known", _("You have a saved basket of that name. Choose another name.")
        )
    if mine.count() >= MOST_SAVED:
        raise _about_name(
            "too-many-saved-baskets", _("You have many saved baskets already. Remove one first.")
        )
    lines = list(basket_of(actor.own_party_id, actor.own_person_id))
    bundles = Counter[tuple[int, str]]()
    for row in basket_configurations_of(actor.own_party_id, actor.own_person_id):
        bundles[row.configuration_id, row.sim] += row.quantity
    if not lines and not bundles:
        raise Refused("basket-empty", _("Your basket is empty. Choose something in the shop."))
    kept = create(
        SavedBasket(
            party_id=actor.own_party_id, person_id=actor.own_person_id, name=name,
            shared=shared, saved_at=now,
        )
    )  # fmt: skip
    create_all(
        (
            SavedBasketLine(saved_basket=kept, item_id=line.item_id, quantity=line.quantity)
            for line in lines
        ),
        under=kept,
    )
    create_all(
        (
            SavedBasketConfiguration(
                saved_basket=kept, configuration_id=configuration_id, sim=sim,
                quantity=min(quantity, MOST),
            )
            for (configuration_id, sim), quantity in bundles.items()
        ),
        under=kept,
    )  # fmt: skip
    return kept


def share_saved_basket(
    *, actor: Actor, now: datetime, saved_basket_id: int, shared: bool
) -> SavedBasket:
    """Show one's saved basket to the organisation, or keep it to oneself.

    Raises Refused ``not-found`` for one that is not one's own.
    """
    return change(_own(actor, saved_basket_id), shared=shared)


def remove_saved_basket(*, actor: Actor, now: datetime, saved_basket_id: int) -> None:
    """Remove one's saved basket. Raises Refused ``not-found``."""
    found = _own(actor, saved_basket_id)
    SavedBasketLine.objects.filter(saved_basket=found).delete()
    SavedBasketConfiguration.objects.filter(saved_basket=found).delete()
    remove(found)


def fill_from_saved_basket(*, actor: Actor, now: datetime, saved_basket_id: int) -> dict[str, int]:
    """Put what is still sold into one's basket, at today's prices; numbers are new ones.

    Returns the counts ``added`` and ``left_out``. Raises Refused: ``not-found`` for one
    that is neither one's own nor shared, ``nothing-to-repeat``.
    """
    require(may_shop(actor))
    baskets = saved_baskets_of(actor.own_party_id, actor.own_person_id)
    found = baskets.filter(id=saved_basket_id).first()
    if found is None:
        raise not_found()
    today = day_of(now, Party.objects.get(id=actor.own_party_id).time_zone)
    sold = sold_today(actor.own_party_id, [found], today)
    lines, bundles = list(found.lines.all()), list(found.configurations.all())
    wanted = [line for line in lines if line.item_id in sold.cents]
    offered = [row for row in bundles if row.configuration_id in sold.offered]
    if not wanted and not offered:
        raise Refused(
            "nothing-to-repeat", _("None of this is in the shop any more. Look for a successor.")
        )
    for line in wanted:
        add_to_basket(actor=actor, now=now, item_id=line.item_id, quantity=line.quantity)
    for row in offered:
        choice = SubscriptionChoice(sim=row.sim or SimKind.ESIM)
        put_configuration_in(
            actor, WantedConfiguration(row.configuration_id, row.quantity, choice),
            sold.offered[row.configuration_id],
        )  # fmt: skip
    added = len(wanted) + len(offered)
    return {"added": added, "left_out": len(lines) + len(bundles) - added}


def _own(actor: Actor, saved_basket_id: int) -> SavedBasket:
    require(may_shop(actor))
    found = SavedBasket.objects.filter(
        id=saved_basket_id, party_id=actor.own_party_id, person_id=actor.own_person_id
    ).first()
    if found is None:
        raise not_found()
    return found


def _about_name(code: str, sentence: Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={"name": sentence})
