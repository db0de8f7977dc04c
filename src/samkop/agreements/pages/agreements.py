"""The agreements of the organisation acted for, and how full each one's ceiling is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import Ceiling, FrameworkAgreement
from samkop.agreements.pages.standings import OVER, shown_state, state_today
from samkop.agreements.policies import RUNS, SELLS, may_prepare_agreement, may_see_agreements
from samkop.agreements.queries import agreements_of
from samkop.agreements.queries.standing import (
    near_its_end,
    nearly_full,
    part_is,
    standing_in,
)
from samkop.agreements.vocabulary import ORDERABLE, State
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    code,
    day,
    list_page,
    money,
    nothing,
    pill,
    share,
    text,
)
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit

Agreements = QuerySet[FrameworkAgreement]


def _ceiling(agreement: FrameworkAgreement) -> Ceiling | None:
    return getattr(agreement, "ceiling", None)


def _state(agreement: FrameworkAgreement) -> Cell:
    return pill(*shown_state(agreement, _ceiling(agreement), current_unit().now))


def _committed(agreement: FrameworkAgreement) -> Cell:
    ceiling = _ceiling(agreement)
    if ceiling is None:
        return share(None)
    return share(Decimal(ceiling.committed_cents) / ceiling.maximum_cents)


def _left(agreement: FrameworkAgreement) -> Cell:
    ceiling = _ceiling(agreement)
    if state_today(agreement, ceiling, current_unit().now) in OVER:
        return nothing(_("nothing more can be ordered"), agreement.currency)
    left = ceiling.maximum_cents - ceiling.committed_cents if ceiling else None
    return money(left, agreement.currency, 0)


def _in_state(rows: Agreements, state: str) -> Agreements:
    states = ORDERABLE if state == "orderable" else [State(state)]
    return rows.filter(standing_in(states, own_today()))


def _attention(rows: Agreements, what: str) -> Agreements:
    asked = nearly_full if what == "nearly-full" else near_its_end
    return rows.filter(asked(own_today()))


AGREEMENTS: Listing[FrameworkAgreement] = Listing(
    name="agreements",
    title=_("Agreements"),
    address="agreements",
    order="-first",
    columns=(
        Column(
            "title", _("Agreement"), lambda one: text(one.title),
            link=lambda one: reverse("agreement", args=[one.pk]), second=lambda one: one.number,
        ),
        Column("number", _("Number"), lambda one: code(one.number), sort="number", usual=False),
        Column("supplier", _("Supplier"), lambda one: text(str(one.supplier))),
        Column(
            "body", _("Run by"), lambda one: text(str(one.purchasing_body)), usual=False,
        ),
        Column("state", _("State"), _state),
        Column(
            "first", _("First day"), lambda one: day(one.valid_from), sort="valid_from",
            down=True, usual=False,
        ),
        Column("last", _("Last day"), lambda one: day(one.valid_until), sort="valid_until"),
        Column("committed", _("Committed"), _committed, numeric=True),
        Column(
            "maximum", _("Maximum value"),
            lambda one: money(one.maximum_value_cents, one.currency, 0), numeric=True,
            usual=False,
        ),
        Column("left", _("Room left"), _left, numeric=True),
    ),
    filters=(
        Choice(
            "state", _("State"),
            [("orderable", _("Orders can be placed")), *State.choices], _in_state,
        ),
        Choice(
            "part", _("Our part"),
            [("run", _("We run it")), ("supply", _("We supply it")), ("buy", _("We buy from it"))],
            lambda rows, part: rows.filter(part_is(part, current_unit().actor.own_party_id)),
        ),
        Choice(
            "attention", _("To look at"),
            [
                ("nearly-full", _("Ceiling over four fifths full")),
                ("near-its-end", _("Ends within half a year")),
            ],
            _attention,
        ),
    ),
    empty=Empty(
        _("No agreements here"),
        _(
            "An agreement shows here when your organisation runs it, supplies it or is named"
            " in it."
        ),
        "seal",
    ),
)  # fmt: skip


@page()
def agreements(request: HttpRequest, actor: Actor) -> Any:
    """Those that the organisation runs, supplies or is named in, the newest first."""
    allow(may_see_agreements(actor))
    return list_page(
        request, actor, AGREEMENTS, agreements_of(actor.own_party_id),
        "agreements/agreements.html", may_prepare=may_prepare_agreement(actor),
        sees_reports=bool(actor.roles & (RUNS | SELLS)),
    )  # fmt: skip
