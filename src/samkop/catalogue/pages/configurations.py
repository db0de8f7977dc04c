"""Configurations: on the shelf as one thing, and where they are agreed on."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.agreements.pages.origins import shown_origin
from samkop.catalogue.models import Configuration
from samkop.catalogue.pages.cards import CENTS
from samkop.catalogue.pages.configuration_forms import (
    ConfigurationForm,
    EnrolmentForm,
    VersionForm,
)
from samkop.catalogue.policies import (
    may_keep_configuration,
    may_keep_enrolment,
    may_order,
    may_see_shop,
)
from samkop.catalogue.queries import open_agreements
from samkop.catalogue.queries.configurations import (
    Offered,
    configuration_of,
    configurations_of,
    enrolment_of,
    offered_version,
    versions_of,
)
from samkop.catalogue.rules.subscriptions import programmes_for
from samkop.catalogue.usecases.configurations import (
    add_configuration,
    add_configuration_version,
    end_configuration,
    set_enrolment,
)
from samkop.catalogue.vocabulary import NumberChoice, PartKind, SimKind
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading

Shown = tuple[str, dict[str, Any]]


@page()
def configuration(request: HttpRequest, actor: Actor, configuration_id: int) -> Shown:
    """A configuration as the shop shows it: parts, price once and per month, what is chosen."""
    allow(may_see_shop(actor))
    found = configuration_of(configuration_id)
    party = Party.objects.get(pk=actor.own_party_id)
    today = day_of(current_unit().now, party.time_zone)
    offered = offered_version(configuration_id, today)
    open_here = {agreement.pk for agreement in open_agreements(party.pk, today)}
    reason = _reason(offered, open_here)
    return "catalogue/configuration.html", {
        "configuration": found,
        "offered": offered,
        "joint": found.owner_id != party.pk or not may_order(actor),
        "parts": _parts(offered),
        "once": _euros(offered.once_cents) if offered else None,
        "monthly": _euros(offered.monthly_cents) if offered else None,
        "currency": party.currency,
        "trail": [(_("Shop"), reverse("shop"))],
        "reason": reason,
        "orderable": may_order(actor) and not reason,
        "number_choices": NumberChoice.choices,
        "sims": SimKind.choices,
        "missing": _missing(offered, party.pk) if may_order(actor) else [],
        "key": uuid.uuid4().hex,
        "may_keep": may_keep_configuration(actor, found.owner_id),
    }


def _parts(offered: Offered | None) -> list[dict[str, Any]]:
    return [
        {
            "part": one.part,
            "kind": PartKind(one.part.kind).label,
            "monthly": one.monthly,
            "price": _euros(one.net_cents),
            "shown": shown_origin(one.origin),
        }
        for one in (offered.parts if offered else ())
    ]


def _euros(cents: int | None) -> Any:
    return None if cents is None else cents / CENTS


def _reason(offered: Offered | None, open_here: set[int]) -> str:
    """Why it cannot be ordered; empty where it can."""
    if offered is None:
        return _("It is not offered today.")
    closed = [one.part for one in offered.parts if one.part.agreement_id not in open_here]
    if closed:
        return _(
            "Your organisation does not order from agreement %(number)s, which %(item)s needs."
        ) % {"number": closed[0].agreement.number, "item": closed[0].item.shown_name}
    if not offered.complete:
        return _("A part of it has no price today.")
    return ""


def _missing(offered: Offered | None, party_id: int) -> list[str]:
    """The identifiers that the device's programmes need and the organisation has not given."""
    if offered is None:
        return []
    item = offered.device.item
    known = enrolment_of(party_id)
    wanted = programmes_for(item.category, item.manufacturer)
    return [str(programme.label) for programme in wanted if programme not in known]


def _configurations(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_configuration(actor, actor.own_party_id))
    form = ConfigurationForm(request.POST if refused else None)
    return "catalogue/configurations.html", {
        "configurations": list(configurations_of(actor.own_party_id)[:200]),
        "form": with_refusal(form, refused),
        "may_enrol": may_keep_enrolment(actor),
    }


configurations = page()(_configurations)


@act(again=_configurations)
def add(request: HttpRequest, actor: Actor) -> Answer:
    """Name a configuration; then its first version is made."""
    values = checked(ConfigurationForm(request.POST))
    names = {language: values[f"name_{language}"] for language in ("sv", "fi", "en")}
    made = perform(actor, add_configuration, code=values["code"], names=names)
    return Answer(
        to=reverse("configuration-versions", args=[made.pk]),
        message=_("The configuration has its name. Now say what is in it."),
    )


def _versions(
    request: HttpRequest, actor: Actor, configuration_id: int, refused: Refused | None = None
) -> Shown:
    found = configuration_of(configuration_id)
    allow(may_keep_configuration(actor, found.owner_id))
    versions = list(versions_of(configuration_id).prefetch_related("parts__item")[:50])
    form = VersionForm(
        request.POST if refused else None,
        initial=_initial(found, versions) if not refused else None,
    )
    return "catalogue/configuration_versions.html", {
        "configuration": found,
        "versions": versions,
        "form": with_refusal(form, refused),
        "today": day_of(current_unit().now, found.owner.time_zone),
        "trail": [(_("Configurations"), reverse("configurations"))],
    }


versions = page()(_versions)


def _initial(found: Configuration, versions: list[Any]) -> dict[str, Any]:
    """The newest version's parts, so that a change is small."""
    if not versions:
        return {}
    newest = versions[0]
    said: dict[str, Any] = {"image": newest.image, "mdm_profile": newest.mdm_profile}
    for place, part in enumerate(sorted(newest.parts.all(), key=lambda p: p.position), 1):
        said[f"part_{place}"] = part.item.seller_item_id
        said[f"quantity_{place}"] = part.quantity
    return said


@act(again=_versions)
def add_version(request: HttpRequest, actor: Actor, configuration_id: int) -> Answer:
    """Make a version."""
    form = VersionForm(request.POST)
    values = checked(form)
    with reading(actor):
        parts = form.parts()
    perform(
        actor, add_configuration_version, configuration_id=configuration_id, parts=parts,
        valid_from=values["valid_from"], image=values["image"],
        mdm_profile=values["mdm_profile"], note=values["note"],
    )  # fmt: skip
    return Answer(
        to=reverse("configuration-versions", args=[configuration_id]),
        message=_("The version is made."),
    )


@act()
def end(request: HttpRequest, actor: Actor, configuration_id: int) -> Answer:
    """Stop offering it after today."""
    perform(actor, end_configuration, configuration_id=configuration_id)
    return Answer(
        to=reverse("configuration-versions", args=[configuration_id]),
        message=_("Today is its last day in the shop."),
    )


def _enrolment(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_enrolment(actor))
    form = EnrolmentForm(
        request.POST if refused else None,
        initial=None if refused else enrolment_of(actor.own_party_id),
    )
    return "catalogue/enrolment.html", {"form": with_refusal(form, refused)}


enrolment = page()(_enrolment)


@act(again=_enrolment)
def send_enrolment(request: HttpRequest, actor: Actor) -> Answer:
    """Keep the identifiers."""
    values = checked(EnrolmentForm(request.POST))
    perform(actor, set_enrolment, identifiers=values)
    return Answer(to=reverse("enrolment"), message=_("The identifiers are kept."))
