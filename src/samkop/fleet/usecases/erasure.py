"""Erasure of a storage is proven; destruction is certified."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.fleet.models import (
    DestroyedStorage,
    DestructionCertificate,
    DeviceReturn,
    ErasureProof,
)
from samkop.fleet.policies.returns import may_take_back
from samkop.fleet.rules.erasure_file import ERASED_TOO_EARLY, is_before_hand_in
from samkop.fleet.usecases.clearing import accounted_for, clear_what_is_accounted_for, left_of
from samkop.fleet.usecases.device_returns import locked_device_return, require_back
from samkop.fleet.vocabulary.returns import ErasureMethod
from samkop.platform.actors import Actor
from samkop.platform.records import create, create_each
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

LARGEST_FILE = 10_000_000  # bytes
PDF = b"%PDF-"


def prove_erasure(
    *, actor: Actor, now: datetime, return_id: int, storage: int | None, storage_serial: str,
    method: str, tool: str, erased_at: datetime,
) -> ErasureProof:  # fmt: skip
    """Write down that one storage of a returned device was erased; the last one clears it.

    Without ``storage`` it is the first that nothing accounts for yet.

    Raises Refused: ``not-found``, ``not-allowed``, ``not-back``, ``storage-unknown``,
    ``storage-accounted-for``, ``proof-incomplete``, ``erased-tomorrow``,
    ``erased-before-hand-in``.
    """
    found = locked_device_return(actor.own_party_id, return_id)
    require(may_take_back(actor, found.owner_id))
    require_back(found)
    number = _left(found, storage)
    serial, by = visible(storage_serial).strip()[:100], visible(tool).strip()[:120]
    if not serial or not by or method not in ErasureMethod.values:
        raise Refused(
            "proof-incomplete",
            _("A proof names the storage's serial number, the method and the tool."),
            status=422, fields=_missing(serial, by, method),
        )  # fmt: skip
    if erased_at > now:
        sentence = _("Write when it was erased, not a time to come.")
        raise Refused("erased-tomorrow", sentence, status=422, fields={"erased_at": sentence})
    if is_before_hand_in(erased_at, found.handed_in_at):
        raise Refused(
            "erased-before-hand-in", ERASED_TOO_EARLY, status=422,
            fields={"erased_at": ERASED_TOO_EARLY},
        )  # fmt: skip
    made = create(
        ErasureProof(
            owner_id=found.owner_id, device_return=found, asset_id=found.asset_id, storage=number,
            storage_serial=serial, method=method, tool=by, erased_at=erased_at,
            person_id=actor.person_id, recorded_at=now,
        )
    )  # fmt: skip
    clear_what_is_accounted_for(actor, now, [found])
    return made


def certify_destruction(
    *, actor: Actor, now: datetime, return_ids: Sequence[int], number: str, firm: str,
    destroyed_on: date, file_name: str, content: bytes,
) -> DestructionCertificate:  # fmt: skip
    """Keep a firm's certificate that it destroyed whatever is left of the storages of devices.

    Raises Refused: ``not-found``, ``not-allowed``, ``not-back``, ``certificate-incomplete``,
    ``certificate-known``, ``file-unfit``, ``nothing-to-destroy``.
    """
    owner_id = actor.own_party_id
    require(may_take_back(actor, owner_id))
    _require_certificate(owner_id, visible(number).strip(), visible(firm).strip(), content)
    returns = [locked_device_return(owner_id, each) for each in sorted(set(return_ids))]
    for found in returns:
        require_back(found)
    accounted = accounted_for(returns)
    left = {found: left_of(found, accounted[found.pk]) for found in returns}
    if not any(left.values()):
        raise Refused(
            "nothing-to-destroy",
            _("Every storage of these devices is accounted for already. Choose others."),
        )
    certificate = create(
        DestructionCertificate(
            owner_id=owner_id, number=visible(number).strip()[:60],
            firm=visible(firm).strip()[:200], destroyed_on=destroyed_on,
            file_name=visible(file_name).strip()[:200] or "certificate.pdf", content=content,
            sha256=hashlib.sha256(content).hexdigest(), person_id=actor.own_person_id,
            recorded_at=now,
        )
    )  # fmt: skip
    create_each([
        DestroyedStorage(
            owner_id=owner_id, certificate=certificate, device_return=found,
            asset_id=found.asset_id, storage=storage,
        )
        for found, storages in left.items() for storage in storages
    ])  # fmt: skip
    clear_what_is_accounted_for(actor, now, returns)
    return certificate


def _left(found: DeviceReturn, wanted: int | None) -> int:
    """The storage that is meant, of those that nothing accounts for yet."""
    if wanted is not None and not 1 <= wanted <= found.storages:
        sentence = _("The device has no such storage. Correct their number where it is checked.")
        raise Refused("storage-unknown", sentence, status=422, fields={"storage": sentence})
    left = left_of(found, accounted_for([found])[found.pk])
    storage = wanted if wanted is not None else next(iter(left), 0)
    if storage not in left:
        sentence = _("This storage is accounted for already. Choose another.")
        raise Refused("storage-accounted-for", sentence, fields={"storage": sentence})
    return storage


def _missing(serial: str, tool: str, method: str) -> dict[str, str | Promise]:
    fields: dict[str, str | Promise] = {}
    if not serial:
        fields["storage_serial"] = _("Write the serial number of the storage.")
    if not tool:
        fields["tool"] = _("Write the tool that erased it.")
    if method not in ErasureMethod.values:
        fields["method"] = _("Choose the method.")
    return fields


def _require_certificate(owner_id: int, number: str, firm: str, content: bytes) -> None:
    if not number or not firm:
        raise Refused(
            "certificate-incomplete",
            _("A certificate has a number and names the firm that destroyed the storages."),
            status=422,
        )
    if not content.startswith(PDF) or len(content) > LARGEST_FILE:
        sentence = _("Attach the certificate as a PDF of at most 10 MB.")
        raise Refused("file-unfit", sentence, status=422, fields={"file": sentence})
    known = DestructionCertificate.objects.filter(owner_id=owner_id, number=number[:60], firm=firm)
    if known.exists():
        raise Refused(
            "certificate-known",
            _("This certificate of this firm is kept already. Compare its number."),
        )
