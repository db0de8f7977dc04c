"""Kinds of files about devices that a program sends in."""

from __future__ import annotations

from collections.abc import Mapping

from samkop.fleet.policies import may_read_enrolment
from samkop.fleet.policies.registers import may_import_fleet
from samkop.fleet.policies.returns import may_read_erasures
from samkop.fleet.policies.support import may_publish_support
from samkop.fleet.queries.enrolment_plans import plan_enrolment
from samkop.fleet.queries.register_file import fleet_columns
from samkop.fleet.queries.register_plans import plan_fleet
from samkop.fleet.queries.support_plans import plan_support
from samkop.fleet.usecases.enrolment import ENROLMENT, read_enrolment_list, require_programme
from samkop.fleet.usecases.erasure_reports import (
    ERASURES,
    import_erasure_reports,
    plan_erasures,
)
from samkop.fleet.usecases.register_import import import_fleet
from samkop.fleet.usecases.support import SUPPORT, publish_support
from samkop.fleet.vocabulary.registers import FLEET
from samkop.parties.columns import Columns
from samkop.platform.unit_of_work import require
from samkop.site.sent import Found, Kind, Sent, told


def _of_others() -> Columns:
    """The columns of makers' and tools' files are theirs: none is to be named."""
    return {}


def _refuse_fleet(sent: Sent) -> None:
    require(may_import_fleet(sent.actor, sent.actor.own_party_id))


def _plan_fleet(sent: Sent) -> Found:
    plan = plan_fleet(sent.party.pk, sent.content, sent.called)
    return Found(plan.rows, plan.counts(), told(plan.faults))


def _take_fleet(sent: Sent, found: Found) -> Mapping[str, int]:
    return import_fleet(
        actor=sent.actor, now=sent.now, party_id=sent.party.pk, name=sent.name,
        content=sent.content, called=sent.called,
    )  # fmt: skip


def _refuse_support(sent: Sent) -> None:
    require(may_publish_support(sent.actor, sent.actor.own_party_id))


def _plan_support(sent: Sent) -> Found:
    plan = plan_support(sent.party.pk, sent.content)
    counts = plan.counts()
    return Found(counts["rows"], counts, told(plan.faults))


def _take_support(sent: Sent, found: Found) -> Mapping[str, int]:
    return publish_support(actor=sent.actor, now=sent.now, name=sent.name, content=sent.content)


def _refuse_enrolment(sent: Sent) -> None:
    require(may_read_enrolment(sent.actor, sent.actor.own_party_id))
    require_programme(sent.given.programme)


def _plan_enrolment(sent: Sent) -> Found:
    plan = plan_enrolment(sent.party.pk, sent.given.programme, sent.content)
    counts = plan.counts()
    return Found(counts["rows"], counts, told(plan.faults))


def _take_enrolment(sent: Sent, found: Found) -> Mapping[str, int]:
    read_enrolment_list(
        actor=sent.actor, now=sent.now, programme=sent.given.programme, name=sent.name,
        content=sent.content,
    )  # fmt: skip
    return found.counts


def _refuse_erasures(sent: Sent) -> None:
    require(may_read_erasures(sent.actor, sent.actor.own_party_id))


def _plan_erasures(sent: Sent) -> Found:
    plan = plan_erasures(sent.party.pk, sent.content, sent.now)
    left_out = len({one.row for one in plan.faults})
    return Found(plan.rows, {**plan.counts(), "left_out": left_out}, told(plan.faults))


def _take_erasures(sent: Sent, found: Found) -> Mapping[str, int]:
    done = import_erasure_reports(
        actor=sent.actor, now=sent.now, name=sent.name, content=sent.content
    )
    return {**found.counts, "cleared": done["cleared"]}


FLEET_KINDS: Mapping[str, Kind] = {
    FLEET: Kind("devices:write", fleet_columns, _refuse_fleet, _plan_fleet, _take_fleet),
    SUPPORT: Kind("devices:write", _of_others, _refuse_support, _plan_support, _take_support),
    ENROLMENT: Kind(
        "work-orders:write", _of_others, _refuse_enrolment, _plan_enrolment, _take_enrolment
    ),
    ERASURES: Kind(
        "devices:write", _of_others, _refuse_erasures, _plan_erasures, _take_erasures, partly=True
    ),
}
