"""Agreeing on configurations, and keeping a municipality's enrolment identifiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import (
    CatalogueItem,
    Configuration,
    ConfigurationPart,
    ConfigurationVersion,
    EnrolmentIdentifier,
)
from samkop.catalogue.policies import may_keep_configuration, may_keep_enrolment
from samkop.catalogue.queries.configurations import configuration_of
from samkop.catalogue.vocabulary import Category, EnrolmentProgramme, PartKind
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, create_all, remove
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

MOST_PARTS = 12
MOST_OF_A_PART = 120
LONGEST_IDENTIFIER = 100
SERVICES = frozenset({Category.SERVICE, Category.SOFTWARE})


@dataclass(frozen=True)
class WantedPart:
    """An item and how many of it; months, for a subscription."""

    item_id: int
    quantity: int = 1


def add_configuration(
    *, actor: Actor, now: datetime, code: str, names: Mapping[str, str]
) -> Configuration:
    """Name a configuration under the acting organisation's code; versions say what it is.

    ``names`` by language (sv, fi, en); the English one is needed. Raises Refused:
    ``not-allowed``, ``code-missing``, ``code-taken``, ``name-missing``.
    """
    require(may_keep_configuration(actor, actor.own_party_id))
    code = code.strip()
    if not code:
        raise _wrong("code-missing", "code", _("Give a short code, such as TEACHER."))
    if not names.get("en", "").strip():
        raise _wrong("name-missing", "name_en", _("Give a name in English; it is the fallback."))
    if Configuration.objects.filter(owner_id=actor.own_party_id, code=code).exists():
        sentence = _("This code is in use already: choose another.")
        raise Refused("code-taken", sentence, fields={"code": sentence})
    said = {f"name_{language}": text.strip()[:120] for language, text in names.items()}
    return create(Configuration(owner_id=actor.own_party_id, code=code, **said))


def add_configuration_version(
    *,
    actor: Actor,
    now: datetime,
    configuration_id: int,
    parts: Sequence[WantedPart],
    valid_from: date | None = None,
    image: str = "",
    mdm_profile: str = "",
    note: str = "",
) -> ConfigurationVersion:
    """Say what a configuration is from a day (else today) on; the version before ends then.

    The first part is the device. Of the others a subscription is known by its category; its
    quantity is months. Raises Refused: ``not-found``, ``not-allowed``,
    ``item-not-on-the-shelf``, ``parts-incomplete`` (none, too many, a device more than once,
    two subscriptions), ``version-in-the-past`` (before the newest version's first day).
    """
    configuration = configuration_of(configuration_id)
    require(may_keep_configuration(actor, configuration.owner_id))
    first_day = valid_from or _today(configuration.owner_id, now)
    newest = configuration.versions.select_for_update().order_by("-number").first()
    if newest is not None and first_day <= newest.valid_from:
        sentence = _("The newest version begins on that day or later. Choose a later day.")
        raise Refused("version-in-the-past", sentence, fields={"valid_from": sentence})
    kinds = kinds_of_parts(parts)
    if newest is not None:
        change(newest, valid_until=first_day - timedelta(days=1))
    version = create(
        ConfigurationVersion(
            configuration=configuration, owner_id=configuration.owner_id,
            number=newest.number + 1 if newest else 1, valid_from=first_day,
            image=image.strip()[:120], mdm_profile=mdm_profile.strip()[:120],
            note=note.strip()[:500],
        )
    )  # fmt: skip
    create_all(
        (
            ConfigurationPart(
                version=version, owner_id=configuration.owner_id, position=position, kind=kind,
                item=item, agreement_id=item.agreement_id, quantity=part.quantity,
            )
            for position, (part, item, kind) in enumerate(kinds, 1)
        ),
        under=version,
    )  # fmt: skip
    return version


def end_configuration(
    *, actor: Actor, now: datetime, configuration_id: int, last_day: date | None = None
) -> ConfigurationVersion:
    """Stop offering a configuration after a last day (else today); one that has ended is
    offered again by a new version.

    Raises Refused: ``not-found``, ``not-allowed``, ``configuration-without-version``,
    ``dates-reversed``, ``configuration-ended`` (earlier than that already).
    """
    configuration = configuration_of(configuration_id)
    require(may_keep_configuration(actor, configuration.owner_id))
    newest = configuration.versions.order_by("-number").first()
    if newest is None:
        raise Refused(
            "configuration-without-version", _("This configuration has no version yet: add one.")
        )
    last = last_day or _today(configuration.owner_id, now)
    if last < newest.valid_from:
        raise _wrong("dates-reversed", "last_day", _("The last day lies before the first."))
    if newest.valid_until is not None and newest.valid_until < last:
        sentence = _("It ends earlier than that already. Add a version for later days.")
        raise Refused("configuration-ended", sentence, fields={"last_day": sentence})
    return change(newest, valid_until=last)


def set_enrolment(*, actor: Actor, now: datetime, identifiers: Mapping[str, str]) -> dict[str, str]:
    """Set the acting organisation's identifiers by programme; an empty one is removed.

    Programmes that are not named stay. Raises Refused: ``not-allowed``,
    ``programme-unknown``, ``identifier-too-long``.
    """
    require(may_keep_enrolment(actor))
    known = {
        row.programme: row
        for row in EnrolmentIdentifier.objects.filter(party_id=actor.own_party_id)
    }
    for programme, text in identifiers.items():
        if programme not in EnrolmentProgramme.values:
            sentence = _("There is no programme “%(programme)s”.")
            raise Refused("programme-unknown", sentence, status=422, programme=programme)
        value, row = text.strip(), known.get(programme)
        if len(value) > LONGEST_IDENTIFIER:
            sentence = _("Shorten it to 100 characters.")
            raise _wrong("identifier-too-long", programme, sentence)
        if row is None and value:
            create(
                EnrolmentIdentifier(party_id=actor.own_party_id, programme=programme, value=value)
            )
        elif row is not None and value:
            change(row, value=value)
        elif row is not None:
            remove(row)
    rows = EnrolmentIdentifier.objects.filter(party_id=actor.own_party_id).order_by("programme")
    return dict(rows.values_list("programme", "value"))


def kinds_of_parts(
    parts: Sequence[WantedPart],
) -> list[tuple[WantedPart, CatalogueItem, PartKind]]:
    """Each part with its item and what it is; the first is the device.

    Raises Refused ``item-not-on-the-shelf``, ``parts-incomplete``.
    """
    if not 1 <= len(parts) <= MOST_PARTS:
        raise _wrong("parts-incomplete", "part_1", _("Give between 1 and 12 parts."))
    items = CatalogueItem.objects.filter(active=True).in_bulk({part.item_id for part in parts})
    found = []
    for place, part in enumerate(parts):
        item = items.get(part.item_id)
        if item is None:
            raise Refused(
                "item-not-on-the-shelf",
                _("This item is no longer in the shop. Choose its successor or another one."),
                status=404,
            )
        kind = PartKind.DEVICE if place == 0 else _kind_of(item)
        most = 1 if kind == PartKind.DEVICE else MOST_OF_A_PART
        if not 1 <= part.quantity <= most:
            sentence = _("One device, and between 1 and 120 of every other part.")
            raise _wrong("parts-incomplete", f"quantity_{place + 1}", sentence)
        found.append((part, item, kind))
    if sum(kind == PartKind.SUBSCRIPTION for _part, _item, kind in found) > 1:
        raise _wrong(
            "parts-incomplete", "part_2", _("A configuration has one subscription at most.")
        )
    return found


def _kind_of(item: CatalogueItem) -> PartKind:
    if item.category == Category.SIM:
        return PartKind.SUBSCRIPTION
    return PartKind.SERVICE if item.category in SERVICES else PartKind.ACCESSORY


def _wrong(code: str, field: str, sentence: object) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})  # type: ignore[arg-type,dict-item]


def _today(party_id: int, now: datetime) -> date:
    return day_of(now, Party.objects.get(id=party_id).time_zone)
