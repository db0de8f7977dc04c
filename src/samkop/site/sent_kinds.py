"""What each kind of file that a program sends in is: who may, what it would do, how it is taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from samkop.agreements.policies import may_run_agreement
from samkop.agreements.queries.price_files import plan_price_file, price_columns
from samkop.agreements.usecases.price_file import apply_prices
from samkop.agreements.vocabulary import PriceFileKind
from samkop.catalogue.documents import format_of, read_file
from samkop.catalogue.pages.results import fault_rows
from samkop.catalogue.policies import may_import_catalogue
from samkop.catalogue.queries import plan_import, require_fitting
from samkop.catalogue.rules.offers import OfferedCatalogue
from samkop.catalogue.rules.plan import faults_as_json
from samkop.catalogue.usecases.imports import import_catalogue
from samkop.catalogue.vocabulary import CATALOGUE
from samkop.core.period import day_of
from samkop.ordering.policies import may_import, may_shop
from samkop.ordering.queries.import_plans import Against, columns_for, plan_import_file
from samkop.ordering.queries.order_file import plan_order
from samkop.ordering.rules.order_file import columns as order_columns
from samkop.ordering.rules.order_file import read_order_rows
from samkop.ordering.usecases.choices import own_cost_centre, own_location
from samkop.ordering.usecases.import_file import import_file
from samkop.ordering.usecases.order_file import ORDER, order_rows
from samkop.ordering.vocabulary import ImportKind
from samkop.parties.columns import Columns
from samkop.parties.import_files import table_of
from samkop.parties.people_plans import plan_people
from samkop.parties.people_rows import columns as people_columns
from samkop.parties.policies import may_manage_people
from samkop.parties.usecases.people_import import PEOPLE, import_people
from samkop.platform.imports import import_done
from samkop.platform.unit_of_work import require
from samkop.site.sent import Found, Kind, Sent, told
from samkop.site.sent_fleet_kinds import FLEET_KINDS


def _today(sent: Sent) -> Any:
    return day_of(sent.now, sent.party.time_zone)


def _refuse_people(sent: Sent) -> None:
    require(may_manage_people(sent.actor, sent.actor.own_party_id))


def _plan_people(sent: Sent) -> Found:
    plan = plan_people(sent.party.pk, sent.content, _today(sent), sent.called)
    return Found(len(plan.rows), plan.counts(), told(plan.faults))


def _take_people(sent: Sent, found: Found) -> Mapping[str, int]:
    return import_people(
        actor=sent.actor, now=sent.now, party_id=sent.party.pk, name=sent.name,
        content=sent.content, called=sent.called,
    )  # fmt: skip


def _refuse_office(sent: Sent) -> None:
    require(may_import(sent.actor, sent.kind))


def _plan_office(sent: Sent) -> Found:
    against = Against(sent.party, _today(sent), sent.actor.person_id)
    plan = plan_import_file(sent.kind, sent.content, against, sent.called)
    return Found(len(plan.rows), plan.counts(), told(plan.faults))


def _take_office(sent: Sent, found: Found) -> Mapping[str, int]:
    return import_file(
        actor=sent.actor, now=sent.now, party_id=sent.party.pk, kind=sent.kind, name=sent.name,
        content=sent.content, called=sent.called,
    )  # fmt: skip


def _refuse_prices(sent: Sent) -> None:
    require(may_run_agreement(sent.actor, sent.agreement))


def _plan_prices(sent: Sent) -> Found:
    agreement = sent.agreement
    plan = plan_price_file(sent.kind, sent.content, agreement, _today(sent), sent.called)
    return Found(len(plan.file.rows), plan.counts(), told(plan.file.faults))


def _take_prices(sent: Sent, found: Found) -> Mapping[str, int]:
    return apply_prices(
        actor=sent.actor, now=sent.now, agreement_id=sent.agreement.pk, kind=sent.kind,
        name=sent.name, content=sent.content, called=sent.called,
    )  # fmt: skip


def _refuse_catalogue(sent: Sent) -> None:
    require(may_import_catalogue(sent.actor, sent.agreement))


def _offered(sent: Sent) -> OfferedCatalogue:
    return read_file(
        sent.content, file_format=format_of(sent.content, sent.name), name=sent.name,
        sha256=hashlib.sha256(sent.content).hexdigest(), currency=sent.agreement.currency,
        replaces_all=sent.given.replaces_all,
    )  # fmt: skip


def _plan_catalogue(sent: Sent) -> Found:
    offered = _offered(sent)
    require_fitting(sent.agreement, offered, _today(sent))
    plan = plan_import(sent.agreement, offered, _today(sent))
    kept = faults_as_json(plan.faults)
    faults = tuple(
        (row, column, str(fault["code"]), sentence)
        for fault, (row, column, sentence) in zip(kept, fault_rows(kept), strict=True)
    )
    counts = {
        "rows": plan.lines, "new": plan.added, "changed": plan.changed,
        "unchanged": plan.unchanged, "leaving": len(plan.leaving), "left_out": plan.refused,
    }  # fmt: skip
    return Found(plan.lines, counts, faults)


def _take_catalogue(sent: Sent, found: Found) -> Mapping[str, int]:
    import_catalogue(
        actor=sent.actor, now=sent.now, agreement_id=sent.agreement.pk, offered=_offered(sent)
    )
    return found.counts


def _refuse_order(sent: Sent) -> None:
    require(may_shop(sent.actor))
    own_cost_centre(sent.actor, code=sent.given.cost_centre)
    own_location(sent.actor, code=sent.given.delivery_location)


def _plan_order(sent: Sent) -> Found:
    rows, faults = read_order_rows(table_of(sent.content), sent.called)
    plan = plan_order(
        party_id=sent.party.pk, person_id=sent.actor.own_person_id, today=_today(sent), rows=rows,
        centre=own_cost_centre(sent.actor, code=sent.given.cost_centre),
        location=own_location(sent.actor, code=sent.given.delivery_location),
    )  # fmt: skip
    plan.faults[:0] = faults
    counts = {"rows": len(plan.rows), "new": len(plan.lines), "left_out": plan.faulty_rows}
    return Found(len(plan.rows), counts, told(plan.faults))


def _take_order(sent: Sent, found: Found) -> Mapping[str, int]:
    rows, _faults_of_heading = read_order_rows(table_of(sent.content), sent.called)
    made = order_rows(
        actor=sent.actor, now=sent.now, cost_centre=sent.given.cost_centre,
        delivery_location=sent.given.delivery_location, rows=rows,
        leave_out=found.counts["left_out"],
    )  # fmt: skip
    sha256 = hashlib.sha256(sent.content).hexdigest()
    import_done(
        now=sent.now, kind=ORDER, name=sent.name, sha256=sha256, rows=found.counts["new"],
        fault_count=found.counts["left_out"], faults=found.faults,
    )  # fmt: skip
    return {**found.counts, "requisitions": len(made["requisitions"])}


def _columns_of(kind: ImportKind) -> Callable[[], Columns]:
    return lambda: columns_for(kind)


def _price_columns_of(kind: PriceFileKind) -> Callable[[], Columns]:
    return lambda: price_columns(kind)


SCOPES = {ImportKind.GROUPS: "entitlements:write", ImportKind.PURCHASE_PLAN: "orders:write"}

KINDS: dict[str, Kind] = {
    PEOPLE: Kind("people:write", people_columns, _refuse_people, _plan_people, _take_people),
    **{
        str(kind): Kind(
            SCOPES.get(kind, "approvals:write"),
            _columns_of(kind), _refuse_office, _plan_office, _take_office,
        )
        for kind in ImportKind
    },
    **{
        str(kind): Kind(
            "agreements:write", _price_columns_of(kind), _refuse_prices, _plan_prices,
            _take_prices,
        )
        for kind in PriceFileKind
    },
    CATALOGUE: Kind(
        "items:write", None, _refuse_catalogue, _plan_catalogue, _take_catalogue, partly=True
    ),
    **FLEET_KINDS,
    ORDER: Kind(
        "orders:write", order_columns, _refuse_order, _plan_order, _take_order, partly=True
    ),
}  # fmt: skip
