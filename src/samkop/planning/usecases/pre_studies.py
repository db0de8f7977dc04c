"""Pre-studies: started with the usual homework, fed with needs, finished when none is missing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.parties.models import Party, RegionMember
from samkop.parties.queries import own_today, party_of, valid_on
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.planning.homework_points import USUAL
from samkop.planning.models import HomeworkPoint, IncludedNeed, PlannedLotLine, PreStudy, StudyBuyer
from samkop.planning.policies import may_run_study, may_start_study
from samkop.planning.queries.missing import missing_in
from samkop.planning.queries.pre_studies import could_include
from samkop.planning.vocabulary import STUDY_TRANSITIONS, PreStudyState
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all, remove
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


@dataclass(frozen=True)
class NewStudy:
    """What a pre-study is called, and what it is for; ``titles`` by language."""

    number: str
    titles: dict[str, str]
    category: str
    aim: str = ""
    register_number: str = ""


def start_pre_study(*, actor: Actor, now: datetime, study: NewStudy) -> PreStudy:
    """Start one with the usual homework, waiting for all buyers of the party's regions.

    Told as ``pre-study-started``. Raises Refused: ``not-allowed``, ``pre-study-number-taken``.
    """
    require(may_start_study(actor))
    owner = party_of(actor.own_party_id)
    _require_number_free(owner.pk, study.number)
    made = create(
        PreStudy(
            owner=owner, number=study.number, register_number=study.register_number,
            category=study.category, aim=study.aim, currency=owner.currency, created_at=now,
            responsible_id=actor.own_person_id, **_titles(study),
        )
    )  # fmt: skip
    create_all(
        (
            HomeworkPoint(study=made, owner=owner, area=one.area, code=one.code, position=position)
            for position, one in enumerate(USUAL.values(), 1)
        ),
        under=made,
    )
    buyers = _buyers_of_regions(owner)
    create_all(
        (StudyBuyer(study=made, owner=owner, buyer=one, at=now) for one in buyers), under=made
    )
    tell("pre-study-started", study_id=made.pk, owner_id=owner.pk, buyers=[b.pk for b in buyers])
    return made


def change_pre_study(*, actor: Actor, now: datetime, study_id: int, study: NewStudy) -> PreStudy:
    """Change what it is called and for.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``pre-study-number-taken``.
    """
    found = running_study(actor, study_id)
    if study.number != found.number:
        _require_number_free(found.owner_id, study.number)
    return change(
        found, number=study.number, register_number=study.register_number,
        category=study.category, aim=study.aim, **_titles(study),
    )  # fmt: skip


def expect_buyer(*, actor: Actor, now: datetime, study_id: int, buyer_id: int) -> StudyBuyer:
    """Wait for a buyer's needs too.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``, ``no-buyer``.
    """
    study = running_study(actor, study_id)
    if not Party.objects.filter(id=buyer_id, kind__in=BUYER_KINDS).exists():
        raise Refused("no-buyer", _("Choose an organisation that buys."), status=422)
    known = StudyBuyer.objects.filter(study=study, buyer_id=buyer_id).first()
    return known or create(
        StudyBuyer(study=study, owner_id=study.owner_id, buyer_id=buyer_id, at=now)
    )


def unexpect_buyer(*, actor: Actor, now: datetime, study_id: int, buyer_id: int) -> None:
    """Wait for it no longer; what it has reported stays.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``.
    """
    study = running_study(actor, study_id)
    found = StudyBuyer.objects.filter(study=study, buyer_id=buyer_id).first()
    if found is None:
        raise not_found()
    remove(found)


def include_needs(*, actor: Actor, now: datetime, study_id: int, need_ids: Collection[int]) -> int:
    """Take in needs that were reported to the party; how many.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``need-not-to-include``.
    """
    study = running_study(actor, study_id)
    offered = {need.pk: need for need in could_include(study)}
    if not need_ids or not offered.keys() >= set(need_ids):
        raise Refused(
            "need-not-to-include",
            _("Choose needs that were reported to you, in this currency, and that no pre-study has"
              " taken in yet."),
            status=422,
        )  # fmt: skip
    create_all(
        (
            IncludedNeed(
                study=study, owner_id=study.owner_id, need=offered[one],
                buyer_id=offered[one].owner_id, at=now,
            )
            for one in sorted(set(need_ids))
        ),
        under=study,
    )  # fmt: skip
    return len(set(need_ids))


def exclude_need(*, actor: Actor, now: datetime, study_id: int, need_id: int) -> None:
    """Take a need out again, of its lots too.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``.
    """
    study = running_study(actor, study_id)
    found = IncludedNeed.objects.filter(study=study, need_id=need_id).first()
    if found is None:
        raise not_found()
    PlannedLotLine.objects.filter(study=study, need_id=need_id).delete()
    remove(found)


def finish_pre_study(*, actor: Actor, now: datetime, study_id: int) -> PreStudy:
    """Close it, when nothing is missing.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``homework-missing``.
    """
    study = running_study(actor, study_id)
    missing = missing_in(study, own_today())
    if missing:
        raise Refused(
            "homework-missing",
            _("Something is still missing, %(count)s in all: see the list, and close the pre-study"
              " afterwards."),
            count=len(missing),
        )  # fmt: skip
    return _moved(study, PreStudyState.FINISHED, finished_at=now)


def drop_pre_study(*, actor: Actor, now: datetime, study_id: int) -> PreStudy:
    """Give it up; its needs are free for another.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``.
    """
    study = running_study(actor, study_id)
    PlannedLotLine.objects.filter(study=study).delete()
    for one in IncludedNeed.objects.filter(study=study).order_by("id"):
        remove(one)
    return _moved(study, PreStudyState.DROPPED)


def resume_pre_study(*, actor: Actor, now: datetime, study_id: int) -> PreStudy:
    """Take a finished one up again.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-transition-not-allowed``.
    """
    study = locked_study(actor, study_id)
    return _moved(study, PreStudyState.RUNNING, finished_at=None)


def locked_study(actor: Actor, study_id: int) -> PreStudy:
    """The pre-study, locked until the end of the unit of work, for those who run it.

    Raises Refused ``not-found``, ``not-allowed``.
    """
    rows = PreStudy.objects.select_related("owner").select_for_update(of=("self",))
    found = rows.filter(id=study_id).first()
    if found is None:
        raise not_found()
    require(may_run_study(actor, found))
    return found


def running_study(actor: Actor, study_id: int) -> PreStudy:
    """As ``locked_study``; raises Refused ``pre-study-not-under-way`` besides."""
    found = locked_study(actor, study_id)
    if found.state != PreStudyState.RUNNING:
        raise Refused(
            "pre-study-not-under-way",
            _("%(number)s is not under way. Take it up again first, or start another."),
            number=found.number,
        )
    return found


def _moved(study: PreStudy, to: PreStudyState, **fields: datetime | None) -> PreStudy:
    if to not in STUDY_TRANSITIONS[PreStudyState(study.state)]:
        raise Refused(
            "pre-study-transition-not-allowed",
            _("%(number)s is in the state \u201c%(state)s\u201d. Start another pre-study instead."),
            number=study.number, state=PreStudyState(study.state).label,
        )  # fmt: skip
    return change(study, state=to, **fields)


def _titles(study: NewStudy) -> dict[str, str]:
    return {f"title_{language}": study.titles[language] for language in ("sv", "fi", "en")}


def _require_number_free(party_id: int, number: str) -> None:
    if PreStudy.objects.filter(owner_id=party_id, number=number).exists():
        sentence = _("You have a pre-study of this number already.")
        raise Refused("pre-study-number-taken", sentence, fields={"number": sentence})


def _buyers_of_regions(owner: Party) -> list[Party]:
    """The buyers of the regions that it serves; of a party that serves none, itself."""
    members = RegionMember.objects.filter(
        valid_on(own_today()), region__purchasing_body=owner, party__kind__in=BUYER_KINDS
    )
    found = Party.objects.filter(id__in=members.values("party_id")).order_by("legal_name", "id")
    return list(found) or [owner] if owner.kind in BUYER_KINDS else list(found)
