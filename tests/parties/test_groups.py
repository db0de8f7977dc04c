"""Being in a group: between two days, left once, and never twice at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from factories.parties import a_municipality, a_person, an_actor
from samkop.parties.models import GroupMember
from samkop.parties.queries import valid_on
from samkop.parties.usecases.groups import add_group, add_group_member, end_group_member
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 2), date(2026, 6, 30)


class Group:
    """A group of a town with the one who keeps it, and somebody to be taken in."""

    def __init__(self) -> None:
        town = a_municipality()
        self.manager, self.person = an_actor(town, "ict-manager"), a_person(town)
        self.group = perform(self.manager, add_group, party_id=town.pk, code="5B", name="5B")

    def take_in(self, first: date, last: date | None = None) -> GroupMember:
        return perform(
            self.manager, add_group_member, now=NOW, group_id=self.group.pk,
            email=self.person.email, valid_from=first, valid_until=last,
        )  # fmt: skip

    def let_go(self, member: GroupMember, last: date) -> GroupMember:
        return perform(
            self.manager, end_group_member, now=NOW, group_member_id=member.pk, valid_until=last
        )

    def days(self) -> list[tuple[date, date | None]]:
        with reading(self.manager):
            found = GroupMember.objects.filter(group=self.group).order_by("valid_from")
            return [(one.valid_from, one.valid_until) for one in found]


def code_of(step, *arguments):
    with pytest.raises(Refused) as refused:
        step(*arguments)
    return refused.value.code


def test_who_has_left_a_group_is_taken_in_anew_and_the_old_time_is_not_made_longer():
    group = Group()
    member = group.take_in(JANUARY)
    group.let_go(member, MARCH)
    assert code_of(group.let_go, member, JUNE) == "group-member-left"
    assert code_of(group.let_go, member, date(2025, 12, 31)) == "dates-reversed"
    group.take_in(date(2026, 3, 3))
    assert group.days() == [(JANUARY, MARCH), (date(2026, 3, 3), None)]


def test_a_leaving_is_moved_nearer():
    group = Group()
    member = group.take_in(JANUARY, JUNE)
    group.let_go(member, MARCH)
    assert group.days() == [(JANUARY, MARCH)]


@pytest.mark.parametrize(
    ("first", "last"),
    [(MARCH, None), (JANUARY, None), (JANUARY, MARCH), (JUNE, JUNE), (date(2026, 4, 1), JUNE)],
)
def test_nobody_is_in_a_group_twice_on_one_of_the_days(first, last):
    group = Group()
    group.take_in(MARCH, JUNE)
    assert code_of(group.take_in, first, last) == "group-member-already"
    assert group.days() == [(MARCH, JUNE)]


def test_between_two_times_in_a_group_one_may_be_in_it_again():
    group = Group()
    group.take_in(JUNE)
    group.take_in(JANUARY, date(2026, 6, 29))
    assert group.days() == [(JANUARY, date(2026, 6, 29)), (JUNE, None)]


def test_the_clock_takes_in_on_the_first_day_and_lets_go_after_the_last():
    group = Group()
    group.take_in(MARCH, JUNE)
    days = [date(2026, 3, 1), MARCH, JUNE, date(2026, 7, 1)]
    with reading(group.manager):
        inside = [
            GroupMember.objects.filter(valid_on(day), group=group.group).exists() for day in days
        ]
    assert inside == [False, True, True, False]
