"""What becomes of a message in quarantine: read once more, or laid aside for a reason."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.exchange.models import Message
from samkop.exchange.policies import may_lay_aside, may_replay
from samkop.exchange.vocabulary import SET_ASIDE, FaultCode, MessageState
from samkop.platform.actors import Actor
from samkop.platform.records import change
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LONGEST_REASON = 500


def replay_message(*, actor: Actor, now: datetime, message_id: int) -> Message:
    """Put a quarantined message back among the stored ones; the worker reads it again.

    Done after what kept it out was mended: an address registered, a rule set renewed. One that
    was laid aside may come back so.
    Raises Refused ``message-not-quarantined`` and ``message-without-content`` (its file
    was too large to be kept).
    """
    message = _locked(message_id)
    if message.state not in SET_ASIDE:
        raise _not_quarantined()
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
        laid_aside_because="",
    )


def lay_message_aside(*, actor: Actor, now: datetime, message_id: int, reason: str) -> Message:
    """Say of a quarantined message that nothing more is done about it, and why.

    It stays readable, is applied by nobody, and waits for nobody. Raises Refused ``not-found``,
    ``message-not-quarantined``, ``not-allowed``, ``reason-missing``.
    """
    message = _locked(message_id)
    if message.state != MessageState.QUARANTINED:
        raise _not_quarantined()
    require(may_lay_aside(actor, message))
    if not reason.strip():
        raise Refused(
            "reason-missing",
            _("Write why nothing more is done about it, for whoever finds it later."),
            status=422, fields={"reason": _("Write a reason.")},
        )  # fmt: skip
    return change(
        message, state=MessageState.LAID_ASIDE, laid_aside_because=reason.strip()[:LONGEST_REASON]
    )


def _locked(message_id: int) -> Message:
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise not_found()
    return message


def _not_quarantined() -> Refused:
    return Refused(
        "message-not-quarantined",
        _("The message is not in quarantine any more. Look at its state on its page."),
    )
