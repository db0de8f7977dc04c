"""Rules of call-off for programs: who is called off how, and who got what."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samkop.agreements.api.agreements import CeilingOut, ceiling_out
from samkop.agreements.models import CallOffRule, CallOffTurn
from samkop.agreements.queries import (
    Turns,
    call_off_of,
    call_offs_seen,
    choices_of,
    offers_of,
    places_of,
    shared_by,
    turns_of,
)
from samkop.agreements.usecases.call_off import (
    Terms,
    adopt_call_off,
    change_call_off,
    enter_offer,
    prepare_call_off,
    rank_supplier,
    remove_call_off,
    remove_offer,
    unrank_supplier,
)
from samkop.agreements.vocabulary import LAST_RANK, Hindrance
from samkop.core.money import amount_text
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.vocabulary import CallOffMethod, TurnBy

router = Router(tags=["Call-off"])

PAGE = 50
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="Ids below this one")]
Amount = Annotated[
    Decimal,
    Field(gt=0, max_digits=15, decimal_places=2, description="Without VAT, two decimals"),
]


class CallOffIn(Schema):
    """A rule of call-off, as the procurement published it."""

    number: str = Field(min_length=1, max_length=40)
    title: str = Field(min_length=1, max_length=200)
    method: CallOffMethod
    turn_by: TurnBy = TurnBy.VALUE
    mini_competition_from: Amount | None = None
    maximum_value: Amount
    shares_maximum: bool = Field(
        False, description="All suppliers use up one maximum; else it is divided among them"
    )
    currency: str = Field(pattern="^[A-Z]{3}$")
    register_number: str = Field(min_length=1, max_length=60)


class RankIn(Schema):
    """An agreement in preparation and its supplier's rank."""

    agreement_id: int = Field(ge=1, le=2**63 - 1)
    rank: int = Field(ge=1, le=LAST_RANK)


class OfferIn(Schema):
    """The item with which a supplier answered a position."""

    agreement_id: int = Field(ge=1, le=2**63 - 1)
    position: str = Field(min_length=1, max_length=80)
    seller_item_id: str = Field(min_length=1, max_length=120)


class CallOffOut(Schema):
    """A rule; nothing of it changes after ``adopted_at``."""

    id: int
    number: str
    title: str
    method: CallOffMethod
    turn_by: TurnBy
    mini_competition_from: str | None
    maximum_value: str
    shares_maximum: bool
    currency: str
    register_number: str
    adopted_at: datetime | None


class SupplierOut(Schema):
    """A supplier with its rank, and what it has had over all buyers."""

    agreement_id: int
    agreement: str
    supplier: str
    rank: int
    call_offs: int
    value: str


class OfferOut(Schema):
    """A supplier's item for a position."""

    id: int
    agreement_id: int
    position: str
    seller_item_id: str


class WholeCallOffOut(CallOffOut):
    """A rule with its suppliers by rank and their offers, as far as one may see them."""

    shared_ceiling: CeilingOut | None
    suppliers: list[SupplierOut]
    offers: list[OfferOut]


class CandidateOut(Schema):
    """Who was considered, with what it had had by then, and why it was passed over."""

    agreement_id: int
    rank: int
    call_offs: int
    value: str
    hindrance: Hindrance | None


class TurnOut(Schema):
    """A call-off (1) that a supplier got, or gave back with its requisition (-1)."""

    id: int
    agreement_id: int
    buyer: str
    requisition: str
    call_offs: int
    value: str
    at: datetime
    considered: list[CandidateOut]


class TurnPage(Schema):
    """Up to 50 call-offs, newest first; ``next_before`` asks for the next page."""

    turns: list[TurnOut]
    next_before: int | None


@router.get(
    "/call-offs", response={200: list[CallOffOut], **PROBLEMS}, operation_id="list_call_offs"
)
@reads("agreements:read")
def list_rules(request: HttpRequest, before: Cursor = None) -> list[CallOffOut]:
    """The rules that the organisation runs, or buys or supplies under: 50, newest first."""
    found = call_offs_seen()
    if before is not None:
        found = found.filter(id__lt=before)
    return [CallOffOut(**_fields(rule)) for rule in found[:PAGE]]


