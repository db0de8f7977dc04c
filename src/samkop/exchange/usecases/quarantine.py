"""Giving a quarantined message another try."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.exchange.models import Message
from samkop.exchange.policies import may_replay
from samkop.exchange.vocabulary import FaultCode, MessageState
from samkop.platform.actors import Actor
from samkop.platform.records import change
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def replay_message(*, actor: Actor, now: datetime, message_id: int) -> Message:
    """Put a quarantined message back among the stored ones; the worker reads it again.

    Done after what kept it out was mended: an address registered, a rule set renewed.
    Raises Refused ``message-not-quarantined`` and ``message-without-content`` (its file
    was too large to be kept).
    """
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise not_found()
    if message.state != MessageState.QUARANTINED:
        raise Refused(
            "message-not-quarantined",
            _("The message is not in quarantine any more. Look at its state on its page."),
        )
    require(may_replay(actor, message))
    if message.fault_code == FaultCode.TOO_LARGE:
        raise Refused(
            "message-without-content",
            _("The file was too large to be kept. Ask the sender for it in parts."),
        )
    return change(
        message,
        state=MessageState.STORED,
        finished_at=None,
        attempts=0,
        next_attempt_at=now,
        fault_code="",
        faults=[],
    )
