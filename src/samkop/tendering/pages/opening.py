"""The opening of a tender's bids: officers, keys, rehearsal, parts, and the certified list."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samkop.core.sealing import SealingError, read_header
from samkop.parties.pages.forms import checked
from samkop.parties.queries import colleagues_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform, reading
from samkop.tendering.attempts import attempted
from samkop.tendering.certified_list import certified_list, late_rows, listed_rows
from samkop.tendering.models import OpeningOfficer, Tender
from samkop.tendering.pages.noted import noted
from samkop.tendering.pages.opening_forms import (
    AppointForm,
    OfficerKeyForm,
    PartsForm,
    RehearsalForm,
    sent_bytes,
    sent_text,
)
from samkop.tendering.pages.root_look import look_at_root
from samkop.tendering.pages.sealing_texts import sealing_texts
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_confirm_key, may_run_tender, may_see_opening
from samkop.tendering.printing import printed_certified_list
from samkop.tendering.queries import day_of, tender_of
from samkop.tendering.queries.officers import (
    editions_of,
    key_faults,
    key_in,
    officers_of,
    rehearsals_of,
    usable_editions,
)
from samkop.tendering.queries.opening import opening_of, parts_given
from samkop.tendering.queries.register import entries_of, head_of, root_of, standing_in
from samkop.tendering.usecases.officers import (
    appoint_officer,
    confirm_officer_key,
    dismiss_officer,
    keep_officer_key,
)
from samkop.tendering.usecases.opening import OFFICERS, give_parts, open_bids
from samkop.tendering.usecases.tender_keys import (
    give_rehearsal_parts,
    keep_rehearsal_bid,
    make_tender_key,
)

Shown = tuple[str, dict[str, Any]]


def _opening(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    tender = tender_of(tender_id)
    allow(may_see_opening(actor, tender))
    officers = list(officers_of(tender_id))
    own = next((one for one in officers if one.person_id == actor.person_id), None)
    frame = frame_of(actor, tender, "tender-opening")
    shown = _preparing if frame["in_preparation"] else _afterwards
    return "tendering/opening.html", {
        **frame,
        "refused": refused,
        "lacking": refused is not None and refused.code == "parts-missing",
        "officers": [(one, may_confirm_key(actor, one)) for one in officers],
        "own": own,
        "edition": _newest(tender_id),
        "texts": sealing_texts(),
        **shown(actor, tender, own),
    }


def _page(request: HttpRequest, actor: Actor, tender_id: int) -> Shown:
    return _opening(request, actor, tender_id)


shown_opening = page()(_page)


def opening(request: HttpRequest, tender_id: int) -> HttpResponse:
    """The page; the first look after the deadline publishes the root."""
    look_at_root(request, tender_id)
    return shown_opening(request, tender_id)  # type: ignore[no-any-return]


def _newest(tender_id: int) -> dict[str, Any] | None:
    editions = editions_of(tender_id)
    if not editions:
        return None
    return {"row": editions[-1], "fingerprint": key_in(editions[-1]).fingerprint}


def _preparing(actor: Actor, tender: Tender, own: OpeningOfficer | None) -> dict[str, Any]:
    colleagues = colleagues_of(tender.owner_id, day_of(tender.owner, current_unit().now))
    runs = may_run_tender(actor, tender)
    rehearsals = rehearsals_of(tender.pk)
    return {
        "next": _next_step(tender.pk, own, rehearsed=bool(rehearsals)),
        "faults": [fault.label for fault in key_faults(tender)],
        "appoint": AppointForm(colleagues=colleagues) if runs else None,
        "rehearsals": [
            (one, getattr(one, "opening", None), [each.officer.name for each in one.parts.all()])
            for one in rehearsals
        ],
    }


def _next_step(tender_id: int, own: OpeningOfficer | None, *, rehearsed: bool) -> str:
    """Which form of the page comes next; empty where somebody else is to do something."""
    officers = list(officers_of(tender_id))
    if own is not None and not own.public_key:
        return "own-key"
    if len(officers) < OFFICERS:
        return "appoint"
    if not editions_of(tender_id):
        return "tender-key" if all(one.confirmed_by_id for one in officers) else ""
    return "" if rehearsed else "rehearse"


def _afterwards(actor: Actor, tender: Tender, own: OpeningOfficer | None) -> dict[str, Any]:
    given = {row.officer_id: row for row in parts_given(tender.pk)}
    found, knows = opening_of(tender.pk), _knows_bidders(actor, tender, own)
    return {
        "root": root_of(tender.pk),
        "given": list(given.values()),
        "enough": len(given) >= OFFICERS,
        "may_give": own is not None and own.pk not in given,
        "opening": found,
        "knows": knows,
        "listed": listed_rows(found) if found and knows else [],
        "late": late_rows(found) if found and knows else [],
    }


def _knows_bidders(actor: Actor, tender: Tender, own: OpeningOfficer | None) -> bool:
    """Who bid is known to those who run the tender and its own officers, and to no colleague."""
    return own is not None or may_run_tender(actor, tender)


def _to(tender_id: int) -> str:
    return reverse("tender-opening", args=[tender_id])


def _again_with(*names: str) -> Any:
    """The page again for actions whose addresses name more than the tender."""

    def again(
        request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None,
        **named: Any,
    ) -> Shown:  # fmt: skip
        return _opening(request, actor, tender_id, refused)

    return again


@act(again=_opening)
def appoint(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Appoint an officer."""
    with reading(actor):
        tender = tender_of(tender_id)
        today = day_of(tender.owner, current_unit().now)
        form = AppointForm(request.POST, colleagues=colleagues_of(tender.owner_id, today))
    values = checked(form)
    perform(actor, appoint_officer, tender_id=tender_id, person_id=values["person"])
    return Answer(to=_to(tender_id), message=_("The officer is appointed, and makes a key next."))


