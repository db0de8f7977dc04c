"""Groups of people, cost centres and sites, for programs."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samkop.core.period import day_of
from samkop.parties.models import (
    CostCentre,
    DeliveryLocation,
    GroupMember,
    Party,
    PersonGroup,
)
from samkop.parties.policies import may_see_organisation, may_see_people
from samkop.parties.queries import groups_of
from samkop.parties.usecases.groups import add_group, add_group_member, end_group_member
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import current_unit, perform, require

router = Router(tags=["Groups"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


class NewGroup(Schema):
    """A group under the organisation's own code."""

    code: str = Field(min_length=1, max_length=40)
    name: str = Field(default="", max_length=120)


class GroupOut(Schema):
    """A group of people."""

    id: int
    code: str
    name: str


class NewGroupMember(Schema):
    """Somebody of the organisation, by address, with dates."""

    email: str = Field(min_length=3, max_length=254)
    valid_from: date
    valid_until: date | None = None


class GroupMemberOut(Schema):
    """Somebody's time in a group."""

    id: int
    group_id: int
    valid_from: date
    valid_until: date | None


class GroupMemberEnd(Schema):
    """The last day in the group."""

    valid_until: date


class CostCentreOut(Schema):
    """Who pays, by the organisation's own code."""

    code: str
    name: str
    active: bool = Field(description="False: nothing new is charged to it")


class DeliveryLocationOut(Schema):
    """A site to which is delivered, by the organisation's own code."""

    code: str
    name: str
    street: str
    postal_code: str
    city: str
    country: str = Field(description="ISO 3166-1, two letters")
    gln: str = Field(description="GS1 location number; empty where there is none")


@router.get(
    "/cost-centres", response={200: list[CostCentreOut], **PROBLEMS},
    operation_id="list_cost_centres", tags=["Organisation"],
)  # fmt: skip
@reads("orders:read")
def list_cost_centres(request: HttpRequest) -> list[CostCentreOut]:
    """The cost centres of the token's organisation, by code."""
    found = CostCentre.objects.filter(party_id=_own_party(request)).order_by("code")
    return [CostCentreOut(code=one.code, name=one.name, active=one.active) for one in found]


@router.get(
    "/delivery-locations", response={200: list[DeliveryLocationOut], **PROBLEMS},
    operation_id="list_delivery_locations", tags=["Organisation"],
)  # fmt: skip
@reads("orders:read")
def list_delivery_locations(request: HttpRequest) -> list[DeliveryLocationOut]:
    """The sites of the token's organisation, by code."""
    found = DeliveryLocation.objects.filter(party_id=_own_party(request)).order_by("code")
    return [
        DeliveryLocationOut(
            code=one.code, name=one.name, street=one.street, postal_code=one.postal_code,
            city=one.city, country=one.country, gln=one.gln,
        )
        for one in found
    ]  # fmt: skip


def _own_party(request: HttpRequest) -> int:
    actor = caller(request)
    require(may_see_organisation(actor, actor.own_party_id))
    return actor.own_party_id


@router.get("/groups", response={200: list[GroupOut], **PROBLEMS}, operation_id="list_groups")
@reads("entitlements:read")
def list_groups(request: HttpRequest) -> list[GroupOut]:
    """The groups of the token's organisation."""
    actor = caller(request)
    require(may_see_people(actor, actor.own_party_id))
    party = Party.objects.get(id=actor.own_party_id)
    today = day_of(current_unit().now, party.time_zone)
    return [_group(found) for found in groups_of(party.pk, today)]


@router.post("/groups", response={201: GroupOut, **PROBLEMS}, operation_id="add_group")
@writes("entitlements:write")
def make_group(request: HttpRequest, key: IdempotencyKey, body: NewGroup) -> Status[GroupOut]:
    """Make a group."""
    actor = caller(request)
    made = perform(
        actor, add_group, key=key, party_id=actor.own_party_id, code=body.code, name=body.name
    )
    return Status(201, _group(made))


@router.post(
    "/groups/{group_id}/members",
    response={201: GroupMemberOut, **PROBLEMS},
    operation_id="add_group_member",
)
@writes("entitlements:write")
def take_in(
    request: HttpRequest, group_id: Id, key: IdempotencyKey, body: NewGroupMember
) -> Status[GroupMemberOut]:
    """Take somebody into a group."""
    made = perform(
        caller(request), add_group_member, key=key, group_id=group_id, email=body.email,
        valid_from=body.valid_from, valid_until=body.valid_until,
    )  # fmt: skip
    return Status(201, _member(made))


@router.post(
    "/group-members/{group_member_id}/end",
    response={200: GroupMemberOut, **PROBLEMS},
    operation_id="end_group_member",
)
@writes("entitlements:write")
def let_go(
    request: HttpRequest, group_member_id: Id, key: IdempotencyKey, body: GroupMemberEnd
) -> GroupMemberOut:
    """Let somebody leave a group after a day."""
    made = perform(
        caller(request), end_group_member, key=key, group_member_id=group_member_id,
        valid_until=body.valid_until,
    )  # fmt: skip
    return _member(made)


def _group(found: PersonGroup) -> GroupOut:
    return GroupOut(id=found.pk, code=found.code, name=found.name)


def _member(found: GroupMember) -> GroupMemberOut:
    return GroupMemberOut(
        id=found.pk, group_id=found.group_id, valid_from=found.valid_from,
        valid_until=found.valid_until,
    )  # fmt: skip
