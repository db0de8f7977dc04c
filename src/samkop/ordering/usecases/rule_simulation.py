"""What a draft of the rules would have done with last year's requisitions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from samkop.catalogue.queries import range_of
from samkop.core.period import day_of
from samkop.ordering.models import Requisition, RuleSet, RuleSimulation
from samkop.ordering.policies import may_keep_rules
from samkop.ordering.queries import deciding_of, recipients_of, rows_of, rules_of, set_in_force
from samkop.ordering.rules import (
    Asked,
    AskedLine,
    Deciding,
    Rule,
    Verdict,
    deciders,
    evaluate,
    steps_of,
)
from samkop.ordering.vocabulary import RuleSetState
from samkop.parties.models import GroupMember, Party, RoleAssignment
from samkop.platform.actors import Actor, ActorKind
from samkop.platform.jobs import start_job
from samkop.platform.models import JobRun
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

TASK = "approval-rules-simulation"
YEAR = timedelta(days=365)
CHUNK = 500
MOST_LISTED = 5_000
Told = Callable[[int, int], None]
Held = TypeVar("Held")
# What somebody has, and from when until when.
Span = tuple[Held, date, date | None]


def start_simulation(*, actor: Actor, now: datetime, rule_set_id: int) -> JobRun:
    """Ask for a draft to be simulated; asked twice for the same rules, it is one job.

    Raises Refused: ``not-found``, ``rules-adopted``.
    """
    require(may_keep_rules(actor))
    rule_set = _of(actor.own_party_id, rule_set_id)
    tried = JobRun.objects.filter(
        party_id=actor.own_party_id, task=TASK, inputs__rule_set_id=rule_set_id,
        ended_at__isnull=False,
    ).count()  # fmt: skip
    return start_job(
        actor=actor, now=now, task=TASK, key=f"{rule_set_id}:{rule_set.revision}:{tried}",
        inputs={"rule_set_id": rule_set_id, "revision": rule_set.revision},
    )  # fmt: skip


def simulate_rules(
    *, actor: Actor, now: datetime, rule_set_id: int, revision: int | None = None,
    progress: Told | None = None,
) -> RuleSimulation:  # fmt: skip
    """Run a draft and today's rules over the requisitions of the last 365 days.

    Both against today's register, so that the rules alone make the difference. ``progress``
    is told how many are done, of how many. Raises Refused: ``not-found``,
    ``rules-adopted``, ``rules-changed-meanwhile`` when it is not ``revision`` any more.
    """
    require(may_keep_rules(actor) or (actor.kind == ActorKind.JOB and actor.name == "worker"))
    rule_set = _of(actor.own_party_id, rule_set_id, hold=True)
    if revision is not None and rule_set.revision != revision:
        raise Refused(
            "rules-changed-meanwhile",
            _("The rules were changed while this ran. Simulate them again."),
        )
    party = Party.objects.get(id=rule_set.party_id)
    last = day_of(now, party.time_zone)
    current = set_in_force(party.pk, last)
    comparison = _Comparison(
        _Side(rules_of(rows_of(current)), current.currency if current else party.currency),
        _Side(rules_of(rows_of(rule_set)), rule_set.currency),
        deciding_of(party.pk, last),
    )
    wanted = Requisition.objects.filter(party=party, submitted_at__gt=now - YEAR)
    total = wanted.count()
    for done, (requisition, asked) in enumerate(_asked(party, wanted, last), 1):
        comparison.look_at(requisition, asked)
        if progress and (done % CHUNK == 0 or done == total):
            progress(done, total)
    change(rule_set, state=RuleSetState.SIMULATED)
    return create(
        RuleSimulation(
            party=party, rule_set=rule_set, revision=rule_set.revision, current=current,
            first_day=last - YEAR, last_day=last, requisitions=total, moved=comparison.moved,
            result=comparison.as_json(), at=now,
        )
    )  # fmt: skip


@dataclass
class _Side:
    """One of the two sets, and what it would have done so far."""

    rules: list[Rule]
    currency: str
    outcomes: Counter[str] = field(default_factory=Counter)
    people: Counter[int] = field(default_factory=Counter)

    def judge(self, asked: Asked, deciding: Deciding) -> tuple[Verdict, list[int]]:
        """The verdict, and whom it would go to: the first who may, for each step."""
        verdict = evaluate(self.rules, asked, currency=self.currency)
        people: list[int] = []
        for step in steps_of(verdict):
            found = deciders(step, asked, deciding, decided=people)
            people += [found[0].person_id] if found else [0]
        self.outcomes[verdict.outcome] += 1
        self.people.update(people)
        return verdict, people


@dataclass
class _Comparison:
    current: _Side
    draft: _Side
    deciding: Deciding
    moved: int = 0
    listed: list[dict[str, Any]] = field(default_factory=list)

    def look_at(self, requisition: Requisition, asked: Asked) -> None:
        before, to_before = self.current.judge(asked, self.deciding)
        after, to_after = self.draft.judge(asked, self.deciding)
        if (before.outcome, to_before) == (after.outcome, to_after):
            return
        self.moved += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(
                {
                    "requisition": requisition.pk, "before": before.outcome,
                    "after": after.outcome, "to_before": to_before, "to_after": to_after,
                }
            )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """Counts by outcome and by person (0: nobody), and the list; ids as texts in keys."""
        sides = {"current": self.current, "draft": self.draft}
        return {
            "outcomes": {name: dict(side.outcomes) for name, side in sides.items()},
            "people": {
                name: {str(person): count for person, count in side.people.items()}
                for name, side in sides.items()
            },
            "moved": self.listed,
        }


def _of(party_id: int, rule_set_id: int, *, hold: bool = False) -> RuleSet:
    sets = RuleSet.objects.select_for_update() if hold else RuleSet.objects
    found = sets.filter(party_id=party_id, id=rule_set_id).first()
    if found is None:
        raise not_found()
    if found.state == RuleSetState.ADOPTED:
        raise Refused("rules-adopted", _("These rules have been adopted and stay as they are."))
    return found


def _asked(party: Party, wanted: Any, today: date) -> Iterator[tuple[Requisition, Asked]]:
    """Each requisition with what the rules look at, in chunks: few queries, little memory."""
    roles, groups = _roles_by_person(party.pk), _groups_by_person(party.pk)
    rows = wanted.order_by("id").prefetch_related("lines__item").iterator(chunk_size=CHUNK)
    within: dict[int, bool] = {}
    for requisition in rows:
        items = [line.item for line in requisition.lines.all()]
        unknown = [item.pk for item in items if item.pk not in within]
        if unknown:
            in_range = range_of(unknown, today)
            within |= {pk: pk in in_range for pk in unknown}
        sent = day_of(requisition.submitted_at, party.time_zone)
        yield requisition, Asked(
            cents=requisition.total_cents, currency=requisition.currency,
            cost_centre_id=requisition.cost_centre_id, requester_id=requisition.requester_id,
            requester_roles=_held(roles[requisition.requester_id], sent),
            requester_groups=_held(groups[requisition.requester_id], sent),
            recipients=recipients_of(requisition, requisition.lines.all()),
            lines=tuple(
                AskedLine(item.category, item.agreement_id, not within[item.pk]) for item in items
            ),
        )  # fmt: skip


def _held(spans: Iterable[Span[Held]], on: date) -> frozenset[Held]:
    """What of it holds on a day."""
    return frozenset(
        what for what, first, last in spans if first <= on and (last is None or on <= last)
    )


def _roles_by_person(party_id: int) -> dict[int, list[Span[str]]]:
    roles: dict[int, list[Span[str]]] = defaultdict(list)
    for row in RoleAssignment.objects.filter(party_id=party_id):
        roles[row.person_id].append((row.role, row.valid_from, row.valid_until))
    return roles


def _groups_by_person(party_id: int) -> dict[int, list[Span[int]]]:
    groups: dict[int, list[Span[int]]] = defaultdict(list)
    for row in GroupMember.objects.filter(party_id=party_id):
        groups[row.person_id].append((row.group_id, row.valid_from, row.valid_until))
    return groups
