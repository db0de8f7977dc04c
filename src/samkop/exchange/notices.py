"""What people are told about documents that come and go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.parties.vocabulary import RoleName
from samkop.platform.notifications import Delivery, Notice

NOTICES = {
    "message-refused": Notice(
        _("A document is refused by its receiver"),
        _("%(receiver)s could not take document %(number)s. Its page says why: correct it there."),
        Delivery.AT_ONCE,
        frozenset({RoleName.ICT_MANAGER.value, RoleName.ADMINISTRATOR.value}),
    ),
    "message-unsent": Notice(
        _("A document does not go out"),
        _("Document %(number)s to %(receiver)s was tried many times. Its page says what is wrong."),
        Delivery.AT_ONCE,
        frozenset({RoleName.ICT_MANAGER.value, RoleName.ADMINISTRATOR.value}),
    ),
}
