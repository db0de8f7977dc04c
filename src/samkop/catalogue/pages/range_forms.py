"""Forms of proposals for the joint range. What is allowed is decided by the use cases."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.catalogue.models import CatalogueItem, Configuration, RangeProposal
from samkop.catalogue.queries.wishes import Keeper
from samkop.catalogue.usecases.configurations import MOST_OF_A_PART, WantedPart
from samkop.catalogue.usecases.range_changes import LONGEST_REASON as LONGEST_DECISION
from samkop.catalogue.usecases.range_proposals import (
    GOES,
    LONGEST_REASON,
    MOST_MEMBERS,
    NewProposal,
)
from samkop.catalogue.vocabulary import RangeStep
from samkop.parties.pages.forms import day
from samkop.platform.pages.amounts import CENTS, amount, cents_of
from samkop.platform.pages.choices import offer
from samkop.platform.refusals import Refused

PARTS = 6
CAUSES = ("image", "spares", "knowledge")


def key_of(kept: Keeper) -> str:
    """A range and its region as a form names them."""
    return f"{kept.body.pk}-{kept.region.pk if kept.region else 0}"


class ProposalForm(forms.Form):
    """What is proposed of a range: the fields that its step asks."""

    kept = forms.ChoiceField(label=gettext_lazy("Whose range"))
    goes = forms.TypedChoiceField(
        label=gettext_lazy("What goes"), coerce=int,
        help_text=gettext_lazy("Of what stands in the joint range."),
    )  # fmt: skip
    comes = forms.CharField(
        label=gettext_lazy("What comes: item number"), max_length=80,
        help_text=gettext_lazy("The supplier's number, as it stands on the item's page."),
    )  # fmt: skip
    configuration = forms.TypedChoiceField(label=gettext_lazy("Configuration"), coerce=int)
    image = forms.CharField(label=gettext_lazy("Image"), max_length=120, required=False)
    mdm_profile = forms.CharField(label=gettext_lazy("MDM profile"), max_length=120, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 4})
    )
    wanted_from = day(gettext_lazy("Takes effect on"), required=True)
    sold_until = forms.DateField(required=False)
    image_cost = amount(gettext_lazy("Image of a model, a year"))
    spares_cost = amount(gettext_lazy("Spares of a model, a year"))
    knowledge_cost = amount(gettext_lazy("Know-how of a model, a year"))
    members = forms.IntegerField(
        label=gettext_lazy("Members that use it"), min_value=0, max_value=MOST_MEMBERS
    )

    def __init__(
        self, *arguments: Any, step: str, ranges: Iterable[Keeper],
        goes: Iterable[CatalogueItem] = (), configurations: Iterable[Configuration] = (),
        **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **named)
        self.step = step
        self.fields["sold_until"] = day(gettext_lazy("Last day of sale of what goes"))
        offer(
            self, kept=[(key_of(one), str(one)) for one in ranges],
            goes=[(one.pk, f"{one.shown_name} ({one.seller_item_id})") for one in goes],
            configuration=[(one.pk, f"{one.code} {one.name}") for one in configurations],
        )  # fmt: skip
        for name in self._left_out():
            del self.fields[name]
        if step == RangeStep.CONFIGURATION:
            self._ask_parts()
        # The amounts stand last.
        for name in (*(f"{cause}_cost" for cause in CAUSES), "members"):
            self.fields[name] = self.fields.pop(name)

    def _left_out(self) -> Iterable[str]:
        if self.step == RangeStep.CONFIGURATION:
            return ("goes", "comes", "sold_until")
        asked = {
            "goes": self.step in GOES, "sold_until": self.step in GOES,
            "comes": self.step in {RangeStep.TAKE_IN, RangeStep.REPLACE},
        }  # fmt: skip
        unasked = [name for name, is_asked in asked.items() if not is_asked]
        return (*unasked, "configuration", "image", "mdm_profile")

    def _ask_parts(self) -> None:
        for place in range(1, PARTS + 1):
            label = _("Device: item number") if place == 1 else _("Part %(n)s: item number")
            self.fields[f"part_{place}"] = forms.CharField(
                label=label if place == 1 else label % {"n": place}, max_length=80,
                required=place == 1,
            )  # fmt: skip
            if place > 1:
                self.fields[f"quantity_{place}"] = forms.IntegerField(
                    label=_("How many of part %(n)s (months of a subscription)") % {"n": place},
                    min_value=1, max_value=MOST_OF_A_PART, required=False,
                )  # fmt: skip

    def proposal(self) -> NewProposal:
        """What the filled-in form proposes. Inside a reading. Raises Refused ``item-unknown``."""
        said = self.cleaned_data
        body, _dash, region = said["kept"].partition("-")
        body_id = int(body)
        comes = self._item(body_id, "comes") if "comes" in said else None
        replaces = self.step == RangeStep.REPLACE
        return NewProposal(
            step=self.step, body_id=body_id, region_id=int(region) or None,
            reason=said["reason"], wanted_from=said["wanted_from"],
            item_id=said.get("goes", comes),
            successor_id=comes if replaces else None,
            configuration_id=said.get("configuration"), parts=self._parts(body_id),
            image=said.get("image", ""), mdm_profile=said.get("mdm_profile", ""),
            sold_until=said.get("sold_until"), members=said["members"],
            **{f"{cause}_cents": cents_of(said[f"{cause}_cost"]) or 0 for cause in CAUSES},
        )  # fmt: skip

    def _parts(self, body_id: int) -> list[WantedPart]:
        said = self.cleaned_data
        return [
            WantedPart(self._item(body_id, f"part_{place}"), said.get(f"quantity_{place}") or 1)
            for place in range(1, PARTS + 1)
            if said.get(f"part_{place}", "").strip()
        ]

    def _item(self, body_id: int, field: str) -> int:
        number = self.cleaned_data[field].strip()
        rows = CatalogueItem.objects.filter(
            purchasing_body_id=body_id, seller_item_id=number, active=True
        )
        found = rows.order_by("-id").values_list("id", flat=True).first()
        if found is None:
            sentence = _("No item on your shelves has this number. Copy it from its page.")
            raise Refused("item-unknown", sentence, status=422, fields={field: sentence})
        return int(found)


class DecisionForm(forms.Form):
    """How who keeps the range decides, and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"), widget=forms.RadioSelect,
        choices=[("carried", gettext_lazy("Carry it")), ("rejected", gettext_lazy("Reject it"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=LONGEST_DECISION,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class EffectForm(forms.Form):
    """From which day on what was carried holds."""

    effective_on = day(gettext_lazy("Takes effect on"), required=True)


def initial_of(proposal: RangeProposal) -> dict[str, Any]:
    """A draft as its form shows it."""
    comes = proposal.successor if proposal.successor_id else proposal.item
    shown: dict[str, Any] = {
        "kept": f"{proposal.purchasing_body_id}-{proposal.region_id or 0}",
        "goes": proposal.item_id, "comes": comes.seller_item_id if comes else "",
        "configuration": proposal.configuration_id, "image": proposal.image,
        "mdm_profile": proposal.mdm_profile, "reason": proposal.reason,
        "wanted_from": proposal.wanted_from, "sold_until": proposal.sold_until,
        "members": proposal.members,
    }  # fmt: skip
    for part in proposal.parts.all():
        shown[f"part_{part.position}"] = part.item.seller_item_id
        shown[f"quantity_{part.position}"] = part.quantity
    for cause in CAUSES:
        shown[f"{cause}_cost"] = Decimal(getattr(proposal, f"{cause}_cents")) / CENTS
    return shown
