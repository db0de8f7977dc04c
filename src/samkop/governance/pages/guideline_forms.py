"""Forms of guidelines and attestations. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.governance.models import GuidelinePoint, GuidelineVersion
from samkop.governance.pages.security_fields import long_text
from samkop.governance.usecases.attestations import SaidOfPoint
from samkop.governance.usecases.guidelines import LANGUAGES, Draft, Point
from samkop.governance.vocabulary import MARKS, REASON_MEANINGS, Stance
from samkop.parties.models import Region
from samkop.parties.pages.forms import LANGUAGE_NAMES, day
from samkop.platform.pages.choices import offer

NUMBERED = re.compile(r"\s*(\d{1,3})[.)]\s+(.*)")
LARGEST_NUMBER = 999


class GuidelineForm(forms.Form):
    """A new guideline."""

    region = forms.TypedChoiceField(label=pgettext_lazy("cooperation", "Region"), coerce=int)
    title_sv = forms.CharField(label=gettext_lazy("Title in Swedish"), max_length=200)
    title_fi = forms.CharField(label=gettext_lazy("Title in Finnish"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200)
    review_months = forms.IntegerField(
        label=gettext_lazy("Attested anew after so many months"), min_value=1, max_value=60,
        initial=12,
    )  # fmt: skip

    def __init__(self, *arguments: Any, regions: Iterable[Region], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, region=[(one.pk, str(one)) for one in regions])

    def inputs(self) -> dict[str, Any]:
        """As the use case takes it."""
        said = self.cleaned_data
        return {
            "region_id": said["region"], "review_months": said["review_months"],
            "titles": {one: said[f"title_{one}"] for one in LANGUAGES},
        }  # fmt: skip


class VersionForm(forms.Form):
    """What a version says; its points line by line, the same numbers in each language."""

    file = forms.FileField(
        label=gettext_lazy("PDF"), required=False,
        help_text=gettext_lazy("Instead of a text, or besides it. At most 10 MB."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for language, name in LANGUAGE_NAMES:
            self.fields[f"text_{language}"] = long_text(
                _("Text (%(language)s)") % {"language": name}, required=False
            )
            self.fields[f"points_{language}"] = long_text(
                _("Points (%(language)s)") % {"language": name}, rows=8, required=False,
                help_text=_("One a line, beginning with its number: 1. All sign in with two"
                            " factors. A point that stays keeps its number."),
            )  # fmt: skip
        self.order_fields([*(f"{kind}_{one}" for one in LANGUAGES for kind in ("text", "points"))])

    def clean(self) -> dict[str, Any]:
        """Each line of points read."""
        said = super().clean() or {}
        for language in LANGUAGES:
            try:
                said[f"points_{language}"] = numbered(said.get(f"points_{language}", ""))
            except ValueError as error:
                self.add_error(f"points_{language}", str(error))
        return said

    def draft(self) -> Draft:
        """As the use case takes it; a point that a language lacks is empty there."""
        said = self.cleaned_data
        points = {language: said[f"points_{language}"] for language in LANGUAGES}
        numbers = sorted(set().union(*points.values()))
        file = said["file"]
        return Draft(
            texts={language: said[f"text_{language}"] for language in LANGUAGES},
            points=[
                Point(number, {one: points[one].get(number, "") for one in LANGUAGES})
                for number in numbers
            ],
            name="" if file is None else file.name.replace('"', "")[-120:],
            content=None if file is None else file.read(),
        )  # fmt: skip


def numbered(lines: str) -> dict[int, str]:
    """Points by their numbers; a line without one follows the line before it.

    Raises ValueError with a sentence for a number that comes twice, or is too large.
    """
    found: dict[int, str] = {}
    last = 0
    for line in filter(str.strip, lines.splitlines()):
        known = NUMBERED.fullmatch(line)
        last = int(known[1]) if known else last + 1
        if last in found or not 0 < last <= LARGEST_NUMBER:
            raise ValueError(
                _("The number %(number)s stands twice, or is none.") % {"number": last}
            )
        found[last] = (known[2] if known else line).strip()[:1000]
    return found


def initial_of(version: GuidelineVersion, points: Sequence[GuidelinePoint]) -> dict[str, str]:
    """A version as its form shows it."""
    shown = {}
    for language in LANGUAGES:
        shown[f"text_{language}"] = getattr(version, f"text_{language}")
        shown[f"points_{language}"] = "\n".join(
            f"{one.number}. {getattr(one, f'text_{language}')}" for one in points
        )
    return shown


class ProposalForm(forms.Form):
    """From when a version is to hold."""

    valid_from = day(gettext_lazy("Holds from"), required=True)
    attest_by = day(gettext_lazy("Members attest by"), required=True)


class AdoptionForm(ProposalForm):
    """That the security group has adopted it."""

    adopted_on = day(gettext_lazy("Adopted on"), required=True)
    reference = forms.CharField(
        label=gettext_lazy("Minutes or number of the decision"), max_length=120
    )


class AttestForm(forms.Form):
    """What a member says of each point, or of the whole."""

    def __init__(self, *arguments: Any, points: Sequence[GuidelinePoint], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.asked: list[tuple[int, str]] = [(one.pk, str(one)) for one in points] or [
            (0, _("The whole guideline"))
        ]
        marks = [(mark, f"{tlp}: {REASON_MEANINGS[mark]}") for mark, tlp in MARKS]
        for pk, text in self.asked:
            self.fields[f"stance_{pk}"] = forms.ChoiceField(
                label=text, choices=Stance.choices, widget=forms.RadioSelect
            )
            self.fields[f"reason_{pk}"] = long_text(
                _("Why not yet"), rows=2, required=False, most=2_000
            )
            self.fields[f"mend_by_{pk}"] = day(_("Mended by"))
            self.fields[f"mark_{pk}"] = forms.ChoiceField(
                label=_("Who may read why"), choices=marks, initial="amber", required=False
            )

    @property
    def rows(self) -> list[list[Any]]:
        """The fields of each point."""
        names = ("stance", "reason", "mend_by", "mark")
        return [[self[f"{name}_{pk}"] for name in names] for pk, _text in self.asked]

    def said(self) -> list[SaidOfPoint]:
        """As the use case takes it."""
        given = self.cleaned_data
        return [
            SaidOfPoint(
                pk or None, given[f"stance_{pk}"], given[f"mend_by_{pk}"], given[f"reason_{pk}"],
                given[f"mark_{pk}"] or "amber",
            )
            for pk, _text in self.asked
        ]  # fmt: skip
