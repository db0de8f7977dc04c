"""The shop as its keeper has it: words in three languages, what stands first, configurations,
and one municipality's rules of who may order what.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.usecases.availability import name_successor
from samkop.catalogue.usecases.configurations import (
    WantedPart,
    add_configuration,
    add_configuration_version,
)
from samkop.catalogue.usecases.entitlements import Subject, add_entitlement_rule
from samkop.catalogue.usecases.shop_keeping import describe_in_shop, feature_item
from samkop.catalogue.vocabulary import Entitled, Target
from samkop.parties.usecases.groups import add_group, add_group_member
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.agreeing import Running, manager_of
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import at
from samkop.site.demo.seeds import ItemSeed, address_of, items

LANGUAGES = ("sv", "fi", "en")


@cache
def shop() -> dict[str, Any]:
    """What the shop says: ``shop.toml`` as it stands."""
    return tomllib.loads((files("samkop.site.demo") / "data" / "shop.toml").read_text("utf-8"))


def keep_shop(cast: Cast, running: Mapping[str, Running], founded: date) -> None:
    """Describe, feature, bundle and entitle, each once."""
    shelf = _shelf(cast, running)
    first = [model for model in items().values() if model.only_in != "day"]
    _describe(cast, shelf, first, at(founded - timedelta(days=11), 9))
    _feature(cast, shelf, founded)
    _end(cast, shelf, founded)
    _configure(cast, shelf, founded)
    _entitle(cast, founded)


def _shelf(cast: Cast, running: Mapping[str, Running]) -> dict[str, int]:
    """The ids of all items that are on offer, by the supplier's number."""
    agreements = [one.agreement_id for one in running.values()]
    with reading(manager_of(cast)):
        on_offer = CatalogueItem.objects.filter(agreement_id__in=agreements, active=True)
        return dict(on_offer.values_list("seller_item_id", "id"))


def describe_new(cast: Cast, running: Mapping[str, Running], now: datetime) -> None:
    """Describe the models that came with the catalogue of the day, each once."""
    new = [model for model in items().values() if model.only_in == "day"]
    _describe(cast, _shelf(cast, running), new, now)


def _describe(
    cast: Cast, shelf: Mapping[str, int], models: Iterable[ItemSeed], now: datetime
) -> None:
    """Say what each model is for; of those that are not in the range, what its kind is."""
    own = {row["item"]: row for row in shop()["range"]}
    for model in models:
        if model.item not in shelf:
            continue
        said = own.get(model.item, shop()["groups"][model.price_group])
        called = shop()["names"].get(model.item, {})
        perform(
            manager_of(cast), describe_in_shop, key=f"demo:words:{model.item}",
            now=now, item_id=shelf[model.item],
            names={
                language: called.get(language) or said.get(f"name_{language}", "")
                for language in LANGUAGES
            },
            texts={
                language: f"{said[language]} {shop()['invented'][language]}"
                for language in LANGUAGES
            },
            drawing=said.get("drawing", ""),
        )  # fmt: skip


def _feature(cast: Cast, shelf: Mapping[str, int], founded: date) -> None:
    for row in shop()["featured"]:
        perform(
            manager_of(cast), feature_item, key=f"demo:featured:{row['item']}",
            now=at(founded - timedelta(days=11), 10), item_id=shelf[row["item"]],
            valid_from=founded + timedelta(days=row["from"]),
            valid_until=founded + timedelta(days=row["until"]),
        )  # fmt: skip


def _end(cast: Cast, shelf: Mapping[str, int], founded: date) -> None:
    for row in shop()["ending"]:
        successor = row.get("successor")
        perform(
            manager_of(cast), name_successor, key=f"demo:ending:{row['item']}",
            now=at(founded - timedelta(days=11), 11), item_id=shelf[row["item"]],
            successor_id=shelf[successor] if successor else None,
            sold_until=founded + timedelta(days=row["sold_until"]),
        )  # fmt: skip


def _configure(cast: Cast, shelf: Mapping[str, int], founded: date) -> None:
    first = founded - timedelta(days=10)
    for row in shop()["configurations"]:
        named = {language: row[f"name_{language}"] for language in LANGUAGES}
        made = perform(
            manager_of(cast), add_configuration, key=f"demo:configuration:{row['code']}",
            now=at(first, 9), code=row["code"], names=named,
        )  # fmt: skip
        perform(
            manager_of(cast), add_configuration_version,
            key=f"demo:configuration-version:{row['code']}", now=at(first, 9),
            configuration_id=made.pk, valid_from=first, image=row.get("image", ""),
            mdm_profile=row["mdm_profile"],
            parts=[WantedPart(shelf[item], quantity) for item, quantity in row["parts"]],
        )  # fmt: skip


def _entitle(cast: Cast, founded: date) -> None:
    """One municipality's rules; they hold from the founding on and touch no earlier order."""
    said = shop()["entitlements"]
    owner, now = said["organisation"], at(founded, 0)
    manager = cast.person("ict", owner)
    group = perform(
        manager, add_group, key="demo:group", now=now, party_id=cast.parties[owner],
        code=said["group"], name=said["group_name"],
    )  # fmt: skip
    for part in said["members"]:
        perform(
            manager, add_group_member, key=f"demo:group:{part}", now=now, group_id=group.pk,
            email=address_of(part, owner), valid_from=founded,
        )  # fmt: skip
    for number, rule in enumerate(said["rules"]):
        category, role = rule.get("category", ""), rule.get("role", "")
        by_group = Entitled.GROUP if rule.get("group") else Entitled.EVERYBODY
        perform(
            manager, add_entitlement_rule, key=f"demo:entitlement:{number}", now=now,
            subject=Subject(Target.CATEGORY if category else Target.EVERYTHING, category),
            entitled=Entitled.ROLE if role else by_group, role=role,
            group_id=group.pk if rule.get("group") else None,
            quantity=rule.get("quantity"), months=rule.get("months"), valid_from=founded,
        )  # fmt: skip
