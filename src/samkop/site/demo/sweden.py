"""A municipality in Sweden beside the region: an agreement of its own in kronor, and its books.

It is made up; its shop, deliveries and invoices go the way of everybody's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from samkop.agreements.usecases.agreement import prepare_agreement, put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.legal_basis import Basis
from samkop.agreements.usecases.participation import record_participation
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.agreements.vocabulary import BasisKind
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.rules.offers import Offer, OfferedCatalogue
from samkop.catalogue.usecases.imports import import_catalogue
from samkop.catalogue.usecases.shop_keeping import describe_in_shop
from samkop.catalogue.vocabulary import FileFormat
from samkop.exchange.queries import folder_of
from samkop.exchange.rules import file_name
from samkop.invoicing.models import ExportBatch, MatchResult, Voucher
from samkop.invoicing.usecases.batches import export_vouchers
from samkop.invoicing.usecases.coding import Filing, Ruling, add_coding_rule, set_up_accounting
from samkop.invoicing.vocabulary import InvoiceState
from samkop.ordering.models import Order, Requisition
from samkop.ordering.usecases.requisition import Wanted, approve_requisition, order_directly
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo import story
from samkop.site.demo.agreeing import ORGAN
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import at
from samkop.site.demo.delivering import RIGHT, Fate, Sent, receive
from samkop.site.demo.post import Post
from samkop.site.demo.seeds import items, organisations
from samkop.site.demo.shopkeeping import LANGUAGES, shop
from samkop.site.demo.supplying import INVENTED, shown_name
from samkop.site.simulator.answering import Mode

YEARS = timedelta(days=3 * 365)


@cache
def sweden() -> dict[str, Any]:
    """What the municipality has agreed and ordered: ``sweden.toml`` as it stands."""
    return tomllib.loads((files("samkop.site.demo") / "data" / "sweden.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Town:
    """The municipality's people by what they do, and its agreement."""

    cast: Cast
    founded: date

    def person(self, part: str) -> Actor:
        """Somebody who works there."""
        return self.cast.person(part, sweden()["municipality"])

    @property
    def party_id(self) -> int:
        """The municipality itself."""
        return self.cast.parties[sweden()["municipality"]]

    @property
    def begun(self) -> date:
        """The first day of its agreement."""
        return self.founded - timedelta(days=sweden()["began"])

    @property
    def number(self) -> str:
        """Its agreement's number."""
        return f"{sweden()['prefix']}-{self.begun.year}"


def live_in_sweden(cast: Cast, founded: date, post: Post, now: datetime) -> None:
    """Agree, fill the shelf, keep the books, order, receive, be invoiced and book: each once."""
    town = Town(cast, founded)
    shelf = _stock(town, _agree(town))
    _keep_books(town)
    sent = [one for row in sweden()["orders"] if (one := _ordered(town, shelf, row, post))]
    for one in sorted(sent, key=lambda one: -one.fate.days_ago):
        due = founded - timedelta(days=one.fate.days_ago)
        list(post.suppliers.bring(one.account, "despatch-advice"))
        post.take_in(min(at(due, 6), now))
        if one.fate.received:
            receive(one, min(at(due, 13), now))
            list(post.suppliers.bring(one.account, "invoice"))
            post.take_in(min(at(due + timedelta(days=1), 8), now))
    booked = founded - timedelta(days=1)
    perform(
        town.person("finance"), export_vouchers, key="demo:sweden:vouchers", now=at(booked, 9),
        until=booked,
    )  # fmt: skip
    post.send_out(now)


def told_of_sweden(cast: Cast) -> story.Abroad:
    """What the municipality has of orders, invoices and vouchers now."""
    seed = organisations()[sweden()["municipality"]]
    own = {"buyer_id": cast.parties[seed.key]}
    with reading(cast.person("finance", seed.key)):
        file = ExportBatch.objects.filter(**own).order_by("number").last()
        return story.Abroad(
            name=seed.legal_name,
            currency=seed.currency,
            orders=Order.objects.filter(**own).count(),
            accepted=MatchResult.objects.filter(state=InvoiceState.ACCEPTED, **own).count(),
            vouchers=Voucher.objects.filter(**own).count(),
            file=file.file_name if file else "",
        )


