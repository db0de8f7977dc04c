"""The list of what was done in the organisation's name: what, when, who, and about what."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.parties.models import Person
from samkop.parties.queries import party_of
from samkop.platform.audit.history import verb_of, who_of
from samkop.platform.lists import (
    Cell,
    Column,
    Days,
    Empty,
    Listing,
    Search,
    code,
    moment,
    nothing,
    text,
)
from samkop.platform.models import AuditEntry
from samkop.platform.pages.numbers import number_of
from samkop.platform.unit_of_work import current_unit
from samkop.site.verbs import DONE

Entries = QuerySet[AuditEntry]
SHOWN_SUBJECTS = 3
MOST_PEOPLE = 200


def _on(clock: time, comparison: str) -> Callable[[Entries, date], Entries]:
    """Entries at or before, at or after a clock time of a day of the party's own."""

    def narrow(entries: Entries, day: date) -> Entries:
        zone = ZoneInfo(party_of(current_unit().actor.own_party_id).time_zone)
        return entries.filter(**{f"at__{comparison}": datetime.combine(day, clock, zone)})

    return narrow


def _by(entries: Entries, wanted: str) -> Entries:
    """What a person did, by number or by a part of the name."""
    number = number_of(wanted)
    if number is not None:
        return entries.filter(actor=f"person:{number}")
    people = Person.objects.filter(name__icontains=wanted).values_list("id", flat=True)
    return entries.filter(actor__in=[f"person:{one}" for one in people[:MOST_PEOPLE]])


class Listed(NamedTuple):
    """An entry, who it says did it, and what it is about."""

    entry: AuditEntry
    who: str
    subjects: list[str]


def _prepare(entries: list[AuditEntry]) -> list[Listed]:
    """What each entry says; no query."""
    return [_said(entry) for entry in entries]


def _said(entry: AuditEntry) -> Listed:
    if not entry.payload:
        return Listed(entry, _("erased"), [])
    payload = json.loads(entry.payload)
    return Listed(entry, who_of(entry, payload), list(dict(payload["changes"])))


def _address(**asked: str) -> str:
    return f"{reverse('audit')}?{urlencode(asked)}"


def _person_page(one: Listed) -> str:
    entry = one.entry
    person = number_of(entry.actor.removeprefix("person:"))
    return "" if person is None or entry.payload is None else _address(person=str(person))


def _subjects(one: Listed) -> Cell:
    subjects = one.subjects
    if not subjects:
        return nothing()
    links = [(_address(subject=about), about) for about in subjects[:SHOWN_SUBJECTS]]
    listed = format_html_join("", '<li><a href="{}">{}</a></li>', links)
    shown = format_html('<ul class="subjects">{}</ul>', listed)
    return Cell(", ".join(subjects), lambda: shown)


AUDIT: Listing[Listed] = Listing(
    name="audit",
    title=gettext_lazy("Audit trail"),
    address="audit",
    columns=(
        Column(
            "what", gettext_lazy("What"), lambda one: text(verb_of(one.entry, DONE)),
            second=lambda one: one.entry.operation,
        ),
        Column("at", gettext_lazy("When"), lambda one: moment(one.entry.at)),
        Column(
            "who", gettext_lazy("Who"), lambda one: text(one.who),
            link=_person_page, second=lambda one: one.entry.actor,
        ),
        Column("subject", gettext_lazy("Subject"), _subjects),
        Column(
            "operation", gettext_lazy("Operation"), lambda one: text(one.entry.operation),
            usual=False,
        ),
        Column("actor", gettext_lazy("Actor"), lambda one: code(one.entry.actor), usual=False),
        Column("key", gettext_lazy("Key"), lambda one: text(one.entry.key), usual=False),
    ),
    filters=(
        Days("since", pgettext_lazy("time", "From"), _on(time.min, "gte")),
        Days("until", gettext_lazy("Until"), _on(time.max, "lte")),
        Search("person", gettext_lazy("Who"), _by),
        Search(
            "subject", gettext_lazy("Subject, such as ordering.order:17"),
            lambda entries, subject: entries.filter(auditsubject__subject=subject),
        ),
    ),
    empty=Empty(
        gettext_lazy("Nothing done yet"),
        gettext_lazy("Everything that people and programs do shows here, and stays."), "history",
    ),
    prepare=_prepare,
)  # fmt: skip


def entries_of(party_id: int) -> Entries:
    """The party's entries, the newest first."""
    return AuditEntry.objects.filter(chain=party_id).order_by("-id")
