"""Facts that the care of devices hears of; one use-case call each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from samkop.fleet.policies import FLEET_KEEPER
from samkop.fleet.usecases.missing import follow_ended
from samkop.fleet.usecases.recalls import date_warranties
from samkop.fleet.usecases.repairs import apply_repair_report, tell_supplier_of_repair
from samkop.fleet.usecases.staff_changes import (
    follow_joiners,
    follow_leavers,
    follow_returned,
)
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform

UseCase = Callable[..., Any]


def _done(fact: Fact, use_case: UseCase, owner: str, **inputs: str) -> None:
    """Do it once by a job of the fact's ``owner``; ``inputs`` are the fact's names for them."""
    keeper = actors.job(FLEET_KEEPER, fact.body[owner])
    said = {name: fact.body[told] for name, told in inputs.items()}
    perform(keeper, use_case, key=fact.key_for(use_case.__name__.replace("_", "-")), **said)


def say_repair_asked(fact: Fact) -> None:
    """Tell the supplier's people what comes for repair."""
    perform(
        actors.job("notices", fact.body["supplier_id"]), tell_supplier_of_repair,
        key=fact.key_for("tell-supplier-of-repair"), case_id=fact.body["case_id"],
    )  # fmt: skip


def repair_reported(fact: Fact) -> None:
    """The supplier has said how a repair goes."""
    _done(fact, apply_repair_report, "owner_id", report_id="report_id")


def warranties_begin(fact: Fact) -> None:
    """Devices have come: they are under warranty from then on."""
    _done(fact, date_warranties, "owner_id", owner_id="owner_id", asset_ids="asset_ids")


def people_leave(fact: Fact) -> None:
    """Some of a party's people leave, or stay after all: so do the devices that they have."""
    _done(fact, follow_leavers, "party_id", owner_id="party_id", people="people")


def people_join(fact: Fact) -> None:
    """Some people are new in a party: they need devices."""
    _done(fact, follow_joiners, "party_id", owner_id="party_id", people="people")


def leavers_done(fact: Fact) -> None:
    """A work order is over: perhaps what a leaver had is back with it."""
    _done(fact, follow_returned, "owner_id", owner_id="owner_id", work_order_id="work_order_id")


def missing_ended(fact: Fact) -> None:
    """Devices have ended: they are searched for no more."""
    _done(fact, follow_ended, "owner_id", owner_id="owner_id", asset_ids="asset_ids")
