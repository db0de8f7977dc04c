"""``samkop tender export``: a tender whole, for an archive."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.utils import translation

from samkop.parties.vocabulary import BUYER_KINDS, PartyKind
from samkop.platform import actors
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import reading
from samkop.site.importing.answering import DONE, refused, unreadable
from samkop.site.importing.whose import party_meant
from samkop.tendering.archive import write_archive
from samkop.tendering.models import Tender

OWNERS = BUYER_KINDS | {PartyKind.CENTRAL_PURCHASING_BODY}


@translation.override("en")
def export_tender(number: str, party_identifier: str | None, out: Path) -> int:
    """Write the archive of a tender to a new file. Returns the exit code.

    0: written; 2: the party or the tender could not be found, or the file not be written.
    """
    try:
        party = party_meant(party_identifier, OWNERS)
        with reading(actors.job("operator", party.pk)):
            rows = Tender.objects.select_related("owner").filter(owner=party)
            tender = rows.filter(number=number).first()
            if tender is None:
                raise not_found()
            with tempfile.TemporaryFile() as whole:
                write_archive(tender, whole, datetime.now(UTC))
                whole.seek(0)
                with out.open("xb") as file:
                    shutil.copyfileobj(whole, file)
    except OSError as error:
        return unreadable(error)
    except Refused as refusal:
        return refused(refusal)
    return DONE
