"""Organisations and regions: registered by the installation's operator."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.parties.models import Party, Region, RegionMember
from samkop.parties.policies import may_register_parties
from samkop.parties.queries import party_by_identifier
from samkop.parties.rules import is_identifier, normal_identifier, usual_of
from samkop.parties.vocabulary import PartyKind
from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def register_party(
    *,
    actor: Actor,
    now: datetime,
    kind: str,
    legal_name: str,
    country: str,
    identifier_scheme: str,
    identifier: str,
    name_sv: str = "",
    name_fi: str = "",
    time_zone: str = "",
    currency: str = "",
) -> Party:
    """Register an organisation under its register's identifier.

    Its time zone and currency are its country's where they are not given; Europe/Helsinki and
    EUR where the country's are not known here.

    Refuses ``not-allowed``, ``party-kind-unknown``, ``identifier-wrong`` (form or check
    digit), ``party-registered-already``.
    """
    require(may_register_parties(actor))
    if kind not in PartyKind.values:
        raise Refused(
            "party-kind-unknown", _("“%(kind)s” is no kind of organisation."), status=422, kind=kind
        )
    identifier = normal_identifier(identifier_scheme, identifier)
    if not is_identifier(identifier_scheme, identifier):
        raise Refused(
            "identifier-wrong",
            _("%(identifier)s is no identifier of scheme %(scheme)s: look it up again."),
            status=422, identifier=identifier, scheme=identifier_scheme,
        )  # fmt: skip
    if party_by_identifier(identifier_scheme, identifier):
        raise Refused(
            "party-registered-already",
            _("An organisation with the identifier %(identifier)s is registered already."),
            identifier=identifier,
        )
    usual = usual_of(country)
    return create(
        Party(
            kind=kind, legal_name=legal_name, name_sv=name_sv, name_fi=name_fi, country=country,
            identifier_scheme=identifier_scheme, identifier=identifier,
            time_zone=time_zone or usual.time_zone or "Europe/Helsinki",
            currency=currency or usual.currency,
        )
    )  # fmt: skip


def register_region(
    *,
    actor: Actor,
    now: datetime,
    name_sv: str,
    name_fi: str,
    name_en: str,
    purchasing_body_id: int,
) -> Region:
    """Register a region and the central purchasing body that serves it.

    Refuses ``not-allowed``, ``not-a-purchasing-body``, ``region-registered-already``.
    """
    require(may_register_parties(actor))
    body = Party.objects.filter(id=purchasing_body_id, kind=PartyKind.CENTRAL_PURCHASING_BODY)
    if not body.exists():
        raise Refused(
            "not-a-purchasing-body",
            _("A region is served by a central purchasing body: register it first."),
            status=422,
        )
    if Region.objects.filter(name_en=name_en).exists():
        raise Refused(
            "region-registered-already",
            _("The region %(name)s is registered already."),
            name=name_en,
        )
    return create(
        Region(
            name_sv=name_sv, name_fi=name_fi, name_en=name_en,
            purchasing_body_id=purchasing_body_id,
        )
    )  # fmt: skip


def add_region_member(
    *,
    actor: Actor,
    now: datetime,
    region_id: int,
    party_id: int,
    valid_from: date,
    population: int | None = None,
) -> RegionMember:
    """Let an organisation be a member of a region from a day on.

    Refuses ``not-allowed``, ``region-member-already``.
    """
    require(may_register_parties(actor))
    if RegionMember.objects.filter(region_id=region_id, party_id=party_id).exists():
        raise Refused(
            "region-member-already", _("The organisation is a member of this region already.")
        )
    return create(
        RegionMember(
            region_id=region_id, party_id=party_id, valid_from=valid_from, population=population
        )
    )
