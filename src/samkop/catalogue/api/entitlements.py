"""Who may order what, for programs."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samkop.catalogue.models import EntitlementException, EntitlementRule
from samkop.catalogue.policies import may_see_entitlements
from samkop.catalogue.queries import item_of, prices_of_items
from samkop.catalogue.queries.entitlements import allowance_of, rules_of, things_of
from samkop.catalogue.usecases.entitlements import (
    Subject,
    add_entitlement_rule,
    end_entitlement_rule,
    grant_exception,
)
from samkop.catalogue.vocabulary import Entitled, Target, Verdict
from samkop.core.money import amount_text
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, Given, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import current_unit, perform, require

router = Router(tags=["Entitlements"])

LARGEST_ID = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]
ItemId = Annotated[int, Query(ge=1, le=LARGEST_ID)]
Quantity = Annotated[int, Query(ge=1, le=10_000)]


class SubjectIn(Schema):
    """What a rule or exception is about: ``what`` names a category or a price group."""

    target: Target
    what: str = Field(default="", max_length=60)
    item_id: int | None = Field(default=None, ge=1, le=LARGEST_ID)
    configuration_id: int | None = Field(default=None, ge=1, le=LARGEST_ID)


class NewRule(Schema):
    """A rule; ``quantity`` and ``months`` are both given or both left out."""

    subject: SubjectIn
    entitled: Entitled = Entitled.EVERYBODY
    role: str = Field(default="", max_length=20)
    group_id: int | None = Field(default=None, ge=1, le=LARGEST_ID)
    quantity: int | None = Field(default=None, ge=1, le=10_000)
    months: int | None = Field(default=None, ge=1, le=240)
    highest_price: Decimal | None = Field(
        default=None, gt=0, max_digits=12, decimal_places=2, description="Of one, without VAT"
    )
    valid_from: date | None = None


class EntitlementRuleOut(Schema):
    """A rule of the token's organisation."""

    id: int
    entitled: str
    role: str
    group_id: int | None
    target: str
    what: str
    item_id: int | None
    configuration_id: int | None
    quantity: int | None
    months: int | None
    highest_price: str | None
    valid_from: date
    valid_until: date | None


class RuleEnd(Given):
    """When the rule ends; today without a day."""

    last_day: date | None = None


class NewException(Schema):
    """So many of something for one colleague besides the rules, and why."""

    email: str = Field(min_length=3, max_length=254)
    subject: SubjectIn
    quantity: int = Field(ge=1, le=1_000)
    reason: str = Field(min_length=1, max_length=500)
    valid_until: date


class ExceptionOut(Schema):
    """An exception."""

    id: int
    target: str
    what: str
    item_id: int | None
    configuration_id: int | None
    quantity: int
    valid_until: date


class RulingOut(Schema):
    """Whether the token's person may order so many of an item today.

    ``left`` is how many may be ordered now (null: as many as wanted); ``possible_on`` the
    first day on which the rules allow what was asked for.
    """

    verdict: Verdict
    left: int | None
    possible_on: date | None


@router.get(
    "/entitlements",
    response={200: list[EntitlementRuleOut], **PROBLEMS},
    operation_id="list_entitlements",
)
@reads("entitlements:read")
def entitlements(request: HttpRequest) -> list[EntitlementRuleOut]:
    """The rules of the token's organisation that have not ended."""
    actor = caller(request)
    require(may_see_entitlements(actor))
    return [_rule(row) for row in rules_of(actor.own_party_id, _today(actor))]


@router.get(
    "/entitlements/ruling", response={200: RulingOut, **PROBLEMS}, operation_id="get_entitlement"
)
@reads("entitlements:read")
def entitlement(request: HttpRequest, item_id: ItemId, quantity: Quantity = 1) -> RulingOut:
    """Whether the token's person may order so many of an item today."""
    actor = caller(request)
    require(may_see_entitlements(actor))
    today = _today(actor)
    item = item_of(item_id)
    things = things_of([item], prices_of_items([item], today))
    allowance = allowance_of(actor.own_party_id, actor.own_person_id, today)
    found = allowance.ruling(things[item_id], quantity)
    return RulingOut(verdict=found.verdict, left=found.left, possible_on=found.possible_on)


@router.post(
    "/entitlements", response={201: EntitlementRuleOut, **PROBLEMS}, operation_id="add_entitlement"
)
@writes("entitlements:write")
def add_entitlement(
    request: HttpRequest, key: IdempotencyKey, body: NewRule
) -> Status[EntitlementRuleOut]:
    """Make a rule."""
    highest = body.highest_price
    made = perform(
        caller(request), add_entitlement_rule, key=key, subject=_subject(body.subject),
        entitled=body.entitled, role=body.role, group_id=body.group_id, quantity=body.quantity,
        months=body.months, highest_cents=None if highest is None else int(highest * 100),
        valid_from=body.valid_from,
    )  # fmt: skip
    return Status(201, _rule(made))


@router.post(
    "/entitlements/{rule_id}/end",
    response={200: EntitlementRuleOut, **PROBLEMS},
    operation_id="end_entitlement",
)
@writes("entitlements:write")
def end_entitlement(
    request: HttpRequest, rule_id: Id, key: IdempotencyKey, body: RuleEnd
) -> EntitlementRuleOut:
    """End a rule after a last day."""
    made = perform(
        caller(request), end_entitlement_rule, key=key, rule_id=rule_id, last_day=body.last_day
    )
    return _rule(made)


@router.post(
    "/entitlement-exceptions",
    response={201: ExceptionOut, **PROBLEMS},
    operation_id="grant_entitlement_exception",
)
@writes("entitlements:write")
def grant_entitlement(
    request: HttpRequest, key: IdempotencyKey, body: NewException
) -> Status[ExceptionOut]:
    """Grant a colleague an exception."""
    made = perform(
        caller(request), grant_exception, key=key, email=body.email,
        subject=_subject(body.subject), quantity=body.quantity, reason=body.reason,
        valid_until=body.valid_until,
    )  # fmt: skip
    return Status(201, _exception(made))


def _today(actor: Actor) -> date:
    party = Party.objects.get(id=actor.own_party_id)
    return day_of(current_unit().now, party.time_zone)


def _subject(body: SubjectIn) -> Subject:
    return Subject(body.target, body.what, body.item_id, body.configuration_id)


def _rule(row: EntitlementRule) -> EntitlementRuleOut:
    return EntitlementRuleOut(
        id=row.pk, entitled=row.entitled, role=row.role, group_id=row.group_id,
        target=row.target, what=row.what, item_id=row.item_id, quantity=row.quantity,
        configuration_id=row.configuration_id, months=row.months, valid_from=row.valid_from,
        valid_until=row.valid_until,
        highest_price=None if row.highest_cents is None else amount_text(row.highest_cents),
    )  # fmt: skip


def _exception(row: EntitlementException) -> ExceptionOut:
    return ExceptionOut(
        id=row.pk, target=row.target, what=row.what, item_id=row.item_id,
        configuration_id=row.configuration_id, quantity=row.quantity,
        valid_until=row.valid_until,
    )  # fmt: skip
