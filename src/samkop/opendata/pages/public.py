"""Pages for everybody, without sign-in: what was published, as people read it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from samkop.core.period import day_of, months_after
from samkop.opendata.documents.files import facts_of_agreement, told_name
from samkop.opendata.models import PublishedPurchase, Release
from samkop.opendata.pages.planning_facts import planning_facts
from samkop.opendata.pages.tabs import tabs_of
from samkop.opendata.queries import newest_releases, publishers, releases_of_process
from samkop.opendata.queries.gate import open_fields_of
from samkop.opendata.queries.spending import (
    by_month,
    by_party,
    counted,
    parties_in,
    spending,
    top_items,
    years,
)
from samkop.opendata.rules import rule_of
from samkop.opendata.vocabulary import Field, ReleaseKind
from samkop.platform.actors import Actor
from samkop.platform.charts import Chart, bar_chart
from samkop.platform.pages import page
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import current_unit

Shown = tuple[str, dict[str, Any]]
CENTS = 100
MONTHS = 12
MOST, FEW = 500, 10


@page(open_to_all=True)
def overview(request: HttpRequest, actor: Actor) -> Shown:
    """The figures, the last months' spending, the files."""
    rows = spending()
    return "opendata/overview.html", {
        "tabs": tabs_of(actor, "opendata"), "counted": counted(), "charts": _charts(rows),
        "suppliers": _sums(rows, "supplier", FEW), "buyers": _sums(rows, "buyer", FEW),
        "publishers": publishers(),
    }  # fmt: skip


def _sums(rows: Any, side: str, most: int = MOST) -> list[tuple[str, Any]]:
    return [(told_name(one.party), one) for one in by_party(rows, side)[:most]]


def _charts(rows: Any) -> list[Chart]:
    charts = []
    for currency, months in by_month(rows).items():
        last = max(months)
        every = [months_after(last, -back) for back in range(MONTHS)]
        shown = [month for month in reversed(every) if month >= min(months)]
        values = {f"{month:%Y-%m}": Decimal(months.get(month, 0)) / CENTS for month in shown}
        title = _("Spending by month, %(currency)s without VAT") % {"currency": currency}
        charts.append(
            bar_chart(title, _("Month"), values, measure=_("Spending"), currency=currency)
        )
    return charts


@page(open_to_all=True)
def agreements(request: HttpRequest, actor: Actor) -> Shown:
    """The agreements that are published, the newest first."""
    releases = newest_releases(ReleaseKind.AGREEMENT)
    found = [facts_of_agreement(json.loads(release.body)) for release in releases]
    found.sort(key=lambda one: (one["first_day"], one["number"]), reverse=True)
    return "opendata/agreements.html", {
        "tabs": tabs_of(actor, "open-agreements"), "agreements": list(map(_dated, found)),
    }  # fmt: skip


