"""Forms of operation: services, their alternatives, and what each costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.life_cycle_cost import HIGHEST_RATE, LONGEST
from samkop.planning.models import OperatingCost, OperatingForm, StudiedService
from samkop.planning.usecases.pre_studies import running_study
from samkop.planning.vocabulary import CostTime
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, remove
from samkop.platform.refusals import Refused, not_found

MOST_FORMS, MOST_COSTS = 12, 60


@dataclass(frozen=True)
class NewCost:
    """A cost at the least, likely, at the most: cents, or of own staff hours a year."""

    name: str
    time: str
    low: int
    likely: int
    high: int
    hour_cents: int | None = None


def add_service(
    *, actor: Actor, now: datetime, study_id: int, name: str, years: int, rate_basis_points: int
) -> StudiedService:
    """Compare the forms of operation of one more service.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``service-terms-wrong``, ``name-taken``.
    """
    study = running_study(actor, study_id)
    _require_terms(years, rate_basis_points)
    _require_name_free(StudiedService.objects.filter(study=study, name=name).exists())
    return create(
        StudiedService(
            study=study, owner_id=study.owner_id, name=name, over_years=years,
            rate_basis_points=rate_basis_points,
        )
    )  # fmt: skip


def change_service(
    *, actor: Actor, now: datetime, service_id: int, years: int, rate_basis_points: int
) -> StudiedService:
    """Compare over other years, at another rate.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``service-terms-wrong``.
    """
    service = _service(actor, service_id)
    _require_terms(years, rate_basis_points)
    return change(service, over_years=years, rate_basis_points=rate_basis_points)


def add_form(
    *, actor: Actor, now: datetime, service_id: int, kind: str, name: str, note: str = ""
) -> OperatingForm:
    """Add a way of running the service.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``, ``name-taken``,
    ``too-many-forms``.
    """
    service = _service(actor, service_id)
    before = OperatingForm.objects.filter(service=service)
    _require_name_free(before.filter(name=name).exists())
    if before.count() >= MOST_FORMS:
        raise Refused("too-many-forms", _("Remove a form of operation that nobody considers."))
    return create(
        OperatingForm(service=service, owner_id=service.owner_id, kind=kind, name=name, note=note)
    )


def remove_form(*, actor: Actor, now: datetime, form_id: int) -> None:
    """Remove a form of operation with its costs.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``.
    """
    form = _form(actor, form_id)
    for one in form.costs.order_by("id"):
        remove(one)
    remove(form)


def add_cost(*, actor: Actor, now: datetime, form_id: int, cost: NewCost) -> OperatingCost:
    """Enter what it costs.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``, ``name-taken``,
    ``cost-wrong``, ``too-many-costs``.
    """
    form = _form(actor, form_id)
    before = OperatingCost.objects.filter(form=form)
    _require_name_free(before.filter(name=cost.name).exists())
    if before.count() >= MOST_COSTS:
        raise Refused("too-many-costs", _("Put costs that go together into one."))
    of_staff = cost.time == CostTime.STAFF
    if not 0 <= cost.low <= cost.likely <= cost.high or of_staff != (cost.hour_cents is not None):
        sentence = _("Figures rise from the least to the most; own staff, and nothing else, has a"
                     " cost an hour.")  # fmt: skip
        raise Refused("cost-wrong", sentence, status=422, fields={"likely": sentence})
    return create(OperatingCost(form=form, owner_id=form.owner_id, **vars(cost)))


def remove_cost(*, actor: Actor, now: datetime, cost_id: int) -> int:
    """Remove a cost; the number of its service.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``.
    """
    rows = OperatingCost.objects.select_related("form__service")
    found = rows.filter(id=cost_id).first()
    if found is None:
        raise not_found()
    running_study(actor, found.form.service.study_id)
    remove(found)
    return found.form.service_id


def _service(actor: Actor, service_id: int) -> StudiedService:
    found = StudiedService.objects.filter(id=service_id).first()
    if found is None:
        raise not_found()
    running_study(actor, found.study_id)
    return found


def _form(actor: Actor, form_id: int) -> OperatingForm:
    found = OperatingForm.objects.select_related("service").filter(id=form_id).first()
    if found is None:
        raise not_found()
    running_study(actor, found.service.study_id)
    return found


def _require_terms(years: int, rate: int) -> None:
    if not (1 <= years <= LONGEST and 0 <= rate <= HIGHEST_RATE):
        raise Refused(
            "service-terms-wrong", _("Compare over 1 to 40 years, at 0 to 50 per cent."), status=422
        )


def _require_name_free(taken: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if taken:
        sentence = _("There is one of this name already.")
        raise Refused("name-taken", sentence, fields={"name": sentence})
