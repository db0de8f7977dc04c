"""Saying who may order what, granting exceptions, and counting what is ordered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samkop.agreements.rules import PriceOrigin
from samkop.catalogue.models import (
    CatalogueItem,
    EntitlementException,
    EntitlementRule,
    EntitlementUse,
)
from samkop.catalogue.policies import (
    may_grant_exception,
    may_grant_exceptions,
    may_keep_entitlements,
)
from samkop.catalogue.queries import item_of
from samkop.catalogue.queries.configurations import configuration_of
from samkop.catalogue.queries.entitlements import Allowance, allowances_of, rules_on, things_of
from samkop.catalogue.rules.entitlement import Ruling, Thing, Use
from samkop.catalogue.vocabulary import Category, Entitled, Target, Verdict
from samkop.core.period import day_of
from samkop.parties.queries import (
    group_of,
    member_at,
    party_of,
    people_with_role,
    person_of,
)
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_date
from samkop.platform.records import change, create, create_all, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

MOST_MONTHS = 240
MOST_EXTRA = 1_000


@dataclass(frozen=True)
class Subject:
    """What a rule or an exception is about (``vocabulary.Target``): ``what`` names a category
    or price group, ``item_id`` an item, ``configuration_id`` a configuration.
    """

    target: str
    what: str = ""
    item_id: int | None = None
    configuration_id: int | None = None


@dataclass(frozen=True)
class Ordered:
    """So many of an item at today's price; ``configuration_id`` where it is the device of a
    configuration.
    """

    item: CatalogueItem
    quantity: int
    origin: PriceOrigin
    configuration_id: int | None = None


def add_entitlement_rule(
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    entitled: str = Entitled.EVERYBODY,
    role: str = "",
    group_id: int | None = None,
    quantity: int | None = None,
    months: int | None = None,
    highest_cents: int | None = None,
    valid_from: date | None = None,
) -> EntitlementRule:
    """Say who may order what from a day (else today) on, in the acting organisation.

    Raises Refused: ``not-allowed``, ``not-found`` (group, item), ``entitled-incomplete``,
    ``target-incomplete``, ``quantity-without-months``.
    """
    require(may_keep_entitlements(actor))
    if entitled == Entitled.GROUP and group_id is not None:
        group_of(group_id)
    elif (entitled == Entitled.ROLE and role in RoleName.values) or entitled == Entitled.EVERYBODY:
        group_id = None
    else:
        raise _incomplete("entitled-incomplete", "entitled", _("Say which role or group it is."))
    if (quantity is None) != (months is None) or (
        quantity is not None and not (quantity >= 1 and 1 <= (months or 0) <= MOST_MONTHS)
    ):
        sentence = _("Give both how many and in how many months (1 to 240), or neither of them.")
        raise _incomplete("quantity-without-months", "quantity", sentence)
    return create(
        EntitlementRule(
            party_id=actor.own_party_id, entitled=entitled,
            role=role if entitled == Entitled.ROLE else "", group_id=group_id,
            **_about(subject), quantity=quantity, months=months, highest_cents=highest_cents,
            valid_from=valid_from or _today(actor.own_party_id, now),
        )
    )  # fmt: skip


def end_entitlement_rule(
    *, actor: Actor, now: datetime, rule_id: int, last_day: date | None = None
) -> EntitlementRule:
    """End a rule after a last day (else today); what has ended is made anew, not made longer.

    Raises Refused ``not-found``, ``not-allowed``, ``dates-reversed``, ``rule-ended`` (earlier
    than that already).
    """
    rule = EntitlementRule.objects.filter(id=rule_id).first()
    if rule is None:
        raise not_found()
    require(may_keep_entitlements(actor) and rule.party_id == actor.party_id)
    last = last_day or _today(rule.party_id, now)
    if last < rule.valid_from:
        raise _incomplete("dates-reversed", "last_day", _("The last day lies before the first."))
    if rule.valid_until is not None and rule.valid_until < last:
        sentence = _("The rule ends earlier than that already. Add a new one for later days.")
        raise Refused("rule-ended", sentence, fields={"last_day": sentence})
    return change(rule, valid_until=last)


def grant_exception(
    *,
    actor: Actor,
    now: datetime,
    email: str,
    subject: Subject,
    quantity: int,
    reason: str,
    valid_until: date,
) -> EntitlementException:
    """Let a colleague have so many of something besides the rules, until a day, with a reason.

    The colleague is named by address. Raises Refused: ``person-unknown``, ``not-allowed``
    (no ICT manager, or for oneself), ``target-incomplete``, ``reason-missing``,
    ``quantity-out-of-bounds``, ``last-day-past``.
    """
    require(may_grant_exceptions(actor))
    person_id = member_at(actor.own_party_id, email)
    require(may_grant_exception(actor, person_id))
    if not reason.strip():
        raise _incomplete("reason-missing", "reason", _("Write why: it stands in the log."))
    if not 1 <= quantity <= MOST_EXTRA:
        sentence = _("The quantity has to be between 1 and 1,000.")
        raise _incomplete("quantity-out-of-bounds", "quantity", sentence)
    if valid_until < _today(actor.own_party_id, now):
        sentence = _("The last day is past already. Choose a later one.")
        raise _incomplete("last-day-past", "valid_until", sentence)
    return create(
        EntitlementException(
            party_id=actor.own_party_id, person_id=person_id, **_about(subject),
            quantity=quantity, reason=reason.strip()[:500], granted_by_id=actor.own_person_id,
            granted_at=now, valid_until=valid_until,
        )
    )  # fmt: skip


def use_entitlements(
    *,
    party_id: int,
    wanted: Mapping[int, Sequence[Ordered]],
    reference: str,
    now: datetime,
) -> None:
    """Count what is ordered for people (by id), in the open unit of work, or refuse it.

    Other units that order for the same people wait, so that two tabs cannot both have the
    last one. As many queries for many people as for one. Raises Refused:
    ``entitlement-reached``, ``entitlement-too-dear``, ``not-entitled``.
    """
    today = _today(party_id, now)
    people = sorted(wanted)
    rules = rules_on(party_id, today)
    if rules:
        _one_at_a_time(party_id, people)
    allowances = allowances_of(party_id, people, today, rules)
    rows = [
        row
        for person_id in people
        for row in _counted(party_id, person_id, allowances[person_id], wanted[person_id])
    ]
    for row in rows:
        row.reference, row.on, row.at = reference, today, now
    exceptions = {row.exception_id for row in rows if row.exception_id}
    if exceptions:
        note(entitlement_exceptions=sorted(exceptions))
    create_all(rows)


def _counted(
    party_id: int, person_id: int, allowance: Allowance, lines: Sequence[Ordered]
) -> list[EntitlementUse]:
    """What one person is given, by the rules and by exceptions, or the refusal."""
    things = things_of((line.item for line in lines), {line.item.pk: line.origin for line in lines})
    rows: list[EntitlementUse] = []
    counted: list[Use] = []
    for line in lines:
        thing = replace(things[line.item.pk], configuration_id=line.configuration_id)
        ruling = allowance.ruling(thing, line.quantity, counted)
        if ruling.verdict != Verdict.ALLOWED:
            raise _refused(ruling, line.item, person_id, party_id, allowance.today)
        for exception_id, count in _split(line.quantity, ruling.by_exception).items():
            counted.append(Use(thing, count, allowance.today, exception_id))
            row = _row(thing, count, exception_id)
            row.party_id, row.person_id = party_id, person_id
            rows.append(row)
    return rows


def return_entitlements(
    *, party_id: int, reference: str, now: datetime, quantities: Mapping[int, int] | None = None
) -> None:
    """Give back what will not come: of each item so many, or all that the reference has.

    What went by an exception is given back last. More than was counted is not given back.
    """
    rows = EntitlementUse.objects.filter(party_id=party_id, reference=reference).order_by("id")
    standing: dict[tuple[int, int, int], list[EntitlementUse]] = {}
    for row in rows:
        kind = (row.item_id, row.exception_id or 0, row.configuration_id or 0)
        standing.setdefault(kind, []).append(row)
    left = dict(quantities) if quantities is not None else None
    undone = []
    # What went by the rules before what went by an exception: those sort first.
    for (item_id, _exception, _configuration), found in sorted(standing.items()):
        count = sum(row.quantity for row in found)
        if left is not None:
            count = min(count, left.get(item_id, 0))
            left[item_id] = left.get(item_id, 0) - count
        if count > 0:
            first = found[0]
            undone.append(
                EntitlementUse(
                    party_id=party_id, person_id=first.person_id, item_id=item_id,
                    category=first.category, price_group=first.price_group, quantity=-count,
                    configuration_id=first.configuration_id, exception_id=first.exception_id,
                    reference=reference, on=first.on, at=now,
                )
            )  # fmt: skip
    create_all(undone)


def _row(thing: Thing, count: int, exception_id: int | None) -> EntitlementUse:
    return EntitlementUse(
        item_id=thing.item_id, category=thing.category, price_group=thing.price_group,
        configuration_id=thing.configuration_id, quantity=count, exception_id=exception_id,
    )  # fmt: skip


def _split(quantity: int, by_exception: Mapping[int, int]) -> dict[int | None, int]:
    """By the rules (None) and by each exception; without what is nothing."""
    split: dict[int | None, int] = {None: quantity - sum(by_exception.values())}
    split |= dict(by_exception.items())
    return {key: count for key, count in split.items() if count}


def _one_at_a_time(party_id: int, person_ids: Sequence[int]) -> None:
    """Sorted, so that everybody locks in one order: the array's is that in which it is read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('entitlement:' || %s || ':' || one, 0))"
            " FROM unnest(%s::text[]) AS one",
            [str(party_id), [str(person_id) for person_id in person_ids]],
        )


