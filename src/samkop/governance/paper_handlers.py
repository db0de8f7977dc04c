"""Facts of floors above that become points of the steering group's next agenda."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from samkop.governance.queries.steering import group_of_region
from samkop.governance.usecases.papers import JOB, put_on_next_agenda
from samkop.parties.models import Party
from samkop.parties.rules import usual_language
from samkop.platform import actors
from samkop.platform.formatting import format_date, format_money, format_number
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading

HUNDRED = Decimal(100)


def benefit_on_agenda(fact: Fact) -> None:
    """What joint buying was worth is a point of the next agenda, in the lead's language."""
    lead = _lead_of(fact)
    if lead is None:
        return
    with translation.override(usual_language(lead.country)):
        title = _("What joint buying was worth in %(year)s") % {"year": fact.body["year"]}
        text = _text(fact)
    perform(
        actors.job(JOB, lead.pk), put_on_next_agenda, key=fact.key_for("agenda"),
        now=fact.happened_at, region_id=fact.body["region_id"], title=title, text=text,
    )  # fmt: skip


def feedback_on_agenda(fact: Fact) -> None:
    """What people said in a month is a line of one point of the next agenda, likewise."""
    lead = _lead_of(fact)
    if lead is None:
        return
    body = fact.body
    with translation.override(usual_language(lead.country)):
        title = _("How deliveries went")
        text = _(
            "%(month)s: %(asked)s people asked in %(members)s members; it works %(yes)s, in part"
            " %(partly)s, not %(no)s, no answer %(unanswered)s. Members left out for fewer than"
            " five answers: %(left_out)s."
        ) % {**body, "month": format_date(date.fromisoformat(body["month"]), "YEAR_MONTH_FORMAT")}
    perform(
        actors.job(JOB, lead.pk), put_on_next_agenda, key=fact.key_for("agenda"),
        now=fact.happened_at, region_id=body["region_id"], title=title, text=text, added=True,
    )  # fmt: skip


def _lead_of(fact: Fact) -> Party | None:
    """Who leads the steering group of the fact's region, if it has one."""
    with reading(actors.job("dispatcher", fact.party_id)):
        group = group_of_region(fact.body["region_id"])
        return group.lead if group else None


def _text(fact: Fact) -> str:
    body = fact.body

    def money(cents: int) -> str:
        return format_money(Decimal(cents) / HUNDRED, body["currency"], 0)

    def hours(hundredths: int) -> str:
        return format_number(Decimal(hundredths) / HUNDRED, 0)

    lines = [
        _("Members: %(number)s. Units bought: %(units)s, for %(paid)s.")
        % {"number": body["members"], "units": format_number(body["units"]),
           "paid": money(body["paid_cents"])},
        _("Gain in price against own tendering: %(figure)s.")
        % {"figure": _range(body["gain_cents"], money)},
        _("Hours saved: %(figure)s; their cost: %(cost)s.")
        % {"figure": _range(body["saved_hours"], hours),
           "cost": _range(body["saved_cents"], money)},
        _("By which assumptions, and what each member gains, stands under Cooperation, Benefit."),
    ]  # fmt: skip
    return "\n".join(lines)


def _range(three: list[int] | None, shown: Callable[[int], str]) -> str:
    """Likely, from the least to the most; what nobody knows is said so."""
    if three is None:
        return _("no data")
    low, likely, high = (shown(one) for one in three)
    return _("likely %(likely)s (%(low)s to %(high)s)") % {
        "likely": likely, "low": low, "high": high,
    }  # fmt: skip
