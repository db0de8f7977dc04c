"""The suppliers' catalogues: written as Peppol documents, sent, and read like any other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from samkop.agreements.queries import prices_of
from samkop.catalogue.models import Catalogue, CatalogueItem, RangeItem
from samkop.catalogue.usecases.joint_range import add_to_range
from samkop.core import edocs, money
from samkop.core.edocs import model as edoc
from samkop.exchange.queries import electronic_address, folder_of
from samkop.exchange.rules import file_name
from samkop.exchange.transports.directory import inbox
from samkop.exchange.transports.files import write_whole
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.agreeing import Running, manager_of
from samkop.site.demo.cast import OPERATOR, Cast
from samkop.site.demo.dates import at, errands_begin
from samkop.site.demo.post import Post
from samkop.site.demo.pricing import set_prices, step_prices
from samkop.site.demo.seeds import ItemSeed, items_of, organisations

CENTS = Decimal("0.01")
VAT = edoc.TaxCategory("S", Decimal("25.5"))
INVENTED = "Påhittat pris, för demonstrationen."


@dataclass(frozen=True)
class Offering:
    """What a supplier offers from a day on; joint-range models for so much less."""

    day: date
    items: tuple[ItemSeed, ...]
    action: edoc.ActionCode
    rebate_permille: int


def stock_shelves(cast: Cast, running: Iterable[Running], founded: date, post: Post) -> None:
    """Two catalogues of each supplier: of the agreement's first day, and of recent weeks."""
    recent = errands_begin(founded) - timedelta(days=3)
    for one in running:
        offered = [item for item in items_of(one.seed) if item.only_in != "day"]
        first = tuple(item for item in offered if _is_out(item, one.first))
        newest = tuple(item for item in offered if item.only_in != "first")
        new = [item for item in items_of(one.seed) if item not in first]
        set_prices(cast, one, first, one.first, at(one.first - timedelta(days=5), 11))
        step_prices(cast, one)
        set_prices(cast, one, new, recent, at(recent - timedelta(days=2), 11))
        for offer in (
            Offering(one.first, first, edoc.ActionCode.REPLACE, 0),
            Offering(recent, newest, edoc.ActionCode.REPLACE, 10),
        ):
            if not catalogue_known(cast, one, offer.day):
                send_catalogue(cast, one, offer, post.data)
                post.take_in(at(offer.day, 8))
    _choose_range(cast, running, recent)


def offering_of_the_day(running: Running, day: date) -> Offering:
    """The joint range once more cheaper, and the models that are new on that day."""
    lines = tuple(
        item
        for item in items_of(running.seed)
        if item.only_in == "day" or (item.joint_range and item.only_in != "first")
    )
    return Offering(day, lines, edoc.ActionCode.UPDATE, 20)


def _is_out(item: ItemSeed, day: date) -> bool:
    """Whether the maker had released the model by that day."""
    return item.released is None or item.released <= day


def send_catalogue(cast: Cast, running: Running, offer: Offering, data: Path) -> Path:
    """Write a catalogue and put it into the purchasing body's inbox; returns the file."""
    document = catalogue_document(cast, running, offer)
    with reading(OPERATOR):
        folder = folder_of(cast.parties["body"]) or ""
    target = inbox(data, folder) / file_name("catalogue", f"{document.id}-{document.version}")
    write_whole(target, edocs.write(document))
    return target


def catalogue_number(running: Running) -> str:
    """The catalogue's number, the same in all its versions."""
    return f"{running.number}-K"


def catalogue_known(cast: Cast, running: Running, day: date) -> Catalogue | None:
    """The catalogue of a day, if it has been taken onto the shelf."""
    with reading(manager_of(cast)):
        return Catalogue.objects.filter(
            agreement_id=running.agreement_id,
            number=catalogue_number(running),
            version=day.isoformat(),
        ).first()


