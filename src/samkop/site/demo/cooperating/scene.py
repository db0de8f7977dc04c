"""The stage of the cooperation: the cast, the region, the calendar, and the seeds."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, TypeVar

from samkop.parties.models import Region
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.agreeing import manager_of
from samkop.site.demo.cast import OPERATOR, Cast
from samkop.site.demo.dates import at
from samkop.site.demo.seeds import organisations

Result = TypeVar("Result")
Seed = dict[str, Any]


@cache
def cooperation() -> Seed:
    """What is decided together: ``cooperation.toml`` as it stands."""
    data = files("samkop.site.demo") / "data" / "cooperation.toml"
    return tomllib.loads(data.read_text("utf-8"))


@dataclass(frozen=True)
class Together:
    """Who takes part, and the day from which all days are counted back."""

    cast: Cast
    founded: date

    @cached_property
    def region_id(self) -> int:
        """The region of the demonstration."""
        with reading(OPERATOR):
            body = self.cast.parties["body"]
            return int(Region.objects.get(purchasing_body_id=body).pk)

    @property
    def body(self) -> Actor:
        """Who runs agreements for all: the purchasing body's category manager."""
        return manager_of(self.cast)

    def members(self) -> Iterable[str]:
        """The municipalities that are members, by their keys."""
        for key, seed in organisations().items():
            if seed.member_since and seed.kind == "municipality":
                yield key

    def day(self, ago: int) -> date:
        """So many days before the founding; less than none after it."""
        return self.founded - timedelta(days=ago)

    def at(self, ago: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment of that day."""
        return at(self.day(ago), hour, minute)

    def play(
        self, actor: Actor, use_case: Callable[..., Result], key: str, now: datetime, **inputs: Any
    ) -> Result:
        """Let somebody do something at a moment, once however often it is asked for."""
        return perform(actor, use_case, key=f"demo:together:{key}", now=now, **inputs)
