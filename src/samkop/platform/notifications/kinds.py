"""The kinds of thing that people are told of, and their words.

Each app declares its own (``ordering/notices.py``); ``site/wiring.py`` joins them in the one
table ``NOTICES`` that the setting ``SAMKOP_NOTICES`` names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from samkop.platform.formatting import format_date, format_money, format_number
from samkop.platform.models.notification import Delivery, Notification

MISSING = "\u2013"


@dataclass(frozen=True)
class Notice:
    """A kind of notification.

    ``label`` is its heading, and what people choose by; ``sentence`` has ``%(name)s`` for
    the facts (``worded`` says how they are written); ``usually`` holds for who has not
    chosen. Only people in one of the ``roles`` are asked for a choice; empty: everybody.
    ``link`` makes the path that a mail at once carries instead of the thing's page, or
    None where the page will do; called when the mail is sent, and again when it is resent.
    """

    label: str | Promise
    sentence: str | Promise
    usually: Delivery = Delivery.PAGE
    roles: frozenset[str] = frozenset()
    link: Callable[[Notification, datetime], str | None] | None = None


@dataclass(frozen=True)
class Told:
    """A notification in words, in the language that is active."""

    label: str
    sentence: str


@cache
def kinds() -> Mapping[str, Notice]:
    """Every declared kind, by name."""
    declared: Mapping[str, Notice] = import_string(settings.SAMKOP_NOTICES)
    return declared


def told(kind: str, facts: Mapping[str, Any]) -> Told:
    """The words of a notification. A kind that is no longer declared shows its name."""
    notice = kinds().get(kind)
    if notice is None:
        return Told(kind.replace("-", " ").capitalize(), "")
    return Told(str(notice.label), str(notice.sentence) % _Facts(worded(facts)))


class _Facts(dict[str, str]):
    """A fact that an older notification lacks is shown as not known."""

    def __missing__(self, key: str) -> str:
        return MISSING


def worded(facts: Mapping[str, Any]) -> dict[str, str]:
    """Facts as a person reads them, by how they are called.

    ``total_cents`` (with the fact ``currency``) is the money ``total``; ``promised_on``
    (ISO 8601) the day ``promised``; numbers get their groups; what is called differently in
    each language (``in_each_language``) is said in the reader's; everything else is as it is.
    """
    return dict(_worded(name, value, facts) for name, value in facts.items())


def in_each_language(words: Callable[[], str]) -> str | dict[str, str]:
    """A fact in all languages, as a person will be told it; once where all say the same."""
    said = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            said[language] = words()
    first, *others = said.values()
    return said if any(one != first for one in others) else first


def _worded(name: str, value: Any, facts: Mapping[str, Any]) -> tuple[str, str]:
    if value is None:
        return name.removesuffix("_cents").removesuffix("_on"), MISSING
    if name.endswith("_cents"):
        amount = Decimal(value) / 100
        return name.removesuffix("_cents"), format_money(amount, str(facts.get("currency", "")))
    if name.endswith("_on"):
        return name.removesuffix("_on"), format_date(date.fromisoformat(value))
    if isinstance(value, Mapping):
        return name, str(value.get(translation.get_language(), MISSING))
    if isinstance(value, int) and not isinstance(value, bool):
        return name, format_number(value)
    return name, str(value)
