"""When a question is asked, and what of its answers is shown to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

# Others than the organisation itself are shown no sum of fewer answers (the wall says the same).
SMALLEST = 5
# What an asker may say that ordering took of the own time, in minutes.
MINUTES = (2, 5, 15, 30, 60, 120)
# A month that is not complete this many days after its end is told as it is.
LONGEST_WAIT = timedelta(days=45)


@dataclass(frozen=True)
class Asking:
    """By which days somebody is asked (see ``models.FeedbackRule``)."""

    ask_after_days: int = 3
    answer_within_days: int = 14
    remind_after_days: int = 7
    rest_days: int = 30
    keep_text_days: int = 365
    old_way_minutes: int | None = None

    def newest(self, today: date) -> date:
        """The last day of a delivery that is asked about today."""
        return today - timedelta(days=self.ask_after_days)

    def oldest(self, today: date) -> date:
        """The first: what came before has been passed over."""
        return self.newest(today) - timedelta(days=self.answer_within_days)

    def closes_on(self, today: date) -> date:
        """The last day on which a question of today is answered."""
        return today + timedelta(days=self.answer_within_days)

    def remind_on(self, today: date) -> date | None:
        """When a question of today is recalled; None where nobody is reminded."""
        after = self.remind_after_days
        return today + timedelta(days=after) if after else None

    def rested(self, today: date) -> date:
        """Whoever was asked after this day is left alone today."""
        return today - timedelta(days=self.rest_days)


USUAL = Asking()


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_before(day: date, count: int) -> list[date]:
    """The first days of the ``count`` months before a day's own, the newest first."""
    found, month = [], month_of(day)
    for _ in range(count):
        month = month_of(month - timedelta(days=1))
        found.append(month)
    return found


def last_of(month: date) -> date:
    """The last day of a month."""
    return month_of(month + timedelta(days=31)) - timedelta(days=1)


@dataclass(frozen=True)
class Sum:
    """What some were asked and said; None where fewer than five did and it is not one's own.

    ``days`` are those from sent in to delivered, of all who were asked; ``minutes`` those that
    ``stated`` askers needed to order.
    """

    key: int
    called: str
    asked: int
    answered: int | None
    yes: int | None
    partly: int | None
    no: int | None
    unanswered: int | None
    stated: int | None
    minutes: int | None
    days: int

    @property
    def shown(self) -> bool:
        """Whether what was said may be shown."""
        return self.answered is not None

    @property
    def mean_days(self) -> int | None:
        """Days from sent in to delivered, in the mean, rounded; None of nobody."""
        return None if not self.asked else round(self.days / self.asked)

    @property
    def share_yes(self) -> Decimal | None:
        """What part of those that answered say that it works; None of nobody."""
        return Decimal(self.yes or 0) / self.answered if self.answered else None

    @property
    def share_answered(self) -> Decimal | None:
        """What part of those that were asked have answered; None of nobody, or where hidden."""
        return (
            Decimal(self.answered) / self.asked
            if self.asked and self.answered is not None
            else None
        )

    def saved(self, old_way_minutes: int | None) -> int | None:
        """Minutes saved against the old way by those who said how long it took; may be below 0."""
        if old_way_minutes is None or not self.stated or self.minutes is None:
            return None
        return old_way_minutes * self.stated - self.minutes
