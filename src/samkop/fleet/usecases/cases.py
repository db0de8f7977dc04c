"""What is asked for of a device in use: opened by whoever has it, and closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.fleet.models import DeviceCase
from samkop.fleet.policies import KEEPS, may_ask_for, may_handle_case, may_withdraw_case
from samkop.fleet.queries.holders import target_of
from samkop.fleet.usecases.moving import Move, locked_assets, move_assets
from samkop.fleet.vocabulary import (
    AssetState,
    CaseKind,
    CaseOutcome,
    CaseState,
    CustodyReason,
    FaultKind,
    HolderKind,
)
from samkop.parties.queries import ids_with_any_role, own_today
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import change, create, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LONGEST = 500
# A fault may be found on the shelf, too; the rest is asked for by who uses the device.
FAULTY = frozenset({AssetState.IN_USE, AssetState.RECEIVED, AssetState.STAGED})
# What closes a case without a device moving; the other outcomes come of what is done.
SAID = frozenset({CaseOutcome.HELPED, CaseOutcome.NOT_REPAIRED, CaseOutcome.WITHDRAWN})


def open_case(
    *, actor: Actor, now: datetime, asset_id: int, kind: str, fault: str = "", words: str = ""
) -> DeviceCase:
    """Report a fault of a device, or ask for a swap or a return; the ICT managers are told.

    ``fault`` says what is wrong, of a fault alone. Raises Refused: ``not-found``,
    ``not-allowed``, ``case-kind-unknown``, ``fault-unknown``, ``device-not-in-use``,
    ``case-open-already``.
    """
    (asset,) = locked_assets(actor.own_party_id, [asset_id])
    require(may_ask_for(actor, asset))
    _require_known(kind, fault)
    usable = FAULTY if kind == CaseKind.FAULT else {AssetState.IN_USE}
    if asset.state not in usable:
        raise Refused(
            "device-not-in-use",
            _("Device %(number)s is %(state)s: only what is in use can be reported or swapped."),
            number=asset.asset_number, state=AssetState(asset.state).label,
        )  # fmt: skip
    earlier = DeviceCase.objects.filter(asset=asset, owner_id=asset.owner_id)
    if earlier.filter(kind=kind).exclude(state=CaseState.CLOSED).exists():
        raise Refused(
            "case-open-already",
            _("This has been asked for already, and is worked on. Open its case."),
        )  # fmt: skip
    made = create(
        DeviceCase(
            owner_id=asset.owner_id, asset=asset, number=f"{asset.asset_number}-{len(earlier) + 1}",
            asset_number=asset.asset_number, serial_number=asset.serial_number,
            model_name=asset.model_name, kind=kind, fault=fault, words=_text(words),
            holder_id=asset.holder_id, opened_at=now, opened_by_id=actor.person_id,
            currency=asset.currency,
        )
    )  # fmt: skip
    _tell_managers(actor, made)
    return made


def close_case(
    *, actor: Actor, now: datetime, case_id: int, outcome: str, words: str = ""
) -> DeviceCase:
    """Close a case by a word: helped at a distance, not repaired, or withdrawn by who asked.

    Raises Refused: ``not-found``, ``not-allowed``, ``outcome-unfit``, ``case-closed``,
    ``device-away``: what is being repaired has to come back first.
    """
    case = locked_case(actor, case_id)
    withdrawn = outcome == CaseOutcome.WITHDRAWN and may_withdraw_case(actor, case)
    require(withdrawn or may_handle_case(actor, case))
    if outcome not in SAID:
        sentence = _("Say how the case ended.")
        raise Refused("outcome-unfit", sentence, status=422, fields={"outcome": sentence})
    require_open(case)
    if case.asset.state == AssetState.MAINTENANCE:
        raise Refused(
            "device-away",
            _("Device %(number)s is in maintenance. Say first where it is now: with whom it was,"
              " in stock, or set aside."),
            number=case.asset_number,
        )  # fmt: skip
    return closed(case, CaseOutcome(outcome), now, words, by=actor)


def take_handed_in(*, actor: Actor, now: datetime, case_id: int, location_id: int) -> DeviceCase:
    """Take in, at a site, a device that its user hands in; it is erased from there.

    Raises Refused: ``not-found``, ``not-allowed``, ``case-closed``, ``holder-unknown``,
    ``state-not-allowed``.
    """
    case = locked_case(actor, case_id)
    require(may_handle_case(actor, case))
    require_open(case)
    site = target_of(case.owner_id, HolderKind.SITE, str(location_id))
    move_assets(
        actor, now,
        [
            Move(case.asset, CustodyReason.RETURNED, to=site, state=AssetState.RETURNED,
                 location_id=site.location_id, relocated=True, source=subject_of(case))
        ],
    )  # fmt: skip
    return closed(case, CaseOutcome.HANDED_IN, now, by=actor)


def locked_case(actor: Actor, case_id: int) -> DeviceCase:
    """An own case with its device, both locked; the device first, as everybody does."""
    found = DeviceCase.objects.filter(id=case_id, owner_id=actor.own_party_id).first()
    if found is None:
        raise not_found()
    (asset,) = locked_assets(found.owner_id, [found.asset_id])
    case = DeviceCase.objects.select_for_update(of=("self",)).select_related("holder").get(
        id=case_id
    )  # fmt: skip
    case.asset = asset
    return case


def require_open(case: DeviceCase) -> None:
    """Refuse ``case-closed``."""
    if case.state == CaseState.CLOSED:
        raise Refused("case-closed", _("This case is closed. Open a new one if it is not over."))


def closed(
    case: DeviceCase, outcome: CaseOutcome, now: datetime, words: str = "", *, by: Actor,
    **fields: Any,
) -> DeviceCase:  # fmt: skip
    """Close it; whoever asked is told, unless they did it themselves."""
    change(
        case, state=CaseState.CLOSED, outcome=outcome, closed_at=now,
        answer=_text(words) or case.answer, **fields,
    )  # fmt: skip
    if case.opened_by_id is not None and case.opened_by_id != by.person_id:
        notify(
            party_id=case.owner_id, person_ids=[case.opened_by_id], kind="case-closed",
            subject=subject_of(case),
            facts={
                "number": case.asset_number, "model": case.model_name,
                "outcome": in_each_language(lambda: str(outcome.label)),
            },
            url=reverse("device-case", args=[case.pk]),
        )  # fmt: skip
    return case


def _require_known(kind: str, fault: str) -> None:
    if kind not in CaseKind.values:
        sentence = _("Say what you want: report a fault, a swap or a return.")
        raise Refused("case-kind-unknown", sentence, status=422, fields={"kind": sentence})
    if (fault in FaultKind.values) != (kind == CaseKind.FAULT) or (
        fault and kind != CaseKind.FAULT
    ):  # fmt: skip
        sentence = _("Choose what is wrong with the device.")
        raise Refused("fault-unknown", sentence, status=422, fields={"fault": sentence})


def _tell_managers(actor: Actor, case: DeviceCase) -> None:
    people = ids_with_any_role(case.owner_id, KEEPS, own_today())
    notify(
        party_id=case.owner_id, person_ids=set(people) - {actor.person_id}, kind="case-opened",
        subject=subject_of(case),
        facts={
            "number": case.asset_number, "model": case.model_name,
            "kind": in_each_language(lambda: str(CaseKind(case.kind).label)),
        },
        url=reverse("device-case", args=[case.pk]),
    )  # fmt: skip


def _text(words: str) -> str:
    return visible(words).strip()[:LONGEST]
