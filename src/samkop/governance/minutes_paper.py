"""Minutes as they are read: on their page and on paper, from their content.

Texts stand as they were written; what stands around them is in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from samkop.governance.queries.minutes import Version
from samkop.governance.vocabulary.steering import (
    AmendmentKind,
    AmendmentState,
    BallotChoice,
    MotionState,
    Presence,
    QuestionKind,
    VoteOutcome,
)
from samkop.governance.vote_words import explained
from samkop.platform.formatting import format_date, format_number
from samkop.platform.typesetting import typeset

SHORT, TIME = "SHORT_DATETIME_FORMAT", "TIME_FORMAT"
TEMPLATE = Path(__file__).with_name("typeset") / "minutes.typ"
NOTHING = "\u2013"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns (label, whether numeric) and rows of texts."""

    columns: list[tuple[str, bool]]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class VotePaper:
    """A vote: what was asked, the outcome, how it follows, who said what."""

    heading: str
    outcome: str
    asked: str
    explained: list[str]
    ballots: Table


@dataclass(frozen=True, slots=True)
class MotionPaper:
    """A motion with its amendments, votes and reservations; ``decision`` is the text decided."""

    heading: str
    note: str
    text: str
    outcome: str
    decision: str
    amendments: list[tuple[str, str]]
    votes: list[VotePaper]
    dissents: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ItemPaper:
    """A point of the agenda."""

    heading: str
    text: str
    notes: list[str]
    papers: list[tuple[str, str]]
    votes: list[VotePaper]
    motions: list[MotionPaper]


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole minutes; ``signatures`` are role, name, and what stands under the line."""

    title: str
    facts: list[tuple[str, str]]
    attendance: Table
    absent: str
    quorum: str
    items: list[ItemPaper]
    remarks: str
    recommends: str
    signatures: list[tuple[str, str, str]]
    headings: dict[str, str] = field(default_factory=dict)


def paper_of(version: Version) -> Paper:
    """A version of the minutes in the language that is active, in the lead's time zone."""
    with timezone.override(ZoneInfo(version.minutes.content["meeting"]["time_zone"])):
        return _paper(version)


def printed_minutes(version: Version) -> bytes:
    """The same as PDF."""
    paper = paper_of(version)
    minutes = version.minutes
    words = {
        "language": get_language(), "page": _("Page"), "title": paper.title,
        "footer": f"{paper.title} · {minutes.register_number}",
        "draft": "" if version.is_approved else _("Not approved yet"),
    }  # fmt: skip
    return typeset(TEMPLATE, asdict(paper) | words)


def _paper(version: Version) -> Paper:
    content = version.minutes.content
    about = content["meeting"]
    name = about["group"].get(get_language(), about["group"]["en"])
    quorum = _(
        "%(present)s of %(voters)s members with a vote were represented; the quorum is"
        " %(needed)s. The meeting was called in time and had its quorum when it was opened."
    ) % {
        "present": format_number(len({one["member"] for one in content["attendance"]})),
        "voters": format_number(content["quorum"]["voters"]),
        "needed": format_number(content["quorum"]["needed"]),
    }
    return Paper(
        title=_("Minutes of %(name)s, meeting %(number)s")
        % {"name": name, "number": about["number"]},
        facts=list(_facts(version)),
        attendance=_attendance(content),
        absent=", ".join(content["absent"]) or _("Nobody"),
        quorum=quorum,
        items=[_item(one) for one in content["items"]],
        remarks=content["remarks"],
        recommends=_(
            "What is carried is a recommendation. What binds a member is its own decision."
        ),
        signatures=list(_signatures(version)),
        headings={
            "attendance": _("Who was there"), "absent": _("Without representative"),
            "quorum": _("Quorum"), "agenda": _("Agenda and decisions"), "papers": _("Papers"),
            "amendments": _("Amendments"), "dissents": pgettext("meeting", "Reservations"),
            "decision": _("Decided text"), "remarks": _("Remarks"),
            "approval": pgettext("minutes", "Approval"),
        },
    )  # fmt: skip


def _facts(version: Version) -> Iterable[tuple[str, str]]:
    content, minutes = version.minutes.content, version.minutes
    about = content["meeting"]
    region = about["region"]
    yield _("Register number"), minutes.register_number
    yield _("Region"), region.get(get_language(), region["en"])
    yield pgettext("meeting", "Held"), _("%(day)s, %(opened)s to %(closed)s") % {
        "day": format_date(date.fromisoformat(about["held_on"])),
        "opened": _time(about["opened_at"]), "closed": _time(about["closed_at"]),
    }  # fmt: skip
    yield _("Place of the meeting"), about["venue"] or about["link"]
    yield _("Called at"), _moment(about["called_at"])
    chair = content["chair"]
    yield _("Chair"), f"{chair['name']}, {chair['member']}"
    rules = content["rules"]
    yield _("Rules of the group"), _("adopted by %(organ)s, %(day)s, %(number)s") % {
        "organ": " ".join(filter(None, (rules["organ"], rules["section"]))),
        "day": format_date(date.fromisoformat(rules["decided_on"])),
        "number": rules["register_number"],
    }  # fmt: skip
    yield (
        _("Version"),
        f"{format_number(minutes.version)} · {format_date(minutes.written_at, SHORT)}",
    )
    yield "SHA-256", minutes.sha256


