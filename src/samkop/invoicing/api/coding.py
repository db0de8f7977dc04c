"""Coding rules for programs: a finance system keeps them in step with its own chart."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.core.money import amount_text
from samkop.invoicing.models import CodingRule
from samkop.invoicing.policies import may_keep_accounting
from samkop.invoicing.queries.coding import coding_rule_of, coding_rules_of
from samkop.invoicing.usecases.coding import Ruling, add_coding_rule, end_coding_rule
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, reading, require

router = Router(tags=["Invoicing"])

READ, WRITE = "invoices:read", "invoices:write"
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="Ids below this one")]
PAGE = 200


class CodingRuleIn(Schema):
    """Which lines of invoices a rule takes (empty: any), and how it codes them."""

    cost_centre_code: str = Field(default="", max_length=40)
    project_code: str = Field(default="", max_length=40)
    price_group: str = Field(default="", max_length=60)
    category: str = Field(default="", max_length=20, description="The kind of item")
    item_class: str = Field(default="", max_length=20, description="UNSPSC or CPV, its beginning")
    amount_from_cents: int = Field(
        default=0, ge=0, le=10**15, description="Price of one at least, without VAT"
    )
    financier_id: int | None = Field(
        default=None, ge=1, le=2**63 - 1, description="Rents of this party"
    )
    schedule: str = Field(default="", max_length=60, description="The financier's own number")
    account: str = Field(min_length=1, max_length=20)
    account_name: str = Field(default="", max_length=80)
    to_cost_centre: str = Field(default="", max_length=40, description="Empty: the order's own")
    to_project: str = Field(default="", max_length=40, description="Empty: the order's own")
    object_code: str = Field(default="", max_length=40)
    vat_code: str = Field(default="", max_length=20)


class NewCodingRule(CodingRuleIn):
    """A rule, and the day from which it codes."""

    valid_from: date


class CodingRuleOut(CodingRuleIn):
    """A rule and its days; the rule with the most criteria wins."""

    id: int
    amount_from: str = Field(description="``amount_from_cents`` as a decimal string")
    valid_from: date
    valid_until: date | None


class CodingRulePage(Schema):
    """Up to 200 rules, newest first; ``next_before`` asks for the next page."""

    rules: list[CodingRuleOut]
    next_before: int | None


class CodingRuleEnd(Schema):
    """A rule's last day."""

    valid_until: date


@router.get(
    "/coding-rules", response={200: CodingRulePage, **PROBLEMS}, operation_id="list_coding_rules"
)
@reads(READ)
def list_coding_rules(request: HttpRequest, before: Cursor = None) -> CodingRulePage:
    """The organisation's coding rules, those that have ended too."""
    actor = caller(request)
    require(may_keep_accounting(actor))
    rows = coding_rules_of(actor.own_party_id).order_by("-id")
    found = list((rows if before is None else rows.filter(id__lt=before))[: PAGE + 1])
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return CodingRulePage(rules=[_rule(one) for one in found[:PAGE]], next_before=following)


@router.post(
    "/coding-rules", response={200: CodingRuleOut, **PROBLEMS}, operation_id="add_coding_rule"
)
@writes(WRITE)
def add_rule_of_coding(
    request: HttpRequest, key: IdempotencyKey, body: NewCodingRule
) -> CodingRuleOut:
    """Add a coding rule; invoices that wait for a coding are coded anew."""
    actor = caller(request)
    values = body.dict(exclude={"valid_from"})
    made = perform(
        actor, add_coding_rule, key=key, ruling=Ruling(**values), valid_from=body.valid_from
    )
    with reading(actor):
        return _rule(coding_rule_of(actor.own_party_id, made.pk))


@router.post(
    "/coding-rules/{coding_rule_id}/end", response={200: CodingRuleOut, **PROBLEMS},
    operation_id="end_coding_rule",
)  # fmt: skip
@writes(WRITE)
def end_rule_of_coding(
    request: HttpRequest, coding_rule_id: Id, key: IdempotencyKey, body: CodingRuleEnd
) -> CodingRuleOut:
    """End a coding rule with a last day; what it has coded stands."""
    actor = caller(request)
    perform(actor, end_coding_rule, key=key, rule_id=coding_rule_id, valid_until=body.valid_until)
    with reading(actor):
        return _rule(coding_rule_of(actor.own_party_id, coding_rule_id))


def _rule(one: CodingRule) -> CodingRuleOut:
    fields = {name: getattr(one, name) for name in CodingRuleIn.model_fields}
    return CodingRuleOut(
        id=one.pk, amount_from=amount_text(one.amount_from_cents), valid_from=one.valid_from,
        valid_until=one.valid_until, **fields,
    )  # fmt: skip
