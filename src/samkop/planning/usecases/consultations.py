"""A market consultation from its preparation to its limit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.parties.vocabulary import PartyKind
from samkop.planning.models import (
    ConsultationParticipant,
    ConsultationQuestion,
    MarketConsultation,
)
from samkop.planning.policies import may_prepare_consultation
from samkop.planning.queries import own_study_of, questions_of
from samkop.planning.usecases.consultation_steps import (
    require_state,
    require_texts,
    run_consultation,
    spread,
    supplier_ids_in,
    tell_everybody_else,
)
from samkop.planning.vocabulary import ConsultationState
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, create_new, remove
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

IN_PREPARATION, OPEN = ConsultationState.IN_PREPARATION, ConsultationState.OPEN
# A supplier that was told of it may answer.
CONSULTED = (PartyKind.SUPPLIER, PartyKind.FINANCIER)


def prepare_consultation(
    *,
    actor: Actor,
    now: datetime,
    number: str,
    register_number: str,
    titles: Mapping[str, str],
    about: str,
    answers_until: datetime,
    comment_days: int = 7,
    secret_days: int = 14,
    study_id: int | None = None,
) -> MarketConsultation:
    """Prepare a consultation; nobody else sees it before it is opened. ``titles`` by language.

    Raises Refused ``not-found`` (the pre-study), ``not-allowed``, ``text-missing``,
    ``consultation-number-known``, ``limit-in-the-past``, ``days-missing``.
    """
    require(may_prepare_consultation(actor))
    texts = _terms(actor.own_party_id, number, register_number, titles, about)
    _require_days(now, answers_until, comment_days, secret_days)
    return create(
        MarketConsultation(
            owner_id=actor.own_party_id, responsible_id=actor.own_person_id, **texts,
            study_id=_own_study(actor.own_party_id, study_id),
            answers_until=answers_until, comment_days=comment_days, secret_days=secret_days,
            created_at=now,
        )
    )  # fmt: skip


def change_consultation(
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    number: str,
    register_number: str,
    titles: Mapping[str, str],
    about: str,
    answers_until: datetime,
    comment_days: int,
    secret_days: int,
    study_id: int | None = None,
) -> MarketConsultation:
    """Write it down anew while it is in preparation.

    Raises Refused ``not-found``, ``consultation-in-another-state``, and as
    ``prepare_consultation``.
    """
    found = run_consultation(actor, consultation_id)
    require_state(found, now, IN_PREPARATION)
    texts = _terms(found.owner_id, number, register_number, titles, about, but=consultation_id)
    _require_days(now, answers_until, comment_days, secret_days)
    return change(
        found, **texts, answers_until=answers_until, comment_days=comment_days,
        secret_days=secret_days, study_id=_own_study(found.owner_id, study_id),
    )  # fmt: skip


def _own_study(owner_id: int, study_id: int | None) -> int | None:
    return None if study_id is None else own_study_of(owner_id, study_id).pk


def _terms(
    owner_id: int, number: str, register_number: str, titles: Mapping[str, str], about: str,
    *, but: int | None = None,
) -> dict[str, str]:  # fmt: skip
    texts = require_texts(
        number=number, register_number=register_number, about=about,
        **{f"title_{language}": titles.get(language, "") for language in ("sv", "fi", "en")},
    )  # fmt: skip
    same = MarketConsultation.objects.filter(owner_id=owner_id, number=texts["number"])
    if (same if but is None else same.exclude(id=but)).exists():
        said = _("You have a consultation %(number)s already. Give this one another number.")
        raise Refused("consultation-number-known", said, number=texts["number"])
    return texts


def _require_days(
    now: datetime, answers_until: datetime, comment_days: int, secret_days: int
) -> None:
    if answers_until <= now:
        said = _("The time for answers is over already. Choose a later one.")
        raise Refused("limit-in-the-past", said, status=422, fields={"answers_until": said})
    if min(comment_days, secret_days) < 1:
        said = _("Give the suppliers at least one day to answer in.")
        raise Refused("days-missing", said, status=422)


def add_consultation_question(
    *, actor: Actor, now: datetime, consultation_id: int, text: str
) -> ConsultationQuestion:
    """Ask one more question, the last. Raises Refused ``not-found``, ``not-allowed``,
    ``consultation-in-another-state``, ``text-missing``.
    """
    found = run_consultation(actor, consultation_id)
    require_state(found, now, IN_PREPARATION)
    texts = require_texts(text=text)
    last = found.questions.aggregate(last=Max("place"))["last"] or 0
    return create(ConsultationQuestion(consultation=found, place=last + 1, **texts))


def remove_consultation_question(*, actor: Actor, now: datetime, question_id: int) -> int:
    """Take a question out; returns its consultation's id. The others keep their places.

    Raises Refused ``not-found``, ``not-allowed``, ``consultation-in-another-state``.
    """
    question = ConsultationQuestion.objects.filter(id=question_id).first()
    if question is None:
        raise not_found()
    found = run_consultation(actor, question.consultation_id)
    require_state(found, now, IN_PREPARATION)
    remove(question)
    return found.pk


def invite_to_consultation(
    *, actor: Actor, now: datetime, consultation_id: int, supplier_ids: Collection[int]
) -> int:
    """Have suppliers told that it is, or will be, open to everybody; how many more these are.

    Raises Refused ``not-found``, ``not-allowed``, ``consultation-in-another-state``,
    ``supplier-unknown``.
    """
    found = run_consultation(actor, consultation_id)
    require_state(found, now, IN_PREPARATION, OPEN)
    known = Party.objects.filter(id__in=supplier_ids, kind__in=CONSULTED)
    ids = sorted(known.exclude(id=found.owner_id).values_list("id", flat=True))
    if len(ids) != len(set(supplier_ids)):
        raise Refused("supplier-unknown", _("Choose suppliers from the list."), status=422)
    added = [
        each for each in ids
        if create_new(
            ConsultationParticipant(
                consultation=found, owner_id=found.owner_id, supplier_id=each, since=now
            )
        )
    ]  # fmt: skip
    if found.state == OPEN:
        _say(found, "consultation-opened", added)
    return len(added)


def open_consultation(*, actor: Actor, now: datetime, consultation_id: int) -> MarketConsultation:
    """Open it to everybody: from now on its questions and terms stand.

    Raises Refused ``not-found``, ``not-allowed``, ``consultation-in-another-state``,
    ``limit-in-the-past``, ``consultation-asks-nothing``.
    """
    found = run_consultation(actor, consultation_id)
    require_state(found, now, IN_PREPARATION)
    _require_days(now, found.answers_until, found.comment_days, found.secret_days)
    if not questions_of(consultation_id):
        raise Refused("consultation-asks-nothing", _("Write at least one question first."))
    change(found, state=OPEN, opens_at=now)
    tell_everybody_else(found)
    _say(found, "consultation-opened", supplier_ids_in(found))
    return found


def extend_consultation(
    *, actor: Actor, now: datetime, consultation_id: int, answers_until: datetime
) -> MarketConsultation:
    """Give everybody more time, before or after the limit; whoever takes part is told.

    Raises Refused ``not-found``, ``not-allowed``, ``consultation-in-another-state``,
    ``limit-not-later``.
    """
    found = run_consultation(actor, consultation_id)
    require_state(found, now, OPEN, ConsultationState.CLOSED)
    if answers_until <= max(found.answers_until, now):
        said = _("Choose a time that is later than now and than the limit that stands.")
        raise Refused("limit-not-later", said, status=422, fields={"answers_until": said})
    change(found, answers_until=answers_until)
    tell_everybody_else(found)
    _say(found, "consultation-extended", supplier_ids_in(found))
    return found


def _say(found: MarketConsultation, kind: str, supplier_ids: Collection[int]) -> None:
    until = day_of(found.answers_until, found.owner.time_zone)
    spread(
        found, kind, supplier_ids, "consultation", found.pk, until_on=until.isoformat()
    )  # fmt: skip
