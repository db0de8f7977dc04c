"""Ordering for a class or a school by file: upload, see what it would order, order."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samkop.core.period import day_of
from samkop.ordering.models import Budget, OrderFile
from samkop.ordering.pages.forms import OrderFileForm
from samkop.ordering.pages.posted import whole_number
from samkop.ordering.policies import may_shop
from samkop.ordering.queries.order_file import OrderPlan
from samkop.ordering.rules.order_file import columns
from samkop.ordering.usecases.order_file import (
    ORDER,
    name_order_headings,
    order_by_file,
    order_file_of,
    plan_of_file,
    upload_order_file,
)
from samkop.parties.import_files import headings_of
from samkop.parties.pages.files import (
    Words,
    columns_listed,
    columns_sent,
    columns_shown,
    faults_as_file,
)
from samkop.parties.queries import membership_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading

SHOWN = 200
WORDS: Words = {
    "item": gettext_lazy("Item number"),
    "quantity": gettext_lazy("Quantity"),
    "site": gettext_lazy("Site"),
    "cost_centre": gettext_lazy("Cost centre"),
    "recipient": gettext_lazy("Who gets it: name or e-mail address"),
    "reference": gettext_lazy("Class or reference"),
}


def _upload_form(
    request: HttpRequest, actor: Actor, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    allow(may_shop(actor))
    membership = membership_of(actor.own_person_id, actor.own_party_id)
    initial = {
        "cost_centre": membership.cost_centre_id,
        "delivery_location": membership.delivery_location_id,
    }
    sent = (request.POST, request.FILES) if refused else ()
    form = OrderFileForm(*sent, party_id=actor.own_party_id, initial=initial)
    for name, sentence in (refused.fields if refused else {}).items():
        if name in form.fields and name not in form.errors:
            form.add_error(name, str(sentence))
    return "ordering/order_file_upload.html", {
        "form": form,
        "refused": refused if refused and not form.errors else None,
        "columns": columns_listed(columns(), WORDS),
        "trail": [(_("Basket"), reverse("basket"))],
    }


upload = page()(_upload_form)


@act(again=_upload_form)
def send(request: HttpRequest, actor: Actor) -> Answer:
    """Keep the file, and show what it would order."""
    sent = request.FILES.get("file")
    if sent is None:
        sentence = _("Choose a file.")
        raise Refused("file-missing", sentence, status=422, fields={"file": sentence})
    file = perform(
        actor, upload_order_file, name=sent.name or "", content=sent.read(),
        cost_centre_id=whole_number(request, "cost_centre", default=0),
        delivery_location_id=whole_number(request, "delivery_location", default=0),
    )  # fmt: skip
    return Answer(to=reverse("order-file", args=[file.pk]))


def _checked(
    request: HttpRequest, actor: Actor, order_file_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    file = order_file_of(actor, order_file_id)
    now = current_unit().now
    plan = plan_of_file(file, now)
    return "ordering/order_file.html", {
        "file": file,
        "plan": plan,
        "refused": refused,
        "columns": columns_shown(bytes(file.content), columns(), headings_of(file.party_id, ORDER)),
        "columns_wrong": any(fault.row == 1 for fault in plan.faults),
        "choices": list(WORDS.items()),
        "fault_count": len(plan.faults),
        "pieces": sum(line.quantity for line in plan.lines),
        "faults": plan.faults[:SHOWN],
        "lines": plan.lines[:SHOWN],
        "more_lines": max(len(plan.lines) - SHOWN, 0),
        "sites": plan.by_site(),
        "budgets": _budgets(file, plan, day_of(now, file.party.time_zone).year),
        "trail": [(_("Order by file"), reverse("order-files"))],
    }


checked = page()(_checked)


@page()
def faults(request: HttpRequest, actor: Actor, order_file_id: int) -> HttpResponse:
    """The faults as CSV: row, column, code, what is wrong and what to do."""
    plan = plan_of_file(order_file_of(actor, order_file_id), current_unit().now)
    return faults_as_file(plan.faults)


@act(again=_checked)
def name_columns(request: HttpRequest, actor: Actor, order_file_id: int) -> Answer:
    """Say what each of the file's columns is, and see what it then would order."""
    with reading(actor):
        called = columns_sent(request, bytes(order_file_of(actor, order_file_id).content))
    perform(actor, name_order_headings, file_id=order_file_id, called=called)
    return Answer(to=reverse("order-file", args=[order_file_id]))


@act(again=_checked)
def order(request: HttpRequest, actor: Actor, order_file_id: int) -> Answer:
    """Send in what the file asks for; sent twice, it is sent in once."""
    made = perform(
        actor, order_by_file, key=f"order-file:{order_file_id}", file_id=order_file_id,
        leave_out=whole_number(request, "leave_out", default=0),
    )  # fmt: skip
    ids = made["requisitions"]
    if len(ids) == 1:
        return Answer(to=reverse("requisition", args=[ids[0]]) + "?sent")
    message = ngettext(
        "%(count)s requisition sent in, one for each cost centre.",
        "%(count)s requisitions sent in, one for each cost centre.",
        len(ids),
    )
    return Answer(to=reverse("my-things"), message=message % {"count": len(ids)})


def _budgets(file: OrderFile, plan: OrderPlan, year: int) -> list[dict[str, Any]]:
    """What each cost centre pays, and what is left of its budget."""
    asked: dict[int, int] = {}
    centres = {line.centre.pk: line.centre for line in plan.lines}
    for line in plan.lines:
        asked[line.centre.pk] = asked.get(line.centre.pk, 0) + line.net_cents
    known = Budget.objects.filter(
        party_id=file.party_id, cost_centre_id__in=asked, project=None, year=year
    )
    left = {b.cost_centre_id: b.left_cents for b in known}
    return [
        {
            "centre": centres[key],
            "cents": cents,
            "left_cents": left[key] - cents if key in left else None,
            "fits": left.get(key, -1) >= cents,
        }
        for key, cents in sorted(asked.items())
    ]
