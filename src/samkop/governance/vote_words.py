"""The figures of a vote as sentences, in the reader's language: how the result follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from samkop.core import ballots
from samkop.governance.vocabulary.steering import QuestionKind, VoteOutcome
from samkop.platform.formatting import format_number


def explained(figures: Mapping[str, Any]) -> list[str]:
    """How a closed vote's result follows, from ``queries.minutes.figures_of``."""
    numbers = {
        name: format_number(figures[name])
        for name in ("yes", "no", "abstained", "voters", "present", "quorum", "base", "needed")
    }
    late = figures["kind"] == QuestionKind.LATE_ITEM
    said = [
        _("%(yes)s in favour, %(no)s against, %(abstained)s abstained.") % numbers,
        _("All %(base)s seats that are represented have to agree.") % numbers
        if late
        else _needed(figures, numbers),
        *_tie(figures),
    ]
    if figures["outcome"] == VoteOutcome.VOID:
        said.append(
            _("%(present)s of %(voters)s seats were represented when it was closed, and"
              " %(quorum)s have to be: the vote is void.") % numbers
        )  # fmt: skip
    else:
        said.append(
            _("%(present)s of %(voters)s seats were represented; the quorum is %(quorum)s.")
            % numbers
            if not late
            else _("The quorum is %(quorum)s seats.") % numbers
        )
    return said


def rule_words(rules: Any) -> list[tuple[str, str]]:
    """The rules of a group as term and value: of majority, abstentions, tie, quorum."""
    share = (
        f"{rules.numerator}/{rules.denominator}"
        if rules.majority == ballots.MajorityKind.QUALIFIED
        else ""
    )
    quorum = f"{rules.quorum_numerator}/{rules.quorum_denominator}"
    quorum_said = _("More than %(share)s of the members") if rules.quorum_more_than else _(
        "At least %(share)s of the members"
    )  # fmt: skip
    return [
        (_("Majority"), " ".join(
            filter(None, (str(rules.get_majority_display()), share,
                          str(rules.get_basis_display()).lower()))
        )),
        (_("Who abstains"), str(rules.get_abstentions_display())),
        (_("Even vote"), str(rules.get_tie_display())),
        (_("Quorum"), quorum_said % {"share": quorum}),
        (_("Days from call to meeting"), format_number(rules.notice_days)),
        (_("Others one may speak for"), format_number(rules.delegations_a_holder)),
        (_("Purchasing body"), _("Takes part without a vote") if rules.body_takes_part
         else _("Reads only")),
    ]  # fmt: skip


def _needed(figures: Mapping[str, Any], numbers: Mapping[str, str]) -> str:
    share = {
        **numbers, "share": f"{figures['rule_numerator']}/{figures['rule_denominator']}",
    }  # fmt: skip
    of_members = figures["rule_basis"] == ballots.Basis.MEMBERS
    match figures["rule_majority"]:
        case ballots.MajorityKind.QUALIFIED:
            return (
                _("At least %(share)s of all %(base)s members are %(needed)s.") % share
                if of_members
                else _("At least %(share)s of %(base)s votes that count are %(needed)s.") % share
            )
        case ballots.MajorityKind.UNANIMITY:
            return (
                _("All %(base)s members have to be in favour.") % share
                if of_members
                else _("All %(base)s votes that count have to be in favour.") % share
            )
    return (
        _("More than half of all %(base)s members are %(needed)s.") % share
        if of_members
        else _("More than half of %(base)s votes that count are %(needed)s.") % share
    )


def _tie(figures: Mapping[str, Any]) -> list[str]:
    if not figures["tie"]:
        return []
    if figures["by_chair"]:
        return [_("The vote was even: the chair's vote decided.")]
    return [_("The vote was even: it is rejected.")]
