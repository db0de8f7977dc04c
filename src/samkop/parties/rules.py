"""Pure rules on plain values: identifiers, e-mail addresses, days."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from samkop.core.identifiers import is_finnish_business_id, is_gln, is_swedish_organisation
from samkop.parties.vocabulary import IdentifierScheme

_CHECKS = {
    IdentifierScheme.FI_BUSINESS_ID: is_finnish_business_id,
    IdentifierScheme.SE_ORGANISATION_NUMBER: is_swedish_organisation,
    IdentifierScheme.GLN: is_gln,
}
# One @, no blanks, a dot in the domain: whether mail arrives shows when it is sent.
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
_LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets
_LANGUAGE_OF_COUNTRY = {"FI": "fi", "SE": "sv"}


class Usual(NamedTuple):
    """A country's register (ISO 6523), time zone and currency (ISO 4217)."""

    scheme: str
    time_zone: str
    currency: str


_USUAL = {
    "FI": Usual(IdentifierScheme.FI_BUSINESS_ID, "Europe/Helsinki", "EUR"),
    "SE": Usual(IdentifierScheme.SE_ORGANISATION_NUMBER, "Europe/Stockholm", "SEK"),
}


def normal_identifier(scheme: str, text: str) -> str:
    """The identifier in its register's own form, whatever blanks or hyphens were typed.

    ``0112038-9`` for 0212, ten digits for 0007, 13 digits for 0088.
    """
    digits = re.sub(r"[\s-]", "", text)
    if scheme == IdentifierScheme.FI_BUSINESS_ID and len(digits) > 1:
        return f"{digits[:-1]}-{digits[-1]}"
    return digits


def is_identifier(scheme: str, identifier: str) -> bool:
    """Whether form and check digit hold; an unknown scheme holds nothing."""
    check = _CHECKS.get(IdentifierScheme(scheme)) if scheme in IdentifierScheme.values else None
    return check is not None and check(identifier)


def is_location_number(text: str) -> bool:
    """Whether this is a GLN, the number of a site."""
    return is_gln(text)


def normal_email(text: str) -> str:
    """An address as it is kept: no blanks around it, lower case."""
    return text.strip().lower()


def is_email(address: str) -> bool:
    """Whether the address has the form of one."""
    return len(address) <= _LONGEST_EMAIL and _EMAIL.fullmatch(address) is not None


def usual_language(country: str) -> str:
    """The language of a person who has not chosen one, by ISO 3166 country."""
    return _LANGUAGE_OF_COUNTRY.get(country, "en")


def usual_of(country: str) -> Usual:
    """What is usual in a country (ISO 3166), where nobody says otherwise."""
    return _USUAL.get(country, Usual("", "", "EUR"))


def holds_on(day: date, valid_from: date, valid_until: date | None) -> bool:
    """Whether something with these dates holds on a day; the last day counts."""
    return valid_from <= day and (valid_until is None or day <= valid_until)
