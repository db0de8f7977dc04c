"""The addresses of the opening of bids."""

from __future__ import annotations

from django.urls import path

from samkop.tendering.pages import opening

TENDER = "tenders/<int:tender_id>/opening/"

urlpatterns = [
    path(TENDER, opening.opening, name="tender-opening"),
    path(f"{TENDER}appoint/", opening.appoint, name="appoint-officer"),
    path(f"{TENDER}key/", opening.hand_in, name="hand-in-officer-key"),
    path(f"{TENDER}<int:officer_id>/confirm/", opening.confirm, name="confirm-officer-key"),
    path(f"{TENDER}<int:officer_id>/dismiss/", opening.dismiss, name="dismiss-officer"),
    path(f"{TENDER}tender-key/", opening.make_key, name="make-tender-key"),
    path("tenders/<int:tender_id>/key.json", opening.key_file, name="tender-key-file"),
    path(f"{TENDER}rehearse/", opening.rehearse, name="rehearse-opening"),
    path(
        f"{TENDER}rehearse/<uuid:rehearsal_id>/head/", opening.rehearsal_head,
        name="rehearsal-head",
    ),
    path(
        f"{TENDER}rehearse/<uuid:rehearsal_id>/parts/", opening.rehearse_parts,
        name="give-rehearsal-parts",
    ),
    path(f"{TENDER}heads/", opening.heads, name="bid-heads"),
    path(f"{TENDER}parts/", opening.parts, name="give-bid-parts"),
    path(f"{TENDER}certified-list.pdf", opening.certified_pdf, name="certified-list"),
    path(f"{TENDER}open/", opening.open_all, name="open-bids"),
]  # fmt: skip
