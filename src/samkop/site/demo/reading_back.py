"""Reads a played day back from what was kept, so that it is told the same each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db.models import Sum

from samkop.agreements.models import CeilingMovement
from samkop.agreements.queries import ceiling_of, tiers_of
from samkop.agreements.rules import next_tier, tier_at
from samkop.catalogue.models import CatalogueItem
from samkop.core import edocs
from samkop.exchange.models import Message
from samkop.exchange.queries import folder_of, message_of
from samkop.exchange.rules import file_name
from samkop.exchange.transports.directory import inbox, outbox
from samkop.ordering.models import (
    Approval,
    BudgetMovement,
    Order,
    OrderLine,
    OrderResponse,
    Requisition,
)
from samkop.parties.models import RegionMember, RoleAssignment
from samkop.platform.unit_of_work import reading
from samkop.site.demo import story
from samkop.site.demo.agreeing import manager_of
from samkop.site.demo.cast import OPERATOR
from samkop.site.demo.cooperating.telling import told_of_cooperation
from samkop.site.demo.delivering import goods_of
from samkop.site.demo.preparing import Prepared
from samkop.site.demo.seeds import DOMAIN, history, organisations, region
from samkop.site.demo.sourcing.telling import told_of_sourcing
from samkop.site.demo.supplying import catalogue_known
from samkop.site.demo.sweden import told_of_sweden

CENTS = Decimal("0.01")
PERMILLE = Decimal("0.1")


@dataclass(frozen=True)
class Played:
    """What was played, by ids."""

    prepared: Prepared
    day: date
    played_before: bool
    requisition_id: int
    order_id: int
    data: Path


@dataclass(frozen=True)
class Times:
    """When things happened."""

    asked: datetime
    approved: datetime
    sent: datetime
    answered: datetime


def story_of(played: Played) -> story.Story:
    """The day as a story."""
    rules, cast = history()["day"], played.prepared.cast
    catalogue, catalogue_seconds = _catalogue(played)
    with reading(cast.person(rules["approver"], rules["organisation"])):
        order = Order.objects.select_related("supplier", "agreement", "budget").get(
            pk=played.order_id
        )
        line = OrderLine.objects.get(order=order)
        asked, times = _asked(order, line), _times(order)
        approved, budget = _approved(order), _budget(order)
        ordered, answered = _ordered(order, played.data), _answered(order, played.data)
    ceiling, tier = _ceiling(played, order, line)
    return story.Story(
        day=played.day,
        played_before=played.played_before,
        currency=order.currency,
        region=_region(played),
        goods=goods_of(played.prepared.cast),
        abroad=told_of_sweden(played.prepared.cast),
        sourcing=told_of_sourcing(played.prepared.cast, played.data),
        cooperation=told_of_cooperation(played.prepared.cast),
        catalogue=catalogue,
        asked=asked,
        tier=tier,
        approved=approved,
        ceiling=ceiling,
        budget=budget,
        ordered=ordered,
        answered=answered,
        seconds=story.Seconds(
            catalogue=catalogue_seconds,
            approval=(times.approved - times.asked).total_seconds(),
            sending=(times.sent - times.approved).total_seconds(),
            answer=(times.answered - times.sent).total_seconds(),
            whole=(times.answered - times.asked).total_seconds(),
        ),
    )


def _region(played: Played) -> story.Region:
    cast = played.prepared.cast
    with reading(OPERATOR):
        members = RegionMember.objects.filter(region__name_en=region()["region"]["name_en"])
        inhabitants = members.aggregate(people=Sum("population"))["people"]
        municipalities = members.filter(population__isnull=False).count()
        assigned = RoleAssignment.objects.filter(person__email__endswith=f"@{DOMAIN}")
        people = assigned.values("person").distinct().count()
    with reading(manager_of(cast)):
        items = CatalogueItem.objects.filter(active=True).count()
        orders = Order.objects.filter(purchasing_body_id=cast.parties["body"]).count()
    return story.Region(
        name=region()["region"]["name_en"],
        municipalities=municipalities,
        inhabitants=inhabitants,
        organisations=len(organisations()),
        people=people,
        items=items,
        orders=orders,
    )


def _catalogue(played: Played) -> tuple[story.CatalogueCame, float]:
    cast, running = played.prepared.cast, played.prepared.running["mobile"]
    catalogue = catalogue_known(cast, running, played.day)
    assert catalogue is not None  # noqa: S101 - it was played
    with reading(manager_of(cast)):
        message = Message.objects.get(
            owner_id=cast.parties["body"], sha256=catalogue.source_hash, direction="in"
        )
        paper = _received(message, played.data)
    came = story.CatalogueCame(
        paper=paper,
        supplier=organisations()[running.supplier].legal_name,
        lines=catalogue.items,
        refused=catalogue.refused,
    )
    return came, (catalogue.imported_at - message.created_at).total_seconds()


def _asked(order: Order, line: OrderLine) -> story.Asked:
    requisition = Requisition.objects.select_related(
        "requester", "cost_centre", "delivery_location"
    ).get(pk=order.requisition_id)
    return story.Asked(
        number=requisition.number,
        by=requisition.requester.name,
        item=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price_cents * CENTS,
        total=order.total_cents * CENTS,
        origin=tuple(
            story.PriceStep(step["code"], step["cents"] * CENTS, step["permille"] * PERMILLE)
            for step in line.origin["steps"]
        ),
        cost_centre=str(requisition.cost_centre),
        site=requisition.delivery_location.name,
    )


def _approved(order: Order) -> story.Approved:
    approval = Approval.objects.select_related("person", "authority").get(
        requisition_id=order.requisition_id
    )
    limit = approval.authority.limit_cents if approval.authority else 0
    return story.Approved(approval.person.name, limit * CENTS)


def _budget(order: Order) -> story.Account:
    assert order.budget is not None  # noqa: S101 - the story's orders are approved here
    movements = BudgetMovement.objects.filter(budget=order.budget)
    own = movements.filter(reference=order.number).earliest("id")
    before = movements.filter(id__lt=own.pk).aggregate(cents=Sum("cents"))["cents"] or 0
    return story.Account(
        name=f"{order.cost_centre_code} / {order.budget.year}",
        maximum=order.budget.amount_cents * CENTS,
        before=before * CENTS,
        after=(before + own.cents) * CENTS,
    )


def _ceiling(played: Played, order: Order, line: OrderLine) -> tuple[story.Account, story.Tier]:
    """The ceiling as it moved, and the tier by the volume before."""
    with reading(manager_of(played.prepared.cast)):
        ledger = CeilingMovement.objects.filter(agreement_id=order.agreement_id)
        own = ledger.filter(reference=order.number).earliest("id")
        earlier = ledger.filter(id__lt=own.pk).values_list("quantities", flat=True)
        volume = sum(quantities.get(line.price_group, 0) for quantities in earlier)
        tiers = tiers_of(order.agreement_id).get(line.price_group, [])
        ceiling = ceiling_of(order.agreement_id)
    reached, following = tier_at(tiers, volume), next_tier(tiers, volume)
    maximum = ceiling.maximum_cents if ceiling else 0
    return (
        story.Account(
            name=order.agreement.number,
            maximum=maximum * CENTS,
            before=(own.balance_cents - own.cents) * CENTS,
            after=own.balance_cents * CENTS,
        ),
        story.Tier(
            price_group=line.price_group,
            volume=volume,
            discount_percent=(reached.discount_permille if reached else 0) * PERMILLE,
            next_from=following.from_quantity if following else None,
        ),
    )


def _ordered(order: Order, data: Path) -> story.Ordered:
    folder = folder_of(order.buyer_id) or ""
    file = outbox(data, folder) / file_name("order", order.number)
    return story.Ordered(_paper(order.number, file), order.supplier.legal_name, order.state)


def _answered(order: Order, data: Path) -> story.Answered:
    response = OrderResponse.objects.filter(order=order).earliest("id")
    paper = _received(message_of(response.message_id), data)
    document = edocs.read(paper.file.read_bytes())
    promised = document.promised_delivery if isinstance(document, edocs.OrderResponse) else None
    return story.Answered(
        paper=paper,
        code=response.response_code,
        promised_on=promised.end_date if promised else None,
    )


def _times(order: Order) -> Times:
    response = OrderResponse.objects.filter(order=order).earliest("id")
    sent = message_of(order.message_id or 0).finished_at
    assert sent is not None  # noqa: S101 - it was answered
    requisition = Requisition.objects.get(pk=order.requisition_id)
    return Times(requisition.submitted_at, order.placed_at, sent, response.received_at)


def _received(message: Message, data: Path) -> story.Paper:
    """A document that came in: it lies beside the inbox, among those that were read."""
    folder = inbox(data, folder_of(message.owner_id) or "")
    return _paper(message.number, folder / "read" / message.file_name)


def _paper(number: str, file: Path) -> story.Paper:
    faults = edocs.validate(file.read_bytes())
    return story.Paper(number=number, file=file, ruleset=faults.ruleset, valid=faults.valid)
