"""Reads: by which rules people are asked, which deliveries are due, who was asked what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Prefetch, QuerySet

from samkop.followup.models import (
    FeedbackAnswer,
    FeedbackQuestion,
    FeedbackReferral,
    FeedbackRule,
    FeedbackText,
    FeedbackThing,
)
from samkop.followup.rules.feedback import USUAL, Asking
from samkop.followup.vocabulary.feedback import FeedbackQuestionState
from samkop.parties.queries import party_of
from samkop.platform.refusals import not_found

# A device may lie in stock for so long before it is handed over, and is asked about still.
LONGEST_IN_STOCK = timedelta(days=200)

# Lines that came, by the person they are for; of devices the day when they were handed over.
DUE = """
WITH line AS (
    SELECT r.id AS requisition_id, r.submitted_at,
           coalesce(rl.recipient_id, r.recipient_id) AS person_id,
           o.id AS order_id, ol.line_number, ol.item_id, o.supplier_id, ol.name, max(m.at) AS came
    FROM ordering_orderlinemovement m
    JOIN ordering_order o ON o.id = m.order_id
    JOIN ordering_requisition r ON r.id = o.requisition_id
    JOIN ordering_orderline ol ON ol.order_id = o.id AND ol.line_number = m.line_number
    JOIN ordering_requisitionline rl ON rl.requisition_id = r.id AND rl.item_id = ol.item_id
        AND rl.agreement_id = o.agreement_id AND rl.delivery_location_id = o.delivery_location_id
    WHERE m.buyer_id = %(party)s AND o.buyer_id = %(party)s AND m.kind = 'received'
      AND m.at >= %(since)s AND (%(requisition)s::bigint IS NULL OR r.id = %(requisition)s)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
), handed AS (
    SELECT l.*, (CASE WHEN d.devices = 0 THEN l.came ELSE d.handed END
                 AT TIME ZONE %(zone)s)::date AS delivered_on
    FROM line l CROSS JOIN LATERAL (
        SELECT count(*) AS devices, max(a.held_since) FILTER (
            WHERE a.state = 'in-use' AND (h.person_id = l.person_id OR h.person_id IS NULL)
        ) AS handed
        FROM fleet_asset a JOIN fleet_holder h ON h.id = a.holder_id
        WHERE a.owner_id = %(party)s AND a.order_id = l.order_id
          AND a.order_line_number = l.line_number
    ) d
)
SELECT h.requisition_id, h.person_id, (min(h.submitted_at) AT TIME ZONE %(zone)s)::date,
       max(h.delivered_on),
       json_agg(json_build_array(h.order_id, h.line_number, h.item_id, h.supplier_id, h.name)
                ORDER BY h.order_id, h.line_number)::text
FROM handed h
WHERE h.delivered_on IS NOT NULL
  AND NOT EXISTS (SELECT FROM followup_feedbackquestion q
                  WHERE q.requisition_id = h.requisition_id AND q.person_id = h.person_id)
  AND NOT EXISTS (SELECT FROM followup_feedbackquestion q
                  WHERE q.party_id = %(party)s AND q.person_id = h.person_id
                    AND q.asked_on > %(rested)s)
  AND EXISTS (SELECT FROM parties_membership m
              WHERE m.party_id = %(party)s AND m.person_id = h.person_id
                AND m.valid_from <= %(today)s
                AND (m.valid_until IS NULL OR m.valid_until >= %(today)s))
GROUP BY 1, 2
HAVING max(h.delivered_on) BETWEEN %(oldest)s AND %(newest)s
ORDER BY 4 DESC, 1, 2
"""


@dataclass(frozen=True)
class Line:
    """A line of an order that came."""

    order_id: int
    line_number: int
    item_id: int
    supplier_id: int
    name: str


@dataclass(frozen=True)
class Delivery:
    """What one requisition brought one person, and when."""

    requisition_id: int
    person_id: int
    wanted_on: date
    delivered_on: date
    lines: Sequence[Line]


def asking_of(party_id: int, today: date) -> Asking:
    """By which days the party asks its people today."""
    found = (
        FeedbackRule.objects.filter(party_id=party_id, valid_from__lte=today)
        .order_by("-valid_from")
        .first()
    )
    if found is None:
        return USUAL
    return Asking(**{name: getattr(found, name) for name in vars(USUAL)})


def rules_of(party_id: int) -> list[FeedbackRule]:
    """What the party has decided about asking, the newest first."""
    rows = FeedbackRule.objects.filter(party_id=party_id).select_related("decided_by")
    return list(rows.order_by("-valid_from"))


def due_deliveries(
    party_id: int, today: date, asking: Asking, requisition_id: int | None = None
) -> list[Delivery]:
    """What came to people of the party who have not been asked about it and are not resting.

    The newest delivery first. ``requisition_id`` keeps that requisition's alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            DUE,
            {
                "party": party_id, "zone": party_of(party_id).time_zone, "today": today,
                "since": asking.oldest(today) - LONGEST_IN_STOCK, "requisition": requisition_id,
                "rested": asking.rested(today), "oldest": asking.oldest(today),
                "newest": asking.newest(today),
            },
        )  # fmt: skip
        found = cursor.fetchall()
    return [
        Delivery(requisition, person, wanted, delivered, [Line(*one) for one in json.loads(lines)])
        for requisition, person, wanted, delivered, lines in found
    ]


