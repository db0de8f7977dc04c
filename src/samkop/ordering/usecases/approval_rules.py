"""Rules of approval: drafted, simulated, and adopted for a day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.catalogue.vocabulary import Category
from samkop.core.period import day_of
from samkop.ordering.models import ApprovalRule, RuleSet
from samkop.ordering.policies import may_keep_rules
from samkop.ordering.queries import rows_of, set_in_force
from samkop.ordering.vocabulary import APPROVAL_ROLES, Outcome, RuleSetState
from samkop.parties.models import CostCentre, Party, PersonGroup
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.records import change, create, create_all, remove
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

MOST_RULES = 200


@dataclass(frozen=True)
class NewRule:
    """A row as somebody writes it; amounts in cents of the organisation's currency."""

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


def draft_rules(
    *, actor: Actor, now: datetime, title: str, rules: list[NewRule] | None = None
) -> RuleSet:
    """Start a new version, with these rules, or with those in force today if none are given.

    Raises Refused: ``title-missing``, ``too-many-rules``, and what ``add_rule`` raises.
    """
    require(may_keep_rules(actor))
    if not title.strip():
        sentence = _("Give the version a title.")
        raise Refused("title-missing", sentence, status=422, fields={"title": sentence})
    # Two drafts at once get two numbers.
    hold("approval-rules", actor.own_party_id)
    party = Party.objects.get(id=actor.own_party_id)
    newest = RuleSet.objects.filter(party=party).order_by("-version").first()
    made = create(
        RuleSet(
            party=party, version=newest.version + 1 if newest else 1, title=title.strip()[:120],
            currency=party.currency, drafted_by_id=actor.own_person_id, drafted_at=now,
        )
    )  # fmt: skip
    if rules is None:
        current = set_in_force(party.pk, day_of(now, party.time_zone))
        rules = [_as_new(row) for row in rows_of(current)]
    if len(rules) > MOST_RULES:
        raise _too_many()
    for rule in rules:
        _check(party.pk, rule)
    create_all([_row(made, position, rule) for position, rule in enumerate(rules, 1)], under=made)
    return made


def add_rule(*, actor: Actor, now: datetime, rule_set_id: int, rule: NewRule) -> ApprovalRule:
    """Add a row at the end of a draft.

    Raises Refused: ``not-found``, ``rules-adopted``, ``too-many-rules``,
    ``outcome-unknown``, ``role-missing``, ``role-unknown``, ``amounts-reversed``,
    ``cost-centre-unknown``, ``category-unknown``, ``agreement-unknown``, ``group-unknown``.
    """
    rule_set = _draft(actor, rule_set_id)
    _check(rule_set.party_id, rule)
    last = ApprovalRule.objects.filter(rule_set=rule_set).order_by("-position").first()
    position = last.position + 1 if last else 1
    if position > MOST_RULES:
        raise _too_many()
    _revised(rule_set)
    return create(_row(rule_set, position, rule))


def remove_rule(*, actor: Actor, now: datetime, rule_set_id: int, rule_id: int) -> RuleSet:
    """Take a row out of a draft. Raises Refused: ``not-found``, ``rules-adopted``."""
    rule_set = _draft(actor, rule_set_id)
    gone, *others = _split(rule_set, rule_id)
    remove(gone)
    for position, row in enumerate(others, 1):
        change(row, position=position)
    return _revised(rule_set)


def move_rule(*, actor: Actor, now: datetime, rule_set_id: int, rule_id: int, up: bool) -> RuleSet:
    """Let a row of a draft change places with the one before or after it.

    Raises Refused: ``not-found``, ``rules-adopted``.
    """
    rule_set = _draft(actor, rule_set_id)
    moved, *others = _split(rule_set, rule_id)
    place = moved.position - 1 + (-1 if up else 1)
    others.insert(min(max(place, 0), len(others)), moved)
    for position, row in enumerate(others, 1):
        change(row, position=position)
    return _revised(rule_set)


