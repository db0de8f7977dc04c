"""Sessions as Django keeps them in the database; each request of somebody signed in reads one."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from samkop.platform.database.prepared import prepared


class SessionStore(DatabaseStore):
    """As Django's, but its statement is built once a process and planned once a connection."""

    def _get_session_from_db(self) -> Session | None:
        found = _going_on(self.session_key, timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]


@prepared
def _going_on(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
