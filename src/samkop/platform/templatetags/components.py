"""``{% load components %}``: the larger parts of a page. docs/reference/design-system.md.

Each tag only gathers what its template in ``components/`` shows; data come as plain
values, dictionaries or objects with the same names.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    ModelChoiceField,
    RadioSelect,
    Select,
    Textarea,
)
from django.forms.widgets import CheckboxSelectMultiple, Input, Widget
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from samkop.platform import charts
from samkop.platform.charts import Chart

register = template.Library()
DASHES = BLANK_CHOICE_DASH[0][1]  # what Django shows where nothing is chosen
Values = dict[str, Any]
Plain = Mapping[str, Any] | object


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str,
    text: str = "",
    url: str = "",
    action: str = "",
    sign: str = "list",
    *,
    primary: bool = True,
) -> Values:
    """``{% empty_state _("No orders yet") _("…") url=shop_url action=_("To the shop") %}``

    Not ``primary`` where the page's one primary action is another.
    """
    return {
        "title": title, "text": text, "url": url, "action": action, "sign": sign,
        "primary": primary,
    }  # fmt: skip


@register.inclusion_tag("components/alert.html")
def alert(tone: str, title: str, text: str = "") -> Values:
    """``{% alert "warn" _("The ceiling is nearly reached") text %}``: tone as of a pill."""
    sign = {"good": "check", "info": "info", "neutral": "info"}.get(tone, "alert")
    return {"tone": tone, "title": title, "text": text, "sign": sign}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> Values:
    """``{% error_summary form %}``: what is wrong, each line a link to its field."""
    fields = [
        {"id": field.id_for_label or field.auto_id, "label": field.label, "error": error}
        for field in form
        for error in field.errors
    ]
    general = list(form.non_field_errors())
    return {"fields": fields, "general": general, "count": len(fields) + len(general)}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, *, optional: bool = True) -> Values:
    """``{% field form.quantity %}``: label, help, control, error; tied by aria-describedby.

    A field that may be left out says so, unless ``optional=False``.
    """
    widget = bound.field.widget
    checkbox = isinstance(widget, CheckboxInput)
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    attributes: Values = {"class": _control_class(widget, failed=bool(bound.errors))}
    if "placeholder" in widget.attrs:
        attributes["placeholder"] = False  # the label stands above already
    if isinstance(bound.field, ModelChoiceField) and bound.field.empty_label == DASHES:
        bound.field.empty_label = _("Choose …")
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attributes),
        "checkbox": checkbox,
        "group": group,
        "says_optional": optional and not bound.field.required and not checkbox,
    }


@register.inclusion_tag("components/bare_field.html")
def bare_field(bound: BoundField) -> Values:
    """``{% bare_field row.quantity %}``: in a table, whose heading says what it is.

    Its label is there for who hears the page.
    """
    attributes: Values = {"class": _control_class(bound.field.widget, failed=bool(bound.errors))}
    return {"field": bound, "control": bound.as_widget(attrs=attributes)}


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: BaseForm) -> Values:
    """``{% form_fields form %}``: the summary of errors, then each field in turn."""
    return {"form": form}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: Context, previous: str | None = None, following: str | None = None, note: str = ""
) -> Values:
    """``{% pagination previous=page.previous following=page.next note=… %}``: keyset cursors.

    They go into the address as ``before`` and ``after``; filters and sorting stay.
    """
    return {
        "previous": _address(context, before=previous, after=None) if previous else "",
        "following": _address(context, after=following, before=None) if following else "",
        "note": note,
    }


@register.inclusion_tag("components/column.html", takes_context=True)
def column(context: Context, key: str, label: str, *, numeric: bool = False) -> Values:
    """``{% column "price" _("Price") numeric=True %}``: a heading that sorts by ``?sort=``.

    A minus before the key sorts downwards, as in ``?sort=-price``.
    """
    sort = context["request"].GET.get("sort", "")
    state = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    turned = f"-{key}" if state == "ascending" else key
    address = _address(context, sort=turned, after=None, before=None)
    sign = {"ascending": "arrow-up", "descending": "arrow-down"}.get(state, "sort")
    return {"label": label, "numeric": numeric, "state": state, "url": address, "sign": sign}


@register.inclusion_tag("components/table.html")
def data_table(
    caption: str, columns: Sequence[Plain], rows: Iterable[Sequence[object]], *, shown: bool = True
) -> Values:
    """``{% data_table caption columns rows %}``: column = {label, numeric}; row = its cells.

    ``shown=False`` keeps the caption for assistive technology only.
    """
    filled = [list(zip(row, columns, strict=True)) for row in rows]
    return {"caption": caption, "columns": columns, "rows": filled, "shown": shown}


@register.inclusion_tag("components/record_list.html", takes_context=True)
def record_list(context: Context, listed: object) -> Values:
    """``{% record_list listed %}``: a list with its filters, columns, files and pages.

    ``listed`` is what ``platform.lists`` makes of a ``Listing``. docs/reference/lists.md.
    """
    return {"listed": listed, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/meter.html")
def meter(
    label: str,
    value: Decimal,
    maximum: Decimal,
    currency: str = "",
    reserved: Decimal | int = 0,
    warn_at: str = "0.8",
) -> Values:
    """``{% meter _("Ceiling") used maximum "EUR" reserved=held %}``: how much of what.

    Without ``currency`` the figures are plain numbers. From ``warn_at`` (a share of one)
    on the bar warns; at the maximum it is full.
    """
    share = (Decimal(value) + Decimal(reserved)) / Decimal(maximum) if maximum else Decimal(0)
    tone = "bad" if share >= 1 else "warn" if share >= Decimal(warn_at) else "good"
    return {
        "label": label,
        "value": value,
        "maximum": maximum,
        "currency": currency,
        "reserved": reserved,
        "room": maximum - value - reserved,
        "share": share,
        "tone": tone,
        "bar": charts.meter_bar(value, reserved, maximum, tone),
    }


@register.inclusion_tag("components/facts.html")
def facts(pairs: Iterable[tuple[str, object]]) -> Values:
    """``{% facts pairs %}``: a description list of (term, value); None shows a dash."""
    return {"pairs": pairs}


@register.inclusion_tag("components/history.html")
def history(entries: Iterable[Plain]) -> Values:
    """``{% history entries %}``: who did what when, newest first.

    An entry has ``at``, ``who``, ``what`` and, where fields changed, ``changes``: a list of
    {label, before, after}.
    """
    return {"entries": list(entries)}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(trail: Iterable[tuple[str, str]]) -> Values:
    """``{% breadcrumb trail %}``: the pages above this one as (label, address)."""
    return {"trail": trail}


@register.inclusion_tag("components/facets.html", takes_context=True)
def facets(context: Context, groups: Iterable[Plain], *, apply: str = "") -> Values:
    """``{% facets groups %}``: filters in the address, as check boxes with counts.

    A group has ``name``, ``label`` and ``options``: {value, label, count, checked}.
    Other parameters of the address (search, sorting) are kept; the cursor is not.
    """
    groups = list(groups)
    dropped = {_get(group, "name") for group in groups} | {"after", "before"}
    kept = [
        (key, value)
        for key, values in context["request"].GET.lists()
        if key not in dropped
        for value in values
    ]
    cleared = _address(context, **dict.fromkeys(dropped))
    chosen = sum(
        bool(_get(option, "checked")) for group in groups for option in _get(group, "options")
    )
    return {
        "groups": groups,
        "kept": kept,
        "cleared": cleared,
        "chosen": chosen,
        "apply": apply,
        "path": context["request"].path,
    }


@register.inclusion_tag("components/basket_button.html", takes_context=True)
def basket_button(
    context: Context, url: str, item: object, name: str, *, quantity: bool = False, key: str = ""
) -> Values:
    """``{% basket_button add_url item.id item.name %}``: a form that posts ``item``.

    ``quantity=True`` asks how many; ``key`` is posted as ``idempotency_key``. ``name`` tells
    assistive technology which of the many buttons this is.
    """
    return {
        "csrf_token": context.get("csrf_token"),
        "url": url,
        "item": item,
        "name": name,
        "asks": quantity,
        "key": key,
    }


@register.inclusion_tag("components/stepper.html")
def stepper(steps: Iterable[Plain], label: str = "") -> Values:
    """``{% stepper steps %}``: how far a thing has come.

    A step has ``label`` and ``state`` (done, current, todo, refused) and may have ``at``,
    ``who`` and ``url``.
    """
    return {"steps": list(steps), "label": label}


@register.inclusion_tag("components/chain.html")
def chain(links: Iterable[Plain]) -> Values:
    """``{% chain links %}``: what a thing hangs together with, up and down.

    A link has ``kind`` (the noun), ``label``, ``url`` ("" for the page itself).
    """
    return {"links": list(links)}


@register.inclusion_tag("components/product_card.html", takes_context=True)
def product_card(context: Context, item: Plain, *, basket_url: str = "") -> Values:
    """``{% product_card item basket_url=url %}``: one item of the shop.

    An item has ``id``, ``name``, ``url``, ``kind`` (a device drawing), ``summary``, ``price``,
    ``currency`` and may have ``monthly``, ``months``, ``promise``, ``notes`` (pills: (tone,
    label)), ``reason`` (why it may not be ordered) and ``key`` (idempotency key).
    """
    return {
        "item": item,
        "basket_url": basket_url,
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
    }


@register.inclusion_tag("components/tile.html")
def tile(label: str, value: object, note: str = "", url: str = "", tone: str = "") -> Values:
    """``{% tile _("Devices in use") value note=… url=… %}``: one figure that matters."""
    return {"label": label, "value": value, "note": note, "url": url, "tone": tone}


@register.inclusion_tag("components/chart.html")
def chart(drawn: Chart) -> Values:
    """``{% chart chart %}``: the drawing, and its figures as a table beside it."""
    return {"chart": drawn}


@register.inclusion_tag("components/job_progress.html")
def job_progress(label: str, done: int, total: int | None, state: str = "") -> Values:
    """``{% job_progress _("Importing") 1200 10000 %}``; an unknown total shows no share."""
    return {"label": label, "done": done, "total": total, "state": state}


@register.inclusion_tag("components/documents.html")
def documents(items: Iterable[Plain]) -> Values:
    """``{% documents items %}``: {label, url, xml_url, at, tone, state}, readable and as XML."""
    return {"documents": list(items)}


def _control_class(widget: Widget, *, failed: bool) -> str:
    if isinstance(widget, CheckboxInput | RadioSelect | CheckboxSelectMultiple):
        name = "form-check-input"
    elif isinstance(widget, Select):
        name = "form-select"
    elif isinstance(widget, Input | Textarea):
        name = "form-control"
    else:
        name = ""
    own = str(widget.attrs.get("class", ""))
    return " ".join(filter(None, (own, name, "is-invalid" if failed else "")))


def _address(context: Context, **changes: str | None) -> SafeString | str:
    """The page's query string with some parameters replaced or (None) left out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


def _get(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name)


@register.inclusion_tag("components/scanner.html")
def scanner() -> Values:
    """``{% scanner %}`` in the block ``scripts``: fields with ``data-scan`` get a camera.

    ``data-scan`` sends the field's form with each code; ``data-scan="list"`` collects them, one
    a line. ``<div data-scan-for="ID">`` is where the camera opens instead of below the field.
    """
    return {}
