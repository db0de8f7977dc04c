"""Who bought the devices of the past."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from samkop.site.demo.cast import Cast
from samkop.site.demo.seeds import Organisation, address_of

# Who orders for all, who approves it, and what pays for it.
KEEPER, APPROVER, CENTRE = "ict", "head", "1000"


@dataclass(frozen=True)
class Buying:
    """Who buys: an organisation, its people, where its goods come to."""

    cast: Cast
    seed: Organisation
    depot: str

    @property
    def party_id(self) -> int:
        """Its id."""
        return self.cast.parties[self.seed.key]

    @property
    def depot_id(self) -> int:
        """The id of the place that its goods come to."""
        return self.cast.sites[self.seed.key, self.depot]

    @property
    def centre_id(self) -> int:
        """The id of the cost centre that pays."""
        return self.cast.cost_centres[self.seed.key, CENTRE]

    def person(self, part: str) -> int:
        """The id of somebody who works there."""
        return self.cast.person(part, self.seed.key).own_person_id

    def first_of(self, parts: Iterable[str]) -> int:
        """The id of the first of these people that there is."""
        there = (part for part in parts if address_of(part, self.seed.key) in self.cast.people)
        return self.person(next(there))
