"""The forms on an invoice's page and on that of how invoices are received."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from samkop.invoicing.models import MatchResult
from samkop.invoicing.queries.invoices import choosable_lines, colleagues_for
from samkop.invoicing.vocabulary import ReceptionWay
from samkop.parties.pages.forms import day, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.pages.choices import offer
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit


class CommentForm(forms.Form):
    """Something to say to one's colleagues."""

    text = forms.CharField(
        label=_("What you know"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class RejectForm(forms.Form):
    """Why an invoice is rejected."""

    note = forms.CharField(
        label=_("Why it is rejected"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The supplier reads this."),
    )  # fmt: skip


class GiveForm(forms.Form):
    """Whom it is given to."""

    person = forms.TypedChoiceField(
        label=_("Colleague"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *arguments: Any, people: Iterable[tuple[int, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, person=[("", _("Nobody")), *people])


class AssignForm(forms.Form):
    """Which line of the invoice is for which line of an order."""

    line_id = forms.ChoiceField(label=_("Line of the invoice"))
    order_line = forms.TypedChoiceField(label=_("Line of an order"), coerce=int)

    def __init__(
        self, *arguments: Any, lines: Iterable[tuple[str, str]],
        order_lines: Iterable[tuple[int, str]], **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **named)
        offer(self, line_id=lines, order_line=order_lines)


class PaidForm(forms.Form):
    """When it was paid."""

    paid_on = day(_("Paid on"), required=True)


class ReceptionForm(forms.Form):
    """Who receives the invoices."""

    way = forms.ChoiceField(label=_("Way"), choices=ReceptionWay.choices, widget=forms.RadioSelect)
    valid_from = day(_("From the day"), required=True)


class ToleranceForm(forms.Form):
    """What passes without a person."""

    price_percent = forms.DecimalField(
        label=_("Price above the order's, per cent"), min_value=0, max_value=100,
        decimal_places=1, initial=0,
    )  # fmt: skip
    price = forms.DecimalField(
        label=_("or an amount a unit"), min_value=0, max_value=300, decimal_places=2, initial=0
    )
    total = forms.DecimalField(
        label=_("All price differences of an invoice together"), min_value=0, max_value=300,
        decimal_places=2, required=False, help_text=_("Empty: no bound."),
    )  # fmt: skip
    quantity = forms.IntegerField(
        label=_("Pieces beyond what was ordered, if they came"), min_value=0, max_value=300,
        initial=0,
    )  # fmt: skip
    charge = forms.DecimalField(
        label=_("Freight and other charges that were not ordered"), min_value=0, max_value=300,
        decimal_places=2, initial=0,
    )  # fmt: skip
    charge_percent = forms.DecimalField(
        label=_("or a share of the lines, per cent"), min_value=0, max_value=100,
        decimal_places=1, initial=0,
    )  # fmt: skip
    days_early = forms.IntegerField(
        label=_("Days that an invoice may be dated before its order"), min_value=0, max_value=300,
        initial=0,
    )  # fmt: skip
    tolerance_from = day(_("From the day"), required=True)


def cents_of(amount: Decimal | None) -> int | None:
    """An amount as whole cents."""
    return None if amount is None else int(amount * 100)


def give_form(result: MatchResult, data: Any = None) -> GiveForm:
    """Its colleagues to choose from; built inside the open reading."""
    return GiveForm(
        data, people=colleagues_for(result.buyer_id, own_today()),
        initial={"person": result.assignee_id},
    )  # fmt: skip


def assign_form(result: MatchResult, data: Any = None) -> AssignForm:
    """The lines of both sides to choose from; built inside the open reading."""
    return AssignForm(
        data,
        lines=[
            (str(line.place), f"{line.line_id} {line.name}".strip())
            for line in result.invoice.lines.all()
        ],
        order_lines=[
            (line.pk, f"{line.order.number} / {line.line_number} {line.name}")
            for line in choosable_lines(result)
        ],
    )  # fmt: skip


def forms_for(
    request: HttpRequest, result: MatchResult, refused: Refused | None, *, own: bool,
    rows: Iterable[Any],
) -> dict[str, Any]:  # fmt: skip
    """The forms of the page; the one that was refused with what was typed in it."""
    if not own:
        return {}
    sent = request.POST if refused else {}
    made: dict[str, Any] = {
        "comment_form": CommentForm(_of(sent, "text")),
        "give_form": give_form(result, _of(sent, "person")),
        "paid_form": PaidForm(_of(sent, "paid_on"), initial={"paid_on": own_today()}),
    }
    if current_unit().actor.person_id is not None:
        made["reject_form"] = RejectForm(_of(sent, "reject"))
    if any(row.assignable for row in rows):
        made["assign_form"] = assign_form(result, _of(sent, "order_line"))
    return {
        name: with_refusal(form, refused) if form.is_bound else form for name, form in made.items()
    }


def _of(sent: Mapping[str, Any], name: str) -> Any:
    return sent if name in sent else None