def catalogue_document(cast: Cast, running: Running, offer: Offering) -> edocs.Catalogue:
    """A Peppol Catalogue (T19) of the agreement's supplier, to the purchasing body."""
    day, offered = offer.day, offered_cents(cast, running, offer)
    replaced = {item.replaced_by: item.item for item in items_of(running.seed) if item.replaced_by}
    return edocs.Catalogue(
        id=catalogue_number(running),
        issue_date=day,
        action_code=offer.action,
        name=f"{running.seed.titles['en']}: prices invented for a demonstration",
        version=day.isoformat(),
        validity=edoc.Period(day, day + timedelta(days=365)),
        contracts=(running.number,),
        provider=_side(cast, running.supplier),
        receiver=_side(cast, "body"),
        seller=edoc.Party(name=organisations()[running.supplier].legal_name),
        lines=tuple(
            _line(item, replaced.get(item.item, ""), offered[item.item]) for item in offer.items
        ),
    )


def offered_cents(cast: Cast, running: Running, offer: Offering) -> dict[str, int]:
    """The supplier's price of each model: what the agreement's rule gives on that day, and of
    the joint range less, by what the supplier won among the makers.
    """
    with reading(manager_of(cast)):
        numbers = [item.item for item in offer.items]
        ruled = prices_of(running.agreement_id, numbers, offer.day)
    rebates = {item.item: offer.rebate_permille if item.joint_range else 0 for item in offer.items}
    return {
        number: ruled[number].rule_cents - ruled[number].rule_cents * rebate // 1000
        for number, rebate in rebates.items()
    }


def _line(item: ItemSeed, replaces: str, cents: int) -> edoc.CatalogueLine:
    code, list_id = item.classification
    price = money.Money(cents * CENTS, "EUR")
    return edoc.CatalogueLine(
        id=item.item,
        orderable=True,
        orderable_unit="EA",
        replaced_items=(edoc.RelatedItem(replaces),) if replaces else (),
        prices=(
            edoc.PriceTerms(
                price=edoc.CataloguePrice(price),
                lead_time=edoc.Quantity(Decimal(item.lead_time_days), "DAY"),
            ),
        ),
        item=edoc.Item(
            name=shown_name(item),
            descriptions=(INVENTED,),
            sellers_id=item.item,
            manufacturer_name=item.manufacturer or None,
            classifications=(edoc.Classification(code, list_id),),
            taxes=(VAT,),
            properties=tuple(
                edoc.ItemProperty(name, value)
                for name, value in {"Model": item.name, **item.properties}.items()
            ),
        ),
    )


def shown_name(item: ItemSeed) -> str:
    """Maker and model, without the maker twice."""
    if item.name.casefold().startswith(item.manufacturer.casefold()):
        return item.name
    return f"{item.manufacturer} {item.name}"


def _side(cast: Cast, key: str) -> edoc.Party:
    seed = organisations()[key]
    with reading(OPERATOR):
        endpoint = electronic_address(cast.parties[key])
    entity = edoc.LegalEntity(seed.legal_name, country="FI")
    return edoc.Party(endpoint=endpoint, legal_entity=entity)


def _choose_range(cast: Cast, running: Iterable[Running], recent: date) -> None:
    """The compact joint range: a few phones, fewer computers."""
    manager = manager_of(cast)
    for one in running:
        shelf = shelf_of(cast, one)
        with reading(manager):
            known = set(
                RangeItem.objects.filter(agreement_id=one.agreement_id).values_list(
                    "item_id", flat=True
                )
            )
        for item in items_of(one.seed):
            if item.joint_range and shelf[item.item] not in known:
                perform(
                    manager, add_to_range, key=f"demo:range:{item.item}",
                    now=at(recent + timedelta(days=1), 10), item_id=shelf[item.item],
                    valid_from=recent, note=item.joint_range,
                )  # fmt: skip


def shelf_of(cast: Cast, running: Running) -> dict[str, int]:
    """The ids of an agreement's items by the supplier's item number."""
    with reading(manager_of(cast)):
        items = CatalogueItem.objects.filter(agreement_id=running.agreement_id)
        return dict(items.values_list("seller_item_id", "id"))
