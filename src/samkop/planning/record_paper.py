"""The record of a consultation as it is read: on its page and on paper, from the frozen content.

Texts stand as they were written; what stands around them is in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from samkop.planning.queries import PublishedRecord
from samkop.planning.rules.consultations import Pieces
from samkop.platform.formatting import format_date
from samkop.platform.typesetting import typeset

SHORT = "SHORT_DATETIME_FORMAT"
TEMPLATE = Path(__file__).with_name("typeset") / "record.typ"


@dataclass(frozen=True, slots=True)
class File:
    """A file of an answer; without name and hash where it is a trade secret."""

    name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody said: texts under a label or none, in pieces (None: a trade secret)."""

    heading: str
    note: str
    texts: tuple[tuple[str, Pieces], ...]
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the record: the buyer's own words, then what was said to them."""

    heading: str
    lead: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole record."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def paper_of(record: PublishedRecord) -> Paper:
    """The record in the language that is active; its times are those of the owner."""
    with timezone.override(ZoneInfo(record.time_zone)):
        return _paper(record)


def _paper(record: PublishedRecord) -> Paper:
    content = record.content
    about = content["consultation"]
    titles = about["title"]
    sections = [
        Section(_("What it is about"), about["about"]),
        *(_question(one) for one in content["questions"]),
        Section(
            _("Told to everybody"), "" if content["told"] else _("Nothing besides."),
            tuple(_told(one) for one in content["told"]),
        ),
        Section(
            _("Meetings"), "" if content["meetings"] else _("No meetings were held."),
            tuple(_meeting(one) for one in content["meetings"]),
        ),
    ]  # fmt: skip
    return Paper(
        titles.get(get_language(), titles["en"]), tuple(_facts(record)), tuple(sections)
    )  # fmt: skip


def printed_record(record: PublishedRecord) -> bytes:
    """The record as PDF, in the language that is active."""
    paper = paper_of(record)
    title = f"{_('Record of market consultation')}: {paper.title}"
    words = {
        "language": get_language(), "page": _("Page"), "secret": _("trade secret"),
        "title": title, "footer": f"{title} · {record.register_number}",
    }  # fmt: skip
    return typeset(TEMPLATE, asdict(paper) | words)


def _facts(record: PublishedRecord) -> Iterable[tuple[str, str]]:
    about = record.content["consultation"]
    yield _("Number"), about["number"]
    owner = about["owner"]
    yield pgettext("organisation", "Buyer"), f"{owner['name']} ({owner['identifier']})"
    yield _("Register number"), record.register_number
    yield _("Open since"), _moment(about["opened_at"])
    yield _("Answers until"), _moment(about["answers_until"])
    yield _("Time zone"), record.time_zone
    yield _("Suppliers"), ", ".join(one["name"] for one in record.content["suppliers"]) or "\u2013"
    yield _("Trade secrets left out"), str(len(record.content["withheld"]))
    yield _("Made"), format_date(record.made_at, SHORT)
    yield "SHA-256", record.sha256


def _question(told: dict[str, Any]) -> Section:
    heading = _("Question %(place)s") % {"place": told["place"]}
    return Section(heading, told["text"], tuple(_answer(one) for one in told["answers"]))


def _answer(told: dict[str, Any]) -> Entry:
    files = tuple(File(**one) if one else File() for one in told["files"])
    return Entry(told["supplier"], _moment(told["given_at"]), (("", told["text"]),), files)


def _told(told: dict[str, Any]) -> Entry:
    heading = told["asked"] or _("Information")
    return Entry(heading, _moment(told["at"]), (("", [told["text"]]),))


def _meeting(told: dict[str, Any]) -> Entry:
    comments = (
        (
            _("%(supplier)s: the note is right") % {"supplier": one["supplier"]}
            if one["accepted"]
            else _("%(supplier)s: something was otherwise") % {"supplier": one["supplier"]},
            one["text"],
        )
        for one in told["comments"]
    )
    return Entry(
        ", ".join(told["suppliers"]),
        f"{_moment(told['met_at'])}. {told['attended']}",
        ((_("What the buyer told"), told["told"]), (_("What was said"), told["said"]), *comments),
    )


def _moment(text: str) -> str:
    return format_date(datetime.fromisoformat(text), SHORT)