def adopt_rules(*, actor: Actor, now: datetime, rule_set_id: int, valid_from: date) -> RuleSet:
    """Put a simulated version in force from a day, in place of the one before it.

    Raises Refused: ``not-found``, ``rules-adopted``, ``rules-not-simulated``,
    ``first-day-past``, ``rules-day-taken``.
    """
    rule_set = _draft(actor, rule_set_id)
    if rule_set.state != RuleSetState.SIMULATED:
        raise Refused(
            "rules-not-simulated",
            _("Simulate these rules first, so that you see which orders would go elsewhere."),
        )
    today = day_of(now, Party.objects.get(id=rule_set.party_id).time_zone)
    if valid_from < today:
        raise _about_day("first-day-past", _("Choose today or a later day."))
    taken = RuleSet.objects.filter(party_id=rule_set.party_id, valid_from=valid_from)
    if taken.exists():
        raise _about_day(
            "rules-day-taken", _("Another version is in force from this day. Choose another day.")
        )
    return change(
        rule_set, state=RuleSetState.ADOPTED, valid_from=valid_from,
        adopted_by_id=actor.own_person_id,
    )  # fmt: skip


def _about_day(code: str, sentence: Promise) -> Refused:
    return Refused(code, sentence, fields={"valid_from": sentence})


def _draft(actor: Actor, rule_set_id: int) -> RuleSet:
    """The set, held, while it may be changed."""
    require(may_keep_rules(actor))
    found = RuleSet.objects.select_for_update().filter(
        id=rule_set_id, party_id=actor.own_party_id
    ).first()  # fmt: skip
    if found is None:
        raise not_found()
    if found.state == RuleSetState.ADOPTED:
        raise Refused(
            "rules-adopted",
            _("These rules have been adopted and stay as they are. Draft a new version."),
        )
    return found


def _revised(rule_set: RuleSet) -> RuleSet:
    """A change makes the simulation untrue."""
    return change(rule_set, revision=rule_set.revision + 1, state=RuleSetState.DRAFT)


def _split(rule_set: RuleSet, rule_id: int) -> list[ApprovalRule]:
    """The row with this id, and then the others in their order."""
    rows = list(rows_of(rule_set))
    chosen = [row for row in rows if row.pk == rule_id]
    if not chosen:
        raise not_found()
    return chosen + [row for row in rows if row.pk != rule_id]


def _row(rule_set: RuleSet, position: int, rule: NewRule) -> ApprovalRule:
    return ApprovalRule(
        party_id=rule_set.party_id, rule_set=rule_set, position=position, **asdict(rule)
    )


def _as_new(row: ApprovalRule) -> NewRule:
    return NewRule(**{name: getattr(row, name) for name in NewRule.__dataclass_fields__})


def _check(party_id: int, rule: NewRule) -> None:
    if rule.outcome not in Outcome.values:
        raise _wrong("outcome-unknown", "outcome", _("Choose what the rule leads to."))
    if (rule.outcome == Outcome.ROLE_FIRST) != bool(rule.role):
        raise _wrong("role-missing", "role", _("Name the role that looks at it first."))
    if rule.role and rule.role not in APPROVAL_ROLES:
        raise _wrong("role-unknown", "role", _("This role cannot be named in a rule."))
    if rule.requester_role and rule.requester_role not in RoleName.values:
        raise _wrong("role-unknown", "requester_role", _("There is no such role."))
    low, high = rule.amount_from_cents, rule.amount_to_cents
    if (low or 0) < 0 or (high is not None and high <= (low or 0)):
        raise _wrong(
            "amounts-reversed", "amount_to", _("The upper amount has to be above the lower one.")
        )
    if rule.category and rule.category not in Category.values:
        raise _wrong("category-unknown", "category", _("There is no such category."))
    _check_named(party_id, rule)


def _check_named(party_id: int, rule: NewRule) -> None:
    if rule.cost_centre_id is not None:
        centres = CostCentre.objects.filter(party_id=party_id, id=rule.cost_centre_id)
        if not centres.exists():
            raise _wrong(
                "cost-centre-unknown", "cost_centre",
                _("Choose one of your organisation's cost centres."),
            )  # fmt: skip
    if rule.agreement_id is not None:
        agreements = FrameworkAgreement.objects.filter(id=rule.agreement_id)
        if not agreements.exists():
            raise _wrong("agreement-unknown", "agreement", _("Choose one of your agreements."))
    if rule.requester_group_id is not None:
        groups = PersonGroup.objects.filter(party_id=party_id, id=rule.requester_group_id)
        if not groups.exists():
            raise _wrong(
                "group-unknown", "requester_group", _("Choose one of your organisation's groups.")
            )


def _wrong(code: str, field: str, sentence: Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})


def _too_many() -> Refused:
    return Refused(
        "too-many-rules", _("A version holds at most %(most)s rules."), status=422, most=MOST_RULES
    )