def _agree(town: Town) -> int:
    """Its own procurement, in force since the day on which it began."""
    manager, number, begun = town.person("category"), town.number, town.begun
    prepared, terms = at(begun - timedelta(days=30), 9), sweden()
    known = {
        "agreement_id": perform(
            manager, prepare_agreement, key=f"demo:agreement:{number}", now=prepared,
            number=number, register_number=f"{number}/1 (demo)", category=terms["category"],
            titles={language: terms[f"title_{language}"] for language in LANGUAGES},
            supplier_id=town.cast.parties[terms["supplier"]], valid_from=begun,
            valid_until=begun + YEARS, currency="SEK",
            maximum_value_cents=terms["maximum_value"] * 100,
        ).pk
    }  # fmt: skip
    basis = Basis(
        kind=BasisKind.OWN_PROCUREMENT, valid_from=begun, document="Tilldelningsbeslut",
        register_number=f"{number}/3 (demo)",
    )  # fmt: skip
    perform(
        manager, name_buyer, key=f"demo:buyer:{number}", now=prepared, buyer_id=town.party_id,
        expected_share_cents=terms["maximum_value"] * 80, legal_basis=basis, **known,
    )  # fmt: skip
    perform(
        manager, set_list_prices, key=f"demo:prices:{number}", now=prepared, valid_from=begun,
        prices=[NewPrice(one["item"], one["category"], one["price"] * 100)
                for one in terms["items"]], **known,
    )  # fmt: skip
    perform(
        manager, put_in_force, key=f"demo:force:{number}", now=at(begun, 9),
        register_number=f"{number}/4 (demo)", **known,
    )  # fmt: skip
    perform(
        town.person("registrar"), record_participation, key=f"demo:join:{number}",
        now=at(begun, 10), decided_on=begun, organ=ORGAN, section="§ 64", orders_from=begun,
        register_number=f"{number}/5 (demo)", **known,
    )  # fmt: skip
    return int(known["agreement_id"])


def _stock(town: Town, agreement_id: int) -> dict[str, int]:
    """The shelf with its words; the ids of its items by the supplier's number."""
    manager, on = town.person("category"), town.begun
    offers = tuple(_offer(row, one) for row, one in enumerate(sweden()["items"], 1))
    offered = OfferedCatalogue(
        number=f"{town.number}-K", version="1", issue_date=on, format=FileFormat.CSV,
        sha256=f"{1:064d}", replaces_all=True, offers=offers,
    )  # fmt: skip
    perform(
        manager, import_catalogue, key=f"demo:shelf:{town.number}", now=at(on, 11),
        agreement_id=agreement_id, offered=offered,
    )  # fmt: skip
    with reading(manager):
        own = CatalogueItem.objects.filter(agreement_id=agreement_id)
        shelf = dict(own.values_list("seller_item_id", "id"))
    for one in sweden()["items"]:
        texts = {said: f"{one[said]} {shop()['invented'][said]}" for said in LANGUAGES}
        perform(
            manager, describe_in_shop, key=f"demo:words:{one['item']}", now=at(on, 12),
            item_id=shelf[one["item"]], names=dict.fromkeys(LANGUAGES, ""), texts=texts,
            drawing="",
        )  # fmt: skip
    return shelf


def _offer(row: int, one: Mapping[str, Any]) -> Offer:
    model = items()[one["name"]]
    return Offer(
        row=row, seller_item_id=one["item"], name=shown_name(model), description=INVENTED,
        manufacturer=model.manufacturer, model=model.name, category=one["category"],
        price=Decimal(one["price"]), currency="SEK", lead_time_days=model.lead_time_days,
        vat_category="S", vat_percent=Decimal(25),
    )  # fmt: skip


def _keep_books(town: Town) -> None:
    """Files in SIE 4I, and the accounts of lines by rules."""
    clerk, then = town.person("finance"), at(town.begun, 8)
    filing = Filing(form="sie", object_dimension=20, vat_dimension=21, **sweden()["books"])
    perform(clerk, set_up_accounting, key="demo:sweden:books", now=then, filing=filing)
    for rule in sweden()["rules"]:
        named = {name: rule[name] for name in ("account", "account_name", "vat_code")}
        ruling = Ruling(
            **named, category=rule.get("category", ""),
            amount_from_cents=rule.get("amount_from", 0) * 100,
        )  # fmt: skip
        perform(
            clerk, add_coding_rule, key=f"demo:sweden:rule:{ruling.account}", now=then,
            ruling=ruling, valid_from=town.begun,
        )  # fmt: skip


def _ordered(
    town: Town, shelf: Mapping[str, int], row: Mapping[str, Any], post: Post
) -> Sent | None:
    """What somebody asked for; what was approved is ordered, confirmed and on its way."""
    day = town.founded - timedelta(days=row["days_before"])
    key = f"demo:sweden:{row['days_before']}"
    asked: Requisition = perform(
        town.person(row["requester"]), order_directly, key=key, now=at(day, 9),
        cost_centre=row["cost_centre"], delivery_location=row["site"],
        wanted=[Wanted(shelf[item], quantity) for item, quantity in row["wishes"]],
    )  # fmt: skip
    if "due_days_before" not in row:
        return None
    perform(
        town.person("approver"), approve_requisition, key=key, now=at(day, 11),
        requisition_id=asked.pk,
    )  # fmt: skip
    post.send_out(at(day, 18))
    post.let_answer(Mode.FULL, day)
    post.take_in(at(day + timedelta(days=1), 8))
    keeper = town.person("ict")
    with reading(keeper):
        number = Order.objects.get(requisition=asked).number
        folder = folder_of(town.party_id)
    fate = Fate(row["due_days_before"], received=row["received"])
    account = post.suppliers.take_up(
        f"{folder}/outbox/{file_name('order', number)}",
        town.founded - timedelta(days=fate.days_ago), RIGHT,
    )  # fmt: skip
    return Sent(keeper, account, fate)