@router.post(
    "/call-offs", response={201: WholeCallOffOut, **PROBLEMS}, operation_id="prepare_call_off"
)
@writes("agreements:write")
def prepare_rule(
    request: HttpRequest, key: IdempotencyKey, body: CallOffIn
) -> Status[WholeCallOffOut]:
    """Begin a rule; its suppliers are ranked next."""
    made = perform(caller(request), prepare_call_off, key=key, terms=_terms(body))
    return Status(201, _answer(request, made.pk))


@router.get(
    "/call-offs/{call_off_id}", response={200: WholeCallOffOut, **PROBLEMS},
    operation_id="read_call_off",
)  # fmt: skip
@reads("agreements:read")
def whole_rule(request: HttpRequest, call_off_id: Id) -> WholeCallOffOut:
    """A rule with its suppliers and offers."""
    return _whole(call_off_id)


@router.post(
    "/call-offs/{call_off_id}/terms", response={200: WholeCallOffOut, **PROBLEMS},
    operation_id="change_call_off",
)  # fmt: skip
@writes("agreements:write")
def change_terms(
    request: HttpRequest, call_off_id: Id, key: IdempotencyKey, body: CallOffIn
) -> WholeCallOffOut:
    """Write a rule in preparation down anew; its suppliers and offers stay."""
    perform(caller(request), change_call_off, key=key, rule_id=call_off_id, terms=_terms(body))
    return _answer(request, call_off_id)


@router.post(
    "/call-offs/{call_off_id}/out", response={204: None, **PROBLEMS},
    operation_id="remove_call_off",
)  # fmt: skip
@writes("agreements:write")
def remove_rule(request: HttpRequest, call_off_id: Id, key: IdempotencyKey) -> Status[None]:
    """Take a rule in preparation away with its offers; the agreements stay, unranked."""
    perform(caller(request), remove_call_off, key=key, rule_id=call_off_id)
    return Status(204, None)


@router.post(
    "/call-offs/{call_off_id}/suppliers", response={200: WholeCallOffOut, **PROBLEMS},
    operation_id="rank_supplier",
)  # fmt: skip
@writes("agreements:write")
def rank(
    request: HttpRequest, call_off_id: Id, key: IdempotencyKey, body: RankIn
) -> WholeCallOffOut:
    """Tie a supplier's agreement in preparation to the rule."""
    perform(caller(request), rank_supplier, key=key, rule_id=call_off_id, **body.dict())
    return _answer(request, call_off_id)


@router.post(
    "/call-offs/{call_off_id}/suppliers/{agreement_id}/out",
    response={200: WholeCallOffOut, **PROBLEMS},
    operation_id="unrank_supplier",
)
@writes("agreements:write")
def unrank(
    request: HttpRequest, call_off_id: Id, agreement_id: Id, key: IdempotencyKey
) -> WholeCallOffOut:
    """Take a supplier and its offers out of a rule in preparation."""
    perform(
        caller(request), unrank_supplier, key=key, rule_id=call_off_id, agreement_id=agreement_id
    )
    return _answer(request, call_off_id)


@router.post(
    "/call-offs/{call_off_id}/offers", response={200: WholeCallOffOut, **PROBLEMS},
    operation_id="enter_offer",
)  # fmt: skip
@writes("agreements:write")
def offer(
    request: HttpRequest, call_off_id: Id, key: IdempotencyKey, body: OfferIn
) -> WholeCallOffOut:
    """Enter with which item a supplier answered a position; the one of before is replaced."""
    perform(caller(request), enter_offer, key=key, rule_id=call_off_id, **body.dict())
    return _answer(request, call_off_id)


@router.post(
    "/call-offs/{call_off_id}/offers/{offer_id}/out", response={200: WholeCallOffOut, **PROBLEMS},
    operation_id="remove_offer",
)  # fmt: skip
@writes("agreements:write")
def no_offer(
    request: HttpRequest, call_off_id: Id, offer_id: Id, key: IdempotencyKey
) -> WholeCallOffOut:
    """Take an offer out of a rule in preparation."""
    perform(caller(request), remove_offer, key=key, rule_id=call_off_id, offer_id=offer_id)
    return _answer(request, call_off_id)


