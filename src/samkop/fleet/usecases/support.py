"""Makers' security updates: read from a file, taken over by each owner, renewed earlier."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.core.texts import visible
from samkop.fleet.models import Asset, DeviceModel, SupportRelease
from samkop.fleet.policies import may_keep_fleet_by_itself
from samkop.fleet.policies.support import may_bring_forward, may_publish_support
from samkop.fleet.queries.support import losing_support, releases_by_key
from samkop.fleet.queries.support_plans import plan_support
from samkop.fleet.vocabulary import AssetState
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.imports import import_done
from samkop.platform.jobs import start_job
from samkop.platform.models import JobRun
from samkop.platform.notifications import notify
from samkop.platform.outbox import tell
from samkop.platform.records import change_each, create_all, note, subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

SUPPORT = "support"
LARGEST_FILE = 10 * 1024 * 1024  # bytes
BRING_FORWARD = "bring-renewal-forward"
AT_ONCE = 1_000  # devices of one unit of work


def publish_support(*, actor: Actor, now: datetime, name: str, content: bytes) -> dict[str, int]:
    """Read a file of makers' support; the devices concerned follow. Told as ``support-published``.

    A purchasing body's counts for everybody, another's for itself. The same file again changes
    nothing. Raises Refused: ``not-allowed``, ``file-too-large``, ``file-unreadable``,
    ``support-file-faulty`` with ``faults`` (row, column, code).
    """
    publisher_id = actor.own_party_id
    require(may_publish_support(actor, publisher_id))
    if len(content) > LARGEST_FILE:
        raise Refused("file-too-large", _("A file has at most 10 MB: split it."), status=422)
    plan = plan_support(publisher_id, content)
    if plan.faults:
        first = plan.faults[0]
        raise Refused(
            "support-file-faulty",
            _("Nothing was read: %(count)s cells of the file are wrong. Row %(row)s: %(first)s"),
            status=422, count=len(plan.faults), row=first.row, first=str(first),
            faults=[(one.row, one.column, one.code) for one in plan.faults],
        )  # fmt: skip
    source, counts = visible(name).strip()[-200:], plan.counts()
    change_each(
        (plan.known[key], {**plan.said(key), "source": source, "read_at": now})
        for key in plan.changed
    )
    create_all(
        (
            SupportRelease(
                publisher_id=publisher_id, key=key, name=plan.stated[key].name, source=source,
                read_at=now, **plan.said(key),
            )
            for key in plan.new
        ),
        under=party_of(publisher_id),
    )  # fmt: skip
    sha256 = hashlib.sha256(content).hexdigest()
    note(file=name, sha256=sha256, **counts)
    import_done(now=now, kind=SUPPORT, name=name, sha256=sha256, rows=counts["rows"])
    if counts["new"] or counts["changed"]:
        tell("support-published", publisher_id=publisher_id)
    return counts


def apply_support(*, actor: Actor, now: datetime, owner_id: int) -> int:
    """An owner's job: its models and devices follow what was read; how many models changed.

    Told as ``support-changed``.
    """
    require(may_keep_fleet_by_itself(actor, owner_id))
    models = list(DeviceModel.objects.select_for_update().filter(owner_id=owner_id).order_by("id"))
    releases = releases_by_key(owner_id, [model.key for model in models])
    changed = [
        (model, release) for model in models
        if (release := releases.get(model.key)) is not None
        and (model.support_state, model.support_ends)
        != (release.support_state, release.support_ends)
    ]  # fmt: skip
    change_each(
        (model, {"support_state": one.support_state, "support_ends": one.support_ends})
        for model, one in changed
    )
    if not changed:
        return 0
    # A device's day is its model's, copied for lists: the history of the model tells it.
    devices = sum(
        Asset.objects.filter(owner_id=owner_id, model_id=model.pk)
        .exclude(state=AssetState.ENDED).update(support_ends=one.support_ends)
        for model, one in changed
    )  # fmt: skip
    note(models=len(changed), devices=devices)
    tell("support-changed", owner_id=owner_id, model_ids=[model.pk for model, _one in changed])
    return len(changed)


def warn_of_support(*, actor: Actor, now: datetime, model_ids: Sequence[int]) -> int:
    """Tell the security officers of devices that lose support too early; how many there are."""
    owner_id = actor.own_party_id
    found = losing_support(owner_id).filter(model_id__in=model_ids)
    devices = found.count()
    if devices:
        owner = party_of(owner_id)
        notify(
            party_id=owner_id,
            person_ids=ids_with_any_role(
                owner_id, [RoleName.SECURITY_OFFICER, RoleName.ICT_MANAGER],
                day_of(now, owner.time_zone),
            ),
            kind="support-ends-early",
            subject=subject_of(owner),
            facts={"devices": devices, "models": found.values("model_id").distinct().count()},
            url=reverse("devices-losing-support"),
        )  # fmt: skip
    return devices


def start_bringing_forward(*, actor: Actor, now: datetime, model_ids: Sequence[int]) -> JobRun:
    """Ask for the renewal of all devices of some models that lose support to be brought forward.

    Raises Refused: ``not-allowed``, ``models-missing``.
    """
    owner_id = actor.own_party_id
    require(may_bring_forward(actor, owner_id))
    chosen = sorted(set(model_ids))
    if not losing_support(owner_id).filter(model_id__in=chosen).exists():
        raise Refused(
            "models-missing", _("Choose models of which devices lose their support."), status=422
        )
    return start_job(
        actor=actor, now=now, task=BRING_FORWARD, key=f"{now.isoformat()}:{actor.person_id}",
        inputs={"models": chosen},
    )  # fmt: skip


def bring_renewal_forward(
    *, actor: Actor, now: datetime, model_ids: Sequence[int], most: int = AT_ONCE
) -> int:
    """Let up to ``most`` devices of these models be renewed when their support ends, or today
    where it has ended; how many there were. Raises Refused ``not-allowed``.
    """
    owner_id = actor.own_party_id
    require(may_bring_forward(actor, owner_id))
    today = day_of(now, party_of(owner_id).time_zone)
    chosen = list(
        losing_support(owner_id).filter(model_id__in=model_ids)
        .exclude(support_ends__lt=today, renew_on__lte=today)
        .select_for_update(of=("self",)).order_by("id")[:most]
    )  # fmt: skip
    change_each((one, {"renew_on": max(one.support_ends or today, today)}) for one in chosen)
    return len(chosen)
