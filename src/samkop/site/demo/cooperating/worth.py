"""What it is worth: assumptions, a year computed, and prices held against their rules."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from samkop.followup.price_clock import watch_paid_prices
from samkop.followup.usecases.benefit import TASK, compute_benefit
from samkop.followup.usecases.benefit_assumptions import NewAssumption, assume, share_assumptions
from samkop.followup.vocabulary.benefit import Assumed
from samkop.platform.actors import Actor
from samkop.site.demo.cooperating.scene import Seed, Together, cooperation
from samkop.site.demo.dates import at
from samkop.site.demo.sourcing.work import run_jobs

ASSUMED = 100  # days before the founding


def count_worth(scene: Together) -> None:
    """Everything, each once."""
    seed = cooperation()["worth"]
    for key, values in seed["assumed"].items():
        _assumed(scene, scene.body, "region", key, values, seed["source"])
    own = seed["own"]
    member = scene.cast.person("ict", own["member"])
    for key in own.keys() & set(map(str, Assumed)):
        _assumed(scene, member, own["member"], key, own[key], own["source"])
    scene.play(
        member, share_assumptions, "share-assumptions", scene.at(ASSUMED),
        region_id=scene.region_id, shares=True, decided_on=scene.day(ASSUMED),
    )  # fmt: skip
    scene.play(
        scene.body, compute_benefit, "benefit", scene.at(1, 6), region_id=scene.region_id,
        year=scene.day(1).year, currency="EUR",
    )  # fmt: skip
    run_jobs(scene.cast.parties["body"], TASK, scene.at(1, 7))


def check_prices(founded: date) -> None:
    """Each purchase's price of all these years is held against its rule."""
    watch_paid_prices(at(founded - timedelta(days=1), 8))


def _assumed(
    scene: Together, actor: Actor, whose: str, key: str, values: Seed, source: str
) -> None:
    low, likely, high = (Decimal(one) for one in values)
    assumption = NewAssumption(
        Assumed(key), (low, likely, high), source, scene.day(365 + ASSUMED), "EUR"
    )
    scene.play(
        actor, assume, f"assumed:{whose}:{key}", scene.at(ASSUMED), region_id=scene.region_id,
        assumption=assumption,
    )  # fmt: skip