@router.post(
    "/call-offs/{call_off_id}/adoption", response={200: WholeCallOffOut, **PROBLEMS},
    operation_id="adopt_call_off",
)  # fmt: skip
@writes("agreements:write")
def adopt(request: HttpRequest, call_off_id: Id, key: IdempotencyKey) -> WholeCallOffOut:
    """From now on the rule stands, and its agreements can be put in force."""
    perform(caller(request), adopt_call_off, key=key, rule_id=call_off_id)
    return _answer(request, call_off_id)


@router.get(
    "/call-offs/{call_off_id}/turns", response={200: TurnPage, **PROBLEMS},
    operation_id="list_call_off_turns",
)  # fmt: skip
@reads("agreements:read")
def turns(request: HttpRequest, call_off_id: Id, before: Cursor = None) -> TurnPage:
    """Who got what and who was considered: a buyer's own, or all for who runs the rule."""
    call_off_of(call_off_id)
    found = choices_of(call_off_id)
    if before is not None:
        found = found.filter(id__lt=before)
    rows = list(found[: PAGE + 1])
    return TurnPage(
        turns=[_turn(row) for row in rows[:PAGE]],
        next_before=rows[PAGE - 1].pk if len(rows) > PAGE else None,
    )


def _answer(request: HttpRequest, rule_id: int) -> WholeCallOffOut:
    with reading(caller(request)):
        return _whole(rule_id)


def _terms(body: CallOffIn) -> Terms:
    competition = body.mini_competition_from
    return Terms(
        number=body.number, title=body.title, method=body.method, turn_by=body.turn_by,
        currency=body.currency, maximum_value_cents=int(body.maximum_value * 100),
        mini_competition_from_cents=None if competition is None else int(competition * 100),
        register_number=body.register_number, shares_maximum=body.shares_maximum,
    )  # fmt: skip


def _fields(rule: CallOffRule) -> dict[str, Any]:
    competition = rule.mini_competition_from_cents
    return {
        "id": rule.pk, "number": rule.number, "title": rule.title, "method": rule.method,
        "turn_by": rule.turn_by, "maximum_value": amount_text(rule.maximum_value_cents),
        "mini_competition_from": None if competition is None else amount_text(competition),
        "shares_maximum": rule.shares_maximum,
        "currency": rule.currency, "register_number": rule.register_number,
        "adopted_at": rule.adopted_at,
    }  # fmt: skip


def _whole(rule_id: int) -> WholeCallOffOut:
    rule, had = call_off_of(rule_id), turns_of(rule_id)
    places, suppliers = places_of(rule_id), []
    together = shared_by(places)
    for place in places:
        so_far = had.get(place.pk, Turns())
        suppliers.append(
            SupplierOut(
                agreement_id=place.pk, agreement=place.number,
                supplier=place.supplier.legal_name, rank=place.call_off_rank or 0,
                call_offs=so_far.turns, value=amount_text(so_far.cents),
            )
        )  # fmt: skip
    offers = [
        OfferOut(
            id=one.pk, agreement_id=one.agreement_id, position=one.position,
            seller_item_id=one.seller_item_id,
        )
        for one in offers_of(rule_id)
    ]  # fmt: skip
    return WholeCallOffOut(
        **_fields(rule), suppliers=suppliers, offers=offers,
        shared_ceiling=ceiling_out(together, together.maximum_cents - together.committed_cents)
        if together
        else None,
    )  # fmt: skip


def _turn(row: CallOffTurn) -> TurnOut:
    return TurnOut(
        id=row.pk, agreement_id=row.agreement_id, buyer=row.buyer.legal_name,
        requisition=row.reference, call_offs=row.turns, value=amount_text(row.cents), at=row.at,
        considered=[
            CandidateOut(
                agreement_id=one["agreement"], rank=one["rank"], call_offs=one["turns"],
                value=amount_text(one["cents"]), hindrance=one["hindrance"],
            )
            for one in row.considered
        ],
    )  # fmt: skip
