"""The laboratory: a model of evaluation tried out before the tender is announced."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.charts import Chart, bar_chart
from samkop.platform.models import JobRun
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.amounts import cents_of
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import LaboratoryRun, Lot, Tender
from samkop.tendering.pages.evaluation_forms import TryForm
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_run_tender
from samkop.tendering.queries import lots_of, tender_of
from samkop.tendering.usecases.laboratory import (
    TASK,
    Tried,
    attach_laboratory_run,
    begin_laboratory_run,
    is_of_now,
)
from samkop.tendering.vocabulary import TenderState

Shown = tuple[str, dict[str, Any]]
MOST_RUNS = 30
LOW, HIGH = Decimal("0.5"), Decimal("1.5")  # of what a lot is estimated at


def _laboratory(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    found = tender_of(tender_id)
    runs = may_run_tender(actor, found)
    rows = LaboratoryRun.objects.filter(tender=found).select_related("lot")
    rows = rows.defer("pdf", "reports", "problem")
    if not runs:
        rows = rows.filter(attached_at__isnull=False)
        allow(rows.exists())
    prepares = runs and found.state == TenderState.IN_PREPARATION
    lots = lots_of(tender_id)
    form = _form(request, lots, bound=refused is not None)
    return "tendering/laboratory.html", {
        **frame_of(actor, found, "laboratory"),
        "rows": [(row, *_verdicts(row)) for row in rows.order_by("-id")[:MOST_RUNS]],
        "form": with_refusal(form, refused) if prepares and lots else None,
    }


laboratory = page()(_laboratory)


def _form(request: HttpRequest, lots: list[Lot], *, bound: bool) -> TryForm:
    estimate = Decimal(lots[0].estimated_value_cents).scaleb(-2) if lots else Decimal(0)
    initial = {"low": round(estimate * LOW), "high": round(estimate * HIGH)}
    return TryForm(request.POST if bound else None, on=lots, initial=initial)


def _verdicts(run: LaboratoryRun) -> tuple[int, int]:
    """How many properties hold for certain, and how many do not."""
    told = list((run.answer or {}).get("verdicts", {}).values())
    return told.count("proven"), told.count("counter-example")


@act(again=_laboratory)
def begin(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Have a lot's model examined."""
    with reading(actor):
        form = _form(request, lots_of(tender_id), bound=True)
    values = checked(form)
    tried = Tried(
        cents_of(values["low"]) or 0, cents_of(values["high"]) or 0, values["bidders"],
        values["draws"], values["seed"],
    )  # fmt: skip
    run = perform(
        actor, begin_laboratory_run, tender_id=tender_id, lot_id=values["lot"], tried=tried,
        language=get_language() or "en",
    )  # fmt: skip
    return Answer(to=reverse("laboratory-run", args=[run.pk]))


def _run(
    request: HttpRequest, actor: Actor, laboratory_run_id: int, refused: Refused | None = None
) -> Shown:
    run = _found(laboratory_run_id)
    tender = run.tender
    runs = may_run_tender(actor, tender)
    told = (run.reports or {}).get(get_language() or "en")
    report = {**told, "sections": list(map(_section, told["sections"]))} if told else None
    prepares = runs and tender.state == TenderState.IN_PREPARATION
    return "tendering/laboratory_run.html", {
        **frame_of(actor, tender, "laboratory"),
        "run": run, "lot": run.lot, "refused": refused,
        "job": _job(run, tender) if run.made_at is None and runs else None,
        "report": report, "charts": _charts(run.answer) if run.answer else [],
        "of_now": is_of_now(run) if prepares else True,
        "may_attach": prepares and run.made_at is not None and run.attached_at is None,
        "may_again": prepares,
    }  # fmt: skip


laboratory_run = page()(_run)


def _section(section: dict[str, Any]) -> dict[str, Any]:
    """A section of the report whose cells know their columns: (label, whether figures)."""
    tables = []
    for table in section["tables"]:
        rows = [list(zip(row, table["columns"], strict=True)) for row in table["rows"]]
        tables.append({**table, "rows": rows})
    return {**section, "tables": tables}


def _found(laboratory_run_id: int) -> LaboratoryRun:
    rows = LaboratoryRun.objects.select_related("tender__owner", "lot").defer("pdf")
    found = rows.filter(id=laboratory_run_id).first()
    if found is None:
        raise not_found()
    return found


def _job(run: LaboratoryRun, tender: Tender) -> JobRun | None:
    return JobRun.objects.filter(party_id=tender.owner_id, task=TASK, key=str(run.pk)).first()


def _charts(answer: dict[str, Any]) -> list[Chart]:
    """How often something happened in the draws, and what each loser would have to take off."""
    reversals, ties = answer["reversals"], answer["ties"]
    tenders = reversals["tenders"]
    drawn = {
        _("Turned round"): tenders["reversed"],
        _("New winner"): tenders["winner_changed"],
        _("Shared first"): ties["tenders"]["tied"],
        _("Nearly shared"): ties["tenders"]["near"],
    }
    return [bar_chart(_("What happened in invented tenders"), _("What"), drawn, measure=_("Draws"))]


@page()
def laboratory_file(request: HttpRequest, actor: Actor, laboratory_run_id: int) -> HttpResponse:
    """The report as PDF, as it was kept."""
    run = _found(laboratory_run_id)
    if run.made_at is None:
        raise not_found()
    response = HttpResponse(bytes(run.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="laboratory-{run.pk}.pdf"'
    return response


@act(again=_run)
def attach(request: HttpRequest, actor: Actor, laboratory_run_id: int) -> Answer:
    """Attach the report to the tender."""
    perform(actor, attach_laboratory_run, run_id=laboratory_run_id)
    return Answer(
        to=reverse("laboratory-run", args=[laboratory_run_id]),
        message=gettext_lazy("Attached: whoever may read the tender reads it, once announced."),
    )
