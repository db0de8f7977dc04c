"""What is decided beside the orders: a call-off, a project, reports, a review of an award."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from samkop.agreements.queries import agreement_of
from samkop.agreements.usecases import call_off
from samkop.agreements.usecases.agreement import prepare_agreement, put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.legal_basis import Basis
from samkop.agreements.usecases.outside_order import record_outside_order
from samkop.agreements.usecases.participation import record_participation
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.agreements.usecases.review import start_interim
from samkop.agreements.vocabulary import BasisKind
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.rules.offers import Offer, OfferedCatalogue
from samkop.catalogue.usecases.imports import import_catalogue
from samkop.catalogue.usecases.shop_keeping import describe_in_shop
from samkop.catalogue.vocabulary import FileFormat
from samkop.ordering.queries import known_orders
from samkop.ordering.rules import ReportLine
from samkop.ordering.usecases.budget import set_budget
from samkop.ordering.usecases.projects import add_project
from samkop.ordering.usecases.reports import reconcile_report, send_report
from samkop.ordering.usecases.requisition import Wanted, approve_requisition, order_directly
from samkop.ordering.vocabulary import RequisitionState
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.agreeing import ORGAN, Running, manager_of
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import at
from samkop.site.demo.living import approver_of
from samkop.site.demo.post import Post
from samkop.site.demo.seeds import organisations
from samkop.site.demo.shopkeeping import LANGUAGES, shop
from samkop.site.demo.supplying import INVENTED
from samkop.site.simulator.answering import Mode
from samkop.tendering.vocabulary import CallOffMethod

BUYERS = ("nokia", "kangasala", "pirkkala")
TERM = timedelta(days=3 * 365)
# (supplier, what one monitor costs) in the order of their ranks.
MONITORS = (("computers", 219_00), ("phones", 229_00))
POSITION = 'Bildskärm 27"'
PROJECT = "SKOLA-1"
NAMES = {"sv": 'Bildskärm 27" 4K', "fi": 'Näyttö 27" 4K', "en": 'Monitor 27" 4K'}
WORDS = {
    "sv": "Skärm på 27 tum för skrivbordet.",
    "fi": "27 tuuman näyttö työpöydälle.",
    "en": "Monitor of 27 inches for the desk.",
}
# (who, how many days ago, cents) of what was ordered outside the shop.
OUTSIDE = (("nokia", 40, 2_390_00), ("pirkkala", 25, 640_00))


@dataclass(frozen=True)
class Part:
    """A supplier's agreement of the day: its id, its number, and its item's number."""

    agreement_id: int
    number: str
    item: str


def govern(cast: Cast, running: Mapping[str, Running], founded: date, post: Post) -> None:
    """Everything, each once, before the day ``founded``."""
    begun = founded - timedelta(days=60)
    asked = _call_off(cast, begun)
    _outside_orders(cast, running["mobile"], founded)
    _report(cast, running["mobile"], founded)
    _review(cast, begun)
    ordered_on = founded - timedelta(days=6)
    _monitors_ordered(cast, asked, ordered_on)
    _project(cast, running["mobile"], ordered_on)
    post.send_out(at(ordered_on, 18))
    post.let_answer(Mode.FULL, ordered_on)
    post.take_in(at(ordered_on + timedelta(days=1), 8))


def _call_off(cast: Cast, begun: date) -> Part:
    """Monitors from two suppliers of one procurement, by rank; they share its maximum.

    Returns the part of the last of them.
    """
    manager, number = manager_of(cast), f"MON-{begun.year}"
    terms = call_off.Terms(
        number=number, title="Bildskärmar", method=CallOffMethod.RANKING, currency="EUR",
        maximum_value_cents=3_000_000_00, register_number=f"{number}/1 (demo)",
        shares_maximum=True,
    )  # fmt: skip
    rule = perform(
        manager, call_off.prepare_call_off, key=f"demo:call-off:{number}", now=at(begun, 9),
        terms=terms,
    )  # fmt: skip
    parts = []
    for rank, (supplier, cents) in enumerate(MONITORS, 1):
        part = _part(cast, f"{number}-{rank}", supplier, begun, cents)
        parts.append(part)
        ranked = {"rule_id": rule.pk, "agreement_id": part.agreement_id}
        perform(
            manager, call_off.rank_supplier, key=f"demo:rank:{part.number}", now=at(begun, 10),
            rank=rank, **ranked,
        )  # fmt: skip
        perform(
            manager, call_off.enter_offer, key=f"demo:offer:{part.number}", now=at(begun, 10),
            position=POSITION, seller_item_id=part.item, **ranked,
        )  # fmt: skip
    perform(
        manager, call_off.adopt_call_off, key=f"demo:adopt:{number}", now=at(begun, 11),
        rule_id=rule.pk,
    )  # fmt: skip
    for part in parts:
        _open(cast, part, begun)
    return parts[-1]


def _part(cast: Cast, number: str, supplier: str, begun: date, cents: int) -> Part:
    """A supplier's agreement in preparation, with its buyers and one price."""
    manager, item = manager_of(cast), f"{number}-27"
    made = perform(
        manager, prepare_agreement, key=f"demo:agreement:{number}", now=at(begun, 9),
        number=number, register_number=f"{number}/1 (demo)", category="workstations",
        titles={"sv": "Bildskärmar", "fi": "Näytöt", "en": "Monitors"},
        supplier_id=cast.parties[supplier], valid_from=begun, valid_until=begun + TERM,
        currency="EUR", maximum_value_cents=3_000_000_00,
    )  # fmt: skip
    then, known = at(begun, 9), {"agreement_id": made.pk}
    for buyer in BUYERS:
        basis = Basis(
            kind=BasisKind.CENTRAL_PURCHASING, valid_from=begun,
            document="Avtal om inköpscentralens tjänster",
            register_number=f"{number}/{buyer}/0 (demo)",
        )  # fmt: skip
        perform(
            manager, name_buyer, key=f"demo:buyer:{number}:{buyer}", now=then, legal_basis=basis,
            buyer_id=cast.parties[buyer], expected_share_cents=500_000_00, **known,
        )  # fmt: skip
    perform(
        manager, set_list_prices, key=f"demo:prices:{number}", now=then, valid_from=begun,
        prices=[NewPrice(item, "monitors", cents)], **known,
    )  # fmt: skip
    return Part(made.pk, number, item)


