"""The usual homework of a buyer, as a table: area, code, question, what to think of.

From what buyers say that they should have known before they went to the market. A pre-study
begins with all of it and may add points of its own; codes never change their meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.planning.vocabulary import HomeworkArea


@dataclass(frozen=True)
class UsualPoint:
    """One question of the checklist."""

    area: HomeworkArea
    code: str
    question: str | Promise
    hint: str | Promise


_TABLE = (
    UsualPoint(
        HomeworkArea.WHAT, "what-is-needed", _("What exactly is needed, by whom, and how much?"),
        _("Needs of every buyer by year; who has none has said so."),
    ),
    UsualPoint(
        HomeworkArea.WHAT, "what-there-is",
        _("What is there today, what does it cost, and what ties it to today's suppliers?"),
        _("Applications, devices, contracts with their ends, licences, and what leaving costs."),
    ),
    UsualPoint(
        HomeworkArea.WHAT, "what-it-must-manage",
        _("What does it have to manage, and how is that measured?"),
        _("Service levels, critical places of use, security, accessibility."),
    ),
    UsualPoint(
        HomeworkArea.OUTSOURCING, "what-suits-outsourcing",
        _("Which parts suit outsourcing, and which do we keep?"),
        _("What is critical, what gives us an advantage, what others do better."),
    ),
    UsualPoint(
        HomeworkArea.OUTSOURCING, "who-steers",
        _("Who of our own people steers the suppliers, and do they have the time?"),
        _("Following up and steering is the hardest part. Name roles and hours."),
    ),
    UsualPoint(
        HomeworkArea.MARKET, "who-can-deliver",
        _("Who can deliver it, large and small, and who would bid?"),
        _("Suppliers by lot, their number, and what would keep them from bidding."),
    ),
    UsualPoint(
        HomeworkArea.MARKET, "what-the-market-says",
        _("What did the market answer to our open questions?"),
        _("The record of a market consultation, which reaches everybody."),
    ),
    UsualPoint(
        HomeworkArea.MARKET, "what-others-pay",
        _("What do others pay for the same?"),
        _("Published contracts, prices of other buyers, price trends."),
    ),
    UsualPoint(
        HomeworkArea.FLEXIBILITY, "what-may-change",
        _("What may change during the agreement, and how does it follow?"),
        _("Growth, volumes up and down, options, review clauses, index."),
    ),
    UsualPoint(
        HomeworkArea.FLEXIBILITY, "how-we-leave",
        _("How do we leave, and what does it cost?"),
        _("Exit plan, data, licences, staff; who helps whom, for how long."),
    ),
    UsualPoint(
        HomeworkArea.INNOVATION, "how-new-things-come",
        _("How does something new get into the agreement without a new tender?"),
        _("Commitments a year, a share of savings, room for changes by art. 72."),
    ),
    UsualPoint(
        HomeworkArea.INNOVATION, "what-is-measured",
        _("By which figures will we know that it became better?"),
        _("Indicators and a baseline fixed before the start."),
    ),
    UsualPoint(
        HomeworkArea.OPERATION, "which-form",
        _("Own, hosted, cloud or hybrid: which is most cost-effective over the whole life?"),
        _("A comparison for each service, with ranges, own staff and the exit included."),
    ),
    UsualPoint(
        HomeworkArea.OPERATION, "how-secure",
        _("Which demands on security and data protection decide the form of operation?"),
        _("Where data may be, who may see it, continuity, incident reporting."),
    ),
    UsualPoint(
        HomeworkArea.TIME, "how-long",
        _("Does the time suffice, from the notice to full operation?"),
        _("Least times by law, reviews, transition, school terms, ends of today's contracts."),
    ),
    UsualPoint(
        HomeworkArea.TIME, "who-decides-when",
        _("Who decides what, and when?"),
        _("Each member's own decisions with their days; the register number of the matter."),
    ),
)  # fmt: skip
USUAL: Mapping[str, UsualPoint] = {one.code: one for one in _TABLE}