def question_of(question_id: int) -> FeedbackQuestion:
    """A question with what it is about. Raises Refused ``not-found``."""
    found = _told().filter(id=question_id).first()
    if found is None:
        raise not_found()
    return found


def questions_to(person_id: int, party_id: int) -> QuerySet[FeedbackQuestion]:
    """What the person was asked in the party, the newest first."""
    return _told().filter(party_id=party_id, person_id=person_id).order_by("-id")


def open_questions_to(person_id: int, party_id: int, today: date) -> list[FeedbackQuestion]:
    """What waits for the person's answer today, what closes first before."""
    rows = questions_to(person_id, party_id)
    rows = rows.filter(state=FeedbackQuestionState.OPEN, closes_on__gte=today)
    return list(rows.order_by("closes_on", "id"))


def to_remind(party_id: int, today: date) -> list[int]:
    """The ids of open questions that are to be recalled by today and have not been."""
    rows = FeedbackQuestion.objects.filter(
        party_id=party_id, state=FeedbackQuestionState.OPEN, reminded_at__isnull=True,
        remind_on__lte=today, closes_on__gte=today,
    )  # fmt: skip
    return list(rows.order_by("id").values_list("id", flat=True))


def to_close(party_id: int, today: date) -> list[int]:
    """The ids of open questions whose last day has passed."""
    rows = FeedbackQuestion.objects.filter(
        party_id=party_id, state=FeedbackQuestionState.OPEN, closes_on__lt=today
    )
    return list(rows.order_by("id").values_list("id", flat=True))


def texts_to_erase(party_id: int, today: date) -> QuerySet[FeedbackText]:
    """Lines whose day has come."""
    return FeedbackText.objects.filter(party_id=party_id, erase_on__lte=today)


def answers_of(party_id: int) -> QuerySet[FeedbackAnswer]:
    """The party's answers with what they are about and what was written."""
    things = Prefetch("question__things", FeedbackThing.objects.select_related("item", "order"))
    return (
        FeedbackAnswer.objects.filter(party_id=party_id)
        .select_related("question__person", "question__requisition")
        .prefetch_related("about__item", "about__supplier", "texts", things)
    )


def answer_of(answer_id: int, party_id: int) -> FeedbackAnswer:
    """One of the party's answers. Raises Refused ``not-found``."""
    found = answers_of(party_id).filter(id=answer_id).first()
    if found is None:
        raise not_found()
    return found


def referrals_of(answer_id: int) -> list[FeedbackReferral]:
    """To whom an answer was passed on, with what they said of it."""
    rows = FeedbackReferral.objects.filter(answer_id=answer_id)
    return list(rows.select_related("supplier", "response", "sent_by").order_by("id"))


def referrals_to(supplier_id: int) -> QuerySet[FeedbackReferral]:
    """What was passed on to a supplier."""
    rows = FeedbackReferral.objects.filter(supplier_id=supplier_id)
    return rows.select_related("party", "order", "response")


def referral_of(referral_id: int) -> FeedbackReferral:
    """One that was passed on, for either side. Raises Refused ``not-found``."""
    found = (
        FeedbackReferral.objects.select_related("party", "supplier", "order", "response")
        .filter(id=referral_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def _told() -> QuerySet[FeedbackQuestion]:
    things = FeedbackThing.objects.select_related("item", "supplier").order_by("id")
    return FeedbackQuestion.objects.select_related("requisition", "person").prefetch_related(
        Prefetch("things", things)
    )
