"""The list of the organisation's groups of people."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import PersonGroup
from samkop.platform.lists import Column, Empty, Listing, Search, code, number, text

GROUPS: Listing[PersonGroup] = Listing(
    name="groups",
    title=_("Groups"),
    address="groups",
    order="code",
    columns=(
        Column(
            "group", _("Group"), lambda one: text(one.name),
            link=lambda one: reverse("group", args=[one.pk]),
        ),
        Column("code", _("Code"), lambda one: code(one.code), sort="code"),
        Column(
            "size", _("People today"), lambda one: number(one.size), numeric=True,  # type: ignore[attr-defined]
        ),
    ),
    filters=(
        Search(
            "q", _("Code or name"),
            lambda rows, text: rows.filter(Q(code__istartswith=text) | Q(name__icontains=text)),
        ),
    ),
    empty=Empty(
        _("No group yet"),
        _("Make a group when some people may order other things than the rest, or more often."),
        "people",
    ),
)  # fmt: skip
