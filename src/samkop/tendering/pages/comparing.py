"""The price sheet of a tender, and how its bids are compared."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_money, format_number
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import AwardCriterion, AwardRule, EvaluationModel, PriceLine, Tender
from samkop.tendering.pages.contents import LOT, of_lot
from samkop.tendering.pages.part_forms import CriterionForm, ModelForm, PriceForm, RuleForm
from samkop.tendering.pages.sections import PartRow, Section
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_read_tender
from samkop.tendering.queries import lots_of, tender_of
from samkop.tendering.queries.contents import (
    award_rules_of,
    criteria_of,
    models_of,
    price_lines_of,
)
from samkop.tendering.usecases.comparing import (
    set_award_criterion,
    set_award_rule,
    set_evaluation_model,
    set_price_line,
)
from samkop.tendering.vocabulary import OF_MONEY, AwardRuleKind

Shown = tuple[str, dict[str, Any]]


def _money(value: int | None, tender: Tender) -> str:
    return "" if value is None else format_money(Decimal(value) / 100, tender.currency)


def _prices(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    found = tender_of(tender_id)
    allow(may_read_tender(actor, found))
    frame = frame_of(actor, found, "tender-prices")
    form = None
    if frame["runs"] and frame["in_preparation"]:
        posted = request.POST if refused else None
        form = with_refusal(PriceForm(posted, lots=lots_of(tender_id)), refused)
    section = Section(
        _("Price sheet"),
        [(_("Code"), False), (_("Lot"), False), (_("What is priced"), False), (_("Unit"), False),
         (_("Weighted quantity"), True), (_("Highest price"), True)],
        [_price_row(row, found) for row in price_lines_of(tender_id)],
        _("A bid is compared by its prices times these quantities."),
        form, reverse("set-price-line", args=[tender_id]), _("Set a line of the price sheet"),
        more={"open": refused is not None},
    )  # fmt: skip
    return "tendering/sections.html", {
        **frame, "part_title": _("Price sheet"), "sections": [section],
    }  # fmt: skip


prices = page(open_to_all=True, or_sign_in=True)(_prices)


def _price_row(row: PriceLine, tender: Tender) -> PartRow:
    cells = [
        row.code, row.lot.code, row.text, row.unit, format_number(row.quantity.normalize()),
        _money(row.price_max_cents, tender),
    ]  # fmt: skip
    return PartRow(cells, "price-line", row.pk)


@act(again=_prices)
def send_price(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Set a line of a price sheet."""
    with reading(actor):
        form = PriceForm(request.POST, lots=lots_of(tender_id))
    checked(form)
    perform(actor, set_price_line, tender_id=tender_id, terms=form.terms())
    return Answer(to=reverse("tender-prices", args=[tender_id]), message=_("The tender is saved."))


def _evaluation(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None,
    sent: str = "criterion",
) -> Shown:  # fmt: skip
    found = tender_of(tender_id)
    allow(may_read_tender(actor, found))
    frame = frame_of(actor, found, "tender-evaluation")
    prepares, lots = frame["runs"] and frame["in_preparation"], lots_of(tender_id)

    def form_of(kind: type[Any], name: str) -> Any:
        if not prepares:
            return None
        here = refused if sent == name else None
        return with_refusal(kind(request.POST if here else None, lots=lots), here)

    def opened(name: str) -> dict[str, Any]:
        return {"open": refused is not None and sent == name}

    sections = [
        Section(
            _("Model"),
            [(_("Model"), False), LOT, (_("Weight of the price, permille"), True),
             (_("Parameters"), False), (_("Award"), False),
             (_("Money off for several lots"), False)],
            [_model_row(row) for row in models_of(tender_id)],
            _("How bids are compared is announced with the tender, and frozen with it."),
            form_of(ModelForm, "model"), reverse("set-evaluation-model", args=[tender_id]),
            _("Set the model"), more=opened("model"),
        ),
        Section(
            _("Award criteria"),
            [(_("Code"), False), (_("What is marked, and for what"), False), LOT,
             (_("Weight, permille"), True), (_("Taken off the price for the highest mark"), True),
             (_("Marks"), False), (_("Least mark"), True)],
            [_criterion_row(row, found) for row in criteria_of(tender_id)],
            _("What is marked, besides the price."),
            form_of(CriterionForm, "criterion"), reverse("set-award-criterion", args=[tender_id]),
            _("Set a criterion"), more=opened("criterion"),
        ),
        Section(
            _("Rules over several lots"),
            [(_("Rule"), False), (_("Number, or amount"), True), (_("Lots"), False),
             (_("Clause of the notice, quoted"), False)],
            [_rule_row(row, found) for row in award_rules_of(tender_id)],
            _("Only where lots are awarded together, and as the notice has them."),
            form_of(RuleForm, "rule"), reverse("set-award-rule", args=[tender_id]),
            _("Set a rule"), more=opened("rule"),
        ),
    ]  # fmt: skip
    return "tendering/sections.html", {
        **frame, "part_title": _("Evaluation"), "sections": sections,
    }  # fmt: skip


evaluation = page(open_to_all=True, or_sign_in=True)(_evaluation)


def _model_row(row: EvaluationModel) -> PartRow:
    cells = [
        row.get_kind_display(), of_lot(row.lot), row.price_weight,
        json.dumps(row.parameters, ensure_ascii=False) if row.parameters else "",
        row.get_method_display(), _("Yes") if row.discounts else _("No"),
    ]  # fmt: skip
    return PartRow(cells, "model", row.pk)


def _criterion_row(row: AwardCriterion, tender: Tender) -> PartRow:
    marks = f"0, {format_number(row.scale_step.normalize())} … {format_number(row.scale_top)}"
    least = "" if row.minimum_mark is None else format_number(row.minimum_mark.normalize())
    cells = [
        row.code, row.text, of_lot(row.lot), row.weight, _money(row.deduction_cents, tender),
        marks, least,
    ]  # fmt: skip
    return PartRow(cells, "criterion", row.pk)


def _rule_row(row: AwardRule, tender: Tender) -> PartRow:
    of_money = AwardRuleKind(row.kind) in OF_MONEY
    value = _money(row.value, tender) if of_money else row.value
    return PartRow(
        [row.get_kind_display(), value, ", ".join(row.lots), row.clause], "award-rule", row.pk
    )


def _model_again(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    return _evaluation(request, actor, tender_id, refused, sent="model")


def _rule_again(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    return _evaluation(request, actor, tender_id, refused, sent="rule")


@act(again=_evaluation)
def send_criterion(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Set a criterion."""
    with reading(actor):
        form = CriterionForm(request.POST, lots=lots_of(tender_id))
    checked(form)
    perform(actor, set_award_criterion, tender_id=tender_id, terms=form.terms())
    return _back(tender_id)


@act(again=_model_again)
def send_model(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Set the model of all lots, or of one."""
    with reading(actor):
        form = ModelForm(request.POST, lots=lots_of(tender_id))
    checked(form)
    perform(actor, set_evaluation_model, tender_id=tender_id, terms=form.terms())
    return _back(tender_id)


@act(again=_rule_again)
def send_rule(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Set a rule over several lots."""
    with reading(actor):
        form = RuleForm(request.POST, lots=lots_of(tender_id))
    checked(form)
    perform(actor, set_award_rule, tender_id=tender_id, terms=form.terms())
    return _back(tender_id)


def _back(tender_id: int) -> Answer:
    return Answer(
        to=reverse("tender-evaluation", args=[tender_id]), message=_("The tender is saved.")
    )
