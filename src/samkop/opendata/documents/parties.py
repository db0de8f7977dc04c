"""Organisations as releases name them."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from samkop.core.ocds import Organisation, Span, register_number, register_of
from samkop.parties.models import Party
from samkop.parties.rules import usual_language

COUNTRIES = {"FI": "Finland", "SE": "Sweden"}
SOLE_TRADER = {"sv": "Enskild näringsidkare", "fi": "Yksityinen elinkeinonharjoittaja"}
_SWEDISH, _MONTHS = "0007", range(1, 13)


def organisation_of(party: Party) -> Organisation:
    """The organisation. Of a sole trader neither number nor name is told: they are a person's.

    In Sweden a sole trader's number is the person's own, which begins with a day of birth; that of
    an organisation has a third digit of 2 or more, so that no month stands there (Swedish Tax
    Agency, SKV 709).
    """
    if _is_a_person(party):
        return Organisation(
            register="SAMKOP", number=str(party.pk), name="Sole trader", names=SOLE_TRADER,
            country=COUNTRIES.get(party.country),
        )  # fmt: skip
    names = {"sv": party.name_sv, "fi": party.name_fi}
    return Organisation(
        register=register_of(party.identifier_scheme),
        number=register_number(party.identifier_scheme, party.identifier),
        name=party.legal_name,
        names={language: name for language, name in names.items() if name} or None,
        country=COUNTRIES.get(party.country),
    )


def _is_a_person(party: Party) -> bool:
    month = party.identifier.replace("-", "")[2:4]
    return party.identifier_scheme == _SWEDISH and month.isdigit() and int(month) in _MONTHS


def is_told_as_it_is(party: Party) -> bool:
    """Whether number and name of the party may stand in what is published."""
    return not _is_a_person(party)


def language_of(party: Party) -> str:
    """The language in which an organisation's releases are told; texts of others stand beside."""
    return usual_language(party.country)


def titles(of: object) -> dict[str, str]:
    """The titles of a thing in each language that it has."""
    found = {language: getattr(of, f"title_{language}") for language in ("sv", "fi", "en")}
    return {language: title for language, title in found.items() if title}


def span(first: date | None, last: date | None, party: Party, at_most: date | None = None) -> Span:
    """From the beginning of the first day to the end of the last, where the party is."""
    return Span(
        start=_at(first, time.min, party), end=_at(last, time(23, 59, 59), party),
        at_most=_at(at_most, time(23, 59, 59), party),
    )  # fmt: skip


def _at(day: date | None, clock: time, party: Party) -> datetime | None:
    zone = ZoneInfo(party.time_zone)
    return None if day is None else datetime.combine(day, clock, tzinfo=zone)


def midnight(day: date, party: Party) -> datetime:
    """The moment at which a day begins where the party is."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(party.time_zone))
