"""The archive of a tender as a file."""

from __future__ import annotations

import re
import tempfile

from django.http import FileResponse, HttpRequest

from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit
from samkop.tendering.archive import write_archive
from samkop.tendering.pages.noted import noted
from samkop.tendering.policies import may_run_tender
from samkop.tendering.queries import tender_of

IN_MEMORY = 1 << 24


@noted("read_archive")
@page()
def archive(request: HttpRequest, actor: Actor, tender_id: int) -> FileResponse:
    """The whole tender as a zip file, for the archive."""
    tender = tender_of(tender_id)
    allow(may_run_tender(actor, tender))
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    try:
        write_archive(tender, file, current_unit().now)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = re.sub(r"[^\w\-]", "_", tender.number)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.zip", content_type="application/zip"
    )
