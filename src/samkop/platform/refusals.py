"""Refusals: a "no" with a stable code and a sentence that says what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KEY_REUSED = "idempotency-key-reused"


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A use case said no; the transaction is rolled back and nothing is kept.

    ``code`` is stable and what tests and integrators rely on; ``sentence`` is translated
    when it is shown; ``status`` is the HTTP status (RFC 9110); ``fields`` maps a form
    field to its own sentence.
    """

    def __init__(
        self,
        code: str,
        sentence: str | Promise,
        *,
        status: int = 409,
        fields: Mapping[str, str | Promise] | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.status = status
        self.fields = dict(fields or {})
        self.facts = facts

    def __reduce__(self) -> tuple[Any, ...]:
        """How it goes to another process: as it is, with its facts."""
        return _again, (type(self), self.code, vars(self))

    def __str__(self) -> str:
        """The sentence in the reader's language, with the facts filled in."""
        return str(self.sentence) % self.facts if self.facts else str(self.sentence)


def _again(kind: type[Refused], code: str, said: dict[str, Any]) -> Refused:
    made = kind.__new__(kind, code)
    vars(made).update(said)
    return made


class RunAgain(Refused):
    """What was read has changed before it could be acted on: ``perform`` runs the use case again.

    Somebody hears of it only when it happens at every attempt.
    """


def not_allowed() -> Refused:
    """The actor's role does not include this verb."""
    return Refused(
        "not-allowed",
        _("You may not do this in your present role. Ask your organisation's administrator."),
        status=403,
    )


def not_found() -> Refused:
    """There is no such thing, or none that the actor may see: both look the same."""
    return Refused(
        "not-found",
        _("There is nothing here that you may see. Check the address, or switch organisation."),
        status=404,
    )


def viewing_as() -> Refused:
    """Somebody looks at the pages as another person: nothing is written meanwhile."""
    return Refused(
        "viewing-as",
        _("You see the pages as somebody else does, and can change nothing. See your own pages"
          " again first."),
        status=403,
    )  # fmt: skip


def key_reused() -> Refused:
    """An idempotency key came back with other inputs (draft-ietf-httpapi-idempotency-key)."""
    return Refused(
        KEY_REUSED,
        _("This key was used for another request. Send the request again with a new key."),
        status=422,
    )
