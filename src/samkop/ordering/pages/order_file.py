"""Ordering for a class or a school by file: upload, see what it would order, order."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.core.period import day_of
from samkop.ordering.models import Budget, OrderFile
from samkop.ordering.pages.forms import OrderFileForm
from samkop.ordering.pages.posted import whole_number
from samkop.ordering.policies import may_shop
from samkop.ordering.queries.order_file import OrderPlan
from samkop.ordering.rules.order_file import columns
from samkop.ordering.usecases.order_file import (
    order_by_file,
    order_file_of,
    plan_of_file,
    upload_order_file,
)
from samkop.parties.queries import membership_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform

SHOWN = 200


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
        "columns": [
            {"key": key, "required": required, "others": texts[1:]}
            for key, (required, texts) in columns().items()
        ],
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
        "pieces": sum(line.quantity for line in plan.lines),
        "faults": plan.faults[:SHOWN],
        "more_faults": max(len(plan.faults) - SHOWN, 0),
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
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="faults.csv"'
    response.write("\N{BYTE ORDER MARK}")  # for spreadsheet programs
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Row"), _("Column"), _("Code"), _("What is wrong")])
    # A cell of the file could be a formula: a spreadsheet program would run it.
    writer.writerows([f.row, f.column.lstrip("=+-@"), f.code, str(f)] for f in plan.faults)
    return response


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
    left = {b.cost_centre_id: b.amount_cents - b.committed_cents for b in known}
    return [
        {
            "centre": centres[key],
            "cents": cents,
            "left_cents": left[key] - cents if key in left else None,
            "fits": left.get(key, -1) >= cents,
        }
        for key, cents in sorted(asked.items())
    ]
