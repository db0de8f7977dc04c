"""Whether a dossier holds together: nothing changed, dropped or added since the deadline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from samkop.core.sealing.dossier import Dossier
from samkop.core.sealing.receipts import Receipt, holds
from samkop.core.sealing.register import Entry, Kind, in_time, standing
from samkop.core.sealing.tender_key import LEAST_OFFICERS
from samkop.core.sealing.tree import root_of


class Difference(StrEnum):
    """What does not hold, as a code."""

    KEYS_DIFFER = "keys-differ"
    OTHER_ROOT = "other-root"
    ROOT_EARLY = "root-early"
    ROOT_DIFFERS = "root-differs"
    LEAF_UNOPENED = "leaf-unopened"
    NOT_UNDER_ROOT = "not-under-root"
    NUMBER_TWICE = "number-twice"
    OTHER_TENDER = "other-tender"
    LATE_UNDER_ROOT = "late-under-root"
    CALLED_LATE = "called-late"
    ENDS_NOTHING = "ends-nothing"
    BID_MISSING = "bid-missing"
    BID_ADDED = "bid-added"
    BID_DIFFERS = "bid-differs"
    ENDED_OPENED = "ended-opened"
    LATE_OPENED = "late-opened"
    OPENED_EARLY = "opened-early"
    OFFICERS_DIFFER = "officers-differ"
    PROOF_WRONG = "proof-wrong"
    RECEIPT_MISSING = "receipt-missing"
    RECEIPT_STRANGE = "receipt-strange"


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference; ``number`` is the receipt's or the leaf's, in hexadecimal, or empty."""

    code: Difference
    number: str
    text: str


def findings(
    dossier: Dossier, *, root: bytes | None = None, receipts: Iterable[Receipt] = ()
) -> list[Finding]:
    """All that does not hold; none where the dossier is whole.

    ``root`` is what was published at the deadline, kept by whoever asks: a dossier that was made
    anew from end to end differs from that alone. ``receipts`` are bidders' own.
    """
    return [
        *_keys(dossier), *_root(dossier, root), *_openings(dossier), *_entries(dossier),
        *_late(dossier), *_list(dossier), *_opening(dossier), *_proofs(dossier),
        *_receipts(dossier, receipts),
    ]  # fmt: skip


def _keys(dossier: Dossier) -> Iterator[Finding]:
    last = dossier.keys[-1]
    for key in dossier.keys[:-1]:
        same = (key.tender, key.officers) == (last.tender, last.officers)
        if not same or key.deadline > last.deadline:
            yield Finding(
                Difference.KEYS_DIFFER, "",
                "An earlier edition of the tender's key has another tender, other officers or "
                "a later deadline.",
            )  # fmt: skip


def _root(dossier: Dossier, expected: bytes | None) -> Iterator[Finding]:
    root, key, leaves = dossier.root, dossier.keys[-1], dossier.leaves
    if expected is not None and expected != root.root:
        yield Finding(
            Difference.OTHER_ROOT, "", "The dossier's root is not the one that was published."
        )
    if in_time(root.published_at, key.deadline):
        yield Finding(Difference.ROOT_EARLY, "", "The root was published before the deadline.")
    if root.tender != key.digest or root.size < key.leaves:
        yield Finding(
            Difference.OTHER_TENDER, "", "The root is of another tender, or over fewer leaves."
        )
    if len(leaves) != root.size or sorted(set(leaves)) != list(leaves):
        yield Finding(
            Difference.ROOT_DIFFERS, "",
            f"There are {len(leaves)} leaves, not in their order or not the root's {root.size}.",
        )  # fmt: skip
    elif root_of(leaves) != root.root:
        yield Finding(Difference.ROOT_DIFFERS, "", "The leaves do not make the published root.")


def _openings(dossier: Dossier) -> Iterator[Finding]:
    leaves = set(dossier.leaves)
    opened = {entry.leaf for entry in dossier.openings}
    for leaf in sorted(leaves - opened):
        yield Finding(
            Difference.LEAF_UNOPENED, leaf.hex(),
            "A leaf of the register is not opened: what it stands for was dropped or changed.",
        )  # fmt: skip
    for entry in dossier.openings:
        if entry.leaf not in leaves:
            yield _of(
                Difference.NOT_UNDER_ROOT, entry,
                "An entry is not among the leaves: it was added or changed after the deadline.",
            )  # fmt: skip


def _of(code: Difference, entry: Entry, text: str) -> Finding:
    return Finding(code, entry.number.hex(), text)


