"""Whether a buyer may order from an agreement on a day; and if not, why not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import Judgment, Participation
from samkop.agreements.queries import (
    agreement_of,
    open_participation,
    question_of_participation,
    review_of,
)
from samkop.governance.models import DecisionEvent, MemberDecision
from samkop.platform.database.prepared import Asked, Rows
from samkop.platform.formatting import format_date
from samkop.platform.refusals import Refused

NOT_JOINED = _(
    "Your organisation has not joined the agreement on this day."
    " Its own decision must be recorded first."
)
NO_LEGAL_BASIS = _(
    "No legal basis is recorded on which the buyer may order from the agreement on this day."
    " Ask the purchasing body to record it."
)

# What samkop_decision_right answers: why the buyer's own decision gives no right on the day.
BY_DECISION = {
    "agreement-not-joined": _(
        "Your organisation orders from this agreement from %(day)s on, by its own decision."
    ),
    "member-waits": _(
        "Your organisation has decided to wait: %(reason)s. It means to decide by %(day)s."
    ),
    "member-declined": _(
        "Your organisation has decided on %(day)s not to join (%(number)s): nothing is ordered."
    ),
    "decision-not-final": _(
        "Your organisation's decision %(number)s is not final, and is carried out only then."
        " Its registrar records when it is."
    ),
    "decision-appealed": _(
        "Your organisation's decision %(number)s was appealed on %(day)s (%(court)s, case"
        " %(case)s): no new orders until the court has decided. Orders placed before stay."
    ),
    "enforcement-forbidden": _(
        "%(court)s forbade on %(day)s to carry out your organisation's decision %(number)s"
        " (case %(case)s): no new orders meanwhile. Orders placed before stay."
    ),
    "decision-annulled": _(
        "%(court)s annulled your organisation's decision %(number)s on %(day)s (case %(case)s):"
        " it has to decide anew before anything is ordered. Orders placed before stay."
    ),
    "decision-revoked": _(
        "Your organisation revoked its decision %(number)s on %(day)s: it has to decide anew"
        " before anything is ordered. Orders placed before stay."
    ),
}  # fmt: skip

# What samkop_agreement_closed answers: why nothing is ordered, and what to do.
CLOSED = {
    "agreement-not-in-force": _(
        "Agreement %(number)s is not in force on this day. Its page says from when it is."
    ),
    "agreement-suspended": _(
        "Agreement %(number)s is suspended: no new orders for now."
        " Its page says why; ask the purchasing body when it goes on."
    ),
    "agreement-exhausted": _(
        "Agreement %(number)s is exhausted: its maximum value is used up."
        " Ask the purchasing body about the next agreement."
    ),
    "agreement-annulled": _(
        "Agreement %(number)s is annulled: nothing more can be ordered from it."
        " Orders placed before stay. Ask the purchasing body what takes its place."
    ),
    "agreement-ended": _(
        "Agreement %(number)s has ended: nothing more can be ordered from it."
        " Choose an agreement that is in force."
    ),
    "agreement-interim-ended": _(
        "Agreement %(number)s was interim, and its last day, %(day)s, is over."
        " Nothing more can be ordered before the review ends."
    ),
}
JUDGED = _(
    "Agreement %(number)s was interim. %(court)s annulled the award on %(day)s (case %(case)s),"
    " so nothing more can be ordered from it. Orders placed before stay."
)


_RIGHTS = Rows("SELECT code, decision FROM samkop_decision_right(%s, %s)", "", "")
_STANDINGS = Rows(
    "SELECT id, code, rule, decided FROM (SELECT a.id, samkop_agreement_closed(a, %s) AS code,"
    " a.call_off_rule_id AS rule, (SELECT samkop_decision_code(p.decision_id, %s)"
    " FROM agreements_participation p WHERE p.agreement_id = a.id AND p.buyer_id = %s) AS decided"
    " FROM agreements_frameworkagreement a WHERE a.id = ANY (%s)"
    ") AS asked WHERE code IS NOT NULL OR rule IS NOT NULL OR decided IS NOT NULL ORDER BY id",
    "", "", "", "",
)  # fmt: skip


def require_right_to_order(buyer_id: int, agreement_id: int, today: date) -> Participation:
    """The buyer's participation, with agreement and supplier, if it may order on that day.

    Raises Refused: ``agreement-not-joined``, ``legal-basis-missing``; why the buyer's own
    decision gives no right: ``member-waits``, ``member-declined``, ``decision-not-final``,
    ``decision-appealed``, ``enforcement-forbidden``, ``decision-annulled``,
    ``decision-revoked``; and why the agreement is closed: ``agreement-suspended``,
    ``agreement-exhausted``, ``agreement-annulled``, ``agreement-ended``,
    ``agreement-interim-ended``, ``agreement-not-in-force``.
    """
    found = open_participation(buyer_id, agreement_id, today)
    if found is not None:
        return found
    for _id, code, _rule, _decided in _standings(buyer_id, [agreement_id], today):
        if code is not None:
            raise closed(code, agreement_id)
    rows = Participation.objects.filter(agreement_id=agreement_id, buyer_id=buyer_id)
    decided = rows.values_list("decision_id", flat=True).first()
    refused = refused_by_decision(decided, today)
    if refused is not None:
        raise refused
    raise Refused("legal-basis-missing", NO_LEGAL_BASIS)


def refused_by_decision(decision_id: int | None, today: date) -> Refused | None:
    """Why what a buyer has decided gives it no right to order on a day; None where it does."""
    if decision_id is None:
        return Refused("agreement-not-joined", NOT_JOINED)
    asked = _RIGHTS(decision_id, today)
    code, reason_of = asked[0]
    return None if code is None else _refused(code, reason_of, today)


def _refused(code: str, reason_of: int | None, on: date) -> Refused:
    decision = MemberDecision.objects.filter(id=reason_of or 0).first()
    if decision is None or code not in BY_DECISION:
        return Refused("agreement-not-joined", NOT_JOINED)
    if code == "member-waits":
        return Refused(
            code,
            BY_DECISION[code],
            reason=decision.reason.rstrip(". "),
            day=_day(decision.waits_until),
        )
    if code == "agreement-not-joined":
        first = decision.orders_from
        if first is not None and first > on:
            return Refused(code, BY_DECISION[code], day=_day(first))
        return Refused(code, NOT_JOINED)
    event = DecisionEvent.objects.filter(decision=decision).order_by("-id").first()
    since = event.happened_on if event is not None else decision.decided_on
    return Refused(
        code, BY_DECISION[code], number=decision.register_number, day=_day(since),
        court=event.court if event else "", case=event.case_number if event else "",
    )  # fmt: skip


def require_not_stopped(buyer_id: int, agreement_ids: Iterable[int], today: date) -> dict[int, int]:
    """What is asked for can become an order some day: no agreement of these is stopped, and
    the buyer neither waits, declines, nor has its own decision stopped.

    One that has yet to begin is not. Those that are called off by a rule are returned with
    it, by agreement id, and not refused: another supplier takes a stopped one's place. Raises
    Refused as ``require_right_to_order`` does for an agreement that is closed, or a decision
    that gives no right.
    """
    called_off = {}
    for agreement_id, code, rule_id, decided in _standings(buyer_id, sorted(agreement_ids), today):
        if rule_id is not None:
            called_off[agreement_id] = rule_id
        elif code is not None and code != "agreement-not-in-force":
            raise closed(code, agreement_id)
        elif decided in BY_DECISION and decided != "agreement-not-joined":
            raise decided_against(buyer_id, agreement_id, today)
    return called_off


def decided_against(buyer_id: int, agreement_id: int, today: date) -> Refused:
    """Why what the buyer has decided about an agreement gives it no right to order on a day."""
    rows = Participation.objects.filter(agreement_id=agreement_id, buyer_id=buyer_id)
    decided = rows.values_list("decision_id", flat=True).first()
    return refused_by_decision(decided, today) or Refused("agreement-not-joined", NOT_JOINED)


def questions_of_right(buyer_id: int, agreement_ids: list[int], today: date) -> list[Asked]:
    """What the two above ask for these agreements, to be asked ahead."""
    asked = [_STANDINGS.of(today, today, buyer_id, agreement_ids)]
    return asked + [question_of_participation(buyer_id, one, today) for one in agreement_ids]


def _standings(
    buyer_id: int, agreement_ids: list[int], today: date
) -> list[tuple[int, str | None, int | None, str | None]]:
    """Of each agreement that is closed on a day, called off by a rule, or about which the
    buyer's decision gives no right: id, why it is closed, the rule, and the decision's code.
    """
    return _STANDINGS(today, today, buyer_id, agreement_ids)


def closed(code: str, agreement_id: int) -> Refused:
    """The refusal of an agreement that is closed, with the judgment where there is one."""
    agreement = agreement_of(agreement_id)
    if code != "agreement-interim-ended":
        return Refused(code, CLOSED[code], number=agreement.number)
    review = review_of(agreement_id)
    judgment: Judgment | None = getattr(review, "judgment", None)
    if review is None or judgment is None:
        return Refused(
            code, CLOSED[code], number=agreement.number, day=_day(agreement.interim_until)
        )
    return Refused(
        code, JUDGED, number=agreement.number, court=review.court, case=review.case_number,
        day=_day(judgment.decided_on),
    )  # fmt: skip


def _day(day: date | None) -> str:
    return format_date(day, "SHORT_DATE_FORMAT") if day else ""
