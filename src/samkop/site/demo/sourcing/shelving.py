"""What was tendered is joined, comes into the shop, and is ordered."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from samkop.agreements.queries import agreements_of_tender, origin_of, rule_prices_of
from samkop.agreements.usecases.participation import record_participation
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.rules.offers import Offer, OfferedCatalogue
from samkop.catalogue.usecases.imports import import_catalogue
from samkop.catalogue.usecases.shop_keeping import describe_in_shop
from samkop.catalogue.vocabulary import FileFormat
from samkop.ordering.usecases.requisition import Wanted, approve_requisition, order_directly
from samkop.ordering.vocabulary import RequisitionState
from samkop.platform.unit_of_work import reading
from samkop.site.demo.agreeing import ORGAN
from samkop.site.demo.living import approver_of
from samkop.site.demo.post import Post
from samkop.site.demo.shopkeeping import LANGUAGES, shop
from samkop.site.demo.sourcing.preparing import Preparing
from samkop.site.demo.sourcing.scene import Seed
from samkop.site.demo.supplying import INVENTED
from samkop.site.simulator.answering import Mode

LEAD_DAYS = 21
CENT = Decimal("0.01")


def in_the_shop(made: Preparing, tender_id: int, ago: int) -> None:
    """Members join the agreements that came of the tender, and its goods go on the shelf."""
    scene = made.scene
    for number, agreement_id in _agreements(made, tender_id).items():
        for key in made.seed["joined"].get(str(number), []):
            scene.play(
                scene.person("registrar", key), record_participation, made.key(f"join:{number}"),
                scene.at(ago, 15), agreement_id=agreement_id, decided_on=scene.day(ago + 1),
                organ=ORGAN, section=f"§ {140 + number}", orders_from=scene.day(ago),
                register_number=made.register(50 + number),
            )  # fmt: skip
        items = [row for row in made.seed["items"] if row["lot"] == number]
        if items:
            _shelve(made, number, agreement_id, items, ago - 3)


def _agreements(made: Preparing, tender_id: int) -> dict[int, int]:
    """Ids of the agreements by the lot's number."""
    with reading(made.runner):
        found = [one.pk for one in agreements_of_tender(tender_id)]
        origins = {pk: origin_of(pk) for pk in found}
    return {
        int(origin.awarded_lot.lot.code.removeprefix("LOT-")): pk
        for pk, origin in origins.items()
        if origin is not None
    }


def _shelve(made: Preparing, number: int, agreement_id: int, items: list[Seed], ago: int) -> None:
    scene, prices = made.scene, _prices(made, agreement_id, ago)
    offers = tuple(
        Offer(
            row=row, seller_item_id=one["line"], name=one["name_en"], category=one["category"],
            price=prices[one["line"]] * CENT, currency="EUR", lead_time_days=LEAD_DAYS,
            description=INVENTED,
        )
        for row, one in enumerate(items, 1)
    )  # fmt: skip
    offered = OfferedCatalogue(
        number=f"{made.number}-{number}-K", version="1", issue_date=scene.day(ago),
        format=FileFormat.CSV, sha256=f"{number:064d}", replaces_all=True, offers=offers,
    )  # fmt: skip
    scene.play(
        made.runner, import_catalogue, made.key(f"shelf:{number}"), scene.at(ago, 11),
        agreement_id=agreement_id, offered=offered,
    )  # fmt: skip
    with reading(made.runner):
        rows = CatalogueItem.objects.filter(agreement_id=agreement_id)
        shelf: Mapping[str, int] = dict(rows.values_list("seller_item_id", "id"))
    for one in items:
        scene.play(
            made.runner, describe_in_shop, made.key(f"words:{one['line']}"), scene.at(ago, 12),
            item_id=shelf[one["line"]], drawing="",
            names={language: one[f"name_{language}"] for language in LANGUAGES},
            texts={said: f"{one[said]} {shop()['invented'][said]}" for said in LANGUAGES},
        )  # fmt: skip


def _prices(made: Preparing, agreement_id: int, ago: int) -> dict[str, int]:
    """What was bid, as the agreement has it: cents by line."""
    with reading(made.runner):
        found = rule_prices_of(agreement_id, made.scene.day(ago))
    return {line: one.base_cents for line, one in found.items()}


def ordered(made: Preparing, ago: int, post: Post) -> None:
    """Somebody orders of what was tendered, and the supplier confirms."""
    scene, row, key = made.scene, made.seed["order"], made.key("order")
    with reading(made.runner):
        item = CatalogueItem.objects.get(
            seller_item_id=row["line"], purchasing_body_id=scene.party("body")
        )
    asked = scene.play(
        scene.person(row["requester"], row["organisation"]), order_directly, key, scene.at(ago),
        cost_centre=row["cost_centre"], delivery_location=row["site"],
        wanted=[Wanted(item.pk, row["quantity"])],
    )  # fmt: skip
    if asked.state == RequisitionState.SUBMITTED:
        approver = approver_of(scene.cast, row["organisation"], asked.total_cents)
        scene.play(approver, approve_requisition, key, scene.at(ago, 14), requisition_id=asked.pk)
    post.send_out(scene.at(ago, 18))
    post.let_answer(Mode.FULL, scene.day(ago))
    post.take_in(scene.at(ago - 1, 8))
