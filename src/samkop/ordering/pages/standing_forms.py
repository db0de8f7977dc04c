"""What people type of standing orders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.ordering.models import BudgetProject, SavedBasket, StandingOrderLine
from samkop.ordering.pages.forms import own_choices
from samkop.ordering.usecases.standing_orders import (
    LONGEST_INTERVAL,
    LONGEST_NAME,
    MOST_PIECES,
    PaidBy,
    Schedule,
)
from samkop.parties.models import CostCentre, DeliveryLocation
from samkop.parties.pages.forms import checked, day
from samkop.platform.pages.choices import offer


class StandingOrderForm(forms.Form):
    """When, who pays and where it goes. Built inside the open reading."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=LONGEST_NAME,
        help_text=gettext_lazy("The approver reads it as the note of each requisition."),
    )  # fmt: skip
    every_months = forms.IntegerField(
        label=gettext_lazy("Months between two orders"), min_value=1, max_value=LONGEST_INTERVAL,
        help_text=gettext_lazy("12 is once a year."),
    )  # fmt: skip
    first_on = day(gettext_lazy("First day"), required=True)
    until = day(gettext_lazy("Last day"))
    cost_centre = forms.ModelChoiceField(
        CostCentre.objects.none(), label=gettext_lazy("Cost centre")
    )
    project = forms.ModelChoiceField(
        BudgetProject.objects.none(), label=gettext_lazy("Project"), required=False,
        empty_label=gettext_lazy("No project"),
    )  # fmt: skip
    delivery_location = forms.ModelChoiceField(
        DeliveryLocation.objects.none(), label=gettext_lazy("Delivered to")
    )

    def __init__(self, *arguments: Any, party_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        own_choices(self, party_id)
        projects = BudgetProject.objects.filter(party_id=party_id, active=True).order_by("code")
        offer(self, project=projects)
        if not projects:
            del self.fields["project"]

    def schedule(self) -> Schedule:
        """When. Raises Refused ``form-incomplete``."""
        values = checked(self)
        return Schedule(
            name=values["name"], every_months=values["every_months"],
            first_on=values["first_on"], until=values["until"],
        )  # fmt: skip

    def paid_by(self) -> PaidBy:
        """Who pays and where it goes. Raises Refused ``form-incomplete``."""
        values = checked(self)
        project = values.get("project")
        return PaidBy(
            values["cost_centre"].pk, values["delivery_location"].pk, project.pk if project else 0
        )


class NewStandingOrderForm(StandingOrderForm):
    """The same, from a saved basket."""

    saved_basket = forms.ModelChoiceField(
        SavedBasket.objects.none(), label=gettext_lazy("What is ordered"),
        help_text=gettext_lazy("A saved basket, as it is today. Changing the basket later"
                               " changes nothing here."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, baskets: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.baskets = baskets
        offer(self, saved_basket=baskets)
        self.order_fields(["saved_basket", "name"])


@dataclass(frozen=True)
class LineRow:
    """A line with its field."""

    line: StandingOrderLine
    field: Any


class ChangedStandingOrderForm(StandingOrderForm):
    """The same of one that runs, with the quantities of its lines."""

    def __init__(
        self, *arguments: Any, lines: Iterable[StandingOrderLine], **named: Any
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **named)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"quantity_{line.pk}"] = forms.IntegerField(
                label=_("How many of %(name)s") % {"name": name_of(line)}, min_value=1,
                max_value=MOST_PIECES, initial=line.quantity,
            )  # fmt: skip

    def rows(self) -> Iterator[LineRow]:
        """The lines, each with its field."""
        for line in self.lines:
            yield LineRow(line, self[f"quantity_{line.pk}"])

    def whole(self) -> Iterator[Any]:
        """The fields of the whole."""
        return (bound for bound in self if not bound.name.startswith("quantity_"))

    def quantities(self) -> dict[int, int]:
        """By the line's id. Raises Refused ``form-incomplete``."""
        values = checked(self)
        return {line.pk: values[f"quantity_{line.pk}"] for line in self.lines}


def name_of(line: StandingOrderLine) -> str:
    """What the line orders, as the reader's language calls it."""
    if line.item is not None:
        return line.item.shown_name
    return str(line.configuration.name) if line.configuration else ""
