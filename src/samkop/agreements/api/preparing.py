"""Preparing agreements and joining them by program."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samkop.agreements.api.agreements import router as listed
from samkop.agreements.models import FrameworkAgreement, Participation
from samkop.agreements.usecases.agreement import prepare_agreement
from samkop.agreements.usecases.legal_basis import end_legal_basis
from samkop.agreements.usecases.participation import end_participation, record_participation
from samkop.agreements.usecases.preparation import change_prepared_agreement, unname_buyer
from samkop.agreements.vocabulary import ActsAs
from samkop.core.money import amount_text
from samkop.planning.vocabulary import Category
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, writes
from samkop.platform.unit_of_work import perform, perform_then

router = Router(tags=["Agreements"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2200, 12, 31))]
Number = Annotated[str, Field(min_length=1, max_length=60)]
Title = Annotated[str, Field(min_length=1, max_length=200)]
Rate = Annotated[Decimal, Field(ge=0, le=100, decimal_places=1, description="Per cent")]


class TitlesIn(Schema):
    """The title in each language."""

    sv: Title
    fi: Title
    en: Title


class TermsIn(Schema):
    """The terms of an agreement, as they were published and will be signed."""

    number: str = Field(min_length=1, max_length=40)
    register_number: Number
    titles: TitlesIn
    category: Category
    supplier_id: int = Field(ge=1, le=2**63 - 1)
    valid_from: Day
    valid_until: Day
    term_justification: str = Field(default="", max_length=2000)
    currency: str = Field(pattern="^[A-Z]{3}$")
    maximum_value: Decimal = Field(
        ge=0, max_digits=15, decimal_places=2, description="Without VAT, two decimals"
    )
    acts_as: ActsAs = ActsAs.INTERMEDIARY
    fee: Rate = Decimal(0)
    markup: Rate = Decimal(0)


class TermsOut(Schema):
    """An agreement with its terms."""

    id: int
    number: str
    register_number: str
    state: str
    supplier_id: int
    valid_from: date
    valid_until: date
    currency: str
    maximum_value: str


class JoinIn(Schema):
    """The organisation's own decision to join."""

    decided_on: Day
    organ: str = Field(min_length=1, max_length=120)
    section: str = Field(default="", max_length=40)
    register_number: Number
    orders_from: Day
    orders_until: Day | None = None


class LastDayIn(Schema):
    """The last day on which orders are placed, or on which a legal basis holds."""

    last_day: Day


class ParticipationOut(Schema):
    """A decision to join, and between which days the organisation orders by it."""

    agreement_id: int
    decided_on: date
    orders_from: date | None
    orders_until: date | None


class BasisEndOut(Schema):
    """A legal basis, and its last day."""

    buyer_id: int
    kind: str
    valid_from: date
    valid_until: date | None


# Beside the list of them: a path is one router's.
@listed.post("/agreements", response={201: TermsOut, **PROBLEMS}, operation_id="prepare_agreement")
@writes("agreements:write")
def prepare(request: HttpRequest, key: IdempotencyKey, body: TermsIn) -> Status[TermsOut]:
    """Write an agreement down that the organisation runs; its buyers are named next."""
    made = perform(caller(request), prepare_agreement, key=key, **_terms(body))
    return Status(201, _agreement(made))


@router.post(
    "/agreements/{agreement_id}/terms", response={200: TermsOut, **PROBLEMS},
    operation_id="change_prepared_agreement",
)  # fmt: skip
@writes("agreements:write")
def change_terms(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: TermsIn
) -> TermsOut:
    """Write the terms of an agreement in preparation down anew."""
    changed = perform(
        caller(request), change_prepared_agreement, key=key, agreement_id=agreement_id,
        **_terms(body),
    )  # fmt: skip
    return _agreement(changed)


@router.post(
    "/agreements/{agreement_id}/buyers/{buyer_id}/out", response={204: None, **PROBLEMS},
    operation_id="unname_buyer",
)  # fmt: skip
@writes("agreements:write")
def take_buyer_out(
    request: HttpRequest, agreement_id: Id, buyer_id: Id, key: IdempotencyKey
) -> Status[None]:
    """Take a buyer out of an agreement in preparation."""
    perform(caller(request), unname_buyer, key=key, agreement_id=agreement_id, buyer_id=buyer_id)
    return Status(204, None)


@router.post(
    "/agreements/{agreement_id}/buyers/{buyer_id}/legal-basis/end",
    response={200: BasisEndOut, **PROBLEMS},
    operation_id="end_legal_basis",
)
@writes("agreements:write")
def end_basis(
    request: HttpRequest, agreement_id: Id, buyer_id: Id, key: IdempotencyKey, body: LastDayIn
) -> BasisEndOut:
    """Set the last day of a buyer's newest legal basis; orders placed stay."""
    ended = perform(
        caller(request), end_legal_basis, key=key, agreement_id=agreement_id, buyer_id=buyer_id,
        valid_until=body.last_day,
    )  # fmt: skip
    return BasisEndOut(
        buyer_id=ended.buyer_id, kind=ended.kind, valid_from=ended.valid_from,
        valid_until=ended.valid_until,
    )  # fmt: skip


@router.post(
    "/agreements/{agreement_id}/participation", response={201: ParticipationOut, **PROBLEMS},
    operation_id="record_participation",
)  # fmt: skip
@writes("agreements:write")
def join_agreement(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: JoinIn
) -> Status[ParticipationOut]:
    """Record the organisation's own decision: from its day on it may order."""
    made = perform_then(
        caller(request), record_participation, _participation, key=key,
        agreement_id=agreement_id, **body.dict(),
    )  # fmt: skip
    return Status(201, made)


@router.post(
    "/agreements/{agreement_id}/participation/end", response={200: ParticipationOut, **PROBLEMS},
    operation_id="end_participation",
)  # fmt: skip
@writes("agreements:write")
def leave_agreement(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: LastDayIn
) -> ParticipationOut:
    """Record the last day on which the organisation orders; orders placed stay."""
    return perform_then(
        caller(request), end_participation, _participation, key=key, agreement_id=agreement_id,
        orders_until=body.last_day,
    )  # fmt: skip


def _terms(body: TermsIn) -> dict[str, Any]:
    given = body.dict()
    given["maximum_value_cents"] = int(given.pop("maximum_value") * 100)
    given["fee_permille"] = int(given.pop("fee") * 10)
    given["markup_permille"] = int(given.pop("markup") * 10)
    return given


def _agreement(found: FrameworkAgreement) -> TermsOut:
    return TermsOut(
        id=found.pk, number=found.number, register_number=found.register_number,
        state=found.state, supplier_id=found.supplier_id, valid_from=found.valid_from,
        valid_until=found.valid_until, currency=found.currency,
        maximum_value=amount_text(found.maximum_value_cents),
    )  # fmt: skip


def _participation(found: Participation) -> ParticipationOut:
    return ParticipationOut(
        agreement_id=found.agreement_id, decided_on=found.decision.decided_on,
        orders_from=found.orders_from, orders_until=found.orders_until,
    )  # fmt: skip
