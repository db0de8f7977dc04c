"""The dossier of an opening, for everybody to check, once the award is decided."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.core.sealing import (
    CertifiedList,
    Dossier,
    Kind,
    Listed,
    Outcome,
    dossier_file,
    proofs,
)
from samkop.platform.refusals import Refused, not_found
from samkop.tendering.models import Opening, RegisterRoot, Tender
from samkop.tendering.queries.officers import key_in, usable_editions
from samkop.tendering.queries.receipts import root_value, under_root
from samkop.tendering.queries.register import entries_of, entry_in, root_of
from samkop.tendering.vocabulary import TenderState

PUBLIC = frozenset({TenderState.DECIDED, TenderState.CONCLUDED})


def dossier_of(tender: Tender, opening: Opening | None) -> bytes:
    """The file that ``samkop tender verify`` reads; who keeps the register reads it.

    ``opening`` was read by somebody who may see it. Raises Refused ``secret-until-award``,
    ``not-found``.
    """
    if tender.state not in PUBLIC:
        raise Refused(
            "secret-until-award",
            _("Number and names of bidders are secret until the award is decided. Come back then."),
            status=403,
        )
    root = root_of(tender.pk)
    if opening is None or root is None:
        raise not_found()
    return dossier_file(_dossier(tender, opening, root))


def _dossier(tender: Tender, opening: Opening, root: RegisterRoot) -> Dossier:
    entries = under_root(root)
    leaves = tuple(entry.leaf for entry in entries)
    found = proofs(leaves)
    late = [entry_in(row) for row in entries_of(tender.pk) if row.kind == Kind.LATE.value]
    return Dossier(
        keys=tuple(key_in(edition) for edition in usable_editions(tender.pk)),
        root=root_value(root), leaves=leaves, openings=entries, late=tuple(late),
        opened=CertifiedList(
            opening.at, (opening.first.name, opening.second.name),
            tuple(
                Listed(
                    bytes.fromhex(row["number"]), row["lot"], row["bidder"],
                    bytes.fromhex(row["sealed"]), Outcome(row["outcome"]),
                )
                for row in opening.listed
            ),
        ),
        proofs={
            entry.number: found[entry.leaf] for entry in entries if entry.kind is not Kind.PADDING
        },
    )  # fmt: skip
