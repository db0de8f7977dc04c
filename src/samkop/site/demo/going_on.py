"""What goes on with the city's devices on the day of the founding: each by its use case.

A campaign asks for devices back, a model is recalled, a site's devices are to pass to the
county, what has come is prepared and brought to its sites today; one's own laptop has a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from samkop.catalogue.vocabulary import EnrolmentProgramme
from samkop.fleet.models import Asset, DeviceModel, Holder
from samkop.fleet.rules.enrolling import programmes_for
from samkop.fleet.rules.visits import Visit
from samkop.fleet.usecases.cases import open_case
from samkop.fleet.usecases.device_returns import ask_for_return
from samkop.fleet.usecases.enrolment import read_enrolment_list
from samkop.fleet.usecases.handing_over import hand_over
from samkop.fleet.usecases.recalls import open_recall
from samkop.fleet.usecases.site_windows import set_site_window
from samkop.fleet.usecases.transfers import decide_transfer
from samkop.fleet.usecases.work_orders import plan_work
from samkop.fleet.vocabulary import AssetState, CaseKind, FaultKind, HolderKind, WorkKind
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import at

CITY, COUNTY = "tampere", "county"
ASKED_BACK, RECALLED, PASSED_ON, PREPARED, BROUGHT = 40, 25, 12, 9, 5
# The sites of today's round, and whom its devices are for; the first is critical.
ROUND = (("RC", HolderKind.ROOM), ("S1", HolderKind.CLASS), ("S2", HolderKind.CART),
         ("TH", HolderKind.ROOM))  # fmt: skip
HOURS = time(8), time(15, 30)


@dataclass(frozen=True)
class _City:
    """The city's people and devices on a day."""

    cast: Cast
    day: date
    now: datetime

    @property
    def keeper(self) -> Actor:
        return self.cast.person("ict", CITY)

    def site(self, code: str) -> int:
        return self.cast.sites[CITY, code]

    def ids(self, rows: QuerySet[Asset], count: int, taken: Iterable[int] = ()) -> list[int]:
        with reading(self.keeper):
            own = rows.filter(owner_id=self.cast.parties[CITY]).exclude(id__in=list(taken))
            return list(own.order_by("id").values_list("id", flat=True)[:count])


def go_on(cast: Cast, founded: date) -> None:
    """Begin what is under way with the city's devices; each once."""
    city = _City(cast, founded, at(founded - timedelta(days=1), 15))
    with_somebody = Asset.objects.filter(state=AssetState.IN_USE, leases__isnull=True)
    back = city.ids(with_somebody.filter(category="tablet").order_by("renew_on"), ASKED_BACK)
    if not back:
        return  # a city without devices
    perform(
        city.keeper, ask_for_return, key="demo:campaign", now=city.now,
        name=f"Inlämning {founded.year}", due_on=founded + timedelta(days=21), asset_ids=back,
        note_text="Lämna in på skolans expedition; den nya ligger klar där.",
    )  # fmt: skip
    _recall(city)
    _pass_on(city, with_somebody)
    _prepare(city)
    _bring(city)
    _give(city)


def _recall(city: _City) -> None:
    """A lot of the newest phones, whose batteries swell."""
    with reading(city.keeper):
        owner_id = city.cast.parties[CITY]
        model = DeviceModel.objects.filter(owner_id=owner_id, category="phone", in_range=True)
        newest = model.order_by("-id").first()
        serials = Asset.objects.filter(
            owner_id=owner_id, model=newest, state=AssetState.IN_USE
        ).order_by("serial_number")
        lot = list(serials.values_list("serial_number", flat=True)[:RECALLED])
    if newest is not None and lot:
        perform(
            city.keeper, open_recall, key="demo:recall", now=city.now, model_id=newest.pk,
            title="Batteriet kan svälla", due_on=city.day + timedelta(days=14),
            words="Ladda inte över natten. Vi byter batteriet på plats.", serial_from=lot[0],
            serial_to=lot[-1],
        )  # fmt: skip


