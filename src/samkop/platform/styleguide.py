"""The style guide: every part of the design system on one page, with invented figures."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.platform import charts, drawings

DELIVERED = (41, 68, 60, 104, 122, 116, 150, 180, 168, 191, 219, 207)
BUDGET = (20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 220, 240)
SPENT = (18, 37, 61, 92, 118, 131, 149, 171, 188, None, None, None)
THOUSAND = 1000


class Example(forms.Form):
    """A form with one of each control."""

    name = forms.CharField(
        label=gettext_lazy("Cost centre"), help_text=gettext_lazy("Four digits, as in the ledger.")
    )
    day = forms.DateField(
        label=gettext_lazy("Wanted on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Device"),
        choices=[("phone", gettext_lazy("Phone")), ("laptop", gettext_lazy("Laptop"))],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    site = forms.ChoiceField(
        label=gettext_lazy("Deliver to"),
        widget=forms.RadioSelect,
        choices=[("hall", gettext_lazy("Town hall")), ("school", gettext_lazy("School"))],
    )
    sim = forms.BooleanField(label=gettext_lazy("Keep the present number"), required=False)


def styleguide(request: HttpRequest) -> HttpResponse:
    """The page for people and for the tests; shows no data of anybody."""
    return TemplateResponse(request, "platform/styleguide.html", example())


def example() -> dict[str, Any]:
    """What the page shows."""
    shortage = Example({"name": "", "day": "2026-13-01", "kind": "phone"})
    return {
        "trail": [(_("Start"), "#"), (_("Devices"), "#")],
        "form": Example(auto_id="plain_%s"),
        "wrong": shortage,
        **_charts(),
        "products": _products(),
        "orders": _orders(),
        "columns": [
            {"label": _("Municipality"), "numeric": False},
            {"label": _("Devices"), "numeric": True},
        ],
        "rows": [["Tammerfors", "12 480"], ["Nokia", "3 115"], ["Orivesi", "642"]],
        "facets": _facets(),
        "steps": _steps(),
        "history": _history(),
        "links": [
            {"kind": _("Need"), "label": "N-118", "url": "#"},
            {"kind": _("Tender"), "label": "T-2026-04", "url": "#"},
            {"kind": _("Agreement"), "label": _("Mobile phones 2026"), "url": "#"},
            {"kind": _("Order"), "label": "2026-00412", "url": ""},
            {"kind": _("Delivery"), "label": "L-9913", "url": "#"},
        ],
        "facts": [
            (_("Ordered by"), _("Head of unit, school office")),
            (_("Cost centre"), "4120"),
            (_("Contact"), None),
        ],
        "documents": [
            {"label": _("Order"), "url": "#", "xml_url": "#", "at": _moment(12, 8),
             "tone": "good", "state": _("Valid")},
            {"label": _("Order response"), "url": "#", "xml_url": "#", "at": _moment(12, 9)},
        ],
        "kinds": sorted(drawings.sheet("devices")),
        "signs": sorted(drawings.sheet("icons")),
        "tones": ["neutral", "info", "good", "warn", "bad"],
        "used": Decimal(3_412_900),
        "ceiling": Decimal(5_000_000),
        "near": Decimal(4_350_000),
        "held": Decimal(120_000),
        "nothing": None,
        "day": date(2026, 11, 22),
        "moment": _moment(22, 11),
    }  # fmt: skip


def _charts() -> dict[str, Any]:
    months = [str(MONTHS_3[number]).strip(".") for number in range(1, 13)]
    return {
        "chart": charts.bar_chart(
            _("Devices delivered by month"),
            _("Month"),
            dict(zip(months, DELIVERED, strict=True)),
            measure=_("Devices"),
        ),
        "lines": charts.line_chart(
            _("Spend against budget"),
            _("Month"),
            months,
            {
                _("Spend"): [None if value is None else value * THOUSAND for value in SPENT],
                _("Budget"): [value * THOUSAND for value in BUDGET],
            },
            currency="EUR",
        ),
    }


def _moment(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, 5, tzinfo=UTC)


def _products() -> list[dict[str, Any]]:
    return [
        {
            "id": "phone-1", "kind": "rugged-phone", "url": "#", "currency": "EUR",
            "name": "Fjord X8", "summary": _("Rugged phone · 5G · 128 GB"),
            "price": Decimal("289.00"), "monthly": Decimal("8.03"), "months": 36,
            "promise": _("At your desk in 3 days"), "notes": [("good", _("Joint range"))],
        },
        {
            "id": "phone-2", "kind": "phone", "url": "#", "currency": "EUR",
            "name": "Lumen 17", "summary": _("Phone · 5G · 128 GB"),
            "price": Decimal("449.00"), "monthly": Decimal("12.47"), "months": 36,
            "promise": _("At your desk in 5 days"),
        },
        {
            "id": "laptop-1", "kind": "laptop", "url": "#", "currency": "EUR",
            "name": "Tarn 14 G6", "summary": _("Laptop · 16 GB · 512 GB"),
            "price": Decimal("1124.50"), "monthly": Decimal("31.24"), "months": 36,
            "notes": [("good", _("Joint range")), ("warn", _("Last order in March"))],
        },
        {
            "id": "monitor-1", "kind": "monitor", "url": "#", "currency": "EUR",
            "name": "Vista 27", "summary": _("Monitor · 27 inches · USB-C"),
            "price": Decimal("218.00"),
            "reason": _("Your role may order one monitor in three years."),
        },
    ]  # fmt: skip


def _orders() -> list[dict[str, Any]]:
    states = [
        ("good", _("Confirmed")), ("info", _("Sent")), ("warn", _("Partly confirmed")),
        ("bad", _("Refused")), ("neutral", _("Draft")),
    ]  # fmt: skip
    return [
        {
            "number": f"2026-{412 - index:05}",
            "what": ["Fjord X8", "Tarn 14 G6", "Vista 27"][index % 3],
            "quantity": [1, 24, 2, 160, 1][index],
            "amount": Decimal(["289.00", "26988.00", "436.00", "71840.00", "449.00"][index]),
            "tone": tone,
            "state": state,
            "issued": date(2026, 11, 22 - 2 * index),
        }
        for index, (tone, state) in enumerate(states)
    ]


def _facets() -> list[dict[str, Any]]:
    def options(*named: tuple[str, str, int]) -> list[dict[str, Any]]:
        return [
            {"value": value, "label": label, "count": count, "checked": value == "phone"}
            for value, label, count in named
        ]

    return [
        {
            "name": "kind",
            "label": _("Device"),
            "options": options(
                ("phone", _("Phone"), 48),
                ("laptop", _("Laptop"), 31),
                ("monitor", _("Monitor"), 12),
            ),
        },
        {
            "name": "range",
            "label": _("Range"),
            "options": options(("joint", _("Joint range"), 22), ("broad", _("Broad shop"), 1340)),
        },
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {"label": _("Requisition"), "state": "done", "at": date(2026, 11, 20), "url": "#"},
        {"label": _("Approval"), "state": "done", "at": date(2026, 11, 21),
         "who": _("Head of unit")},
        {"label": _("Order"), "state": "current", "at": date(2026, 11, 22)},
        {"label": _("Confirmed"), "state": "todo"},
    ]  # fmt: skip


def _history() -> list[dict[str, Any]]:
    return [
        {"at": _moment(22, 11), "who": _("Head of unit"), "what": _("Approved"), "changes": []},
        {"at": _moment(21, 9), "who": _("School office"), "what": _("Changed the requisition"),
         "changes": [{"label": _("Quantity"), "before": "20", "after": "24"}]},
        {"at": _moment(20, 7), "who": _("School office"), "what": _("Made the requisition")},
    ]  # fmt: skip
