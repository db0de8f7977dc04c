"""The rule, the index clause and the scope of a price group, while they are prepared."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement, IndexSeries
from samkop.agreements.pages.decisions import NO_FORM, without_form
from samkop.agreements.pages.new_models import CENTS, money
from samkop.agreements.pages.price_rules import trail_of
from samkop.agreements.policies import may_run_agreement
from samkop.agreements.queries import agreement_of, clause_of, rules_of, scopes_of, series_of
from samkop.agreements.rules import Bound, Clause, Scope
from samkop.agreements.usecases.preparation import require_preparation
from samkop.agreements.usecases.price_rules import NewClause, NewRule
from samkop.agreements.usecases.scope import set_group_terms
from samkop.agreements.vocabulary import ItemCategory, RuleKind
from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

BOUNDED = {"screen_size": "screen-size", "memory": "memory", "storage": "storage"}


def per_cent(label: Any, help_text: Any = "") -> forms.DecimalField:
    """A rate in per cent with one decimal."""
    return forms.DecimalField(
        label=label, help_text=help_text, required=False, min_value=0, max_value=100,
        max_digits=4, decimal_places=1,
    )  # fmt: skip


def months(label: Any) -> forms.IntegerField:
    """A number of months."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=120)


def bound(label: Any) -> forms.DecimalField:
    """One end of a property's bounds, in the property's unit."""
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=9, decimal_places=2
    )


class GroupTermsForm(forms.Form):
    """What was tendered of a price group: its rule, its index clause, its scope."""

    price_group = forms.CharField(label=_("Price group"), max_length=60)
    kind = forms.ChoiceField(label=_("Price rule"), choices=RuleKind.choices)
    rate = per_cent(_("Tendered discount or margin, per cent"), _("Empty for a fixed price."))
    series = forms.ChoiceField(label=_("Index"), required=False)
    base_month = day(_("Base month"))
    base_value = forms.DecimalField(
        label=_("Base value"), required=False, min_value=0, max_digits=12, decimal_places=4
    )
    first_review_on = day(_("First review"))
    interval_months = months(_("Months between reviews"))
    lag_months = months(_("Months from the compared month to the review"))
    cap = per_cent(_("A rise is at most, per cent"))
    floor = per_cent(_("A fall is at most, per cent"))
    threshold = per_cent(_("A change counts from, per cent"))
    categories = forms.MultipleChoiceField(
        label=_("Tendered categories"), choices=ItemCategory.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With none, no new models enter the group."),
    )  # fmt: skip
    makers = forms.CharField(
        label=_("Tendered makers"), max_length=500, required=False,
        help_text=_("With commas between them; empty for any."),
    )  # fmt: skip
    most = money(_("Highest price of one"), required=False)
    screen_size_least = bound(_("Screen size at least, inches"))
    screen_size_most = bound(_("Screen size at most, inches"))
    memory_least = bound(_("Memory at least, GB"))
    memory_most = bound(_("Memory at most, GB"))
    storage_least = bound(_("Storage at least, GB"))
    storage_most = bound(_("Storage at most, GB"))

    def __init__(self, *arguments: Any, series: list[IndexSeries], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, series=[("", _("No index")), *((str(one.pk), str(one)) for one in series)])

    def clean(self) -> dict[str, Any]:
        """With an index, its base and its first review have to be there."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("series"):
            for name in ("base_month", "base_value", "first_review_on"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("An index clause needs this."))
        return values


@page()
def group_terms(
    request: HttpRequest, actor: Actor, agreement_id: int
) -> tuple[str, dict[str, Any]]:
    """The form, with what is set of the group that the address names."""
    return shown_terms(request, actor, agreement_id)


def shown_terms(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_run_agreement(actor, found))
    require_preparation(found)
    form = GroupTermsForm(
        request.POST if refused else None, series=list(series_of(actor.party_id or 0)),
        initial=_as_it_is(found, request.GET.get("price_group", "")),
    )  # fmt: skip
    return "agreements/group_terms.html", {
        "agreement": found,
        "form": with_refusal(form, refused),
        "trail": [
            *trail_of(found),
            (_("Price rules"), reverse("agreement-price-rules", args=[found.pk])),
        ],
    }


@act(again=shown_terms)
def send_group_terms(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Write the group's terms down."""
    with reading(actor):
        series = list(series_of(actor.party_id or 0))
    values = checked(GroupTermsForm(request.POST, series=series))
    rule = NewRule(values["kind"], _permille(values["rate"]) or 0, _clause(values))
    perform(
        actor, set_group_terms, agreement_id=agreement_id, price_group=values["price_group"],
        rule=rule, scope=_scope(values),
    )  # fmt: skip
    return Answer(
        to=reverse("agreement-price-rules", args=[agreement_id]),
        message=_("Rule and scope are saved."),
    )


def _permille(rate: Decimal | None) -> int | None:
    return None if rate is None else int(rate * 10)


def _clause(values: dict[str, Any]) -> NewClause | None:
    if not values["series"]:
        return None
    clause = Clause(
        values["base_month"].replace(day=1), values["first_review_on"],
        values["interval_months"] or 12, values["lag_months"] or 0, _permille(values["cap"]),
        _permille(values["floor"]), _permille(values["threshold"]) or 0,
    )  # fmt: skip
    return NewClause(int(values["series"]), values["base_value"], clause)


def _scope(values: dict[str, Any]) -> Scope | None:
    if not values["categories"]:
        return None
    ends = {
        code: (values[f"{name}_least"], values[f"{name}_most"]) for name, code in BOUNDED.items()
    }
    return Scope(
        values["price_group"],
        tuple(values["categories"]),
        tuple(maker.strip() for maker in values["makers"].split(",") if maker.strip()),
        None if values["most"] is None else int(values["most"] * CENTS),
        tuple(Bound(code, *pair) for code, pair in ends.items() if pair != (None, None)),
    )


def _as_it_is(found: FrameworkAgreement, group: str) -> dict[str, Any]:
    """What the form says of a group before anybody types."""
    rule, clause = rules_of(found.pk).get(group), clause_of(found.pk, group)
    scope = scopes_of(found.pk).get(group)
    values: dict[str, Any] = {"price_group": group, "kind": RuleKind.FIXED}
    if rule:
        values |= {"kind": rule.kind, "rate": Decimal(rule.permille) / 10 or None}
    if clause:
        values |= {
            name: getattr(clause, name)
            for name in ("base_month", "base_value", "first_review_on", "interval_months",
                         "lag_months")
        }  # fmt: skip
        values["series"] = str(clause.series_id)
        for name in ("cap", "floor", "threshold"):
            permille = getattr(clause, f"{name}_permille")
            values[name] = None if permille is None else Decimal(permille) / 10
    if scope:
        values |= {"categories": list(scope.categories), "makers": ", ".join(scope.makers)}
        values["most"] = None if scope.most_cents is None else Decimal(scope.most_cents) / CENTS
        names = {code: name for name, code in BOUNDED.items()}
        for one in scope.bounds:
            if one.property in names:
                values[f"{names[one.property]}_least"] = one.least
                values[f"{names[one.property]}_most"] = one.most
    return values
