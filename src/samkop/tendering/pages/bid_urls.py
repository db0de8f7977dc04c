"""The addresses of a supplier's bids."""

from __future__ import annotations

from django.urls import path

from samkop.tendering.pages import bid_parts, bids, published

BIDS = "tenders/<int:tender_id>/bids/"
LOT = f"{BIDS}lots/<slug:lot_code>/"

urlpatterns = [
    path(BIDS, bids.own, name="tender-bids"),
    path(LOT, bids.form, name="bid-form"),
    path(f"{LOT}begin/", bid_parts.begin, name="begin-bid"),
    path(f"{LOT}submit/", bid_parts.submit, name="submit-bid"),
    path(f"{LOT}send/", bids.send_file, name="send-sealed-bid"),
    path(f"{BIDS}parts/<uuid:sealed_file_id>/<int:place>/", bid_parts.part, name="bid-part"),
    path(f"{BIDS}<slug:bid_number>/", bids.receipt, name="bid-receipt"),
    path(f"{BIDS}<slug:bid_number>/receipt.json", bids.receipt_download, name="bid-receipt-file"),
    path(f"{BIDS}<slug:bid_number>/proof.json", bids.proof_download, name="bid-proof-file"),
    path(f"{BIDS}<slug:bid_number>/withdraw/", bids.withdraw, name="withdraw-bid"),
    path("tenders/<int:tender_id>/root.json", published.root, name="register-root-file"),
    path("tenders/<int:tender_id>/dossier.json", published.dossier, name="opening-dossier"),
]
