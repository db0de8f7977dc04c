"""Files for everybody: CSV, JSON Lines, packages and records of OCDS.

Written while they are sent, in a reading of their own that lasts as long as the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from samkop.core import ocds
from samkop.opendata.documents.files import (
    agreement_lines,
    price_lines,
    purchase_lines,
    release_lines,
)
from samkop.opendata.documents.packages import publisher, uri_of
from samkop.opendata.models import Release
from samkop.opendata.queries import newest_releases, releases_of_process
from samkop.opendata.queries.prices import published_prices
from samkop.opendata.queries.purchases import published_purchases
from samkop.opendata.vocabulary import ReleaseKind
from samkop.platform.actors import ANONYMOUS, Actor
from samkop.platform.pages import page
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import reading

SOME = 2000  # rows read at a time
MOST_IN_A_PACKAGE = 500
CSV, LINES = "text/csv; charset=utf-8", "application/jsonl; charset=utf-8"


@require_safe
def purchases_file(request: HttpRequest) -> StreamingHttpResponse:
    """What was bought, from whom, at which price, by buyer and month."""
    rows = published_purchases().select_related("buyer", "supplier", "release")
    return _file("purchases.csv", CSV, lambda: purchase_lines(rows.iterator(SOME)))


@require_safe
def prices_file(request: HttpRequest) -> StreamingHttpResponse:
    """What each item cost by month, with its origin."""
    return _file("prices.csv", CSV, lambda: price_lines(published_prices().iterator(SOME)))


@require_safe
def agreements_file(request: HttpRequest) -> StreamingHttpResponse:
    """The agreements as they were last published."""
    return _file(
        "agreements.csv", CSV,
        lambda: agreement_lines(newest_releases(ReleaseKind.AGREEMENT).iterator(SOME)),
    )  # fmt: skip


@require_safe
def releases_file(request: HttpRequest) -> StreamingHttpResponse:
    """All releases, a line each, the oldest first."""
    rows = Release.objects.order_by("id")
    return _file("releases.jsonl", LINES, lambda: release_lines(rows.iterator(SOME)))


def _file(
    name: str, content_type: str, lines: Callable[[], Iterator[str]]
) -> StreamingHttpResponse:
    def written() -> Iterator[str]:
        with reading(ANONYMOUS):
            yield from lines()

    response = StreamingHttpResponse(written(), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(open_to_all=True)
def package(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest releases as one package; older ones stand in the file of all."""
    rows = list(Release.objects.order_by("-id")[:MOST_IN_A_PACKAGE])
    if not rows:
        raise not_found()
    told = ocds.release_package(
        [json.loads(row.body) for row in rows], uri=uri_of("releases.json"),
        publisher=publisher(), published=rows[0].at,
    )  # fmt: skip
    return _json(told)


@page(open_to_all=True)
def record(request: HttpRequest, actor: Actor, ocid: str) -> HttpResponse:
    """Everything that was published of one process, and what it says together."""
    rows = releases_of_process(ocid)
    if not rows:
        raise not_found()
    told = ocds.record_package(
        [ocds.record([json.loads(row.body) for row in rows])],
        uri=uri_of(f"processes/{ocid}.json"), publisher=publisher(), published=rows[-1].at,
    )  # fmt: skip
    return _json(told)


def _json(told: dict[str, Any]) -> JsonResponse:
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
