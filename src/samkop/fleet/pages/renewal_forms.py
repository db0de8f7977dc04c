"""Forms of renewal plans. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from samkop.core.period import months_after
from samkop.fleet.models import RenewalPlan
from samkop.fleet.queries.joint_plans import shared_by
from samkop.fleet.usecases.renewal import Wanted
from samkop.fleet.vocabulary import LONGEST_PLAN
from samkop.parties.pages.forms import Day
from samkop.platform.pages.choices import offer
from samkop.platform.pages.times import DAY_LIMITS

LARGEST = 999_999
YEARS = 6
LONGEST_AGE = 240


def whole(label: Any, least: int, most: int, **named: Any) -> forms.IntegerField:
    """A whole number within limits."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, **named)


def weight(label: Any, **named: Any) -> forms.DecimalField:
    """What something costs a plan."""
    return forms.DecimalField(
        label=label, min_value=0, max_value=LARGEST, max_digits=8, decimal_places=2, **named
    )


class PlanForm(forms.Form):
    """What is asked of a plan; budgets by calendar year are added for the years that it meets.

    What a part of a joint plan shares with the others is not asked.
    """

    name = forms.CharField(label=_("Name"), max_length=120)
    start = forms.DateField(
        label=_("First month"), widget=Day(), input_formats=["%Y-%m-%d"],
        validators=DAY_LIMITS,
        help_text=_("Any day of it."),
    )  # fmt: skip
    months = whole(_("Months"), 1, LONGEST_PLAN, initial=48)
    early_months = whole(
        _("Months early, at most"), 0, LONGEST_PLAN, initial=6,
        help_text=_("How long before the end of its age a device may be renewed."),
    )  # fmt: skip
    late_months = whole(_("Months late, at most"), 0, LONGEST_PLAN, initial=6)
    catch_up_months = whole(
        _("Months to catch up"), 1, LONGEST_PLAN, initial=6,
        help_text=_("Within these is renewed what is overdue when the plan begins."),
    )  # fmt: skip
    capacity = whole(
        _("Devices a month, at most"), 0, LARGEST, required=False,
        help_text=_("What your installers manage. Empty: no limit."),
    )  # fmt: skip
    round_min = whole(
        _("Devices of a delivery round, at least"), 0, LARGEST, required=False,
        help_text=_("A month has none, or at least so many."),
    )  # fmt: skip
    quiet_months = forms.TypedMultipleChoiceField(
        label=_("Months to keep free"), coerce=int, required=False,
        choices=[(number, name) for number, name in MONTHS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For instance the months in which schools need every device."),
    )  # fmt: skip
    early_weight = weight(_("Cost of a month early"), initial=1)
    late_weight = weight(_("Cost of a month late"), initial=2)
    level_weight = weight(
        _("Cost of the largest month"), initial=10,
        help_text=_("For each device of the month with most work: the higher, the more even."),
    )  # fmt: skip
    quiet_weight = weight(_("Cost of a device in a month to keep free"), initial=0)

    age_months = whole(
        _("Old from, months"), 1, LONGEST_AGE, required=False,
        help_text=_("From this age on each month costs what the next field says."),
    )  # fmt: skip
    age_weight = weight(_("Cost of a month of old age"), initial=0)
    outlier_weight = weight(
        _("Cost of a month of an outlier"), initial=0,
        help_text=_("The higher, the sooner models beyond the range are renewed."),
    )  # fmt: skip
    carbon_weight = weight(
        _("Cost of a kilogram of CO2e"), initial=0,
        help_text=_("Of what is renewed before its life is over."),
    )  # fmt: skip

    def __init__(
        self, *arguments: Any, first_year: int, part: RenewalPlan | None = None, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        joint = part.joint if part is not None else None
        self.shared = shared_by(joint) if joint is not None else {}
        for name in (*self.shared, *(["age_months"] if self.shared else [])):
            del self.fields[name]
        self.years = range(first_year, first_year + YEARS)
        for year in self.years:
            self.fields[f"budget_{year}"] = forms.DecimalField(
                label=_("Budget %(year)s, without VAT") % {"year": year}, required=False,
                min_value=0, max_digits=14, decimal_places=2,
                help_text=_("Empty: no limit.") if year == first_year else "",
            )  # fmt: skip

    def wanted(self) -> Wanted:
        """What the filled-in form asks for."""
        said = self.cleaned_data
        budgets = {
            year: int(said[f"budget_{year}"] * 100)
            for year in self.years
            if said[f"budget_{year}"] is not None
        }
        plain = {name: said[name] for name in said if not name.startswith("budget_")}
        plain |= self.shared
        return Wanted(**{**plain, "quiet_months": tuple(said["quiet_months"])}, budgets=budgets)


def filled(plan: RenewalPlan) -> dict[str, Any]:
    """The form's values as the plan has them."""
    names = [name for name in PlanForm.base_fields if name != "quiet_months"]
    budgets = {f"budget_{year}": Decimal(cents) / 100 for year, cents in plan.budgets.items()}
    return {
        **{name: getattr(plan, name) for name in names}, **budgets,
        "quiet_months": plan.quiet_months,
    }  # fmt: skip


class CopyForm(forms.Form):
    """A variant's name."""

    name = forms.CharField(label=_("Name of the variant"), max_length=120)


class DecideForm(forms.Form):
    """Until when the months are decided for good."""

    until = forms.ChoiceField(label=_("Decided for good until"), required=False)

    def __init__(self, *arguments: Any, plan: RenewalPlan, **named: Any) -> None:
        super().__init__(*arguments, **named)
        months = [months_after(plan.start, index) for index in range(plan.months)]
        offer(
            self,
            until=[("", _("No month yet")), *((m.isoformat(), f"{m:%Y-%m}") for m in months)],
        )


class ItemForm(forms.Form):
    """By what devices of a model are renewed."""

    item = forms.ChoiceField(label=_("Renewed by"))

    def __init__(self, *arguments: Any, items: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, item=items)