def _attendance(content: Mapping[str, Any]) -> Table:
    columns = [
        (pgettext("cooperation", "Member"), False), (_("Representative"), False),
        (_("How"), False), (pgettext("meeting", "Came"), True), (_("Left at"), True),
    ]  # fmt: skip
    return Table(
        columns,
        [
            [
                one["member"],
                one["name"],
                _("by delegation to %(member)s") % {"member": one["by"]}
                if one["presence"] == Presence.DELEGATION
                else str(Presence(one["presence"]).label),
                _time(one["arrived_at"]),
                _time(one["left_at"]) or NOTHING,
            ]
            for one in content["attendance"]
        ],
    )


def _item(told: Mapping[str, Any]) -> ItemPaper:
    notes = []
    if told["late"]:
        notes.append(
            _("Came after the call; all who were there agreed to take it up.")
            if told["admitted"]
            else _("Came after the call and was not taken up.")
        )
    if not told["motions"] and not notes:
        notes.append(_("No motion: for information."))
    return ItemPaper(
        f"{told['point']}. {told['title']}", told["text"], notes,
        [(one["name"], one["sha256"]) for one in told["papers"]],
        [_vote(one, "") for one in told["votes"]], [_motion(one) for one in told["motions"]],
    )  # fmt: skip


def _motion(told: Mapping[str, Any]) -> MotionPaper:
    numbers = {one["id"]: place for place, one in enumerate(told["amendments"], 1)}
    return MotionPaper(
        heading=told["title"],
        note=_("Proposed by %(member)s") % {"member": told["proposed_by"]},
        text=told["text"],
        outcome=_("Not decided: it waits for another meeting.")
        if told["state"] == MotionState.PROPOSED
        else str(MotionState(told["state"]).label),
        decision=told["final_text"] if told["state"] == MotionState.CARRIED else "",
        amendments=[
            (
                "{} {} · {} · {}".format(
                    _("Amendment"), numbers[one["id"]], one["by"],
                    AmendmentState(one["state"]).label,
                ),
                _amendment(one),
            )
            for one in told["amendments"]
        ],
        votes=[_vote(one, str(numbers.get(one["amendment"], ""))) for one in told["votes"]],
        dissents=[(f"{one['name']}, {one['member']}", one["text"]) for one in told["dissents"]],
    )  # fmt: skip


def _amendment(told: Mapping[str, Any]) -> str:
    if told["kind"] == AmendmentKind.REPLACE and not told["text"]:
        return _("Take out: \u201c%(passage)s\u201d") % told
    if told["kind"] == AmendmentKind.REPLACE:
        return _("Instead of \u201c%(passage)s\u201d: \u201c%(text)s\u201d") % told
    return f"{AmendmentKind(told['kind']).label}: {told['text']}"


def _vote(told: Mapping[str, Any], number: str) -> VotePaper:
    kind = QuestionKind(told["kind"])
    return VotePaper(
        heading=" ".join(filter(None, (_("Vote:"), str(kind.label).lower(), number))),
        outcome=str(VoteOutcome(told["outcome"]).label),
        asked="" if kind == QuestionKind.MOTION else told["text"],
        explained=explained(told),
        ballots=Table(
            [
                (pgettext("cooperation", "Member"), False),
                (pgettext("ballot", "Vote"), False),
                (_("Cast by"), False),
            ],
            [
                [
                    one["member"], str(BallotChoice(one["choice"]).label),
                    one["name"] if one["by"] == one["member"] else f"{one['name']} ({one['by']})",
                ]
                for one in told["ballots"]
            ],
        ),
    )  # fmt: skip


def _signatures(version: Version) -> Iterable[tuple[str, str, str]]:
    chair = version.minutes.content["chair"]
    yield _("Chair"), f"{chair['name']}, {chair['member']}", ""
    for one, approved_at in version.adjusters:
        said = (
            _("Approved %(moment)s") % {"moment": format_date(approved_at, SHORT)}
            if approved_at
            else _("Not approved yet")
        )
        yield _("Approves the minutes"), f"{one.name}, {one.party.legal_name}", said


def _moment(text: str) -> str:
    return format_date(datetime.fromisoformat(text), SHORT) if text else ""


def _time(text: str) -> str:
    return format_date(datetime.fromisoformat(text), TIME) if text else ""
