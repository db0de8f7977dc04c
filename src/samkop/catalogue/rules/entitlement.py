"""What somebody may order, and how often (domain.md, "Parties and rights").

A rule says *who* may order *what*, *how many in so many months*, and *how dear*. Nobody is
bound where no rule speaks of a thing; where one does, only those whom a rule names may order
it. Of several rules that name somebody the most generous counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from samkop.catalogue.vocabulary import Entitled, Target, Verdict
from samkop.core.period import months_after


@dataclass(frozen=True)
class Orderer:
    """The person for whom something is ordered: roles held and groups (ids) on the day."""

    roles: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Thing:
    """What is ordered; ``cents`` is the price of one without VAT, today.

    ``configuration_id`` is that of the configuration whose device it is.
    """

    item_id: int
    category: str
    price_group: str = ""
    cents: int = 0
    configuration_id: int | None = None


@dataclass(frozen=True)
class Scope:
    """What a rule or an exception is about; ``what`` is a category or a price group."""

    target: str
    what: str = ""
    item_id: int | None = None
    configuration_id: int | None = None

    def covers(self, thing: Thing) -> bool:
        """Whether the thing falls under it."""
        return {
            Target.EVERYTHING: True,
            Target.CATEGORY: self.what == thing.category,
            Target.PRICE_GROUP: bool(self.what) and self.what == thing.price_group,
            Target.ITEM: self.item_id == thing.item_id,
            Target.CONFIGURATION: thing.configuration_id is not None
            and self.configuration_id == thing.configuration_id,
        }[Target(self.target)]


@dataclass(frozen=True)
class Rule:
    """One rule. ``quantity`` in any ``months``, or as many as wanted where both are None.

    ``highest_cents`` is the highest price of one, without VAT; None for any price.
    """

    id: int
    entitled: str
    scope: Scope
    role: str = ""
    group_id: int | None = None
    quantity: int | None = None
    months: int | None = None
    highest_cents: int | None = None

    def names(self, orderer: Orderer) -> bool:
        """Whether the rule speaks of this person."""
        return {
            Entitled.EVERYBODY: True,
            Entitled.ROLE: self.role in orderer.roles,
            Entitled.GROUP: self.group_id in orderer.groups,
        }[Entitled(self.entitled)]


@dataclass(frozen=True)
class Use:
    """So many of a thing ordered on a day; negative where they were given back."""

    thing: Thing
    quantity: int
    on: date
    exception_id: int | None = None


@dataclass(frozen=True)
class Exemption:
    """So many of something that a person may have besides the rules."""

    id: int
    scope: Scope
    quantity: int


@dataclass(frozen=True)
class Ruling:
    """What came of it.

    ``left`` is how many may be ordered today by the rules and exceptions together, None for
    as many as wanted. ``possible_on`` is the first day on which the rules alone allow what
    was wanted, None where they never do. ``rule`` is the one that counted. ``by_exception``
    maps an exception to how many are taken from it; the rest goes by the rules.
    """

    verdict: Verdict
    left: int | None = None
    possible_on: date | None = None
    rule: Rule | None = None
    by_exception: Mapping[int, int] = field(default_factory=dict)


def entitlement(
    thing: Thing,
    wanted: int,
    orderer: Orderer,
    *,
    rules: Sequence[Rule],
    exemptions: Sequence[Exemption] = (),
    uses: Sequence[Use] = (),
    today: date,
) -> Ruling:
    """Whether ``wanted`` (1 or more) of a thing may be ordered for somebody today.

    ``rules`` and ``exemptions`` are those in force today, ``exemptions`` and ``uses`` this
    person's own; ``uses`` include what stands in the same order before this.
    """
    about = [rule for rule in rules if rule.scope.covers(thing)]
    if not about:
        return Ruling(Verdict.ALLOWED)
    best = _best(_standings(thing, wanted, orderer, about, uses, today))
    if best.left is None or best.left >= wanted:
        return best
    spare = _spare(thing, exemptions, uses)
    left = best.left + sum(spare.values())
    if left < wanted:
        return Ruling(best.verdict, left, best.possible_on, best.rule)
    return Ruling(Verdict.ALLOWED, left, None, best.rule, _taken(spare, wanted - best.left))


def _standings(
    thing: Thing, wanted: int, orderer: Orderer, about: Sequence[Rule],
    uses: Sequence[Use], today: date,
) -> Iterable[Ruling]:  # fmt: skip
    """What each rule says that names the person."""
    for rule in about:
        if not rule.names(orderer):
            continue
        if rule.highest_cents is not None and thing.cents > rule.highest_cents:
            yield Ruling(Verdict.TOO_DEAR, 0, None, rule)
        elif rule.quantity is None or rule.months is None:
            yield Ruling(Verdict.ALLOWED, None, None, rule)
        else:
            yield _counted(rule, rule.quantity, rule.months, wanted, uses, today)


def _counted(
    rule: Rule, quantity: int, months: int, wanted: int, uses: Sequence[Use], today: date
) -> Ruling:
    """What a rule with a number says: a use counts until so many months after its day."""
    ends: dict[date, int] = {}
    for use in uses:
        if use.exception_id is None and rule.scope.covers(use.thing):
            end = months_after(use.on, months)
            ends[end] = ends.get(end, 0) + use.quantity
    counting = {end: count for end, count in ends.items() if end > today and count > 0}
    used = sum(counting.values())
    left = max(quantity - used, 0)
    if left >= wanted:
        return Ruling(Verdict.ALLOWED, left, None, rule)
    possible_on = None
    for end in sorted(counting) if wanted <= quantity else ():
        used -= counting[end]
        if used + wanted <= quantity:
            possible_on = end
            break
    return Ruling(Verdict.REACHED, left, possible_on, rule)


def _best(standings: Iterable[Ruling]) -> Ruling:
    """The most generous: as many as wanted, then the most left, then the soonest."""
    never = date.max
    return min(
        standings,
        key=lambda found: (
            found.left is not None,
            -(found.left or 0),
            found.verdict == Verdict.TOO_DEAR,
            found.possible_on or never,
        ),
        default=Ruling(Verdict.NOT_ENTITLED, 0),
    )


def _spare(thing: Thing, exemptions: Sequence[Exemption], uses: Sequence[Use]) -> dict[int, int]:
    """How many each exception about the thing has left, the oldest first."""
    spare = {}
    for exemption in sorted(exemptions, key=lambda found: found.id):
        taken = sum(use.quantity for use in uses if use.exception_id == exemption.id)
        if exemption.scope.covers(thing) and exemption.quantity > taken:
            spare[exemption.id] = exemption.quantity - taken
    return spare


def _taken(spare: Mapping[int, int], needed: int) -> dict[int, int]:
    taken = {}
    for exception_id, left in spare.items():
        if needed > 0:
            taken[exception_id] = min(left, needed)
            needed -= taken[exception_id]
    return taken
