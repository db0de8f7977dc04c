"""An incident on paper, with its TLP label in header and footer of each page (TLP 2.0, 2.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from samkop.core.incidents.marking import COLOURS, GROUND, Mark
from samkop.governance.incident_export import IncidentClockContent, IncidentContent
from samkop.governance.incident_words import entry_words
from samkop.governance.rules.indicators import defanged
from samkop.governance.vocabulary import MEANINGS, EntryKind, IncidentState
from samkop.platform.formatting import format_date, format_number
from samkop.platform.typesetting import typeset

TEMPLATE = Path(__file__).with_name("typeset") / "incident.typ"
SHORT = "SHORT_DATETIME_FORMAT"


def printed_incident(content: IncidentContent, now: datetime) -> bytes:
    """The incident as PDF, in the language that is active and the originator's time zone."""
    mark = next(one for one in Mark if one.tlp == content.tlp)
    with timezone.override(ZoneInfo(content.time_zone)):
        title = f"{content.number} {content.title}"
        sections = [
            {"heading": _("What happened"), "text": content.summary},
            {"heading": _("Services and data affected"), "text": content.affected},
        ]
        return typeset(
            TEMPLATE,
            {
                "language": get_language(), "page": _("Page"), "title": title,
                "footer": f"{content.number} · {format_date(now, SHORT)}",
                "tlp": content.tlp, "colour": COLOURS[mark], "ground": GROUND,
                "meaning": str(MEANINGS[mark]), "facts": list(_facts(content)),
                "sections": [one for one in sections if one["text"]],
                "timeline": _timeline(content), "indicators": _indicators(content),
                "clocks": _clocks(content.clocks),
            },
        )  # fmt: skip


def _facts(content: IncidentContent) -> Iterable[tuple[str, str]]:
    yield _("Number"), content.number
    yield _("Where"), content.originator
    yield _("State"), str(IncidentState(content.state).label)
    yield _("Became aware"), _moment(content.aware_at)
    yield _("Time zone"), content.time_zone
    for label, count in (
        (_("Services affected"), content.services_affected),
        (_("Devices affected"), content.devices_affected),
        (_("Persons affected"), content.persons_affected),
    ):
        yield label, _("not known") if count is None else format_number(count)
    if content.named:
        yield _("Readers named"), "; ".join(content.named)


def _timeline(content: IncidentContent) -> dict[str, object]:
    columns = [[_("When"), False], [_("What"), False], [_("In words"), False]]
    rows = [
        [_moment(one.happened_at), str(EntryKind(one.kind).label), entry_words(one.kind, one.text)]
        for one in content.timeline
    ]
    return {"heading": _("Time line"), "columns": columns, "rows": rows}


def _indicators(content: IncidentContent) -> dict[str, object]:
    columns = [[_("Kind"), False], [_("Indicator"), False]]
    rows = [[str(one.kind.label), defanged(one.kind, one.value)] for one in content.indicators]
    return {"heading": _("Indicators"), "columns": columns, "rows": rows}


def _clocks(clocks: Iterable[IncidentClockContent]) -> dict[str, object]:
    columns = [
        [_("Report"), False],
        [pgettext("report", "Due"), False],
        [_("Sent"), False],
        [_("Source"), False],
    ]
    rows = [
        [
            str(one.report.label), _moment(one.due_at) if one.due_at else "\u2013",
            _sent(one),
            one.source if one.checked else f"{one.source} ({_('not checked')})",
        ]
        for one in clocks
    ]  # fmt: skip
    return {"heading": _("Reporting clocks"), "columns": columns, "rows": rows}


def _sent(clock: IncidentClockContent) -> str:
    if clock.sent_at is None:
        return _("late") if clock.late else "\u2013"
    said = f"{_moment(clock.sent_at)} {clock.reference}".strip()
    return f"{said} ({_('late')})" if clock.late else said


def _moment(moment: datetime) -> str:
    return format_date(moment, SHORT)