def _dated(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with days as days and the title in the reader's language."""
    title = facts.get(f"title_{translation.get_language()}") or facts["title"]
    days = {
        name: date.fromisoformat(facts[name]) if facts[name] else None
        for name in ("first_day", "last_day")
    }
    value = facts["maximum_value"]
    return facts | days | {
        "title": title, "value": Decimal(str(value)) if value != "" else None,
        "state": STATUSES.get(facts["status"], facts["status"]),
        "buyer_list": facts["buyers"].split("; ") if facts["buyers"] else [],
    }  # fmt: skip


STATUSES = {
    "active": translation.gettext_lazy("In force"),
    "cancelled": translation.gettext_lazy("Annulled"),
    "terminated": translation.gettext_lazy("Ended"),
}


@page(open_to_all=True)
def process(request: HttpRequest, actor: Actor, ocid: str) -> Shown:
    """Everything that was published of one agreement, tender or consultation."""
    releases = releases_of_process(ocid)
    if not releases:
        raise not_found()
    newest = {release.kind: json.loads(release.body) for release in releases}
    told = newest.get(ReleaseKind.AGREEMENT)
    context: dict[str, Any] = {
        "tabs": tabs_of(actor, ""), "ocid": ocid, "releases": releases[::-1][:MOST],
        "agreement": _dated(facts_of_agreement(told)) if told else None,
        "tender": _tender_facts(newest.get(ReleaseKind.TENDER)),
        "planned": planning_facts(newest.get(ReleaseKind.PLANNING)),
        "asked_for": _documents_of(newest.get(ReleaseKind.TENDER)),
    }  # fmt: skip
    if told:
        rows = _purchases_of(releases)
        context |= {"charts": _charts(rows), "buyers": _sums(rows, "buyer"),
                    "items": top_items(rows)}  # fmt: skip
    return "opendata/process.html", context


def _documents_of(told: dict[str, Any] | None) -> str:
    """Where everybody reads what is asked for, if that is told."""
    documents = (told or {}).get("tender", {}).get("documents", [])
    return str(documents[0]["url"]) if documents else ""


def _purchases_of(releases: list[Release]) -> Any:
    newest = {release.month: release.pk for release in releases if release.month}
    return spending().filter(release_id__in=newest.values())


@page(open_to_all=True)
def tenders(request: HttpRequest, actor: Actor) -> Shown:
    """The tenders that are published, with who won."""
    found = _newest(ReleaseKind.TENDER)
    return "opendata/tenders.html", {
        "tabs": tabs_of(actor, "open-tenders"), "tenders": list(map(_tender_facts, found)),
        "consultations": list(map(planning_facts, _newest(ReleaseKind.PLANNING))),
    }  # fmt: skip


def _newest(kind: ReleaseKind) -> list[dict[str, Any]]:
    found = [json.loads(release.body) for release in newest_releases(kind)]
    return sorted(found, key=lambda told: str(told["date"]), reverse=True)


def _tender_facts(told: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a tender's release says, for a page."""
    if told is None:
        return None
    tender = told["tender"]
    language = translation.get_language()
    lots = {lot["id"]: lot for lot in tender.get("lots", [])}
    until = tender.get("tenderPeriod", {}).get("endDate", "")[:10]
    return {
        "ocid": told["ocid"], "number": tender["id"],
        "title": tender.get(f"title_{language}") or tender.get("title", ""),
        "description": tender.get("description", ""),
        "owner": tender["procuringEntity"]["name"],
        "status": TENDER_STATUSES.get(tender.get("status", ""), ""),
        "until": date.fromisoformat(until) if until else None,
        "value": tender.get("value"), "bidders": tender.get("numberOfTenderers"),
        "lots": [
            {"id": lot["id"], "title": lot.get(f"title_{language}") or lot.get("title", ""),
             "maximum": lot.get("techniques", {}).get("frameworkAgreement", {}).get("value")}
            for lot in lots.values()
        ],
        "awards": [
            {"lots": award.get("relatedLots", []), "status": award.get("status"),
             "suppliers": [one["name"] for one in award.get("suppliers", [])],
             "value": award.get("value")}
            for award in told.get("awards", [])
        ],
    }  # fmt: skip


TENDER_STATUSES = {
    "active": translation.gettext_lazy("Open for bids"),
    "complete": translation.gettext_lazy("Award decided"),
    "cancelled": translation.gettext_lazy("Cancelled"),
}


@page(open_to_all=True)
def spending_page(request: HttpRequest, actor: Actor) -> Shown:
    """What was spent, by month, supplier, buyer and item; filtered in the address."""
    known = years()
    year = _chosen(request, "year", known)
    buyers, suppliers = parties_in("buyer"), parties_in("supplier")
    buyer = _chosen(request, "buyer", [party.pk for party in buyers])
    supplier = _chosen(request, "supplier", [party.pk for party in suppliers])
    rows = spending(year, buyer, supplier)
    return "opendata/spending.html", {
        "tabs": tabs_of(actor, "open-spending"), "charts": _charts(rows), "years": known,
        "year": year, "buyers": _named(buyers), "buyer": buyer, "suppliers": _named(suppliers),
        "supplier": supplier, "by_supplier": _sums(rows, "supplier"),
        "by_buyer": _sums(rows, "buyer"), "items": top_items(rows),
        "any": PublishedPurchase.objects.exists(),
    }  # fmt: skip


def _named(parties: list[Any]) -> list[tuple[int, str]]:
    return [(party.pk, told_name(party)) for party in parties]


def _chosen(request: HttpRequest, name: str, known: list[int]) -> int | None:
    """The number in the address, if it is one of those there are."""
    given = request.GET.get(name, "")
    found = [number for number in known if str(number) == given]
    return found[0] if found else None


@page(open_to_all=True)
def fields(request: HttpRequest, actor: Actor) -> Shown:
    """What each organisation publishes and since when, and what is withheld, with the rule."""
    shown = []
    for owner in publishers():
        today = day_of(current_unit().now, owner.time_zone)
        let_through = open_fields_of(owner, today)
        decisions = {row.field: row for row in owner.publication_decisions.order_by("id")}
        shown.append(
            {
                "owner": owner,
                "rows": [
                    {"label": field.label, "open": field in let_through,
                     "decision": decisions.get(field), "rule": rule_of(field, owner.country)}
                    for field in Field
                ],
            }
        )  # fmt: skip
    return "opendata/fields.html", {"tabs": tabs_of(actor, "open-fields"), "publishers": shown}