def _open(cast: Cast, part: Part, begun: date) -> None:
    """In force, joined by its buyers, and on the shelf."""
    manager, known = manager_of(cast), {"agreement_id": part.agreement_id}
    perform(
        manager, put_in_force, key=f"demo:force:{part.number}", now=at(begun, 12),
        register_number=f"{part.number}/4 (demo)", **known,
    )  # fmt: skip
    for buyer in BUYERS:
        perform(
            cast.person("registrar", buyer), record_participation, now=at(begun, 15),
            key=f"demo:join:{part.number}", decided_on=begun, organ=ORGAN, section="§ 118",
            register_number=f"{part.number}/{buyer} (demo)", orders_from=begun, **known,
        )  # fmt: skip
    rank = int(part.number[-1])
    offer = Offer(
        row=1, seller_item_id=part.item, name=f"{NAMES['en']}, {rank} (demo)",
        category="monitor", price=Decimal(MONITORS[rank - 1][1]) / 100, currency="EUR",
        lead_time_days=7, description=INVENTED,
    )  # fmt: skip
    offered = OfferedCatalogue(
        number=f"{part.number}-K", version="1", issue_date=begun, format=FileFormat.CSV,
        sha256=f"{rank:064d}", replaces_all=True, offers=(offer,),
    )  # fmt: skip
    perform(
        manager, import_catalogue, key=f"demo:shelf:{part.number}", now=at(begun, 16),
        offered=offered, **known,
    )  # fmt: skip
    perform(
        manager, describe_in_shop, key=f"demo:words:{part.item}", now=at(begun, 17),
        item_id=_item_of(cast, part), drawing="",
        names={said: f"{name}, {rank} (demo)" for said, name in NAMES.items()},
        texts={said: f"{WORDS[said]} {shop()['invented'][said]}" for said in LANGUAGES},
    )  # fmt: skip


def _item_of(cast: Cast, part: Part) -> int:
    with reading(manager_of(cast)):
        item = CatalogueItem.objects.get(agreement_id=part.agreement_id, seller_item_id=part.item)
        return int(item.pk)


def _monitors_ordered(cast: Cast, asked: Part, day: date) -> None:
    """The last supplier's is asked for, and the rule says that the first one's comes."""
    _ordered(cast, f"demo:monitors:{asked.number}", _item_of(cast, asked), day)


