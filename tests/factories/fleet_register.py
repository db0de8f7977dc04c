"""Devices that stand in an organisation's register, without how they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from factories.fleet import new_serials
from factories.parties import a_delivery_location, a_municipality, an_actor
from samkop.core.period import months_after
from samkop.fleet.models import Asset, Custody
from samkop.fleet.rules.holding import Target, site_target
from samkop.fleet.usecases.device_models import facts_of_name, models_for
from samkop.fleet.usecases.holders import holders_for
from samkop.fleet.usecases.numbering import next_numbers
from samkop.parties.models import DeliveryLocation, Party
from samkop.platform.actors import Actor
from samkop.platform.records import create_each, create_under
from samkop.platform.unit_of_work import perform

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CAME = date(2023, 3, 1)
# By category: maker and name, as a register has them.
MODELS = {
    "phone": ("Samsung", "Galaxy A54"),
    "laptop": ("Lenovo", "ThinkPad L14 Gen 4"),
    "server": ("HPE", "ProLiant DL380"),
    "monitor": ("Dell", "P2422H"),
}


@dataclass(frozen=True)
class Keeper:
    """A municipality with a site, its ICT manager, installer and security officer."""

    party: Party
    site: DeliveryLocation
    manager: Actor
    installer: Actor
    officer: Actor


def a_keeper(name: str = "Provköping") -> Keeper:
    party = a_municipality(name)
    return Keeper(
        party, a_delivery_location(party), an_actor(party, "ict-manager"),
        an_actor(party, "installer"), an_actor(party, "security-officer"),
    )  # fmt: skip


def registered(
    keeper: Keeper, count: int = 1, category: str = "laptop", *, state: str = "received",
    holder: Target | None = None, now: datetime = NOW,
) -> list[Asset]:  # fmt: skip
    """So many devices of one model, at the keeper's site or with a holder."""
    to = holder or site_target(keeper.site.pk, keeper.site.name)
    return perform(
        keeper.manager, _register, now=now, category=category, count=count, state=state, to=to,
        site_id=keeper.site.pk,
    )  # fmt: skip


def _register(*, actor, now, category, count, state, to, site_id):
    owner_id = actor.own_party_id
    facts = facts_of_name(*MODELS[category], category, "EUR")
    model = models_for(owner_id, [facts])[facts.key]
    holder = holders_for(owner_id, [to])[to.key]
    made = [
        Asset(
            owner_id=owner_id, asset_number=number, serial_number=serial, model=model,
            model_name=model.name, category=model.category, state=state, state_since=now,
            holder=holder, held_since=now, location_id=site_id, currency="EUR", received_on=CAME,
            renew_on=months_after(CAME, model.lifetime_months), support_ends=model.support_ends,
            created_at=now,
        )
        for number, serial in zip(next_numbers(owner_id, count), new_serials(count), strict=True)
    ]  # fmt: skip
    create_each(made)
    create_under(
        (one, [Custody(asset=one, owner_id=owner_id, holder=holder, step=0, since=now,
                       reason="imported")])
        for one in made
    )  # fmt: skip
    return made
