"""Who a session is of: read by each request of somebody signed in."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from samkop.platform.database.prepared import prepared
from samkop.platform.models import Account


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """As allauth's, but its statement is built once a process and planned once a connection."""

    def get_user(self, user_id: int) -> Account | None:
        """The account with this id, if it may sign in."""
        return next(filter(self.user_can_authenticate, _numbered(user_id)), None)


@prepared
def _numbered(account_id: int) -> QuerySet[Account]:
    return Account.objects.filter(id=account_id)