def _ordered(cast: Cast, key: str, item_id: int, day: date, **terms: Any) -> None:
    """Three of an item for Nokia, sent in and approved."""
    requisition = perform(
        cast.person("technician", "nokia"), order_directly, key=key, now=at(day, 9),
        cost_centre="4000", delivery_location="DP", wanted=[Wanted(item_id, 3)], **terms,
    )  # fmt: skip
    if requisition.state == RequisitionState.SUBMITTED:
        perform(
            approver_of(cast, "nokia", requisition.total_cents), approve_requisition, key=key,
            now=at(day, 14), requisition_id=requisition.pk,
        )  # fmt: skip


def _project(cast: Cast, running: Running, day: date) -> None:
    """A school that is being built has money of its own, and a first order."""
    clerk = cast.person("finance", "nokia")
    project = perform(
        clerk, add_project, key=f"demo:project:{PROJECT}", now=at(day, 7), code=PROJECT,
        name="Ny skola i centrum",
    )  # fmt: skip
    perform(
        clerk, set_budget, key=f"demo:project-budget:{PROJECT}", now=at(day, 7),
        cost_centre_id=cast.cost_centres["nokia", "4000"], project_id=project.pk,
        year=day.year, amount_cents=60_000_00, currency="EUR",
    )  # fmt: skip
    with reading(manager_of(cast)):
        shelf = CatalogueItem.objects.filter(
            agreement_id=running.agreement_id, active=True, category="phone"
        )
        item = shelf.order_by("list_price_cents", "id")[0]
    _ordered(cast, f"demo:for-project:{PROJECT}", item.pk, day, project=PROJECT)


def _outside_orders(cast: Cast, running: Running, founded: date) -> None:
    """What two members ordered by telephone counts on the ceiling too."""
    for number, (buyer, days, cents) in enumerate(OUTSIDE, 1):
        perform(
            manager_of(cast), record_outside_order, key=f"demo:outside:{number}",
            now=at(founded - timedelta(days=days - 2), 13), agreement_id=running.agreement_id,
            buyer_id=cast.parties[buyer], document=f"TEL-{1040 + number}",
            ordered_on=founded - timedelta(days=days), cents=cents, quantities={},
            note="Beställt per telefon medan butiken var stängd.",
        )  # fmt: skip


def _report(cast: Cast, running: Running, founded: date) -> None:
    """A month's report with one order too few and one too many, reconciled to these two."""
    last = founded.replace(day=1) - timedelta(days=1)
    first, manager = last.replace(day=1), manager_of(cast)
    sent_on = founded - timedelta(days=1)
    with reading(manager):
        agreement = agreement_of(running.agreement_id)
        known = [one for one in known_orders(agreement, first, last, []) if one.cents]
    lines = [
        ReportLine(row, one.buyer_identifier, one.order_number, one.ordered_on, one.cents, 0)
        for row, one in enumerate(known[:-1], 2)
    ]
    lines.append(
        ReportLine(
            len(known) + 1, organisations()["nokia"].identifier, "O-0000-999", last, 199_00, 0
        )
    )
    report = perform(
        cast.person("sales", running.supplier), send_report, key=f"demo:report:{last}",
        now=at(sent_on, 8), agreement_id=running.agreement_id, first_day=first, last_day=last,
        lines=lines, file_name=f"rapport-{last:%Y-%m}.csv",
    )  # fmt: skip
    perform(
        manager, reconcile_report, key=f"demo:reconciled:{last}", now=at(sent_on, 9),
        report_id=report.pk,
    )  # fmt: skip


def _review(cast: Cast, begun: date) -> None:
    """An agreement whose award is under review: ordered from until the judgment."""
    part = _part(cast, f"DOCK-{begun.year}", "computers", begun, 119_00)
    perform(
        manager_of(cast), start_interim, key=f"demo:interim:{part.number}",
        now=at(begun + timedelta(days=7), 9), agreement_id=part.agreement_id,
        court="Marknadsdomstolen (demo)", case_number=f"{begun.year}/417 (demo)",
        started_on=begun + timedelta(days=5),
        reason="En anbudsgivare har sökt ändring; leveranserna får inte avbrytas.",
        register_number=f"{part.number}/5 (demo)",
    )  # fmt: skip
