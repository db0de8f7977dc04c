"""The joint range: what people wish, and a change that is proposed to the group."""

from __future__ import annotations

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.usecases.range_proposals import (
    NewProposal,
    draft_range_proposal,
    propose_range_change,
)
from samkop.catalogue.usecases.wishes import say_wish
from samkop.platform.unit_of_work import reading
from samkop.site.demo.agreeing import Running
from samkop.site.demo.cooperating.scene import Seed, Together, cooperation

CENTS = 100


def change_the_range(scene: Together, mobile: Running) -> int:
    """Everything, each once; returns the proposal's id."""
    seed = cooperation()["range"]
    for row in seed["wishes"]:
        _wished(scene, row, mobile)
    return _proposed(scene, seed, mobile)


def _wished(scene: Together, row: Seed, mobile: Running) -> None:
    about = (
        {"item_id": _item(scene, mobile, row["item"])}
        if "item" in row
        else {"category": row["category"]}
    )
    for number, who in enumerate(row["who"]):
        part, organisation = who.split(".")
        scene.play(
            scene.cast.person(part, organisation), say_wish,
            f"wish:{row['kind']}:{who}", scene.at(25 - number, 10), kind=row["kind"],
            line=row["line"], line_shown=True, **about,
        )  # fmt: skip


def _proposed(scene: Together, seed: Seed, mobile: Running) -> int:
    item, successor = (_item(scene, mobile, seed[name]) for name in ("item", "successor"))
    proposal = NewProposal(
        step=seed["step"], body_id=scene.cast.parties["body"], region_id=scene.region_id,
        reason=seed["reason"], wanted_from=scene.day(seed["wanted_from"]), item_id=item,
        successor_id=successor, image_cents=seed["image"] * CENTS,
        spares_cents=seed["spares"] * CENTS, knowledge_cents=seed["knowledge"] * CENTS,
        members=len(list(scene.members())),
    )  # fmt: skip
    drafted = scene.play(
        scene.body, draft_range_proposal, "range", scene.at(seed["proposed"] + 2),
        proposal=proposal,
    )  # fmt: skip
    scene.play(
        scene.body, propose_range_change, "range:proposed", scene.at(seed["proposed"]),
        proposal_id=drafted.pk,
    )  # fmt: skip
    return int(drafted.pk)


def _item(scene: Together, mobile: Running, number: str) -> int:
    with reading(scene.body):
        found = CatalogueItem.objects.get(agreement_id=mobile.agreement_id, seller_item_id=number)
        return int(found.pk)
