"""Messages: the mailbox, one message with its document, and another try."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from samkop.exchange.documents import sentence_of
from samkop.exchange.models import Message
from samkop.exchange.pages.forms import AsideForm
from samkop.exchange.pages.message_list import MESSAGES
from samkop.exchange.pages.shown import TONES, document_file, shown_document
from samkop.exchange.policies import may_lay_aside, may_replay, may_see_messages
from samkop.exchange.queries import (
    BOXES,
    level_responses_to,
    mailbox,
    message_of,
    needing_attention,
    told_of,
    transmissions_of,
    usual_box,
)
from samkop.exchange.usecases.quarantine import lay_message_aside, replay_message
from samkop.exchange.vocabulary import DONE, Direction, MessageState, Outcome, Verdict
from samkop.parties.pages.forms import with_refusal
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import Empty, list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

OUTCOME_TONES = {
    Outcome.SENT: "good",
    Outcome.FAILED: "bad",
    Outcome.ARRIVED: "good",
    Outcome.ARRIVED_AGAIN: "neutral",
}

VERDICT_TONES = {Verdict.ACKNOWLEDGED: "info", Verdict.ACCEPTED: "good", Verdict.REJECTED: "bad"}


@page()
def messages(request: HttpRequest, actor: Actor) -> Any:
    """The mailbox, newest first; box and filters stand in the address."""
    allow(may_see_messages(actor))
    party_id = actor.party_id or 0
    box = _box(request, party_id)
    listing = replace(MESSAGES, empty=Empty(*_nothing_in(box), "mail"))
    return list_page(
        request, actor, listing, mailbox(party_id, box), "exchange/messages.html",
        boxes=_boxes(box), attention=_attention(party_id),
    )  # fmt: skip


def _message(
    request: HttpRequest, actor: Actor, message_id: int, *, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """One message: its document to be read, its faults, its way, its history."""
    allow(may_see_messages(actor))
    found = message_of(message_id)
    shown, excerpt = shown_document(found)
    context = {
        "message": found,
        "tone": TONES[MessageState(found.state)],
        "quarantined": found.state == MessageState.QUARANTINED,
        "alarm": found.state == MessageState.ALARM,
        "faults": [
            {"sentence": sentence_of(fault), "rule": fault["code"], "location": fault["location"]}
            for fault in found.faults
        ],
        "document": shown,
        "excerpt": excerpt,
        "transmissions": [
            (attempt, OUTCOME_TONES[Outcome(attempt.outcome)])
            for attempt in transmissions_of(found.pk)
        ],
        # What goes out is written within whatever use case it tells of.
        "history": history_of(
            subject_of(found),
            DONE,
            otherwise=DONE["send_document"] if found.direction == Direction.OUT else "",
        ),
        "verdicts": [
            (answer, VERDICT_TONES[Verdict(answer.verdict)])
            for answer in level_responses_to(found.pk)
        ],
        "told": told_of(found.pk),
        "may_replay": may_replay(actor, found),
        "may_lay_aside": may_lay_aside(actor, found),
        "laid_aside": found.state == MessageState.LAID_ASIDE,
        "form": with_refusal(AsideForm(request.POST if refused else None), refused),
        "leads_to": _leads_to(found),
    }
    return "exchange/message.html", context


message = page()(_message)


@page()
def document(request: HttpRequest, actor: Actor, message_id: int) -> HttpResponse:
    """The document's bytes as they came or went, as a file to keep."""
    allow(may_see_messages(actor))
    return document_file(message_of(message_id))


@act()
def replay(request: HttpRequest, actor: Actor, message_id: int) -> Answer:
    """Let a quarantined message be read once more."""
    perform(actor, replay_message, message_id=message_id)
    return Answer(
        to=reverse("message", args=[message_id]),
        message=_("The message is read once more. Its state shows in a moment."),
    )


@act(again=_message)
def lay_aside(request: HttpRequest, actor: Actor, message_id: int) -> Answer:
    """Leave a quarantined message as it is, for a reason."""
    reason = request.POST.get("reason", "")
    perform(actor, lay_message_aside, message_id=message_id, reason=reason)
    return Answer(
        to=reverse("message", args=[message_id]),
        message=_("The message is laid aside. It stays readable, and nothing of it is applied."),
    )


def _box(request: HttpRequest, party_id: int) -> str:
    """The box in the address; without one, the box in which this party's documents lie."""
    asked = request.GET.get("box", "")
    return asked if asked in BOXES else usual_box(party_id)


def _leads_to(found: Message) -> tuple[Any, str] | None:
    """The label and address of the page of what a message tells of, where it has one.

    What went out names it; of what came in, the app that took it in knows.
    """
    kind, _colon, number = found.subject.partition(":")
    label, name = import_string(settings.SAMKOP_SUBJECT_PAGES).get(kind, ("", ""))
    if name:
        return label, reverse(name, args=[int(number)])
    taken_in = import_string(settings.SAMKOP_MESSAGE_PAGES).get(found.document_type)
    if found.direction == Direction.OUT or taken_in is None:
        return None
    label, name, thing_in = taken_in
    thing_id = thing_in(found)
    return (label, reverse(name, args=[thing_id])) if thing_id else None


def _nothing_in(box: str) -> tuple[str, str]:
    """What an empty box says: its title, and what comes into it and how."""
    return {
        "own": (
            _("Nothing in your own mailbox yet"),
            _(
                "What you send lies here, and what comes from outside this installation. What"
                " others here have sent to you stands under “Sent to us by others here”."
            ),
        ),
        "received": (
            _("Nobody here has sent you anything yet"),
            _(
                "Orders, answers and catalogues that other organisations of this installation"
                " send to yours appear here by themselves."
            ),
        ),
        "delivered": (
            _("Nothing of yours has been delivered to others here yet"),
            _(
                "What your system sends to other organisations of this installation appears here"
                " when it has arrived: answers to orders, and catalogues."
            ),
        ),
    }[box]


def _boxes(chosen: str) -> list[tuple[str, str, bool]]:
    labels = {
        "own": _("Own mailbox"),
        "received": _("Sent to us by others here"),
        "delivered": _("Delivered to others here"),
    }
    return [(box, label, box == chosen) for box, label in labels.items()]


def _attention(party_id: int) -> list[dict[str, Any]]:
    """What needs somebody: state, tone, how many; empty when all is well."""
    waiting = needing_attention(party_id)
    labels = {
        MessageState.ALARM: _("Messages that could not be sent"),
        MessageState.QUARANTINED: _("Messages in quarantine"),
    }
    return [
        {"state": str(state), "label": label, "count": waiting[state], "tone": TONES[state]}
        for state, label in labels.items()
        if waiting.get(state)
    ]
