"""The tablets: a project, each member's own decision, and the agreement that follows from it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from samkop.agreements.rules import Tier
from samkop.agreements.usecases.agreement import prepare_agreement, put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.legal_basis import Basis
from samkop.agreements.usecases.prices import NewPrice, set_list_prices, set_tiers
from samkop.agreements.usecases.project_rights import decide_on_project, link_to_project
from samkop.agreements.vocabulary import ActsAs, BasisKind
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.rules.offers import Offer, OfferedCatalogue
from samkop.catalogue.usecases.imports import import_catalogue
from samkop.catalogue.usecases.shop_keeping import describe_in_shop
from samkop.catalogue.vocabulary import FileFormat
from samkop.governance.usecases.decision_events import NewEvent, record_decision_event
from samkop.governance.usecases.decisions import NewDecision
from samkop.governance.usecases.projects import open_joint_project, prepare_joint_project
from samkop.governance.vocabulary.decisions import Decider, DecisionEventKind, DecisionKind
from samkop.platform.unit_of_work import reading
from samkop.site.demo.agreeing import ORGAN
from samkop.site.demo.cooperating.scene import Seed, Together, cooperation
from samkop.site.demo.shopkeeping import LANGUAGES, shop
from samkop.site.demo.supplying import INVENTED

CENTS = 100
TERM = timedelta(days=4 * 365)
GROUP = "tablets"


def plan_tablets(scene: Together) -> int:
    """The project, which the group is asked about; returns its id."""
    return _project(scene, cooperation()["tablets"])


def decide_on_tablets(scene: Together, project_id: int) -> None:
    """Each member's decision, and the agreement that rests on them."""
    seed = cooperation()["tablets"]
    agreement_id = _agreement(scene, seed, project_id)
    for row in seed["decisions"]:
        _decided(scene, seed, row, project_id)
    _in_force(scene, seed, agreement_id)


def number_of(scene: Together, seed: Seed) -> str:
    """The agreement's number."""
    return f"{seed['prefix']}-{scene.day(seed['in_force']).year}"


def _project(scene: Together, seed: Seed) -> int:
    project = scene.play(
        scene.body, prepare_joint_project, "tablets", scene.at(seed["prepared"]),
        region_id=scene.region_id, kind=seed["kind"], meaning=seed["meaning"],
        titles={language: seed[f"title_{language}"] for language in LANGUAGES},
        decide_by=scene.day(seed["decide_by"]), register_number="PAD/1 (demo)",
    )  # fmt: skip
    return int(project.pk)


def _open(scene: Together, project_id: int) -> None:
    """The group has recommended it: members decide."""
    scene.play(
        scene.body, open_joint_project, "tablets:open",
        scene.at(cooperation()["tablets"]["opened"]), project_id=project_id,
    )  # fmt: skip


def _agreement(scene: Together, seed: Seed, project_id: int) -> int:
    number, body, cents = number_of(scene, seed), scene.body, seed["maximum_value"] * CENTS
    now, first = scene.at(seed["opened"] + 1, 9), scene.day(seed["in_force"])
    made = scene.play(
        body, prepare_agreement, "tablets:agreement", now, number=number,
        register_number=f"{number}/1 (demo)", category="mobile-devices",
        titles={language: seed[f"title_{language}"] for language in LANGUAGES},
        supplier_id=scene.cast.parties[seed["supplier"]], valid_from=first,
        valid_until=first + TERM, currency="EUR", maximum_value_cents=cents,
        acts_as=ActsAs.WHOLESALER, markup_permille=20,
    )  # fmt: skip
    known = {"agreement_id": made.pk}
    for member in scene.members():
        basis = Basis(
            kind=BasisKind.CENTRAL_PURCHASING, valid_from=first,
            document="Avtal om inköpscentralens tjänster",
            register_number=f"{number}/{member}/0 (demo)",
        )  # fmt: skip
        scene.play(
            body, name_buyer, f"tablets:buyer:{member}", now, legal_basis=basis,
            buyer_id=scene.cast.parties[member], expected_share_cents=cents // 10, **known,
        )  # fmt: skip
    prices = [NewPrice(seed["item"], GROUP, seed["price"] * CENTS)]
    scene.play(
        body, set_list_prices, "tablets:prices", now, valid_from=first, prices=prices, **known
    )
    tiers = {GROUP: [Tier(*tier) for tier in seed["tiers"]]}
    scene.play(body, set_tiers, "tablets:tiers", now, tiers=tiers, **known)
    _open(scene, project_id)
    scene.play(body, link_to_project, "tablets:link", now, project_id=project_id, **known)
    return int(made.pk)


