"""Cleared devices leave: to the financier, a buyer, a recycler, or destroyed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.fleet.models import DeviceReturn, Disposal, DisposedAsset, GradePrice, LeasedAsset
from samkop.fleet.policies.returns import may_ask_back, may_take_back
from samkop.fleet.rules.holding import nobody
from samkop.fleet.usecases.lease_ends import stop_leases
from samkop.fleet.usecases.moving import Move, locked_assets, move_assets
from samkop.fleet.vocabulary import AssetState, CustodyReason
from samkop.fleet.vocabulary.leases import StopReason
from samkop.fleet.vocabulary.returns import (
    ENDS,
    DeviceReturnState,
    DisposalKind,
    DisposalState,
    Grade,
)
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import (
    change,
    change_each,
    create,
    create_all,
    create_new,
    subject_of,
)
from samkop.platform.refusals import Refused, RunAgain, not_found
from samkop.platform.unit_of_work import require


def prepare_disposal(
    *, actor: Actor, now: datetime, kind: str, firm: str, return_ids: Sequence[int]
) -> Disposal:
    """Put cleared devices together that leave to one firm.

    Raises Refused: ``not-found``, ``not-allowed``, ``disposal-incomplete``, ``not-cleared``,
    ``in-a-disposal``, ``not-graded`` (a buyer pays by grade), ``not-leased``, ``still-leased``.
    """
    owner_id = actor.own_party_id
    require(may_ask_back(actor, owner_id))
    taker = visible(firm).strip()[:200]
    returns = _locked(owner_id, return_ids)
    if kind not in DisposalKind.values or not taker or not returns:
        raise Refused(
            "disposal-incomplete", _("Say where they go, to which firm, and choose the devices."),
            status=422,
        )  # fmt: skip
    for one in returns:
        _require_cleared(one)
        if kind == DisposalKind.SALE and not one.grade:
            raise Refused(
                "not-graded",
                _("Device %(number)s has no grade. Check it first: a buyer pays by grade."),
                number=one.asset.asset_number,
            )  # fmt: skip
    _require_in_no_other(returns)
    _require_whose(DisposalKind(kind), returns)
    made = Disposal(
        owner_id=owner_id, number=_next_number(owner_id), kind=kind, firm=taker,
        currency=party_of(owner_id).currency, prepared_at=now,
        prepared_by_id=actor.own_person_id,
    )  # fmt: skip
    if not create_new(made):
        raise RunAgain(
            "number-taken", _("Somebody else prepared a disposal at the same time. Try again.")
        )
    create_all(
        (
            DisposedAsset(
                owner_id=owner_id, disposal=made, asset_id=one.asset_id, device_return=one
            )
            for one in returns
        ),
        under=made,
    )
    return made


def price_disposal(
    *, actor: Actor, now: datetime, disposal_id: int, prices: Mapping[str, int]
) -> Disposal:
    """Write down what the buyer offers for one device of each grade, in cents.

    Raises Refused: ``not-found``, ``not-allowed``, ``disposal-done``, ``price-unfit``.
    """
    found = _prepared(actor, disposal_id)
    wanted = {grade: cents for grade, cents in prices.items() if cents is not None}
    if found.kind != DisposalKind.SALE or not set(wanted) <= set(Grade.values):
        raise Refused("price-unfit", _("Only what is sold has prices, one by grade."), status=422)
    if any(cents < 0 for cents in wanted.values()):
        raise Refused("price-unfit", _("A price is not negative."), status=422)
    known = {row.grade: row for row in GradePrice.objects.filter(disposal=found)}
    for grade, cents in wanted.items():
        if grade in known:
            change(known[grade], unit_cents=cents)
        else:
            create(
                GradePrice(
                    owner_id=found.owner_id, disposal=found, grade=grade, unit_cents=cents
                )
            )  # fmt: skip
    return found


def cancel_disposal(*, actor: Actor, now: datetime, disposal_id: int) -> Disposal:
    """Keep the devices after all. Raises Refused: ``not-found``, ``disposal-done``."""
    found = _prepared(actor, disposal_id)
    return change(found, state=DisposalState.CANCELLED)


def complete_disposal(
    *, actor: Actor, now: datetime, disposal_id: int, done_on: date, reference: str = "",
    weight_grams: int | None = None,
) -> Disposal:  # fmt: skip
    """They have gone: each device has ended, and what was sold brought its grade's price.

    What goes to its financier leaves its lease. Told as ``assets-ended``. Raises Refused:
    ``not-found``, ``not-allowed``, ``disposal-done``, ``price-missing``, ``weight-missing``,
    ``not-leased``, ``still-leased``, ``state-not-allowed``.
    """
    found = _prepared(actor, disposal_id)
    papers = visible(reference).strip()[:60]
    if found.kind == DisposalKind.RECYCLING and (not papers or not weight_grams):
        raise Refused(
            "weight-missing",
            _("A recycler's certificate has a number and a weight. Write both."), status=422,
            fields={"weight": _("Write the weight."), "reference": _("Write the number.")},
        )  # fmt: skip
    rows = list(DisposedAsset.objects.filter(disposal=found).order_by("id"))
    returns = {one.pk: one for one in _locked(found.owner_id, [r.device_return_id for r in rows])}
    incomes = _incomes(found, [returns[row.device_return_id] for row in rows])
    _end(actor, now, found, list(returns.values()), done_on)
    change_each((row, {"income_cents": incomes[row.device_return_id]}) for row in rows)
    return change(
        found, state=DisposalState.DONE, done_on=done_on, reference=papers,
        weight_grams=weight_grams, income_cents=sum(incomes.values()),
    )  # fmt: skip


def restock(*, actor: Actor, now: datetime, return_ids: Sequence[int]) -> list[DeviceReturn]:
    """Use erased devices again: they are prepared for the next holder.

    Raises Refused: ``not-found``, ``not-allowed``, ``not-cleared``, ``in-a-disposal``.
    """
    owner_id = actor.own_party_id
    require(may_take_back(actor, owner_id))
    returns = _locked(owner_id, return_ids)
    for one in returns:
        _require_cleared(one)
    _require_in_no_other(returns)
    move_assets(
        actor, now,
        [Move(one.asset, CustodyReason.RETURNED, state=AssetState.STAGED) for one in returns],
    )  # fmt: skip
    return returns


def _end(
    actor: Actor, now: datetime, found: Disposal, returns: Sequence[DeviceReturn], done_on: date
) -> None:
    end = ENDS[found.kind]
    _require_whose(DisposalKind(found.kind), returns)
    if found.kind == DisposalKind.TO_LESSOR:
        assets = [one.asset for one in returns]
        stop_leases(actor, now, assets, done_on, StopReason.RETURNED)
    # With whom it is now, its owner need not know: its custody here is over.
    move_assets(
        actor, now,
        [
            Move(one.asset, CustodyReason.LEFT, to=nobody(), state=AssetState.ENDED,
                 ended=(done_on, end), relocated=True, source=subject_of(found))
            for one in returns
        ],
    )  # fmt: skip
    change_each((one, {"state": DeviceReturnState.CLOSED, "closed_at": now}) for one in returns)
    tell(
        "assets-ended", owner_id=found.owner_id, reason=end,
        asset_ids=[one.asset_id for one in returns],
    )  # fmt: skip


def _require_whose(kind: DisposalKind, returns: Sequence[DeviceReturn]) -> None:
    """To its financier goes what is leased, or was until another took its place; else one's own."""
    known = LeasedAsset.objects.filter(asset_id__in=[one.asset_id for one in returns])
    leased = set(known.filter(stopped_on=None).values_list("asset_id", flat=True))
    if kind is not DisposalKind.TO_LESSOR:
        if leased:
            raise Refused(
                "still-leased",
                _("A device among them is leased. Buy it out first, or give it back to its"
                  " financier."),
            )  # fmt: skip
        return
    swapped = known.filter(stop_reason=StopReason.SWAPPED).values_list("asset_id", flat=True)
    theirs = leased.union(swapped)
    for one in returns:
        if one.asset_id not in theirs:
            raise Refused(
                "not-leased",
                _("Device %(number)s is in no lease: no financier takes it back. Leave it out, or"
                  " say that it is sold, recycled or destroyed."),
                number=one.asset.asset_number,
            )  # fmt: skip


