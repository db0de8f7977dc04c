"""Devices in place of others: given for good, or lent until a day."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset, DeviceCase, DeviceLoan
from samkop.fleet.policies import (
    KEEPS,
    may_handle_assets,
    may_handle_case,
    may_keep_fleet_by_itself,
)
from samkop.fleet.queries.cases import loans_due
from samkop.fleet.queries.holders import target_from, target_of
from samkop.fleet.rules.holding import Target, nobody
from samkop.fleet.usecases.cases import closed, locked_case, require_open
from samkop.fleet.usecases.moving import Move, locked_assets, move_assets
from samkop.fleet.usecases.replacing import keep_swap, take_place
from samkop.fleet.vocabulary import (
    TO_BE_GIVEN,
    AssetState,
    CaseKind,
    CaseOutcome,
    CustodyReason,
    HolderKind,
)
from samkop.parties.queries import ids_with_any_role, own_today
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import change, create, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def swap(*, actor: Actor, now: datetime, case_id: int, asset_id: int) -> DeviceCase:
    """Give a device of the stock for good in place of the case's.

    Whoever has the old one gets the new one, at the same site; the old one goes where the new
    one lay: a faulty one to maintenance, any other set aside. The lease of a faulty one goes on
    with the new one, and its case stays open until it is repaired or set aside. Raises Refused:
    ``not-found``, ``not-allowed``, ``case-closed``, ``case-of-return``, ``swap-not-in-use``,
    ``not-in-stock``.
    """
    case = locked_case(actor, case_id)
    require(may_handle_case(actor, case))
    require_open(case)
    if case.kind == CaseKind.RETURN:
        raise Refused("case-of-return", _("A return was asked for: take the device in."))
    old, new = _both(case, asset_id)
    place, source, faulty = _place_of(new), subject_of(case), case.kind == CaseKind.FAULT
    moves = [
        Move(new, CustodyReason.SWAPPED, to=target_from(case.holder), state=AssetState.IN_USE,
             location_id=old.location_id, relocated=True, source=source,
             fields={"cost_centre_id": old.cost_centre_id or new.cost_centre_id})
    ]  # fmt: skip
    # What is in maintenance already stays where it is.
    if old.state == AssetState.IN_USE:
        state = AssetState.MAINTENANCE if faulty else AssetState.RETURNED
        moves.append(
            Move(old, CustodyReason.SWAPPED, to=place, location_id=place.location_id,
                 relocated=True, state=state, source=source)
        )  # fmt: skip
    move_assets(actor, now, moves)
    if faulty:
        take_place(case, old, new, now)
        return case
    # What is renewed goes back to its financier: the new one has a lease of its own.
    keep_swap(case, old, new, now)
    return closed(case, CaseOutcome.SWAPPED, now, by=actor)


def lend(
    *, actor: Actor, now: datetime, asset_id: int, due_on: date, case_id: int | None = None,
    person_id: int | None = None,
) -> DeviceLoan:  # fmt: skip
    """Lend a device of the stock until a day: to who has the case's device, or to a person.

    Raises Refused: ``not-found``, ``not-allowed``, ``case-closed``, ``due-day-past``,
    ``not-in-stock``, ``holder-unknown``.
    """
    case = None
    if case_id is not None:
        case = locked_case(actor, case_id)
        require_open(case)
        target = target_from(case.holder)
    else:
        target = target_of(actor.own_party_id, HolderKind.PERSON, str(person_id or ""))
    require(may_handle_assets(actor, actor.own_party_id))
    if due_on < own_today():
        sentence = _("The loan is to end today or later.")
        raise Refused("due-day-past", sentence, status=422, fields={"due_on": sentence})
    (asset,) = locked_assets(actor.own_party_id, [asset_id])
    _require_in_stock(asset)
    place = case.asset.location_id if case is not None else asset.location_id
    source = subject_of(case) if case is not None else ""
    move_assets(
        actor, now,
        [
            Move(asset, CustodyReason.LENT, to=target, state=AssetState.IN_USE, location_id=place,
                 relocated=place is not None, source=source)
        ],
    )  # fmt: skip
    return create(
        DeviceLoan(
            owner_id=asset.owner_id, asset=asset, asset_number=asset.asset_number,
            model_name=asset.model_name, holder_id=asset.holder_id, case=case, lent_at=now,
            due_on=due_on,
        )
    )  # fmt: skip


def end_loan(*, actor: Actor, now: datetime, loan_id: int, location_id: int) -> DeviceLoan:
    """A lent device is back, at a site; it is erased before somebody else gets it.

    Raises Refused: ``not-found``, ``not-allowed``, ``loan-ended``, ``holder-unknown``,
    ``state-not-allowed``.
    """
    found = DeviceLoan.objects.filter(id=loan_id, owner_id=actor.own_party_id).first()
    if found is None:
        raise not_found()
    require(may_handle_assets(actor, found.owner_id))
    (asset,) = locked_assets(found.owner_id, [found.asset_id])
    loan = DeviceLoan.objects.select_for_update().get(id=loan_id)
    if loan.ended_at is not None:
        raise Refused("loan-ended", _("This loan has ended. Load the page again."))
    site = target_of(loan.owner_id, HolderKind.SITE, str(location_id))
    move_assets(
        actor, now,
        [
            Move(asset, CustodyReason.CAME_BACK, to=site, state=AssetState.RETURNED,
                 location_id=site.location_id, relocated=True, source=subject_of(loan))
        ],
    )  # fmt: skip
    return change(loan, ended_at=now)


def remind_of_loans(*, actor: Actor, now: datetime) -> int:
    """A job of the owner's: whoever has what is due by today is told, once; how many are due.

    A loan of a class, cart or room is told to the ICT managers.
    """
    owner_id, today = actor.own_party_id, own_today()
    require(may_keep_fleet_by_itself(actor, owner_id))
    due = loans_due(owner_id, today)
    loans = list(due.select_for_update(of=("self",)).select_related("holder").order_by("id"))
    managers = ids_with_any_role(owner_id, KEEPS, today) if loans else []
    for loan in loans:
        person = loan.holder.person_id
        notify(
            party_id=owner_id, person_ids=managers if person is None else [person],
            kind="loan-due", subject=subject_of(loan),
            facts={
                "number": loan.asset_number, "model": loan.model_name,
                "due_on": loan.due_on.isoformat(),
            },
            url=reverse("my-devices" if person is not None else "loans"),
        )  # fmt: skip
        change(loan, reminded_on=today)
    return len(loans)


def _both(case: DeviceCase, new_id: int) -> tuple[Asset, Asset]:
    """The old and the new device; the old one is in use, or in maintenance for this case."""
    (new,) = locked_assets(case.owner_id, [new_id])
    if case.asset.state not in {AssetState.IN_USE, AssetState.MAINTENANCE}:
        raise Refused(
            "swap-not-in-use",
            _("Device %(number)s is %(state)s: nobody uses it, so nobody needs another."),
            number=case.asset_number, state=AssetState(case.asset.state).label,
        )  # fmt: skip
    _require_in_stock(new)
    return case.asset, new


def _require_in_stock(asset: Asset) -> None:
    if asset.state not in TO_BE_GIVEN:
        sentence = _("Device %(number)s is %(state)s: choose one that is in stock or prepared.")
        raise Refused(
            "not-in-stock", sentence, number=asset.asset_number,
            state=AssetState(asset.state).label,
        )  # fmt: skip


def _place_of(asset: Asset) -> Target:
    """Where a device lay: with its site, room or cart; where that is no place, nobody."""
    places = {HolderKind.SITE, HolderKind.ROOM, HolderKind.CART}
    return target_from(asset.holder) if asset.holder.kind in places else nobody()
