"""Configurations in a basket, and the lines that they become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries.configurations import (
    Offered,
    configuration_of,
    enrolment_of,
    offered_by_configuration,
    offered_version,
    properties_of,
)
from samkop.catalogue.rules.subscriptions import SubscriptionChoice, plain_number, wrong_fields
from samkop.catalogue.vocabulary import PartKind
from samkop.core.period import day_of
from samkop.ordering.models import BasketConfiguration, BasketLine
from samkop.ordering.policies import may_shop
from samkop.ordering.rules import term_of
from samkop.ordering.usecases.basket import MOST, hold_basket, set_quantities
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.records import create, remove
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


@dataclass(frozen=True)
class WantedConfiguration:
    """So many of a configuration, with what is chosen of its subscription."""

    configuration_id: int
    quantity: int = 1
    choice: SubscriptionChoice = field(default_factory=SubscriptionChoice)


@dataclass(frozen=True)
class Asked:
    """One line of what is asked for, before it has a price.

    ``configuration_id``, ``properties`` and ``term_months`` stand where it is part of a
    configuration.
    """

    item: CatalogueItem
    quantity: int
    configuration_id: int | None = None
    is_device: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)
    term_months: int | None = None


def add_configuration_to_basket(
    *, actor: Actor, now: datetime, wanted: WantedConfiguration
) -> BasketConfiguration:
    """Put so many of a configuration into one's basket, as one thing.

    Raises Refused: ``not-found``, ``configuration-not-offered``, ``subscription-incomplete``,
    ``quantity-out-of-bounds``.
    """
    require(may_shop(actor))
    configuration = configuration_of(wanted.configuration_id)
    today = day_of(now, Party.objects.get(id=actor.own_party_id).time_zone)
    return put_configuration_in(actor, wanted, offered_version(configuration.pk, today))


def put_configuration_in(
    actor: Actor, wanted: WantedConfiguration, offer: Offered | None
) -> BasketConfiguration:
    """Put so many of a configuration into the actor's basket, as it is offered today.

    Raises Refused as ``add_configuration_to_basket`` does for what is wanted.
    """
    offered = _checked(offer, wanted)
    hold_basket(actor)
    choice = wanted.choice
    chosen = {
        "number_choice": choice.number_choice, "sim": choice.sim,
        "number": plain_number(choice.number), "from_operator": choice.from_operator.strip()[:80],
    }  # fmt: skip
    return create(
        BasketConfiguration(
            party_id=actor.own_party_id, person_id=actor.own_person_id,
            configuration_id=wanted.configuration_id, quantity=wanted.quantity,
            punch_out_session_id=actor.punch_out_id,
            **(chosen if offered.subscription else {}),
        )
    )  # fmt: skip


def remove_configuration_from_basket(
    *, actor: Actor, now: datetime, basket_configuration_id: int,
    quantities: Sequence[tuple[int, int]] = (),
) -> None:  # fmt: skip
    """Take a configuration out of one's basket, and set ``quantities`` as ``set_quantities``.

    Raises Refused ``not-found``, and as ``set_quantities``.
    """
    require(may_shop(actor))
    hold_basket(actor)
    found = BasketConfiguration.objects.filter(
        id=basket_configuration_id, party_id=actor.own_party_id, person_id=actor.own_person_id
    ).first()
    if found is None:
        raise not_found()
    remove(found)
    set_quantities(actor=actor, now=now, quantities=quantities)


def empty_basket(actor: Actor, today: date) -> list[Asked]:
    """Everything that is in the actor's basket as lines; the basket is empty then.

    The caller holds the basket. Raises Refused as ``lines_of_configurations``.
    """
    mine = {"party_id": actor.own_party_id, "person_id": actor.own_person_id}
    lines = list(BasketLine.objects.filter(**mine).select_related("item").order_by("id"))
    bundles = list(BasketConfiguration.objects.filter(**mine).order_by("id"))
    asked = [Asked(line.item, line.quantity) for line in lines]
    wanted = [wanted_of(bundle) for bundle in bundles]
    asked += lines_of_configurations(wanted, actor.own_party_id, today)
    BasketLine.objects.filter(id__in=[line.pk for line in lines]).delete()
    BasketConfiguration.objects.filter(id__in=[bundle.pk for bundle in bundles]).delete()
    return asked


def configurations_in(actor: Actor) -> list[list[int | str]]:
    """The configurations in the actor's basket, as they are kept for another time.

    Each is its id, how many, and its subscription's choice in the order of ``SubscriptionChoice``.
    """
    mine = {"party_id": actor.own_party_id, "person_id": actor.own_person_id}
    rows = BasketConfiguration.objects.filter(**mine).order_by("id")
    return [[row.configuration_id, row.quantity, *astuple(wanted_of(row).choice)] for row in rows]


def wanted_of(row: BasketConfiguration) -> WantedConfiguration:
    """What a basket's row asks for."""
    choice = SubscriptionChoice(row.number_choice, row.sim, row.number, row.from_operator)
    return WantedConfiguration(row.configuration_id, row.quantity, choice)


def lines_of_configurations(
    wanted: Sequence[WantedConfiguration], party_id: int, today: date
) -> list[Asked]:
    """The lines that configurations are today; each falls on its own agreement.

    Raises Refused: ``configuration-not-offered``, ``subscription-incomplete``,
    ``quantity-out-of-bounds``.
    """
    if not wanted:
        return []
    offered = offered_by_configuration((one.configuration_id for one in wanted), today)
    identifiers = enrolment_of(party_id)
    return [
        line
        for one in wanted
        for line in _lines(_checked(offered.get(one.configuration_id), one), one, identifiers)
    ]


def _lines(
    offered: Offered, wanted: WantedConfiguration, identifiers: dict[str, str]
) -> Iterable[Asked]:
    for one in offered.parts:
        yield Asked(
            item=one.part.item,
            quantity=one.part.quantity * wanted.quantity,
            configuration_id=wanted.configuration_id,
            is_device=one.part.kind == PartKind.DEVICE,
            properties=properties_of(offered, one.part, wanted.choice, identifiers),
            term_months=term_of(
                one.part.item.unit_code, one.part.item.quantity_increment, one.part.quantity
            ),
        )


def _checked(offered: Offered | None, wanted: WantedConfiguration) -> Offered:
    """The offer, when it stands and the choice is whole."""
    if offered is None or not offered.complete:
        raise Refused(
            "configuration-not-offered",
            _("This configuration cannot be ordered today. Choose another, or its parts."),
        )
    if not 1 <= wanted.quantity <= MOST:
        sentence = _("Give a number between 1 and 10,000.")
        raise Refused("quantity-out-of-bounds", sentence, status=422, fields={"quantity": sentence})
    wrong = wrong_fields(wanted.choice, wanted.quantity) if offered.subscription else ()
    if wrong:
        sentences = {
            "number_choice": _("Choose what becomes of the number."),
            "sim": _("Choose SIM card or eSIM."),
            "number": _("Give the telephone number that is kept or moved, 5 to 15 digits."),
            "from_operator": _("Say from which operator the number moves."),
            "quantity": _("A number belongs to one subscription: order one at a time."),
        }
        raise Refused(
            "subscription-incomplete", sentences[wrong[0]], status=422,
            fields={name: sentences[name] for name in wrong},
        )  # fmt: skip
    return offered