@act(again=_again_with("officer_id"))
def dismiss(request: HttpRequest, actor: Actor, tender_id: int, officer_id: int) -> Answer:
    """Take an appointment back."""
    perform(actor, dismiss_officer, tender_id=tender_id, officer_id=officer_id)
    return Answer(to=_to(tender_id), message=_("The officer is dismissed."))


@act(again=_again_with("officer_id"))
def confirm(request: HttpRequest, actor: Actor, tender_id: int, officer_id: int) -> Answer:
    """Confirm an officer's key by its fingerprint."""
    perform(
        actor, confirm_officer_key, tender_id=tender_id, officer_id=officer_id,
        fingerprint=request.POST.get("fingerprint", ""),
    )  # fmt: skip
    return Answer(to=_to(tender_id), message=_("The key is confirmed."))


@act(again=_opening)
def hand_in(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Hand in one's own public key."""
    form = OfficerKeyForm(request.POST, request.FILES)
    checked(form)
    perform(actor, keep_officer_key, tender_id=tender_id, public_key=form.public_key_text())
    return Answer(
        to=_to(tender_id),
        message=_("Your key is handed in. Read its fingerprint to a colleague, who confirms it."),
    )


@act(again=_opening)
def make_key(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Make the tender's key."""
    perform(actor, make_tender_key, tender_id=tender_id)
    return Answer(to=_to(tender_id), message=_("The tender's key is made. Rehearse with it."))


@act(again=_opening)
def rehearse(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Send in a bid of trial."""
    checked(RehearsalForm(request.POST, request.FILES))
    attempted(actor, keep_rehearsal_bid, tender_id, sealed=sent_bytes(request, "sealed"))
    return Answer(
        to=_to(tender_id), message=_("The bid of trial is sealed. Two officers open it now.")
    )


@act(again=_again_with("rehearsal_id"))
def rehearse_parts(request: HttpRequest, actor: Actor, tender_id: int, rehearsal_id: str) -> Answer:
    """Give out one's parts of a bid of trial."""
    checked(PartsForm(request.POST, request.FILES))
    attempted(
        actor, give_rehearsal_parts, tender_id, rehearsal_id=str(rehearsal_id),
        parts=sent_text(request, "parts"),
    )  # fmt: skip
    return Answer(to=_to(tender_id), message=_("Your parts are given out."))


@act(again=_opening)
def parts(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Give out one's parts of all bids."""
    checked(PartsForm(request.POST, request.FILES))
    text = sent_text(request, "parts")
    attempted(actor, give_parts, tender_id, parts=text)
    return Answer(to=_to(tender_id), message=_("Your parts are given out."))


@act(again=_opening)
def open_all(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Open all bids at once."""
    without = request.POST.get("without_missing") == "yes"
    attempted(actor, open_bids, tender_id, without_missing=without)
    return Answer(to=_to(tender_id), message=_("The bids are opened."))


@noted("read_heads", from_root=True)
@page()
def heads(request: HttpRequest, actor: Actor, tender_id: int) -> HttpResponse:
    """What an officer's program needs: the editions of the key, and the heads of the bids."""
    tender = tender_of(tender_id)
    allow(may_see_opening(actor, tender))
    found = []
    for row in standing_in(entries_of(tender_id)):
        try:
            found.append(head_of(row.file_id).data.hex())
        except SealingError:
            continue  # listed with its fault at the opening
    return JsonResponse({"keys": _keys(tender_id), "heads": found})


@page()
def rehearsal_head(
    request: HttpRequest, actor: Actor, tender_id: int, rehearsal_id: str
) -> HttpResponse:
    """The same of a bid of trial."""
    tender = tender_of(tender_id)
    allow(may_see_opening(actor, tender))
    rows = [one for one in rehearsals_of(tender_id) if str(one.pk) == str(rehearsal_id)]
    return JsonResponse(
        {
            "keys": [row.edition.file for row in rows],
            "heads": [read_rehearsal(bytes(row.sealed)) for row in rows],
        }
    )


def read_rehearsal(data: bytes) -> str:
    """The head of a bid of trial, in hexadecimal."""
    return read_header(io.BytesIO(data)).data.hex()


def _keys(tender_id: int) -> list[str]:
    return [edition.file for edition in usable_editions(tender_id)]


@noted("read_certified_list")
@page()
def certified_pdf(request: HttpRequest, actor: Actor, tender_id: int) -> HttpResponse:
    """The certified list as a PDF in the reader's language."""
    tender = tender_of(tender_id)
    own = next((one for one in officers_of(tender_id) if one.person_id == actor.person_id), None)
    allow(may_see_opening(actor, tender) and _knows_bidders(actor, tender, own))
    found = opening_of(tender_id)
    if found is None:
        raise not_found()
    root = root_of(tender_id)
    data = printed_certified_list(
        certified_list(tender, found, root.root if root else ""), get_language() or "en"
    )
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="certified-list.pdf"'
    return response


@page()
def key_file(request: HttpRequest, actor: Actor, tender_id: int) -> HttpResponse:
    """The tender's key, for whoever may read the tender."""
    tender_of(tender_id)
    editions = editions_of(tender_id)
    allow(bool(editions))
    response = HttpResponse(editions[-1].file, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="tender-key.json"'
    return response
