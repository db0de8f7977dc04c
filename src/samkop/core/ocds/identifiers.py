"""Names by which the whole world knows a contracting process and an organisation.

OCDS 1.1, "Identifiers": an ocid is the publisher's registered prefix, a hyphen, and a name that
the publisher gives once. Organisations are named by a list of org-id.guide and their number in it.
"""

from __future__ import annotations

import re

# Nobody's: what is published under it is for trying out. docs/reference/open-data.md says how a
# publisher gets a prefix of its own.
PLACEHOLDER_PREFIX = "ocds-000000"
_PREFIX = re.compile(r"ocds-[a-z0-9]{6}", re.ASCII)
_OTHER = re.compile(r"[^A-Za-z0-9]+", re.ASCII)

# By ISO 6523 code (0212 Finnish business ID, 0007 Swedish organisation number), with the country
# in which the number is given.
_LISTS = {"0212": ("FI-PRO", "FI"), "0007": ("SE-ON", "SE")}


class BadPrefixError(ValueError):
    """The text is no ocid prefix: ``ocds-`` and six letters or figures."""


def checked_prefix(text: str) -> str:
    """The prefix, if it has the form of one. Raises BadPrefixError."""
    if not _PREFIX.fullmatch(text):
        raise BadPrefixError(text)
    return text


def ocid(prefix: str, owner: str, kind: str, number: str) -> str:
    """The process of ``kind`` (tender, agreement) that its owner knows by ``number``.

    ``owner`` is the owner's number in its register. Letters other than ASCII and blanks become
    hyphens; what would be the same then is told apart by the owner's own numbering only, so that
    owners give numbers in plain characters. Raises BadPrefixError.
    """
    return "-".join((checked_prefix(prefix), plain(owner), kind, plain(number)))


def plain(text: str) -> str:
    """Letters and figures of ASCII in their case, anything between them one hyphen."""
    return _OTHER.sub("-", text).strip("-")


def register_of(scheme: str) -> str:
    """The list of org-id.guide for an ISO 6523 code; ``ISO6523-nnnn`` where it has none."""
    known = _LISTS.get(scheme)
    return known[0] if known else f"ISO6523-{scheme}"


def register_number(scheme: str, number: str) -> str:
    """The number as its register shows it: with a hyphen before the last one or four figures."""
    figures = re.sub(r"\s|-", "", number)
    if scheme == "0212" and len(figures) > 1:
        return f"{figures[:-1]}-{figures[-1]}"
    if scheme == "0007" and len(figures) > len("0000"):
        return f"{figures[:-4]}-{figures[-4:]}"
    return number
