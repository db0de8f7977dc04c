"""The seeds of the demonstration as they stand in ``data/``: plain values, no database."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from samkop.parties.rules import usual_of

DOMAIN = "demo.example"
_DATA = files("samkop.site.demo") / "data"


@cache
def edition() -> str:
    """What the region is made from, as one word: another version of Samköp may make another."""
    made_from = sorted((one for one in _DATA.iterdir() if one.is_file()), key=lambda one: one.name)
    return sha256(b"".join(one.read_bytes() for one in made_from)).hexdigest()[:16]


@dataclass(frozen=True)
class Organisation:
    """An organisation by its ``key``; ``devices`` is its fleet, 0 for who buys nothing.

    Rows for a kind of organisation are about those in Finland; another has rows of its own.
    """

    key: str
    kind: str
    legal_name: str
    name_sv: str
    name_fi: str
    identifier: str
    postal_code: str
    city: str
    population: int | None
    devices: int
    member_since: date | None
    country: str

    @property
    def currency(self) -> str:
        """The currency of its country."""
        return usual_of(self.country).currency

    def takes(self, organisations: str) -> bool:
        """Whether a row for this key or kind is about this organisation."""
        return organisations == self.key or (organisations == self.kind and self.country == "FI")


@dataclass(frozen=True)
class CentreSeed:
    """A cost centre; its yearly budget is so many euros for each device of the fleet."""

    code: str
    name: str
    budget_per_device: int


@dataclass(frozen=True)
class SiteSeed:
    """A place to which things are delivered."""

    code: str
    name: str
    street: str
    criticality: str


@dataclass(frozen=True)
class PersonSeed:
    """Somebody named by the role; ``part`` is the first part of the address."""

    part: str
    organisation: str
    name: str
    roles: tuple[str, ...]
    cost_centre: str
    delivery_location: str
    card: bool

    @property
    def email(self) -> str:
        """The address under which the person is known here."""
        return address_of(self.part, self.organisation)


@dataclass(frozen=True)
class ItemSeed:
    """A model on offer; the price is invented, in cents without VAT."""

    item: str
    price_group: str
    classification: tuple[str, str]
    manufacturer: str
    name: str
    list_price_cents: int
    lead_time_days: int
    released: date | None
    replaced_by: str
    only_in: str
    joint_range: str
    properties: Mapping[str, str]


@dataclass(frozen=True)
class RuleSeed:
    """How the prices of a group come about; ``permille`` is the discount or the margin."""

    kind: str
    permille: int = 0


FIXED = RuleSeed("fixed")


@dataclass(frozen=True)
class IndexSeed:
    """An invented index that one group's prices follow from the first review on."""

    price_group: str
    code: str
    name: str
    publisher: str
    base_value: Decimal
    value: Decimal
    review_after_months: int
    lag_months: int
    cap_permille: int


@dataclass(frozen=True)
class AgreementSeed:
    """A row of successive agreements of one category; ``joined`` in days from the first."""

    key: str
    prefix: str
    category: str
    supplier: str
    former_supplier: str
    first_day: date
    least_age: int
    maximum_value_cents: int
    markup_permille: int
    titles: Mapping[str, str]
    price_groups: tuple[str, ...]
    tiers: Mapping[str, tuple[tuple[int, int], ...]]
    joined: Mapping[str, int]
    price_rules: Mapping[str, RuleSeed]
    index: IndexSeed | None


def address_of(part: str, organisation: str) -> str:
    """The address of a person of the demonstration: ``employee.tampere@demo.example``."""
    return f"{part}.{organisation}@{DOMAIN}"


@cache
def organisations() -> dict[str, Organisation]:
    """Every organisation by its key."""
    return {
        row["key"]: Organisation(
            key=row["key"],
            kind=row["kind"],
            legal_name=row["legal_name"],
            name_sv=row["name_sv"],
            name_fi=row["name_fi"],
            identifier=row["identifier"],
            postal_code=row["postal_code"],
            city=row["city"],
            population=int(row["population"]) if row["population"] else None,
            devices=int(row["devices"] or 0),
            member_since=date.fromisoformat(since) if (since := row["member_since"]) else None,
            country=row["country"],
        )
        for row in _rows("organisations.csv")
    }


def orderers() -> list[Organisation]:
    """Those who order: they have a fleet."""
    return [organisation for organisation in organisations().values() if organisation.devices]


