"""The audit trail of the organisation: filtered, checked against its seal, out as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from samkop.parties.policies import may_manage_people
from samkop.platform.actors import Actor
from samkop.platform.audit.heads import HeadForgedError
from samkop.platform.lists import list_page
from samkop.platform.lists.files import harmless
from samkop.platform.lists.shown import Asked
from samkop.platform.models import AuditSeal
from samkop.platform.pages import page
from samkop.platform.pages.page import allow, stream
from samkop.platform.unit_of_work import reading
from samkop.site.pages.audit_list import AUDIT, Listed, entries_of
from samkop.site.worker import heads

AT_ONCE = 1000


@page()
def audit(request: HttpRequest, actor: Actor) -> Any:
    """What was done, the newest first, and how far it is sealed."""
    allow(may_manage_people(actor, actor.party_id or 0))
    party_id = actor.own_party_id
    return list_page(
        request, actor, AUDIT, entries_of(party_id), "site/audit.html", seal=_seal(party_id)
    )  # fmt: skip


@stream
def audit_file(request: HttpRequest, actor: Actor) -> StreamingHttpResponse:
    """The same as CSV (RFC 4180), whole, in one reading."""
    allow(may_manage_people(actor, actor.party_id or 0))
    response = StreamingHttpResponse(
        _lines(actor, Asked.of(AUDIT, request.GET)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _lines(actor: Actor, asked: Asked[Listed]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)

    def written(*cells: object) -> str:
        line.seek(0)
        line.truncate()
        writer.writerow(harmless(str(cell)) for cell in cells)
        return line.getvalue()

    yield "\ufeff" + written("id", "at", "actor", "name", "operation", "key", "changes", "digest")
    with reading(actor):
        [entries] = asked.narrow(entries_of(actor.own_party_id))
        for entry in entries.iterator(AT_ONCE):
            payload = json.loads(entry.payload) if entry.payload else {}
            changes = json.dumps(payload.get("changes", []), ensure_ascii=False)
            yield written(
                entry.pk, entry.at.isoformat(), entry.actor, payload.get("name", ""),
                entry.operation, entry.key, changes, bytes(entry.digest).hex(),
            )  # fmt: skip


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