def _refused(
    ruling: Ruling, item: CatalogueItem, person_id: int, party_id: int, today: date
) -> Refused:
    """The refusal says when it is possible again, or whom to ask."""
    ask = people_with_role(party_id, RoleName.ICT_MANAGER, today).first()
    facts: dict[str, Any] = {
        "item": item.shown_name, "person": person_of(person_id).name,
        "ask": ask.name if ask else gettext("the ICT manager"), "left": ruling.left or 0,
    }  # fmt: skip
    if ruling.verdict == Verdict.REACHED and ruling.possible_on:
        sentence = _(
            "%(person)s may have %(left)s more of this kind now (%(item)s), and what was asked"
            " for from %(day)s. Order fewer, wait, or ask %(ask)s for an exception."
        )
        facts["day"] = format_date(ruling.possible_on)
    elif ruling.verdict == Verdict.REACHED:
        sentence = _(
            "%(person)s may have %(left)s more of this kind (%(item)s), never as many as asked"
            " for. Order fewer, or ask %(ask)s for an exception."
        )
    elif ruling.verdict == Verdict.TOO_DEAR:
        sentence = _(
            "%(item)s costs more than your organisation's rules allow for %(person)s. Choose a"
            " cheaper one, or ask %(ask)s for an exception."
        )
    else:
        sentence = _(
            "Your organisation's rules do not let %(person)s have %(item)s. Choose another"
            " item, or ask %(ask)s for an exception."
        )
    return Refused(str(ruling.verdict), sentence, **facts)


def _about(subject: Subject) -> dict[str, object]:
    """The columns of a subject, when it is whole."""
    nothing = {"target": subject.target, "what": "", "item": None, "configuration": None}
    if subject.target == Target.ITEM and subject.item_id is not None:
        return {**nothing, "item": item_of(subject.item_id)}
    if subject.target == Target.CONFIGURATION and subject.configuration_id is not None:
        return {**nothing, "configuration": configuration_of(subject.configuration_id)}
    whole = (
        subject.target == Target.EVERYTHING
        or (subject.target == Target.CATEGORY and subject.what in Category.values)
        or (subject.target == Target.PRICE_GROUP and subject.what.strip())
    )
    if not whole:
        raise _incomplete(
            "target-incomplete",
            "target",
            _("Say which category, price group, item or configuration it is."),
        )
    what = "" if subject.target == Target.EVERYTHING else subject.what.strip()[:60]
    return {**nothing, "what": what}


def _incomplete(code: str, field: str, sentence: object) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})  # type: ignore[arg-type,dict-item]


def _today(party_id: int, now: datetime) -> date:
    return day_of(now, party_of(party_id).time_zone)
