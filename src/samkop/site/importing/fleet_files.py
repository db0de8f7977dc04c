"""``samkop import`` of what makers, programmes, erasure tools and financiers say of devices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import translation

from samkop.fleet.queries.enrolment_plans import plan_enrolment
from samkop.fleet.queries.lease_files import schedule_plan
from samkop.fleet.queries.support_plans import plan_support
from samkop.fleet.usecases.enrolment import ENROLMENT, read_enrolment_list
from samkop.fleet.usecases.erasure_reports import (
    ERASURES,
    import_erasure_reports,
    plan_erasures,
)
from samkop.fleet.usecases.lease_schedules import LETS, record_schedule, require_schedule
from samkop.fleet.usecases.support import SUPPORT, publish_support
from samkop.parties.faults import RowFault
from samkop.parties.models import Party
from samkop.parties.vocabulary import BUYER_KINDS, PartyKind
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.importing.answering import Answer, refused, unreadable
from samkop.site.importing.whose import party_meant

LEASE_SCHEDULE = "lease-schedule"
# Who says for how long makers support their models: for itself, or for all of its members.
PUBLISHERS = BUYER_KINDS | {PartyKind.CENTRAL_PURCHASING_BODY}


@dataclass(frozen=True)
class Taking:
    """How a kind of file is taken: ``plan`` writes nothing, ``take`` is one use case.

    ``partly``: the sound rows are taken in without the faulty ones.
    """

    kind: str
    plan: Callable[[Party, bytes, datetime], tuple[Mapping[str, int], Sequence[RowFault]]]
    take: Callable[[Actor, bytes], Any]
    kinds: Iterable[PartyKind] = BUYER_KINDS
    partly: bool = False


def import_support(whose: str | None, file: Path, *, dry_run: bool, as_json: bool) -> int:
    """Makers' security updates; returns the exit code, as for every import."""

    def plan(party: Party, content: bytes, _now: datetime) -> Any:
        found = plan_support(party.pk, content)
        return found.counts(), found.faults

    def take(operator: Actor, content: bytes) -> None:
        perform(operator, publish_support, name=file.name, content=content)

    taking = Taking(SUPPORT, plan, take, kinds=PUBLISHERS)
    return _imported(taking, whose, file, dry_run=dry_run, as_json=as_json)


def import_enrolment(
    whose: str | None, file: Path, programme: str, *, dry_run: bool, as_json: bool
) -> int:
    """The whole list of an enrolment programme; returns the exit code."""

    def plan(party: Party, content: bytes, _now: datetime) -> Any:
        found = plan_enrolment(party.pk, programme, content)
        return found.counts(), found.faults

    def take(operator: Actor, content: bytes) -> None:
        perform(
            operator, read_enrolment_list, programme=programme, name=file.name, content=content
        )  # fmt: skip

    taking = Taking(ENROLMENT, plan, take)
    return _imported(taking, whose, file, dry_run=dry_run, as_json=as_json)


def import_erasures(whose: str | None, file: Path, *, dry_run: bool, as_json: bool) -> int:
    """An erasure tool's report; returns the exit code. Rows that prove nothing are left out."""

    def plan(party: Party, content: bytes, now: datetime) -> Any:
        found = plan_erasures(party.pk, content, now)
        return found.counts(), found.faults

    def take(operator: Actor, content: bytes) -> None:
        perform(operator, import_erasure_reports, name=file.name, content=content)

    taking = Taking(ERASURES, plan, take, partly=True)
    return _imported(taking, whose, file, dry_run=dry_run, as_json=as_json)


@dataclass(frozen=True)
class Terms:
    """What a financier says of its schedule beside the file of its devices."""

    financier: str
    number: str
    starts_on: date
    months: int


def import_lease_schedule(
    whose: str | None, file: Path, terms: Terms, *, dry_run: bool, as_json: bool
) -> int:
    """A financier's schedule of what a party leases; returns the exit code."""
    try:
        financier = party_meant(terms.financier, LETS)
    except Refused as refusal:
        return refused(refusal)
    said: dict[str, Any] = {
        "financier_id": financier.pk, "number": terms.number.strip(),
        "starts_on": terms.starts_on, "months": terms.months,
    }  # fmt: skip

    def plan(_party: Party, content: bytes, _now: datetime) -> Any:
        require_schedule(**said)
        lines, found = schedule_plan(content)
        return {"rows": len(found.rows), "new": len(lines)}, found.faults

    def take(operator: Actor, content: bytes) -> None:
        lines, _plan = schedule_plan(content)
        perform(operator, record_schedule, lessee_id=operator.own_party_id, lines=lines, **said)

    taking = Taking(LEASE_SCHEDULE, plan, take)
    return _imported(taking, whose, file, dry_run=dry_run, as_json=as_json)


@translation.override("en")
def _imported(
    taking: Taking, whose: str | None, file: Path, *, dry_run: bool, as_json: bool
) -> int:
    """Check a file and, unless ``dry_run``, take it in; returns the exit code.

    0: imported (or could be), 1: the file has faults, each told with row and column, 2: the
    file or the party could not be found or read.
    """
    try:
        content = file.read_bytes()
        party = party_meant(whose, taking.kinds)
        operator = actors.job("operator", party.pk)
        with reading(operator) as unit:
            counts, faults = taking.plan(party, content, unit.now)
        imported = not dry_run and (taking.partly or not faults)
        if imported:
            taking.take(operator, content)
    except OSError as error:
        return unreadable(error)
    except Refused as refusal:
        return refused(refusal)
    answer = Answer(taking.kind, party, dry_run, imported, counts, faults, partly=taking.partly)
    return answer.tell(as_json=as_json)