def _incomes(found: Disposal, returns: Sequence[DeviceReturn]) -> dict[int, int]:
    if found.kind != DisposalKind.SALE:
        return {one.pk: 0 for one in returns}
    prices = dict(GradePrice.objects.filter(disposal=found).values_list("grade", "unit_cents"))
    missing = sorted({one.grade for one in returns} - set(prices))
    if missing:
        raise Refused(
            "price-missing",
            _("The buyer's price of grade %(grade)s is not written down. Write it first."),
            grade=missing[0].upper(),
        )  # fmt: skip
    return {one.pk: prices[one.grade] for one in returns}


def _prepared(actor: Actor, disposal_id: int) -> Disposal:
    owner_id = actor.own_party_id
    require(may_ask_back(actor, owner_id))
    found = Disposal.objects.select_for_update().filter(owner_id=owner_id, id=disposal_id).first()
    if found is None:
        raise not_found()
    if found.state != DisposalState.PREPARED:
        raise Refused("disposal-done", _("These devices have gone, or stay. Load the page again."))
    return found


def _locked(owner_id: int, return_ids: Sequence[int]) -> list[DeviceReturn]:
    """The returns with their devices, each locked; three queries."""
    known = DeviceReturn.objects.filter(owner_id=owner_id, id__in=set(return_ids))
    locked_assets(owner_id, known.values_list("asset_id", flat=True))
    found = list(
        DeviceReturn.objects.select_for_update(of=("self",)).select_related("asset")
        .filter(owner_id=owner_id, id__in=set(return_ids)).order_by("id")
    )  # fmt: skip
    if len(found) < len(set(return_ids)):
        raise not_found()
    return found


def _require_cleared(one: DeviceReturn) -> None:
    if one.state != DeviceReturnState.CLEARED:
        raise Refused(
            "not-cleared",
            _("Device %(number)s has a storage that nothing accounts for. Erase it first."),
            number=one.asset.asset_number,
        )  # fmt: skip


def _require_in_no_other(returns: Sequence[DeviceReturn]) -> None:
    other = (
        DisposedAsset.objects.filter(device_return__in=returns)
        .exclude(disposal__state=DisposalState.CANCELLED)
        .select_related("asset", "disposal").first()
    )  # fmt: skip
    if other is not None:
        raise Refused(
            "in-a-disposal",
            _("Device %(number)s leaves with %(disposal)s already."),
            number=other.asset.asset_number, disposal=other.disposal.number,
        )  # fmt: skip


def _next_number(owner_id: int) -> str:
    return f"U-{Disposal.objects.filter(owner_id=owner_id).count() + 1}"
