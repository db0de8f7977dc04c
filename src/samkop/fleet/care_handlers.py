"""Facts that the care of devices hears of; one use-case call each."""

from __future__ import annotations

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


def say_repair_asked(fact: Fact) -> None:
    """Tell the supplier's people what comes for repair."""
    perform(
        actors.job("notices", fact.body["supplier_id"]),
        tell_supplier_of_repair,
        key=fact.key_for("tell-supplier-of-repair"),
        case_id=fact.body["case_id"],
    )


def repair_reported(fact: Fact) -> None:
    """The supplier has said how a repair goes."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["owner_id"]),
        apply_repair_report,
        key=fact.key_for("apply-repair-report"),
        report_id=fact.body["report_id"],
    )


def warranties_begin(fact: Fact) -> None:
    """Devices have come: they are under warranty from then on."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["owner_id"]),
        date_warranties,
        key=fact.key_for("date-warranties"),
        owner_id=fact.body["owner_id"], asset_ids=fact.body["asset_ids"],
    )  # fmt: skip


def people_leave(fact: Fact) -> None:
    """Some of a party's people leave, or stay after all: so do the devices that they have."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["party_id"]),
        follow_leavers,
        key=fact.key_for("follow-leavers"),
        owner_id=fact.body["party_id"], people=fact.body["people"],
    )  # fmt: skip


def people_join(fact: Fact) -> None:
    """Some people are new in a party: they need devices."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["party_id"]),
        follow_joiners,
        key=fact.key_for("follow-joiners"),
        owner_id=fact.body["party_id"], people=fact.body["people"],
    )  # fmt: skip


def leavers_done(fact: Fact) -> None:
    """A work order is over: perhaps what a leaver had is back with it."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["owner_id"]),
        follow_returned,
        key=fact.key_for("follow-returned"),
        owner_id=fact.body["owner_id"], work_order_id=fact.body["work_order_id"],
    )  # fmt: skip


def missing_ended(fact: Fact) -> None:
    """Devices have ended: they are searched for no more."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["owner_id"]),
        follow_ended,
        key=fact.key_for("follow-ended"),
        owner_id=fact.body["owner_id"], asset_ids=fact.body["asset_ids"],
    )  # fmt: skip
