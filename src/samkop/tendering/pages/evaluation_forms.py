"""Forms of the evaluation. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.core.award.scoring.model import Criterion
from samkop.parties.models import Person
from samkop.parties.pages.forms import day
from samkop.platform.pages.amounts import amount
from samkop.platform.pages.choices import offer
from samkop.tendering.models import Lot, OpenedBid
from samkop.tendering.pages.forms import words
from samkop.tendering.usecases.laboratory import MOST_DRAWS, MOST_SEED
from samkop.tendering.usecases.marks import MOST_WORDS, GivenMark
from samkop.tendering.vocabulary import CheckOutcome, InquiryKind, RejectionGround

MOST_BIDDERS = 20


class AppointForm(forms.Form):
    """A person, and the lots whose bids it marks."""

    evaluator = forms.TypedChoiceField(label=_("Evaluator"), coerce=int)
    lots = forms.TypedMultipleChoiceField(
        label=_("Marks the bids on"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *arguments: Any, people: Iterable[Person] = (), on: Iterable[Lot] = (), **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        offer(
            self,
            evaluator=[(one.pk, one.name) for one in people],
            lots=[(lot.pk, str(lot)) for lot in on],
        )


class ReasonForm(forms.Form):
    """Why something ends, or is taken back."""

    reason = words(_("Reason"), rows=2)


class InterestForm(forms.Form):
    """What an evaluator declares of its interests."""

    conflict = forms.TypedChoiceField(
        label=_("Have you any interest that could be seen to sway you?"),
        choices=[("no", _("No: I have no conflict of interest")), ("yes", _("Yes: I have one"))],
        coerce=lambda said: said == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    note = words(
        _("Which"), required=False, rows=2,
        help_text=_("Employment, ownership, family, or anything else that ties you to a bidder."),
    )  # fmt: skip


class MarksForm(forms.Form):
    """A mark and a reason for each criterion of each bid; what is left empty is not given."""

    def __init__(
        self, *arguments: Any, bids: Sequence[OpenedBid], leaves: Sequence[Criterion],
        filled: Mapping[tuple[int, str], Any], **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **named)
        self.places = [(bid, leaf) for bid in bids for leaf in leaves]
        for bid, leaf in self.places:
            said = {"bidder": bid.bidder.name, "criterion": leaf.id}
            mark, reason = _names(bid, leaf)
            known = filled.get((bid.pk, leaf.id))
            self.fields[mark] = forms.DecimalField(
                label=_("Mark of %(bidder)s in %(criterion)s") % said, required=False,
                max_digits=9, decimal_places=3, initial=known and known.value.normalize(),
                widget=forms.NumberInput(attrs={
                    "min": "0", "max": str(leaf.top), "step": str(float(leaf.marks[1])),
                    "inputmode": "decimal",
                }),
            )  # fmt: skip
            self.fields[reason] = forms.CharField(
                label=_("Reason for the mark of %(bidder)s in %(criterion)s") % said,
                required=False, max_length=MOST_WORDS, initial=known and known.reason,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def of(self, bid: OpenedBid, leaf: Criterion) -> tuple[forms.BoundField, forms.BoundField]:
        """The two fields of one mark."""
        mark, reason = _names(bid, leaf)
        return self[mark], self[reason]

    def given(self) -> list[GivenMark]:
        """The marks that were given."""
        found = []
        for bid, leaf in self.places:
            mark, reason = (self.cleaned_data[name] for name in _names(bid, leaf))
            if mark is not None:
                found.append(GivenMark(bid.pk, leaf.id, Decimal(mark), reason))
        return found


def _names(bid: OpenedBid, leaf: Criterion) -> tuple[str, str]:
    return f"mark-{bid.pk}-{leaf.id}", f"reason-{bid.pk}-{leaf.id}"


class ChecksForm(forms.Form):
    """An outcome, and its reason, for each thing that is checked."""

    def __init__(
        self, *arguments: Any, things: Sequence[tuple[str, str]], filled: Mapping[Any, Any],
        **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **named)
        self.things = things
        for thing, code in things:
            known = filled.get((thing, code))
            self.fields[f"check-{thing}-{code}"] = forms.ChoiceField(
                label=_("Found of %(code)s") % {"code": code}, required=False,
                choices=[("", _("Not checked")), *CheckOutcome.choices],
                initial=known.outcome if known else "",
            )  # fmt: skip
            self.fields[f"reason-{thing}-{code}"] = forms.CharField(
                label=_("Reason for what was found of %(code)s") % {"code": code},
                required=False, max_length=MOST_WORDS, initial=known.reason if known else "",
                widget=forms.Textarea(attrs={"rows": 1}),
            )  # fmt: skip

    def of(self, thing: str, code: str) -> tuple[forms.BoundField, forms.BoundField]:
        """The two fields of one check."""
        return self[f"check-{thing}-{code}"], self[f"reason-{thing}-{code}"]


class RejectForm(forms.Form):
    """Why a bid is out."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[one for one in RejectionGround.choices if one[0] != RejectionGround.LATE],
    )
    code = forms.ChoiceField(
        label=_("What is not met"), required=False,
        help_text=_("Where the ground is a requirement, an exclusion or a formal requirement."),
    )  # fmt: skip
    reason = words(_("Reason"))

    def __init__(self, *arguments: Any, unmet: Iterable[str] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, code=[("", "–"), *((code, code) for code in unmet)])  # noqa: RUF001


class AskForm(forms.Form):
    """A question to one bidder or several."""

    kind = forms.ChoiceField(label=_("What is asked for"), choices=InquiryKind.choices)
    bids = forms.TypedMultipleChoiceField(
        label=_("About the bids"), coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("All of them read the same words; none sees whom else you ask."),
    )  # fmt: skip
    code = forms.CharField(
        label=_("About"), max_length=60, required=False,
        help_text=_("The code of a requirement, a criterion, a line, or an answer of the ESPD."),
    )  # fmt: skip
    question = words(_("Question"))
    answer_until = day(_("Answer until"), required=True)

    def __init__(self, *arguments: Any, on: Iterable[OpenedBid] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, bids=[(bid.pk, f"{bid.lot.code} {bid.bidder.name}") for bid in on])


class RulingForm(forms.Form):
    """What an answer means for the bid."""

    outcome = forms.ChoiceField(label=_("What the answer means"), widget=forms.RadioSelect)
    reason = words(_("Reason"), rows=2)

    def __init__(
        self, *arguments: Any, outcomes: Iterable[tuple[str, Any]] = (), **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        offer(self, outcome=outcomes)


class AnswerForm(forms.Form):
    """A bidder's answer."""

    text = words(_("Answer"))
    file = forms.FileField(label=_("File"), required=False, help_text=_("At most 20 MB."))


class TryForm(forms.Form):
    """How bids may fall, for trying out a model."""

    lot = forms.TypedChoiceField(label=_("Lot"), coerce=int)
    low = amount(_("Lowest price tried"))
    high = amount(_("Highest price tried"))
    bidders = forms.IntegerField(
        label=_("Bidders"), min_value=2, max_value=MOST_BIDDERS, initial=4,
        help_text=_("How many bids an invented tender has."),
    )  # fmt: skip
    draws = forms.IntegerField(
        label=_("Draws"), min_value=1, max_value=MOST_DRAWS, initial=500,
        help_text=_("How often bids are drawn by chance."),
    )  # fmt: skip
    seed = forms.IntegerField(
        label=_("Seed"), min_value=0, max_value=MOST_SEED, initial=1,
        help_text=_("The same seed gives the same answer."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, on: Iterable[Lot] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, lot=[(lot.pk, str(lot)) for lot in on])
