"""What suppliers answer and ask, and what the buyer tells everybody."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.planning.models import (
    ConsultationAnswer,
    ConsultationFile,
    ConsultationMessage,
    ConsultationQuestion,
    SupplierQuestion,
)
from samkop.planning.queries import answer_versions_of, claims_in
from samkop.planning.usecases.consultation_steps import (
    join_consultation,
    require_state,
    require_texts,
    run_consultation,
    spread,
    supplier_ids_in,
)
from samkop.planning.vocabulary import ConsultationState
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.records import create, create_under
from samkop.platform.refusals import Refused, not_found

LARGEST_FILE = 10_000_000  # bytes
MOST_FILES = 10
# A buyer's words that hold a secret of so many characters are stopped; shorter ones may be chance.
TELLING = 8

# Name and bytes of a file as it was sent.
Sent = tuple[str, bytes]


def answer_consultation(
    *,
    actor: Actor,
    now: datetime,
    question_id: int,
    text: str,
    files: Sequence[Sent] = (),
    keep_file_ids: Collection[int] | None = None,
) -> ConsultationAnswer:
    """Answer a question, or replace one's answer until the limit; each version is kept.

    ``keep_file_ids`` are files of the version before that still belong to it; all of them if
    not given. Raises Refused ``not-found``, ``not-allowed``, ``consultation-in-another-state``,
    ``text-missing``, ``file-too-large``, ``too-many-files``.
    """
    question = ConsultationQuestion.objects.filter(id=question_id).first()
    if question is None:
        raise not_found()
    found = join_consultation(actor, question.consultation_id, now)
    require_state(found, now, ConsultationState.OPEN)
    supplier_id = actor.own_party_id
    hold("consultation-answer", f"{question_id}:{supplier_id}")
    before = next(iter(answer_versions_of(question_id, supplier_id)), None)
    held = set(before.file_ids) if before else set()
    kept = sorted(held if keep_file_ids is None else held & set(keep_file_ids))
    texts = require_texts(text=text)
    _require_files(files, len(kept))
    whose = {
        "consultation": found, "owner_id": found.owner_id, "supplier_id": supplier_id,
        "question": question,
    }  # fmt: skip
    new = [
        ConsultationFile(
            **whose, name=visible(name).strip()[-120:] or "file", content=content,
            sha256=hashlib.sha256(content).hexdigest(), sent_at=now,
        )
        for name, content in files
    ]  # fmt: skip
    create_under([(question, new)])
    return create(
        ConsultationAnswer(
            **whose, **texts, version=before.version + 1 if before else 1,
            file_ids=[*kept, *(one.pk for one in new)], given_at=now, person_id=actor.person_id,
        )
    )  # fmt: skip


def _require_files(files: Sequence[Sent], kept: int) -> None:
    if kept + len(files) > MOST_FILES:
        said = _("Send at most %(most)s files with an answer.")
        raise Refused("too-many-files", said, status=422, most=MOST_FILES)
    for name, content in files:
        if not content or len(content) > LARGEST_FILE:
            said = _("%(name)s is empty or larger than 10 MB. Send it in another form.")
            raise Refused("file-too-large", said, status=422, name=name)


def ask_in_consultation(
    *, actor: Actor, now: datetime, consultation_id: int, text: str
) -> SupplierQuestion:
    """Ask the buyer, who answers to everybody without saying who asked.

    Raises Refused ``not-found``, ``not-allowed``, ``consultation-in-another-state``,
    ``text-missing``.
    """
    found = join_consultation(actor, consultation_id, now)
    require_state(found, now, ConsultationState.OPEN)
    made = create(
        SupplierQuestion(
            consultation=found, owner_id=found.owner_id, supplier_id=actor.own_party_id,
            asked_at=now, **require_texts(text=text),
        )
    )  # fmt: skip
    spread(found, "consultation-asked", [found.owner_id], "answer-supplier-question", made.pk)
    return made


def tell_everybody(
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    text: str,
    question_id: int | None = None,
    asked: str = "",
) -> ConsultationMessage:
    """Tell everybody something, or answer a supplier's question, which ``asked`` words anew.

    Raises Refused ``not-found``, ``not-allowed``, ``consultation-in-another-state``,
    ``text-missing``, ``question-answered``, ``names-who-asked``, ``holds-a-secret``.
    """
    found = run_consultation(actor, consultation_id)
    require_state(found, now, ConsultationState.OPEN, ConsultationState.CLOSED)
    texts = require_texts(text=text)
    if question_id is not None:
        texts |= require_texts(asked=asked)
        _require_open(consultation_id, question_id, texts)
    for claim in claims_in(consultation_id):
        refused = claim.decision is not None and not claim.decision.accepted
        if not refused and len(claim.passage) >= TELLING and claim.passage in texts["text"]:
            said = _("This holds words that %(supplier)s has marked as its trade secret.")
            raise Refused("holds-a-secret", said, supplier=claim.supplier.name)
    made = create(
        ConsultationMessage(consultation=found, question_id=question_id, told_at=now, **texts)
    )
    spread(found, "consultation-told", supplier_ids_in(found), "consultation", found.pk)
    return made


def _require_open(consultation_id: int, question_id: int, texts: dict[str, str]) -> None:
    """The question waits, and neither it nor the answer names who asked."""
    rows = SupplierQuestion.objects.filter(id=question_id, consultation_id=consultation_id)
    question = rows.select_related("supplier").first()
    if question is None:
        raise not_found()
    if question.messages.exists():
        raise Refused("question-answered", _("This question is answered already."))
    said = " ".join(texts.values()).casefold()
    supplier = question.supplier
    names = {supplier.legal_name, supplier.name_sv, supplier.name_fi, supplier.identifier} - {""}
    if any(name.casefold() in said for name in names):
        raise Refused(
            "names-who-asked",
            _("This names %(supplier)s, who asked. Word it so that nobody learns who it was."),
            supplier=supplier.name,
        )
