"""Prepares the demonstration region: organisations, agreements, shelves, weeks of history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from samkop.site.demo.accounting import set_up_books
from samkop.site.demo.agreeing import Running, agree, running_of
from samkop.site.demo.arriving import let_arrive
from samkop.site.demo.beside import Beside
from samkop.site.demo.cast import Cast, gather
from samkop.site.demo.cooperating.playing import cooperate
from samkop.site.demo.cooperating.scene import Together
from samkop.site.demo.cooperating.worth import check_prices
from samkop.site.demo.dates import ZONE, at, terms_of
from samkop.site.demo.delivering import deliver, kept_for_deliveries
from samkop.site.demo.errands import errands_until
from samkop.site.demo.founding import founding_day, is_done, mark_done, of_another_version
from samkop.site.demo.going_on import go_on
from samkop.site.demo.governing import govern
from samkop.site.demo.living import decide_substitutes, live_through
from samkop.site.demo.organising import organise, set_budgets
from samkop.site.demo.post import Post
from samkop.site.demo.seeds import agreements, edition
from samkop.site.demo.shopkeeping import keep_shop
from samkop.site.demo.sourcing.playing import source
from samkop.site.demo.sourcing.publishing import decide_what_is_public, publish
from samkop.site.demo.sourcing.scene import Scene
from samkop.site.demo.stocking import FEW, stock_fleet
from samkop.site.demo.supplying import shelf_of, stock_shelves
from samkop.site.demo.sweden import live_in_sweden

GOING_ON, CHECKED = "going-on", "prices-checked"
BEGINNING = at(date(2017, 1, 2), 9)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Prepared:
    """What the region is made of: who there is, and the agreements in force by key, its post."""

    founded: date
    cast: Cast
    running: dict[str, Running]
    post: Post


def prepare(*, now: datetime, data: Path, say: Say, devices: int = FEW) -> Prepared:
    """Make the region, or whatever of it is missing; run again it doubles nothing.

    It has so many ``devices`` when it is founded, and those that are ordered after.

    ``now`` is aware; on the first run its day becomes the region's founding day, before
    which its history happened. ``data`` is the data folder. ``say`` is told each step that
    is being done. Raises Refused ``demo-of-another-version``.
    """
    post = Post(data)
    with Beside() as beside, post.shared_with(beside):
        return _prepared(now, post, say, devices, beside)


def _prepared(now: datetime, post: Post, say: Say, devices: int, beside: Beside) -> Prepared:
    founded, made_from = founding_day(now), f"edition:{edition()}"
    if is_done("organised") and not is_done(made_from):
        raise of_another_version()

    def once(step: str, sentence: str, work: Callable[[], object]) -> None:
        if not is_done(step):
            say(sentence)
            work()
            mark_done(step, now)

    if not is_done(made_from):
        mark_done(made_from, now)
    once("organised", "Organisations, places and people", lambda: organise(BEGINNING))
    cast = gather()
    once("public", "What each decides to publish",
         lambda: decide_what_is_public(cast, BEGINNING))  # fmt: skip
    terms = {seed.key: terms_of(seed, founded)[-1] for seed in agreements().values()}
    first_year = min(term.first.year for term in terms.values())
    set_budgets(cast, range(first_year, now.astimezone(ZONE).year + 4), BEGINNING)
    once("books", "How invoices are coded", lambda: set_up_books(cast, BEGINNING))
    once("agreed", "Agreements and who has joined them", lambda: agree(cast, founded))
    once("equipped", f"{devices:,} devices, four years of them",
         lambda: stock_fleet(cast, founded, devices))  # fmt: skip
    if not is_done(GOING_ON):
        say("What goes on with the city's devices")
        beside.do(_go_on, cast, founded, now)
    running = {key: running_of(cast, agreements()[key], term) for key, term in terms.items()}

    scene = Scene(cast, founded, post.data)

    def live() -> None:
        shelves = {key: shelf_of(cast, one) for key, one in running.items()}
        live_through(errands_until(founded, terms), cast, shelves, post, now)
        decide_substitutes(cast, at(founded, 0), post)

    for step, sentence, work in (
        ("stocked", "Catalogues of real models at invented prices",
         lambda: stock_shelves(cast, running.values(), founded, post)),
        ("lived", "The orders of the past year and weeks", live),
        ("arrived", "What was ordered in the past has come",
         lambda: let_arrive(cast.parties.values(), founded, kept_for_deliveries(cast, founded))),
        ("delivered", "What suppliers have sent and invoiced, and what of it was received",
         lambda: deliver(cast, founded, post, now)),
        ("sweden", "A Swedish municipality: its agreement, deliveries, an invoice, a voucher",
         lambda: live_in_sweden(cast, founded, post, now)),
        ("governed", "A call-off, a project, a supplier's report, a review",
         lambda: govern(cast, running, founded, post)),
        ("shop-kept", "The shop's words, configurations and rules",
         lambda: keep_shop(cast, running, founded)),
        ("cooperated", "What the members decide and do together",
         lambda: cooperate(Together(cast, founded), running, now)),
        ("sourced", "Tenders: concluded, open for bids, to be opened, in preparation",
         lambda: source(scene, post)),
        ("published", "What everybody may see", lambda: publish(scene)),
    ):  # fmt: skip
        _keep_busy(beside, step, founded, now)
        once(step, sentence, work)
    beside.wait()
    return Prepared(founded, cast, running, post)


def _keep_busy(beside: Beside, step: str, founded: date, now: datetime) -> None:
    """What the second process does, or has to have done, when a step begins."""
    if step == "arrived":
        beside.wait()  # for what is in stock: more of it comes now
    if step == "sourced" and not is_done(CHECKED):
        # Thousands of purchases, and nothing of what follows has to do with them.
        beside.do(_check, founded, now)


def _check(founded: date, now: datetime) -> None:
    check_prices(founded)
    mark_done(CHECKED, now)


def _go_on(cast: Cast, founded: date, now: datetime) -> None:
    """Nothing of what follows in the first process has to do with it."""
    go_on(cast, founded)
    mark_done(GOING_ON, now)