def _pass_on(city: _City, with_somebody: QuerySet[Asset]) -> None:
    """The screens of an office that moves to the county with the new year."""
    screens = city.ids(with_somebody.filter(category="monitor"), PASSED_ON)
    if screens:
        perform(
            city.keeper, decide_transfer, key="demo:transfer", now=city.now,
            receiver_id=city.cast.parties[COUNTY], name="Familjecentralen", asset_ids=screens,
            on_date=date(city.day.year + 1, 1, 1), decision=f"TRE/{city.day.year}/417 (demo)",
        )  # fmt: skip


def _prepare(city: _City) -> None:
    """What has come is prepared at the warehouse; all but one device are enrolled."""
    stock = Asset.objects.filter(state=AssetState.RECEIVED)
    coming = city.ids(stock, 2 * PREPARED)
    _enrol(city, coming[1:])
    for number, some in enumerate((coming[:PREPARED], coming[PREPARED:])):
        if some:
            visit = Visit(
                location_id=city.site("WH"), performer_person_id=_installer(city),
                due_on=city.day + timedelta(days=number),
            )  # fmt: skip
            perform(
                city.keeper, plan_work, key=f"demo:staging:{number}", now=city.now,
                kind=WorkKind.STAGING, asset_ids=some, visit=visit,
            )  # fmt: skip


def _enrol(city: _City, ids: Sequence[int]) -> None:
    with reading(city.keeper):
        known = list(
            Asset.objects.filter(id__in=ids).values_list(
                "serial_number", "model__manufacturer", "category"
            )
        )
    for programme in EnrolmentProgramme.values:
        serials = [
            serial for serial, maker, category in known
            if programme in programmes_for(maker, category)
        ]  # fmt: skip
        if serials:
            perform(
                city.keeper, read_enrolment_list, key=f"demo:enrolled:{programme}", now=city.now,
                programme=programme, name=f"{programme}.csv",
                content="\n".join(["Serial number", *serials]).encode(),
            )  # fmt: skip


def _bring(city: _City) -> None:
    """Today's round: what is prepared goes to whom it is for, and is signed for there."""
    taken: list[int] = []
    for code, kind in ROUND:
        some = city.ids(Asset.objects.filter(state=AssetState.STAGED), BROUGHT, taken)
        if not some:
            return
        taken += some
        perform(
            city.keeper, set_site_window, key=f"demo:window:{code}", now=city.now,
            location_id=city.site(code), weekday=city.day.isoweekday(), opens=HOURS[0],
            closes=HOURS[1],
        )  # fmt: skip
        visit = Visit(
            location_id=city.site(code), origin_id=city.site("WH"), due_on=city.day,
            performer_person_id=_installer(city), promised_on=city.day if code == "RC" else None,
        )  # fmt: skip
        with reading(city.keeper):
            there = Holder.objects.filter(
                owner_id=city.cast.parties[CITY], kind=kind, location_id=city.site(code)
            ).first()
        to = (
            {"to_kind": kind, "to_code": there.code, "to_name": there.name} if there
            else {"to_kind": kind, "to_code": f"{code}-1", "to_name": f"{code} 1"}
        )  # fmt: skip
        perform(
            city.keeper, plan_work, key=f"demo:round:{code}", now=city.now,
            kind=WorkKind.INSTALLATION, asset_ids=some, visit=visit, **to,
        )  # fmt: skip


def _installer(city: _City) -> int:
    return city.cast.person("installer", CITY).own_person_id


def _give(city: _City) -> None:
    """The employee whom visitors may be has a laptop and a phone; the laptop's battery is weak."""
    stock = Asset.objects.filter(
        state=AssetState.RECEIVED, work_lines__isnull=True, held_since__lt=city.now
    )
    own = [*city.ids(stock.filter(category="laptop"), 1),
           *city.ids(stock.filter(category="phone"), 1)]  # fmt: skip
    if not own:
        return
    employee = city.cast.person("employee", CITY)
    perform(
        city.keeper, hand_over, key="demo:own-devices", now=city.now, asset_ids=own,
        kind=HolderKind.PERSON.value, code=str(employee.own_person_id),
    )  # fmt: skip
    perform(
        employee, open_case, key="demo:own-fault", now=city.now, asset_id=own[0],
        kind=CaseKind.FAULT.value, fault=FaultKind.BATTERY.value,
        words="Laddar inte längre än till hälften.",
    )  # fmt: skip
