"""The audit trail of the organisation: filtered, checked against its seal, out as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.dateparse import parse_date

from samkop.parties.models import Party
from samkop.parties.policies import may_manage_people
from samkop.platform.actors import Actor
from samkop.platform.audit.heads import HeadForgedError
from samkop.platform.audit.history import verb_of, who_of
from samkop.platform.models import AuditEntry, AuditSeal
from samkop.platform.pages import page
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import allow, stream
from samkop.platform.unit_of_work import reading
from samkop.site.verbs import DONE
from samkop.site.worker import heads

PAGE = 50
AT_ONCE = 1000


@dataclass(frozen=True)
class Filters:
    """What the address asks for; empty ones mean all."""

    since: date | None
    until: date | None
    person: int | None
    subject: str

    @classmethod
    def of(cls, request: HttpRequest) -> Filters:
        """Read from the address; what cannot be read is left out."""
        return cls(
            _day(request.GET.get("since", "")), _day(request.GET.get("until", "")),
            number_of(request.GET.get("person", "")), request.GET.get("subject", "").strip()[:120],
        )  # fmt: skip


@page()
def audit(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """What was done, the newest first, and how far it is sealed."""
    allow(may_manage_people(actor, actor.party_id or 0))
    filters = Filters.of(request)
    party = Party.objects.get(id=actor.own_party_id)
    found = _entries(party, filters)
    after = number_of(request.GET.get("after", ""))
    if after is not None:
        found = found.filter(id__lt=after)
    rows = list(found[: PAGE + 1])
    return "site/audit.html", {
        "rows": [_shown(entry) for entry in rows[:PAGE]],
        "following": str(rows[PAGE - 1].pk) if len(rows) > PAGE else None,
        "filters": filters,
        "query": _query(request),
        "seal": _seal(party.pk),
    }


@stream
def audit_file(request: HttpRequest, actor: Actor) -> StreamingHttpResponse:
    """The same as CSV (RFC 4180), whole, in one reading."""
    allow(may_manage_people(actor, actor.party_id or 0))
    response = StreamingHttpResponse(
        _lines(actor, Filters.of(request)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _lines(actor: Actor, filters: Filters) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)

    def written(*cells: object) -> str:
        line.seek(0)
        line.truncate()
        writer.writerow(map(_harmless, cells))
        return line.getvalue()

    yield "\ufeff" + written("id", "at", "actor", "name", "operation", "key", "changes", "digest")
    with reading(actor):
        party = Party.objects.get(id=actor.own_party_id)
        for entry in _entries(party, filters).iterator(AT_ONCE):
            payload = json.loads(entry.payload) if entry.payload else {}
            changes = json.dumps(payload.get("changes", []), ensure_ascii=False)
            yield written(
                entry.pk, entry.at.isoformat(), entry.actor, payload.get("name", ""),
                entry.operation, entry.key, changes, bytes(entry.digest).hex(),
            )  # fmt: skip


def _harmless(cell: object) -> str:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    text = str(cell)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _entries(party: Party, filters: Filters) -> QuerySet[AuditEntry]:
    """The party's entries, the newest first; days are the party's own."""
    zone = ZoneInfo(party.time_zone)
    found = AuditEntry.objects.filter(chain=party.pk).order_by("-id")
    if filters.since:
        found = found.filter(at__gte=datetime.combine(filters.since, time.min, zone))
    if filters.until:
        found = found.filter(at__lte=datetime.combine(filters.until, time.max, zone))
    if filters.person is not None:
        found = found.filter(actor=f"person:{filters.person}")
    if filters.subject:
        found = found.filter(auditsubject__subject=filters.subject)
    return found


def _shown(entry: AuditEntry) -> dict[str, Any]:
    payload = json.loads(entry.payload) if entry.payload else None
    return {
        "entry": entry,
        "who": who_of(entry, payload) if payload else "",
        "person": number_of(entry.actor.removeprefix("person:")),
        "erased": payload is None,
        "what": verb_of(entry, DONE),
        "subjects": list(dict(payload["changes"])) if payload else [],
    }


def _seal(chain: int) -> dict[str, Any]:
    """How far the chain is sealed, and whether the signed head outside the database agrees."""
    newest = AuditSeal.objects.filter(chain=chain).order_by("-number").first()
    try:
        head = heads().read().get(chain)
    except HeadForgedError:
        return {"newest": newest, "agrees": False}
    if newest is None or head is None:
        return {"newest": newest, "agrees": None}
    at_head = AuditSeal.objects.filter(chain=chain, number=head.count).first()
    agrees = at_head is not None and bytes(at_head.hash) == head.hash
    return {"newest": newest, "agrees": agrees, "head": head, "hash": bytes(newest.hash).hex()}


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _query(request: HttpRequest) -> str:
    """The filters as they stand in the address, for the file."""
    query = request.GET.copy()
    query.pop("after", None)
    return query.urlencode()