def _decided(scene: Together, seed: Seed, row: Seed, project_id: int) -> None:
    member, day = row["member"], scene.day(row["ago"])
    joins, waits = row["kind"] == DecisionKind.JOIN, row["kind"] == DecisionKind.WAIT
    limit = row.get("limit")
    decided = NewDecision(
        kind=row["kind"], decided_on=day, decided_by=row.get("decided_by", ORGAN),
        decider=Decider.OFFICIAL if "delegation" in row else Decider.ORGAN,
        delegation=row.get("delegation", ""), section=row.get("section", ""),
        register_number=f"PAD/{member} (demo)", reason=row.get("reason", ""),
        orders_from=scene.day(seed["orders_from"]) if joins else None,
        waits_until=date(scene.founded.year + 1, 3, 1) if waits else None,
        amount_limit_cents=limit * CENTS if limit else None, currency="EUR" if limit else "",
        **({"enforcement": row["enforcement"]} if "enforcement" in row else {}),
    )  # fmt: skip
    registrar = scene.cast.person("registrar", member)
    made = scene.play(
        registrar, decide_on_project, f"tablets:decided:{member}", scene.at(row["ago"], 15),
        project_id=project_id, decided=decided,
    )  # fmt: skip
    if "appealed" in row:
        event = NewEvent(
            DecisionEventKind.APPEALED, scene.day(row["appealed"]), row["court"], row["case"]
        )
        scene.play(
            registrar, record_decision_event, f"tablets:appealed:{member}",
            scene.at(row["appealed"], 15), decision_id=made.pk, event=event,
        )  # fmt: skip


def _in_force(scene: Together, seed: Seed, agreement_id: int) -> None:
    """In force and on the shelf; who decided so orders from its day on."""
    number, body, known = number_of(scene, seed), scene.body, {"agreement_id": agreement_id}
    ago = seed["in_force"]
    scene.play(
        body, put_in_force, "tablets:force", scene.at(ago, 12),
        register_number=f"{number}/4 (demo)", **known,
    )  # fmt: skip
    offer = Offer(
        row=1, seller_item_id=seed["item"], name=f"{seed['name']} (demo)", category="tablet",
        price=Decimal(seed["price"]), currency="EUR", lead_time_days=6, description=INVENTED,
    )  # fmt: skip
    offered = OfferedCatalogue(
        number=f"{number}-K", version="1", issue_date=scene.day(ago), format=FileFormat.CSV,
        sha256="7" * 64, replaces_all=True, offers=(offer,),
    )  # fmt: skip
    scene.play(body, import_catalogue, "tablets:shelf", scene.at(ago, 16), offered=offered, **known)
    with reading(body):
        item = CatalogueItem.objects.get(agreement_id=agreement_id, seller_item_id=seed["item"])
    scene.play(
        body, describe_in_shop, "tablets:words", scene.at(ago, 17), item_id=item.pk, drawing="",
        names={language: seed[f"name_{language}"] for language in LANGUAGES},
        texts={
            language: f"{seed[f'words_{language}']} {shop()['invented'][language]}"
            for language in LANGUAGES
        },
    )  # fmt: skip
