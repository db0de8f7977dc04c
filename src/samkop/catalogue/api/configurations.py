"""Configurations and enrolment identifiers, for programs."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samkop.catalogue.models import Configuration, ConfigurationVersion
from samkop.catalogue.policies import may_keep_enrolment, may_see_shop
from samkop.catalogue.queries import open_agreements
from samkop.catalogue.queries.configurations import Offered, enrolment_of, offered_configurations
from samkop.catalogue.usecases.configurations import (
    WantedPart,
    add_configuration,
    add_configuration_version,
    end_configuration,
    set_enrolment,
)
from samkop.catalogue.vocabulary import EnrolmentProgramme
from samkop.core.money import amount_text
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.platform.api import PROBLEMS, Given, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import current_unit, perform, require

router = Router(tags=["Configurations"])

LARGEST_ID = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]
PRICE = "Without VAT, as a decimal string; null while a part has no price"


class PartOut(Schema):
    """A part; of a subscription the quantity is months."""

    item_id: int
    kind: str
    quantity: int
    unit_code: str


class ConfigurationOut(Schema):
    """A configuration as it is offered today."""

    id: int
    code: str
    name: str
    version: int
    image: str
    mdm_profile: str
    once: str | None = Field(description=PRICE)
    monthly: str | None = Field(description=PRICE)
    orderable: bool
    parts: list[PartOut]


class NewConfiguration(Schema):
    """A configuration's code and names; the English one is the fallback."""

    code: str = Field(min_length=1, max_length=40)
    name_en: str = Field(min_length=1, max_length=120)
    name_sv: str = Field(default="", max_length=120)
    name_fi: str = Field(default="", max_length=120)


class NamedOut(Schema):
    """A configuration before its first version."""

    id: int
    code: str
    name_en: str


class PartIn(Schema):
    """An item and how many of it; months, for a subscription."""

    item_id: int = Field(ge=1, le=LARGEST_ID)
    quantity: int = Field(default=1, ge=1, le=120)


class NewVersion(Schema):
    """What a configuration is from a day on; the first part is the device."""

    parts: list[PartIn] = Field(min_length=1, max_length=12)
    valid_from: date | None = None
    image: str = Field(default="", max_length=120)
    mdm_profile: str = Field(default="", max_length=120)
    note: str = Field(default="", max_length=500)


class VersionOut(Schema):
    """A version's number and days."""

    number: int
    valid_from: date
    valid_until: date | None


class ConfigurationLastDay(Given):
    """The last day on which it is offered; today without one."""

    last_day: date | None = None


class Identifier(Schema):
    """By what a programme enrols the organisation's devices; empty removes it."""

    programme: EnrolmentProgramme
    value: str = Field(max_length=100)


@router.get(
    "/configurations",
    response={200: list[ConfigurationOut], **PROBLEMS},
    operation_id="list_configurations",
)
@reads("items:read")
def configurations(request: HttpRequest) -> list[ConfigurationOut]:
    """What the token's organisation can order as one thing today."""
    actor = caller(request)
    require(may_see_shop(actor))
    party = Party.objects.get(id=actor.own_party_id)
    today = day_of(current_unit().now, party.time_zone)
    mine = [agreement.pk for agreement in open_agreements(party.pk, today)]
    return [_offered(found) for found in offered_configurations(party.pk, mine, today)]


@router.post(
    "/configurations", response={201: NamedOut, **PROBLEMS}, operation_id="add_configuration"
)
@writes("items:write")
def name_configuration(
    request: HttpRequest, key: IdempotencyKey, body: NewConfiguration
) -> Status[NamedOut]:
    """Name a configuration of the token's organisation."""
    names = {"en": body.name_en, "sv": body.name_sv, "fi": body.name_fi}
    made = perform(caller(request), add_configuration, key=key, code=body.code, names=names)
    return Status(201, _named(made))


@router.post(
    "/configurations/{configuration_id}/versions",
    response={201: VersionOut, **PROBLEMS},
    operation_id="add_configuration_version",
)
@writes("items:write")
def make_version(
    request: HttpRequest, configuration_id: Id, key: IdempotencyKey, body: NewVersion
) -> Status[VersionOut]:
    """Say what a configuration is from a day on."""
    made = perform(
        caller(request), add_configuration_version, key=key, configuration_id=configuration_id,
        parts=[WantedPart(part.item_id, part.quantity) for part in body.parts],
        valid_from=body.valid_from, image=body.image, mdm_profile=body.mdm_profile,
        note=body.note,
    )  # fmt: skip
    return Status(201, _version(made))


@router.post(
    "/configurations/{configuration_id}/end",
    response={200: VersionOut, **PROBLEMS},
    operation_id="end_configuration",
)
@writes("items:write")
def stop_configuration(
    request: HttpRequest, configuration_id: Id, key: IdempotencyKey, body: ConfigurationLastDay
) -> VersionOut:
    """Stop offering a configuration after a day."""
    made = perform(
        caller(request), end_configuration, key=key, configuration_id=configuration_id,
        last_day=body.last_day,
    )  # fmt: skip
    return _version(made)


@router.get("/enrolment", response={200: list[Identifier], **PROBLEMS}, operation_id="enrolment")
@reads("items:read")
def identifiers(request: HttpRequest) -> list[Identifier]:
    """The organisation's enrolment identifiers."""
    actor = caller(request)
    require(may_keep_enrolment(actor))
    return _identifiers(enrolment_of(actor.own_party_id))


@router.post(
    "/enrolment", response={200: list[Identifier], **PROBLEMS}, operation_id="set_enrolment"
)
@writes("items:write")
def keep_identifiers(
    request: HttpRequest, key: IdempotencyKey, body: list[Identifier]
) -> list[Identifier]:
    """Set identifiers; programmes that are not named stay."""
    said = {str(one.programme.value): one.value for one in body}
    return _identifiers(perform(caller(request), set_enrolment, key=key, identifiers=said))


def _offered(found: Offered) -> ConfigurationOut:
    version = found.version
    return ConfigurationOut(
        id=version.configuration_id, code=version.configuration.code,
        name=version.configuration.name, version=version.number, image=version.image,
        mdm_profile=version.mdm_profile, once=_price(found.once_cents),
        monthly=_price(found.monthly_cents), orderable=found.complete,
        parts=[
            PartOut(
                item_id=one.part.item_id, kind=one.part.kind, quantity=one.part.quantity,
                unit_code=one.part.item.unit_code,
            )
            for one in found.parts
        ],
    )  # fmt: skip


def _price(cents: int | None) -> str | None:
    return None if cents is None else amount_text(cents)


def _named(made: Configuration) -> NamedOut:
    return NamedOut(id=made.pk, code=made.code, name_en=made.name_en)


def _version(made: ConfigurationVersion) -> VersionOut:
    return VersionOut(number=made.number, valid_from=made.valid_from, valid_until=made.valid_until)


def _identifiers(known: dict[str, str]) -> list[Identifier]:
    return [
        Identifier(programme=EnrolmentProgramme(programme), value=value)
        for programme, value in known.items()
    ]
