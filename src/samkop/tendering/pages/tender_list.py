"""The tenders that the organisation runs, and those of others that are announced."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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
    moment,
    money,
    pill,
    text,
)
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit
from samkop.tendering.models import Tender
from samkop.tendering.pages.tones import shown_state
from samkop.tendering.policies import may_prepare_tender, may_see_tenders
from samkop.tendering.queries import tenders_of, tenders_of_others
from samkop.tendering.vocabulary import TenderState

Tenders = QuerySet[Tender]


def _state(tender: Tender) -> Cell:
    return pill(*shown_state(tender, current_unit().now))


def _whose(rows: Tenders, whose: str) -> Tenders:
    own = current_unit().actor.own_party_id
    return rows.filter(owner_id=own) if whose == "own" else rows.exclude(owner_id=own)


TENDERS: Listing[Tender] = Listing(
    name="tenders",
    title=_("Tenders"),
    address="tenders",
    order="-created",
    columns=(
        Column(
            "title", _("Tender"), lambda one: text(one.title),
            link=lambda one: reverse("tender", args=[one.pk]), second=lambda one: one.number,
        ),
        Column("number", _("Number"), lambda one: code(one.number), usual=False),
        Column("owner", _("Contracting authority"), lambda one: text(str(one.owner))),
        Column("state", _("State"), _state),
        Column("procedure", _("Procedure"), lambda one: text(one.get_procedure_display())),
        Column("bids", _("Bids until"), lambda one: moment(one.bids_until)),
        Column(
            "estimate", _("Estimated value"),
            lambda one: money(one.estimated_value_cents, one.currency, 0), numeric=True,
            usual=False,
        ),
        Column(
            "created", _("Begun"), lambda one: day(one.created_at), sort="created_at",
            down=True, usual=False,
        ),
    ),
    filters=(
        Choice(
            "state", _("State"), TenderState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "whose", _("Whose"), [("own", _("Our own")), ("others", _("Others'"))], _whose,
        ),
    ),
    empty=Empty(
        _("No tenders here"),
        _("A tender shows here while your organisation prepares it, or once it is announced."),
        "gavel",
    ),
)  # fmt: skip


@page()
def tenders(request: HttpRequest, actor: Actor) -> Any:
    """One's own tenders, and those that others have announced, the newest first."""
    allow(may_see_tenders(actor))
    return list_page(
        request, actor, TENDERS,
        [tenders_of(actor.own_party_id), tenders_of_others(actor.own_party_id)],
        "tendering/tenders.html", may_prepare=may_prepare_tender(actor),
    )  # fmt: skip
