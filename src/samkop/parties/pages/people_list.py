"""The list of people who belong to the organisation."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import Membership
from samkop.parties.queries import DayAt, held_by, holding, role_labels
from samkop.parties.vocabulary import RoleName
from samkop.platform.lists import (
    Choice,
    Column,
    Empty,
    Listing,
    Search,
    day,
    last_day,
    text,
)
from samkop.platform.unit_of_work import current_unit

Members = QuerySet[Membership, Any]


def _called(rows: Members, wanted: str) -> Members:
    return rows.filter(Q(person__name__icontains=wanted) | Q(person__email__icontains=wanted))


def _in_role(rows: Members, role: str) -> Members:
    return rows.filter(holding(role, DayAt(current_unit().now, F("party__time_zone"))))


PEOPLE: Listing[Membership] = Listing(
    name="people",
    title=_("People"),
    address="people",
    order="name",
    columns=(
        Column(
            "name", _("Name"), lambda one: text(one.person.name), sort="person__sort_key",
            link=lambda one: reverse("person", args=[one.person_id]),
            second=lambda one: one.person.email,
        ),
        Column("email", _("E-mail address"), lambda one: text(one.person.email), usual=False),
        Column(
            "roles", _("Roles"),
            lambda one: text(role_labels(held_by(one))),
        ),
        Column(
            "cost_centre", _("Cost centre"),
            lambda one: text(str(one.cost_centre) if one.cost_centre else ""),
        ),
        Column(
            "site", _("Site"),
            lambda one: text(str(one.delivery_location) if one.delivery_location else ""),
        ),
        Column("first", _("First day"), lambda one: day(one.valid_from), usual=False),
        Column("last", _("Last day"), lambda one: last_day(one.valid_until)),
    ),
    filters=(
        Search("q", _("Name or e-mail address"), _called),
        Choice(
            "role", _("Role"), RoleName.choices,
            _in_role,
            everything=_("All roles"),
        ),
    ),
    empty=Empty(
        _("Nobody yet"), _("Import your people from a file, or add the first one."), "people"
    ),
)  # fmt: skip
