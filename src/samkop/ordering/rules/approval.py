"""Pure rules of approval: which rule a requisition falls under, and whom it then goes to.

The same functions serve the real flow and the simulation of a draft.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from samkop.ordering.rules.authority import Authority, approvers
from samkop.ordering.vocabulary import Outcome, StepKind


@dataclass(frozen=True)
class AskedLine:
    """What the rules look at in a line: category of goods, agreement, joint range or not."""

    category: str
    agreement_id: int
    outside_range: bool


@dataclass(frozen=True)
class Asked:
    """What the rules look at in a requisition; ``cents`` without VAT.

    ``recipients`` are those who get it, where it is not for the requester;
    ``requester_groups`` the groups that the requester is in, where a rule asks for one.
    """

    cents: int
    currency: str
    cost_centre_id: int
    requester_id: int
    requester_roles: frozenset[str]
    lines: tuple[AskedLine, ...]
    recipients: frozenset[int] = frozenset()
    requester_groups: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Rule:
    """One row of a rule set; what is None or empty asks for nothing.

    ``amount_from_cents`` is included, ``amount_to_cents`` is not.
    """

    id: int
    outcome: str
    role: str = ""
    amount_from_cents: int | None = None
    amount_to_cents: int | None = None
    cost_centre_id: int | None = None
    category: str = ""
    agreement_id: int | None = None
    requester_role: str = ""
    outside_range: bool | None = None
    requester_group_id: int | None = None

    def fits(self, asked: Asked, currency: str) -> bool:
        """Whether the requisition falls under this rule; amounts are in ``currency``.

        A rule that frees from approval has to fit every line: a cheap cable frees no
        computer that is ordered with it. One that asks for approval needs one line.
        """
        each = all if self.outcome == Outcome.NONE else any
        return (
            self._fits_amount(asked, currency)
            and self.cost_centre_id in (None, asked.cost_centre_id)
            and (not self.requester_role or self.requester_role in asked.requester_roles)
            and (
                self.requester_group_id is None or self.requester_group_id in asked.requester_groups
            )
            and (not self._looks_at_lines or each(self._fits_line(line) for line in asked.lines))
        )

    @property
    def _looks_at_lines(self) -> bool:
        return bool(
            self.category or self.agreement_id is not None or self.outside_range is not None
        )

    def _fits_amount(self, asked: Asked, currency: str) -> bool:
        """An amount in another currency is not shown to be below anything: it counts as above.

        So nothing is freed by it and no stricter rule is slipped past; no rate is guessed.
        """
        low, high = self.amount_from_cents, self.amount_to_cents
        if low is None and high is None:
            return True
        if asked.currency != currency:
            return high is None and self.outcome != Outcome.NONE
        return (low is None or asked.cents >= low) and (high is None or asked.cents < high)

    def _fits_line(self, line: AskedLine) -> bool:
        return (
            self.category in ("", line.category)
            and self.agreement_id in (None, line.agreement_id)
            and self.outside_range in (None, line.outside_range)
        )


@dataclass(frozen=True)
class Verdict:
    """What the rules say; ``rule_id`` is None where no rule fits."""

    outcome: str
    role: str = ""
    rule_id: int | None = None


@dataclass(frozen=True)
class Step:
    """One decision that is needed; the first has position 1."""

    position: int
    kind: str
    role: str = ""


@dataclass(frozen=True)
class Delegation:
    """Somebody stands in for an approver, both days included."""

    id: int
    approver_id: int
    delegate_id: int
    valid_from: date
    valid_until: date

    def holds(self, on: date) -> bool:
        """Whether it is in force on the day."""
        return self.valid_from <= on <= self.valid_until


@dataclass(frozen=True)
class Decider:
    """Somebody who may decide: by which authority (None: by a role), and for whom if absent."""

    person_id: int
    authority_id: int | None
    on_behalf_of_id: int | None = None
    delegation_id: int | None = None

    @property
    def principal_id(self) -> int:
        """Whose authority it is."""
        return self.on_behalf_of_id or self.person_id


@dataclass(frozen=True)
class Deciding:
    """Who can decide in an organisation on a day.

    ``holders`` maps a role to the people who hold it; ``managers`` a cost centre to its
    manager.
    """

    on: date
    register: tuple[Authority, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    holders: Mapping[str, frozenset[int]] = field(default_factory=dict)
    managers: Mapping[int, int] = field(default_factory=dict)


_KINDS: dict[str, tuple[StepKind, ...]] = {
    Outcome.NONE: (),
    Outcome.AUTHORITY: (StepKind.AUTHORITY,),
    Outcome.MANAGER: (StepKind.MANAGER,),
    Outcome.FOUR_EYES: (StepKind.AUTHORITY, StepKind.AUTHORITY),
    Outcome.ROLE_FIRST: (StepKind.ROLE, StepKind.AUTHORITY),
}


def evaluate(rules: Sequence[Rule], asked: Asked, *, currency: str) -> Verdict:
    """The first rule that fits decides; where none does, one approver with authority.

    An organisation that has decided nothing has not decided to let everything through.
    """
    for rule in rules:
        if rule.fits(asked, currency):
            return Verdict(rule.outcome, rule.role, rule.id)
    return Verdict(Outcome.AUTHORITY)


def steps_of(verdict: Verdict) -> tuple[Step, ...]:
    """The decisions that a verdict asks for, in their order."""
    return tuple(
        Step(position, kind, verdict.role if kind == StepKind.ROLE else "")
        for position, kind in enumerate(_KINDS[verdict.outcome], 1)
    )


def deciders(
    step: Step, asked: Asked, deciding: Deciding, decided: Collection[int] = ()
) -> list[Decider]:
    """Who may take this step, the narrowest authority first, delegates last.

    Nobody approves an order for himself, neither who asks nor who gets it: not with his own
    authority, not for an absent colleague, not by a delegate (domain.md, "Parties and
    rights"). ``decided`` are the people who took an earlier step or whose authority was
    used there: four eyes are two people.
    """
    out = {asked.requester_id, *asked.recipients, *decided}
    own = [one for one in _principals(step, asked, deciding) if one.person_id not in out]
    absent = {
        delegation.approver_id: delegation
        for delegation in deciding.delegations
        if delegation.holds(deciding.on)
    }
    standing_in = [
        Decider(found.delegate_id, one.authority_id, one.person_id, found.id)
        for one in own
        if (found := absent.get(one.person_id)) and found.delegate_id not in out
    ]
    return own + standing_in


def possible(steps: Iterable[Step], asked: Asked, deciding: Deciding) -> bool:
    """Whether there are enough different people for every step."""
    choices = [{one.principal_id for one in deciders(step, asked, deciding)} for step in steps]
    return any(len(set(chosen)) == len(chosen) for chosen in product(*choices))


def _principals(step: Step, asked: Asked, deciding: Deciding) -> list[Decider]:
    if step.kind == StepKind.ROLE:
        return [
            Decider(person_id, None)
            for person_id in sorted(deciding.holders.get(step.role, frozenset()))
        ]
    fitting = approvers(
        deciding.register, requester_id=asked.requester_id, cents=asked.cents,
        cost_centre_id=asked.cost_centre_id, currency=asked.currency, on=deciding.on,
    )  # fmt: skip
    if step.kind == StepKind.MANAGER:
        manager = deciding.managers.get(asked.cost_centre_id)
        fitting = [one for one in fitting if one.person_id == manager]
    narrowest: dict[int, Decider] = {}
    for one in fitting:
        narrowest.setdefault(one.person_id, Decider(one.person_id, one.id))
    return list(narrowest.values())
