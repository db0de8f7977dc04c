"""Writing notifications, inside the unit of work of what they tell of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from samkop.platform.notifications.kinds import kinds
from samkop.platform.unit_of_work import current_unit

# One statement, no RETURNING: who tells may not read what others are told.
WRITE = """
WITH told AS (
    SELECT nextval('platform_notification_id_seq') AS id, person
    FROM unnest(%(people)s::bigint[]) AS person
), written AS (
    INSERT INTO platform_notification (id, party_id, person_id, kind, subject, facts, url, at)
    SELECT id, %(party)s, person, %(kind)s, %(subject)s, %(facts)s::jsonb, %(url)s, %(at)s FROM told
)
INSERT INTO platform_notificationmail
    (notification_id, party_id, person_id, state, due_at, attempts, last_error)
SELECT id, %(party)s, person, 'waiting', %(at)s, 0, '' FROM told
"""


def notify(
    *,
    party_id: int,
    person_ids: Iterable[int],
    kind: str,
    subject: str,
    facts: Mapping[str, Any],
    url: str,
) -> None:
    """Tell people of a party of something, in the open unit of work: all or nothing with it.

    ``party_id`` is a party acted for, and the people are its members: the database refuses
    others. ``kind`` is declared in an app's ``notices.py`` (KeyError if not); ``facts`` are
    plain JSON values, named as ``kinds.worded`` reads them; ``subject`` is
    ``records.subject_of(thing)``; ``url`` the thing's page, a path of ours. Each person is
    told once, however often named. To tell people of several parties, a handler makes one
    ``perform`` for each.
    """
    kinds()[kind]
    people = sorted(set(person_ids))
    if not people:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE,
            {
                "people": people, "party": party_id, "kind": kind, "subject": subject,
                "facts": json.dumps(dict(facts)), "url": url, "at": current_unit().now,
            },
        )  # fmt: skip