def buyers() -> list[Organisation]:
    """Those who order from the agreements of the region's purchasing body."""
    return [organisation for organisation in orderers() if organisation.country == "FI"]


def cost_centres_of(organisation: Organisation) -> list[CentreSeed]:
    """The cost centres of an organisation."""
    return [
        CentreSeed(row["code"], row["name"], int(row["budget_per_device"]))
        for row in _rows("places.csv")
        if row["what"] == "cost-centre" and organisation.takes(row["organisations"])
    ]


def sites_of(organisation: Organisation) -> list[SiteSeed]:
    """The sites of an organisation."""
    return [
        SiteSeed(row["code"], row["name"], row["street"], row["criticality"])
        for row in _rows("places.csv")
        if row["what"] == "site" and organisation.takes(row["organisations"])
    ]


def people_of(organisation: Organisation) -> list[PersonSeed]:
    """The people whom an organisation registers."""
    return [
        PersonSeed(
            part=row["part"],
            organisation=organisation.key,
            name=f"{row['name']}, {organisation.name_sv}",
            roles=tuple(row["roles"].split()),
            cost_centre=row["cost_centre"],
            delivery_location=row["delivery_location"],
            card=row["card"] == "yes",
        )
        for row in _rows("people.csv")
        if organisation.takes(row["organisations"])
    ]


@cache
def items() -> dict[str, ItemSeed]:
    """Every model by its name."""
    return {row["name"]: _item(row) for row in _rows("items.csv")}


def items_of(agreement: AgreementSeed) -> list[ItemSeed]:
    """The models that are sold under an agreement."""
    return [item for item in items().values() if item.price_group in agreement.price_groups]


@cache
def agreements() -> dict[str, AgreementSeed]:
    """The agreements by their key."""
    return {seed["key"]: _agreement(seed) for seed in region()["agreements"]}


@cache
def region() -> dict[str, Any]:
    """What the region has agreed: ``region.toml`` as it stands."""
    return tomllib.loads((_DATA / "region.toml").read_text("utf-8"))


@cache
def history() -> dict[str, Any]:
    """What has happened: ``history.toml`` as it stands."""
    return tomllib.loads((_DATA / "history.toml").read_text("utf-8"))


def _rows(file: str) -> Iterator[dict[str, str]]:
    lines = (_DATA / file).read_text("utf-8").splitlines()
    return csv.DictReader(line for line in lines if not line.startswith("#"))


def _item(row: Mapping[str, str]) -> ItemSeed:
    list_id, _, code = row["unspsc"].rpartition(":")
    return ItemSeed(
        item=row["item"],
        price_group=row["price_group"],
        classification=(code, list_id or "TST"),
        manufacturer=row["manufacturer"],
        name=row["name"],
        list_price_cents=int(row["invented_price_eur"]) * 100,
        lead_time_days=int(row["lead_time_days"]),
        released=date.fromisoformat(row["released"]) if row["released"] else None,
        replaced_by=row["replaced_by"],
        only_in=row["only_in"],
        joint_range=row["joint_range"],
        properties=dict(part.split("=") for part in row["properties"].split(";") if part),
    )


def _agreement(seed: Mapping[str, Any]) -> AgreementSeed:
    return AgreementSeed(
        key=seed["key"],
        prefix=seed["prefix"],
        category=seed["category"],
        supplier=seed["supplier"],
        former_supplier=seed["former_supplier"],
        first_day=seed["first_day"],
        least_age=seed["least_age"],
        maximum_value_cents=seed["maximum_value"] * 100,
        markup_permille=seed["markup_permille"],
        titles={language: seed[f"title_{language}"] for language in ("sv", "fi", "en")},
        price_groups=tuple(seed["price_groups"]),
        tiers={
            group: tuple((quantity, permille) for quantity, permille in steps)
            for group, steps in seed["tiers"].items()
        },
        joined=seed["joined"],
        price_rules={group: RuleSeed(**rule) for group, rule in seed["price_rules"].items()},
        index=_index(seed["index"]) if "index" in seed else None,
    )


def _index(seed: Mapping[str, Any]) -> IndexSeed:
    values = {name: Decimal(seed[name]) for name in ("base_value", "value")}
    return IndexSeed(**{**seed, **values})
