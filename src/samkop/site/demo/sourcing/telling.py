"""What is told of the tenders: read back from what was kept."""

from __future__ import annotations

from pathlib import Path

from samkop.agreements.queries import agreements_of_tender
from samkop.opendata.models import Release
from samkop.parties.queries import own_today
from samkop.planning.models import PreStudy
from samkop.planning.queries.missing import missing_in
from samkop.platform.actors import ANONYMOUS
from samkop.platform.unit_of_work import reading
from samkop.site.demo import story
from samkop.site.demo.cast import Cast
from samkop.site.demo.seeds import organisations
from samkop.site.demo.sourcing.officers import FOLDER, passphrase
from samkop.site.demo.sourcing.scene import BODY, TOWN, sourcing
from samkop.tendering.models import Tender
from samkop.tendering.queries import day_of
from samkop.tendering.queries.opening import opening_of
from samkop.tendering.queries.register import entries_of, register_keeper
from samkop.tendering.vocabulary import EntryKind


def told_of_sourcing(cast: Cast, data: Path) -> story.Sourcing:
    """The tenders where they stand now."""
    with reading(cast.person("category", BODY)):
        signed, opened, waiting = (
            _tender(cast, BODY, kind) for kind in ("rooms", "pupils", "headsets")
        )
        opening = opening_of(signed.pk)
        agreements = tuple(one.number for one in agreements_of_tender(signed.pk))
        until = day_of(opened.owner, opened.bids_until) if opened.bids_until else None
    with reading(register_keeper(cast.parties[BODY])):
        late = [one for one in entries_of(signed.pk) if one.kind == EntryKind.LATE]
    with reading(cast.person("category", TOWN)):
        prepared = _tender(cast, TOWN, "town")
        study = PreStudy.objects.select_related("owner").get(owner_id=cast.parties[TOWN])
        missing = len(missing_in(study, own_today()))
    with reading(ANONYMOUS):
        releases = Release.objects.count()
    assert opening is not None and until is not None  # noqa: S101, PT018 - it was played
    return story.Sourcing(
        signed=signed.number, bids=len(opening.listed), late=len(late), agreements=agreements,
        open=opened.number, open_until=until, to_open=waiting.number, keys=data / FOLDER,
        passphrase=passphrase(), town=organisations()[TOWN].legal_name, prepared=prepared.number,
        missing=missing, releases=releases,
    )  # fmt: skip


def _tender(cast: Cast, owner: str, kind: str) -> Tender:
    rows = Tender.objects.select_related("owner").filter(owner_id=cast.parties[owner])
    return rows.get(number__startswith=f"{sourcing()[kind]['prefix']}-")
