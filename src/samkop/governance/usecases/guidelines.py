"""Guidelines: started, drafted version by version, proposed, adopted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.governance.models import (
    Guideline,
    GuidelineFile,
    GuidelinePoint,
    GuidelineVersion,
)
from samkop.governance.policies import (
    may_keep_guideline,
    may_keep_security,
    may_settle_proposal,
)
from samkop.governance.queries import regions_of
from samkop.governance.queries.guidelines import points_of, version_of
from samkop.governance.queries.motions import was_amended
from samkop.governance.queries.steering import group_of_region
from samkop.governance.usecases.motions import propose_motion
from samkop.governance.vocabulary import VERSION_TRANSITIONS, AdoptedBy, VersionState
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

# How a motion names a version (``Motion.subject_reference``).
SUBJECT = "governance.guidelineversion"
LANGUAGES = ("sv", "fi", "en")
LARGEST_FILE = 10 * 1024 * 1024
MOST_POINTS = 200
LONGEST_NAME = 160


@dataclass(frozen=True)
class Point:
    """A requirement by its number, in each language."""

    number: int
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Draft:
    """What a version says: a text by language, or a PDF (``name``, ``content``), and points."""

    texts: Mapping[str, str]
    points: Sequence[Point]
    name: str = ""
    content: bytes | None = None


def start_guideline(
    *, actor: Actor, now: datetime, region_id: int, titles: Mapping[str, str], review_months: int
) -> Guideline:
    """Start a guideline of a region; the actor's organisation keeps it.

    Raises Refused: ``not-allowed``, ``region-not-ours``.
    """
    require(may_keep_security(actor))
    if region_id not in {one.pk for one in regions_of(actor.own_party_id, own_today())}:
        raise Refused("region-not-ours", _("Choose a region that you take part in."), status=422)
    return create(
        Guideline(
            region_id=region_id, keeper_id=actor.own_party_id, review_months=review_months,
            started_at=now, **{f"title_{one}": titles[one] for one in LANGUAGES},
        )
    )  # fmt: skip


def draft_version(
    *, actor: Actor, now: datetime, guideline_id: int, draft: Draft
) -> GuidelineVersion:
    """Write the next version, or change its draft.

    Raises Refused: ``not-found``, ``not-allowed``, ``version-in-another-state``,
    ``guideline-empty``, ``point-numbered-twice``, ``point-untranslated``, ``too-many-points``,
    ``not-a-pdf``, ``file-too-large``.
    """
    guideline = own_guideline(actor, guideline_id)
    _check(draft)
    versions = guideline.versions.order_by("-number")
    version = versions.filter(state__in=[VersionState.DRAFT, VersionState.PROPOSED]).first()
    newest = versions.first()
    if version is None:
        version = create(
            GuidelineVersion(
                guideline=guideline, keeper_id=guideline.keeper_id,
                number=newest.number + 1 if newest else 1,
                supersedes=versions.filter(state=VersionState.ADOPTED).first(), drafted_at=now,
            )
        )  # fmt: skip
    elif version.state != VersionState.DRAFT:
        raise _wrong_state(version)
    change(version, **{f"text_{one}": draft.texts.get(one, "") for one in LANGUAGES})
    GuidelinePoint.objects.filter(version=version).delete()
    create_all(
        [
            GuidelinePoint(
                version=version, keeper_id=guideline.keeper_id, number=one.number,
                **{f"text_{language}": one.texts[language] for language in LANGUAGES},
            )
            for one in draft.points
        ],
        under=version,
    )  # fmt: skip
    if draft.content is not None:
        _keep_file(version, now, draft.name, draft.content)
    return version


def propose_version(
    *, actor: Actor, now: datetime, version_id: int, valid_from: date, attest_by: date
) -> GuidelineVersion:
    """Lay a draft before the region: all members read it, and a motion may adopt it.

    Where the region has a steering group, it is moved there at once, in the keeper's name. Raises
    Refused: ``not-found``, ``not-allowed``, ``version-in-another-state``,
    ``attested-before-valid``; and as ``propose_motion``.
    """
    version = _step(actor, version_id, VersionState.PROPOSED)
    _check_days(valid_from, attest_by)
    change(version, state=VersionState.PROPOSED, valid_from=valid_from, attest_by=attest_by)
    group = group_of_region(version.guideline.region_id)
    if group is not None:
        points = "\n".join(str(one) for one in points_of(version_id))
        named = _("%(guideline)s, version %(number)s") % {
            "guideline": str(version.guideline)[:LONGEST_NAME], "number": version.number,
        }  # fmt: skip
        propose_motion(
            actor=actor, now=now, group_id=group.pk, title=named,
            text=f"{version.text}\n\n{points}".strip() or named,
            subject_reference=f"{SUBJECT}:{version.pk}",
        )  # fmt: skip
    return version


def drop_version(*, actor: Actor, now: datetime, version_id: int) -> GuidelineVersion:
    """Drop a draft. Raises ``not-found``, ``not-allowed``, ``version-in-another-state``."""
    return change(_step(actor, version_id, VersionState.DROPPED), state=VersionState.DROPPED)


def adopt_version(
    *, actor: Actor, now: datetime, version_id: int, valid_from: date, attest_by: date,
    adopted_on: date, reference: str,
) -> GuidelineVersion:  # fmt: skip
    """Write down that the region's security group has adopted it. Told as ``guideline-adopted``.

    Raises Refused: ``not-found``, ``not-allowed``, ``version-in-another-state``,
    ``attested-before-valid``, ``adopted-later``.
    """
    version = _step(actor, version_id, VersionState.ADOPTED)
    _check_days(valid_from, attest_by)
    if adopted_on > own_today():
        sentence = _("This day has not come.")
        raise Refused("adopted-later", sentence, status=422, fields={"adopted_on": sentence})
    return _adopt(
        version, now, valid_from=valid_from, attest_by=attest_by, adopted_on=adopted_on,
        adopted_by=AdoptedBy.SECURITY_GROUP, adopted_reference=reference,
    )  # fmt: skip


def settle_proposal(
    *, actor: Actor, now: datetime, version_id: int, motion_id: int, outcome: str, decided_on: str
) -> GuidelineVersion:
    """A motion on a proposed version was decided: carried, it is adopted; else it is a draft again.

    So it is where other words were carried than were proposed: its keeper writes them into it.
    What is not proposed any more stays as it is. Raises Refused: ``not-found``, ``not-allowed``.
    """
    require(may_settle_proposal(actor))
    version = version_of(version_id)
    if version.state != VersionState.PROPOSED:
        return version
    if outcome != "carried" or was_amended(motion_id):
        return change(version, state=VersionState.DRAFT)
    decided = date.fromisoformat(decided_on)
    # A motion that took its time: nobody attests before the day of the decision.
    begins = max(version.valid_from or decided, decided)
    return _adopt(
        version, now, valid_from=begins, attest_by=max(version.attest_by or begins, begins),
        adopted_on=decided, adopted_by=AdoptedBy.MOTION,
        adopted_reference=f"governance.motion:{motion_id}",
    )  # fmt: skip


def own_guideline(actor: Actor, guideline_id: int) -> Guideline:
    """The guideline, for those who keep it, locked. Raises ``not-found``, ``not-allowed``."""
    found = Guideline.objects.select_for_update().filter(id=guideline_id).first()
    if found is None:
        readable = Guideline.objects.filter(id=guideline_id).exists()
        require(not readable)
        raise not_found()
    require(may_keep_guideline(actor, found))
    return found


def _step(actor: Actor, version_id: int, state: VersionState) -> GuidelineVersion:
    """The version, for those who keep it, where it may take the step."""
    version = version_of(version_id)
    require(may_keep_guideline(actor, version.guideline))
    if state not in VERSION_TRANSITIONS[VersionState(version.state)]:
        raise _wrong_state(version)
    if state != VersionState.DROPPED and not (
        version.text or version.sha256 or points_of(version_id)
    ):
        raise _empty()
    return version


def _adopt(version: GuidelineVersion, now: datetime, **fields: object) -> GuidelineVersion:
    change(version, state=VersionState.ADOPTED, **fields)
    keeper = party_of(version.keeper_id)
    today = day_of(now, keeper.time_zone)
    regions = {one.pk: one for one in regions_of(keeper.pk, today)}
    present = regions[version.guideline.region_id].present  # type: ignore[attr-defined]
    tell(
        "guideline-adopted", version_id=version.pk, region_id=version.guideline.region_id,
        member_ids=sorted(one.party_id for one in present),
    )  # fmt: skip
    return version


def _keep_file(version: GuidelineVersion, now: datetime, name: str, content: bytes) -> None:
    if len(content) > LARGEST_FILE:
        raise Refused(
            "file-too-large", _("A file has at most 10 MB."), status=422,
            fields={"file": _("A file has at most 10 MB.")},
        )  # fmt: skip
    if not content.startswith(b"%PDF-"):
        sentence = _("This is no PDF.")
        raise Refused("not-a-pdf", sentence, status=422, fields={"file": sentence})
    sha256 = hashlib.sha256(content).hexdigest()
    create_all(
        [
            GuidelineFile(
                version=version, keeper_id=version.keeper_id, sha256=sha256, content=content,
                added_at=now,
            )
        ],
        under=version,
    )  # fmt: skip
    change(version, file_name=name, sha256=sha256)


def _check(draft: Draft) -> None:
    if not any(draft.texts.values()) and not draft.points and draft.content is None:
        raise _empty()
    if len(draft.points) > MOST_POINTS:
        raise Refused("too-many-points", _("A version has at most 200 points."), status=422)
    numbers = [one.number for one in draft.points]
    if len(set(numbers)) < len(numbers):
        raise Refused("point-numbered-twice", _("Two points have the same number."), status=422)
    lacking = next(
        (one for one in draft.points if not all(one.texts.get(name) for name in LANGUAGES)), None
    )
    if lacking is not None:
        raise Refused(
            "point-untranslated", _("Point %(number)s does not stand in all three languages."),
            status=422, number=lacking.number,
        )  # fmt: skip


def _check_days(valid_from: date, attest_by: date) -> None:
    if attest_by < valid_from:
        sentence = _("Members attest on the first day at the earliest.")
        raise Refused("attested-before-valid", sentence, status=422, fields={"attest_by": sentence})


def _empty() -> Refused:
    return Refused("guideline-empty", _("Write a text or points, or give a PDF."), status=422)


def _wrong_state(version: GuidelineVersion) -> Refused:
    return Refused(
        "version-in-another-state",
        _("Version %(number)s is in the state \u201c%(state)s\u201d, from which there is no such"
          " step."),
        number=version.number, state=VersionState(version.state).label,
    )  # fmt: skip
