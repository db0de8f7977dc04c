"""The stage on which needs become agreements: the cast, the calendar, and the seeds."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from samkop.core.holidays import working_day_from
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import at
from samkop.site.demo.shopkeeping import LANGUAGES

Result = TypeVar("Result")
Seed = Mapping[str, Any]
SATURDAY = 5
BODY = "body"
TOWN = "bjorkasnas"


@cache
def sourcing() -> dict[str, Any]:
    """What is planned and tendered: ``sourcing.toml`` as it stands."""
    data = files("samkop.site.demo") / "data" / "sourcing.toml"
    return tomllib.loads(data.read_text("utf-8"))


def titles_of(seed: Seed) -> dict[str, str]:
    """The titles of something by language."""
    return {language: seed[f"title_{language}"] for language in LANGUAGES}


@dataclass(frozen=True)
class Scene:
    """Who takes part, and the day from which all days are counted back.

    ``data`` is the data folder.
    """

    cast: Cast
    founded: date
    data: Path

    def day(self, ago: int) -> date:
        """So many days before the founding, never on a weekend; less than none after it, on a day
        on which somebody works.
        """
        found = self.founded - timedelta(days=ago)
        if ago < 0:
            return working_day_from(found, "FI")
        return found - timedelta(days=max(0, found.weekday() - SATURDAY + 1))

    def at(self, ago: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment of that day."""
        return at(self.day(ago), hour, minute)

    def person(self, part: str, organisation: str = BODY) -> Actor:
        """Somebody of an organisation."""
        return self.cast.person(part, organisation)

    def party(self, key: str) -> int:
        """An organisation's id."""
        return self.cast.parties[key]

    def play(
        self, actor: Actor, use_case: Callable[..., Result], key: str, now: datetime, **inputs: Any
    ) -> Result:
        """Let somebody do something at a moment, once however often it is asked for."""
        return perform(actor, use_case, key=f"demo:sourcing:{key}", now=now, **inputs)
