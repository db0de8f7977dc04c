"""What the import of a file of groups would do: who is in which, from when until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.parties.columns import NO_MAP, Cells, ColumnMap, Columns, columns_of
from samkop.parties.days import day_in
from samkop.parties.file_plans import FilePlan, check_code_and_name, once, plan_of
from samkop.parties.import_files import table_of
from samkop.parties.models import GroupMember, Membership, PersonGroup
from samkop.parties.rules import normal_email


@dataclass
class _Known:
    """What is registered of what the rows name; groups that a row makes are added."""

    party_id: int
    today: date
    people: Mapping[str, int]
    groups: dict[str, PersonGroup]
    members: Mapping[tuple[int, int], Sequence[GroupMember]]


def group_columns() -> Columns:
    """The columns of a file of groups."""
    return columns_of("group_columns.csv")


def plan_groups(party_id: int, content: bytes, today: date, called: ColumnMap = NO_MAP) -> FilePlan:
    """Check a file against the party's groups; writes nothing.

    A group that is not known yet is made (``first``). Somebody who is in a group on the row's
    first day stays, until the row's last day where it gives one. Raises Refused
    ``file-unreadable`` when the bytes are no table.
    """
    plan = plan_of(table_of(content), group_columns(), called)
    known = _known(plan, party_id, today)
    seen: dict[Any, int] = {}
    for row in plan.rows:
        days = _right(plan, row, known)
        if days is None or not once(plan, row, (row["code"], normal_email(row["email"])), seen):
            continue
        _plan_row(plan, row, known, *days)
    return plan


def _known(plan: FilePlan, party_id: int, today: date) -> _Known:
    codes = {row["code"] for row in plan.rows}
    emails = {normal_email(row["email"]) for row in plan.rows}
    groups = PersonGroup.objects.filter(party_id=party_id, code__in=codes)
    people = Membership.objects.filter(party_id=party_id, person__email__in=emails)
    members: dict[tuple[int, int], list[GroupMember]] = defaultdict(list)
    for one in GroupMember.objects.filter(group__in=groups).order_by("valid_from"):
        members[one.group_id, one.person_id].append(one)
    return _Known(
        party_id, today, dict(people.values_list("person__email", "person_id")),
        {group.code: group for group in groups}, members,
    )  # fmt: skip


def _right(plan: FilePlan, row: Cells, known: _Known) -> tuple[date | None, date | None] | None:
    """The row's days; none where a cell is wrong."""
    before = len(plan.faults)
    check_code_and_name(plan, row)
    if normal_email(row["email"]) not in known.people:
        sentence = _("Nobody with the address “%(value)s” belongs to your organisation.")
        plan.wrong(row, "email", "person-unknown", sentence, value=row["email"])
    days = []
    for column in ("valid_from", "valid_until"):
        day, readable = day_in(row[column])
        if not readable:
            sentence = _("“%(value)s” is no day: write it as 2026-08-01.")
            plan.wrong(row, column, "day-wrong", sentence, value=row[column])
        days.append(day)
    first, last = days
    if last and last < (first or known.today) and (first or not _standing(row, known, last)):
        plan.wrong(row, "valid_until", "dates-reversed", _("The last day lies before the first."))
    return (first, last) if len(plan.faults) == before else None


def _standing(row: Cells, known: _Known, day: date) -> GroupMember | None:
    """The person's time in the group that holds on a day."""
    group = known.groups.get(row["code"])
    person_id = known.people.get(normal_email(row["email"]))
    if group is None or group.pk is None or person_id is None:
        return None
    for one in known.members.get((group.pk, person_id), ()):
        if one.valid_from <= day and (one.valid_until is None or day <= one.valid_until):
            return one
    return None


def _plan_row(
    plan: FilePlan, row: Cells, known: _Known, first: date | None, last: date | None
) -> None:
    group = known.groups.get(row["code"])
    if group is None:
        group = PersonGroup(
            party_id=known.party_id, code=row["code"], name=row["name"] or row["code"]
        )
        known.groups[group.code] = group
        plan.first.append(group)
    standing = _standing(row, known, first or known.today)
    if standing is None and last is not None:
        standing = _standing(row, known, last)
    begins = standing.valid_from if standing else first or known.today
    until = last or (standing.valid_until if standing else None)
    later = [
        one.valid_from
        for one in known.members.get((group.pk or 0, known.people[normal_email(row["email"])]), ())
        if one.valid_from > begins
    ]
    if later and (until is None or until >= min(later)):
        sentence = _("The person is in this group from %(day)s already: end before that day.")
        plan.wrong(row, "valid_until", "group-member-already", sentence, day=min(later).isoformat())
        return
    if standing is not None:
        plan.give(standing, {"valid_until": until})
        return
    plan.new.append(
        GroupMember(
            group=group, party_id=known.party_id,
            person_id=known.people[normal_email(row["email"])], valid_from=begins,
            valid_until=last,
        )
    )  # fmt: skip