def _entries(dossier: Dossier) -> Iterator[Finding]:
    real = [entry for entry in dossier.openings if entry.kind is not Kind.PADDING]
    counts = Counter(entry.number for entry in [*real, *dossier.late])
    for number, count in counts.items():
        if count > 1:
            yield Finding(Difference.NUMBER_TWICE, number.hex(), "Two entries have one number.")
    digests, deadline = {key.digest for key in dossier.keys}, dossier.keys[-1].deadline
    for entry in [*dossier.openings, *dossier.late]:
        if entry.tender not in digests:
            yield _of(Difference.OTHER_TENDER, entry, "An entry is of another tender.")
    by_number = {entry.number: entry for entry in real}
    for entry in real:
        if entry.kind is Kind.LATE or not in_time(entry.at, deadline):
            yield _of(Difference.LATE_UNDER_ROOT, entry, "A late entry stands under the root.")
        if entry.of and not _ends(entry, by_number.get(entry.of)):
            yield _of(
                Difference.ENDS_NOTHING, entry,
                "An entry replaces or withdraws what is no earlier bid for the same lot.",
            )  # fmt: skip


def _ends(entry: Entry, ended: Entry | None) -> bool:
    if ended is None or ended is entry or ended.kind is not Kind.BID:
        return False
    return ended.lot == entry.lot and ended.at <= entry.at


def _late(dossier: Dossier) -> Iterator[Finding]:
    for entry in dossier.late:
        if entry.kind is not Kind.LATE or in_time(entry.at, dossier.keys[-1].deadline):
            yield _of(Difference.CALLED_LATE, entry, "What is listed as late came by the deadline.")


def _list(dossier: Dossier) -> Iterator[Finding]:
    valid = standing(dossier.openings)
    known = {entry.number: entry for entry in dossier.openings}
    late = {entry.number for entry in dossier.late}
    listed = {one.number: one for one in dossier.opened.bids}
    if len(listed) < len(dossier.opened.bids):
        yield Finding(Difference.NUMBER_TWICE, "", "The certified list has a bid twice.")
    for number in sorted(valid.keys() - listed.keys()):
        yield _of(
            Difference.BID_MISSING, valid[number], "A bid that stands is not on the certified list."
        )
    for number, one in listed.items():
        entry = valid.get(number)
        if number in late:
            code, text = Difference.LATE_OPENED, "A late bid was opened."
        elif entry is None and number in known:
            code, text = Difference.ENDED_OPENED, "A withdrawn or replaced bid was opened."
        elif entry is None:
            code, text = Difference.BID_ADDED, "A bid on the certified list never came in."
        elif (entry.lot, entry.sealed) != (one.lot, one.sealed):
            code, text = Difference.BID_DIFFERS, "The opened bid is not the one that came in."
        else:
            continue
        yield Finding(code, number.hex(), text)


def _opening(dossier: Dossier) -> Iterator[Finding]:
    key, opened = dossier.keys[-1], dossier.opened
    if in_time(opened.at, key.deadline):
        yield Finding(Difference.OPENED_EARLY, "", "The bids were opened before the deadline.")
    names = {officer.name for officer in key.officers}
    if len(set(opened.officers)) < LEAST_OFFICERS or not names >= set(opened.officers):
        yield Finding(
            Difference.OFFICERS_DIFFER,
            "",
            "The bids were not opened by two of the tender's officers.",
        )


def _proofs(dossier: Dossier) -> Iterator[Finding]:
    entries = {entry.number: entry for entry in dossier.openings}
    for number, proof in dossier.proofs.items():
        if number not in entries or not holds(entries[number], proof, dossier.root):
            yield Finding(Difference.PROOF_WRONG, number.hex(), "A proof does not hold.")


def _receipts(dossier: Dossier, receipts: Iterable[Receipt]) -> Iterator[Finding]:
    kept = {entry.leaf for entry in [*dossier.openings, *dossier.late]}
    signers = {key.register for key in dossier.keys if key.register}
    for receipt in receipts:
        if signers and receipt.signer not in signers:
            yield _of(
                Difference.RECEIPT_STRANGE, receipt.entry,
                "The receipt is signed by another than the tender's register.",
            )  # fmt: skip
        elif receipt.entry.leaf not in kept:
            yield _of(
                Difference.RECEIPT_MISSING, receipt.entry,
                "What the receipt is for is missing from the dossier, or stands otherwise in it.",
            )  # fmt: skip
