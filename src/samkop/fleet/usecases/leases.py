"""A lease begins with the lessee's acceptance of devices on a financier's plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import Participation
from samkop.agreements.usecases.right_to_order import NOT_JOINED
from samkop.core.leasing import (
    Thresholds,
    figures_of,
    first_month_after,
    monthly_rent,
    present_value,
    suggested_class,
    term_end,
)
from samkop.core.leasing.classification import Figures
from samkop.core.period import day_of
from samkop.fleet.models import Asset, DeviceModel, Lease, LeasedAsset, LeasePlan
from samkop.fleet.policies import may_class_leases, may_keep_leases
from samkop.fleet.queries.leases import lease_of, next_lease_number, plan_of
from samkop.fleet.usecases.lease_books import book, event_of, recommit
from samkop.fleet.usecases.moving import locked_assets
from samkop.fleet.vocabulary import (
    USUAL_ALARM_DAYS,
    USUAL_RATE_PPM,
    AccountingClass,
    AssetState,
    LeaseEventKind,
)
from samkop.fleet.vocabulary.leases import HELD
from samkop.ordering.models import Order
from samkop.ordering.usecases.budget import Part
from samkop.parties.models import CostCentre
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

MILLION, THOUSAND = Decimal(1_000_000), 1000
# A device that is here can be accepted; what has not come, or has gone, cannot.
ACCEPTED = frozenset(
    {
        AssetState.RECEIVED, AssetState.STAGED, AssetState.IN_TRANSIT, AssetState.IN_USE,
        AssetState.MAINTENANCE,
    }
)  # fmt: skip
MOST_ALARM_DAYS = 365
HIGHEST_RATE_PPM = 500_000


def accept_lease(
    *, actor: Actor, now: datetime, plan_id: int, asset_ids: Sequence[int], accepted_on: date,
    cost_centre_id: int | None = None, alarm_days: int = USUAL_ALARM_DAYS,
    rate_ppm: int = USUAL_RATE_PPM,
) -> Lease:  # fmt: skip
    """Accept devices on a plan: interim rent runs from the day, and the whole term is committed.

    The rents of all its years go on the budgets of who pays (each device's cost centre, else
    ``cost_centre_id``), and what was committed for buying the devices goes back; what financing
    costs goes on the agreement's ceiling. Raises Refused: ``not-allowed``, ``not-found``,
    ``lease-plan-ended``, ``lease-in-the-future``, ``lease-figures-wrong``,
    ``not-to-be-leased``, ``price-unknown``, ``currency-differs``, ``leased-already``,
    ``cost-centre-missing``, ``agreement-not-joined``, and as ``lease_books.recommit``.
    """
    owner = party_of(actor.own_party_id)
    require(may_keep_leases(actor, owner.pk))
    plan = plan_of(plan_id)
    _check(plan, accepted_on, day_of(now, owner.time_zone), alarm_days, rate_ppm)
    hold(HELD, owner.pk)
    assets = locked_assets(owner.pk, asset_ids)
    before = _check_assets(plan, assets)
    joined = Participation.objects.filter(agreement_id=plan.agreement_id, buyer=owner).first()
    if joined is None:
        raise Refused("agreement-not-joined", NOT_JOINED)
    orders = _orders_of(assets)
    starts_on = first_month_after(accepted_on, plan.start_every)
    figures, worth = _figures(plan, assets, rate_ppm), Thresholds()
    lease = create(
        Lease(
            owner=owner, financier_id=plan.financier_id, agreement_id=plan.agreement_id,
            participation=joined, plan=plan, number=next_lease_number(owner.pk),
            currency=plan.agreement.currency, accepted_on=accepted_on, accepted_at=now,
            starts_on=starts_on, ends_on=term_end(starts_on, plan.months),
            price_cents=sum(asset.unit_cents or 0 for asset in assets), alarm_days=alarm_days,
            rate_ppm=rate_ppm, value_permille=round(figures.value_share * THOUSAND),
            life_permille=round(figures.life_share * THOUSAND),
            accounting_class=AccountingClass(suggested_class(figures, worth).value),
        )
    )  # fmt: skip
    devices = [
        _device(lease, asset, orders, _payer(owner.pk, asset, cost_centre_id)) for asset in assets
    ]
    create_all(devices, under=lease)
    book(
        lease, devices, now,
        [event_of(lease, LeaseEventKind.ACCEPTED, now, due_on=accepted_on, devices=len(devices))],
    )  # fmt: skip
    tell("lease-accepted", buyer_id=owner.pk, financier_id=plan.financier_id, lease_id=lease.pk)
    freed = _freed([asset for asset in assets if asset.pk not in before], orders)
    recommit(lease, devices, now, freed=freed)
    return lease


def class_lease(*, actor: Actor, now: datetime, lease_id: int, accounting_class: str) -> Lease:
    """Say how a lease stands in the accounts; what was suggested stays in its history.

    Raises Refused: ``not-found``, ``not-allowed``, ``lease-class-unknown``.
    """
    lease = lease_of(lease_id)
    require(may_class_leases(actor, lease.owner_id))
    if accounting_class not in AccountingClass.values:
        raise Refused("lease-class-unknown", _("Choose one of the two classes."), status=422)
    return change(lease, accounting_class=accounting_class)


def _check(plan: LeasePlan, day: date, today: date, alarm_days: int, rate_ppm: int) -> None:
    if day < plan.valid_from or (plan.valid_until is not None and day > plan.valid_until):
        raise Refused(
            "lease-plan-ended",
            _("The plan %(plan)s does not hold on that day. Choose another plan."), plan=plan.name,
        )  # fmt: skip
    if day > today:
        sentence = _("Accept devices when they are here: choose today or a day before.")
        raise _wrong("lease-in-the-future", "accepted_on", sentence)
    if not (0 <= alarm_days <= MOST_ALARM_DAYS and 0 <= rate_ppm <= HIGHEST_RATE_PPM):
        sentence = _("Write days from 0 to 365, and a rate from 0 to 50 per cent.")
        raise _wrong("lease-figures-wrong", "alarm_days", sentence)


def _wrong(code: str, field: str, sentence: str | Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})


def _check_assets(plan: LeasePlan, assets: Sequence[Asset]) -> set[int]:
    """Whether each can be leased; returns the ids of those that were leased before."""
    if not assets:
        raise not_found()
    known = LeasedAsset.objects.filter(asset__in=assets).values_list("asset_id", "stopped_on")
    leased = {asset_id for asset_id, stopped_on in known if stopped_on is None}
    for asset in assets:
        number = asset.asset_number
        if asset.pk in leased:
            sentence = _("Device %(number)s is in a lease already. Leave it out.")
            raise Refused("leased-already", sentence, number=number)
        if asset.state not in ACCEPTED:
            sentence = _("Device %(number)s is not here. Receive it first, or leave it out.")
            raise Refused("not-to-be-leased", sentence, number=number)
        if not asset.unit_cents:
            sentence = _(
                "The price of device %(number)s is not known here: it was not bought by an order,"
                " or is rented by one. Leave it out."
            )
            raise Refused("price-unknown", sentence, number=number)
        if asset.currency != plan.agreement.currency:
            sentence = _("Device %(number)s was bought in another currency than the plan's.")
            raise Refused("currency-differs", sentence, number=number)
    return {asset_id for asset_id, _stopped_on in known}


def _orders_of(assets: Sequence[Asset]) -> dict[int, Order]:
    wanted = {asset.order_id for asset in assets if asset.order_id}
    rows = Order.objects.filter(id__in=wanted).select_related("requisition")
    return {order.pk: order for order in rows}


def _payer(owner_id: int, asset: Asset, cost_centre_id: int | None) -> int:
    found = asset.cost_centre_id
    if found is None and cost_centre_id is not None:
        own = CostCentre.objects.filter(id=cost_centre_id, party_id=owner_id)
        found = own.values_list("id", flat=True).first()
    if found is None:
        sentence = _("Nobody pays for device %(number)s yet: choose a cost centre.")
        raise Refused(
            "cost-centre-missing", sentence, status=422, number=asset.asset_number,
            fields={"cost_centre": _("Choose the cost centre that pays.")},
        )  # fmt: skip
    return found


def _device(lease: Lease, asset: Asset, orders: Mapping[int, Order], payer: int) -> LeasedAsset:
    price = asset.unit_cents or 0
    order = orders.get(asset.order_id or 0)
    requisition = order.requisition if order else None
    return LeasedAsset(
        lease=lease, owner_id=lease.owner_id, financier_id=lease.financier_id, asset=asset,
        serial_number=asset.serial_number, model_name=asset.model_name, cost_centre_id=payer,
        project_id=requisition.project_id if requisition else None, price_cents=price,
        # A rent of less than half a cent is one of a cent: the database holds none of nothing.
        monthly_cents=max(monthly_rent(price, lease.plan.rent_ppm), 1),
        interim_from=lease.accepted_on, first_month=lease.starts_on,
    )  # fmt: skip


def _freed(assets: Sequence[Asset], orders: Mapping[int, Order]) -> list[Part]:
    """What was committed for buying the devices: the financier pays it, and the lessee rents."""
    back: Counter[int] = Counter()
    for asset in assets:
        order = orders.get(asset.order_id or 0)
        if order is not None and order.budget_id is not None:
            back[order.budget_id] -= asset.unit_cents or 0
    return [Part(budget_id, cents) for budget_id, cents in back.items()]


def _figures(plan: LeasePlan, assets: Sequence[Asset], rate_ppm: int) -> Figures:
    """Price by price: what the rents are worth of it, and how long the devices live."""
    models = DeviceModel.objects.filter(id__in={asset.model_id for asset in assets})
    lives = dict(models.values_list("id", "lifetime_months"))
    price = sum(asset.unit_cents or 0 for asset in assets)
    rent = sum(monthly_rent(asset.unit_cents or 0, plan.rent_ppm) for asset in assets)
    life = sum(lives[asset.model_id] * (asset.unit_cents or 0) for asset in assets)
    worth = present_value(
        Decimal(rent), plan.months, rate_ppm / MILLION, in_advance=plan.in_advance
    )
    return figures_of(worth, Decimal(price), plan.months, round(life / price))
