"""Addresses of returns, losses, disposals, transfers, audit rounds, labels and support."""

from django.urls import path

from samkop.fleet.pages import (
    device_return,
    device_returns,
    disposals,
    labels,
    losses,
    rounds,
    support,
    transfers,
)

RETURN_ADDRESSES = [
    path("devices/returns/", device_returns.device_returns, name="device-returns"),
    path("devices/returns/ask/", device_returns.ask, name="ask-for-return"),
    path("devices/returns/ask/send/", device_returns.send_ask, name="send-ask-for-return"),
    path("devices/returns/hand-in/", device_returns.hand_in_page, name="hand-in"),
    path("devices/returns/hand-in/send/", device_returns.send_hand_in, name="send-hand-in"),
    path("devices/returns/report/", device_returns.report, name="erasure-report"),
    path("devices/returns/report/send/", device_returns.send_report, name="send-erasure-report"),
    path("devices/returns/<int:device_return_id>/", device_return.one, name="device-return"),
    path(
        "devices/returns/<int:device_return_id>/check/", device_return.check, name="check-returned"
    ),
    path(
        "devices/returns/<int:device_return_id>/prove/", device_return.prove, name="prove-erasure"
    ),
    path(
        "devices/returns/<int:device_return_id>/certify/",
        device_return.certify,
        name="certify-destruction",
    ),
    path("devices/returns/<int:device_return_id>/lose/", device_return.lose, name="lose-storage"),
    path("devices/returns/<int:device_return_id>/restock/", device_return.stock, name="restock"),
    path(
        "devices/returns/<int:device_return_id>/cancel/",
        device_return.cancel,
        name="cancel-device-return",
    ),
    path(
        "devices/certificates/<int:certificate_id>.pdf",
        device_return.certificate,
        name="destruction-certificate",
    ),
    path("devices/losses/", losses.losses, name="losses"),
    path("devices/losses/<int:loss_id>/", losses.loss, name="loss"),
    path("devices/losses/<int:loss_id>/decide/", losses.decide, name="decide-loss"),
    path("devices/<int:asset_id>/loss/", losses.report, name="report-loss"),
    path("devices/<int:asset_id>/loss/send/", losses.send_report, name="send-loss"),
    path("devices/disposals/", disposals.disposals, name="disposals"),
    path("devices/disposals/prepare/", disposals.prepare, name="prepare-disposal"),
    path("devices/disposals/prepare/send/", disposals.send_prepare, name="send-disposal"),
    path("devices/disposals/<int:disposal_id>/", disposals.one, name="disposal"),
    path("devices/disposals/<int:disposal_id>/price/", disposals.price, name="price-disposal"),
    path(
        "devices/disposals/<int:disposal_id>/complete/",
        disposals.complete,
        name="complete-disposal",
    ),
    path("devices/disposals/<int:disposal_id>/cancel/", disposals.cancel, name="cancel-disposal"),
    path("devices/transfers/", transfers.transfers, name="transfers"),
    path("devices/transfers/decide/", transfers.decide, name="decide-transfer"),
    path("devices/transfers/decide/send/", transfers.send_decide, name="send-transfer"),
    path("devices/transfers/<int:transfer_id>/", transfers.one, name="transfer"),
    path("devices/transfers/<int:transfer_id>/answer/", transfers.answer, name="answer-transfer"),
    path("devices/transfers/<int:transfer_id>/cancel/", transfers.cancel, name="cancel-transfer"),
    path("devices/rounds/", rounds.rounds, name="stocktakings"),
    path("devices/rounds/begin/", rounds.begin, name="begin-stocktaking"),
    path("devices/rounds/open/", rounds.send_begin, name="open-stocktaking"),
    path("devices/rounds/<int:stocktaking_id>/", rounds.one, name="stocktaking"),
    path("devices/rounds/<int:stocktaking_id>/scan/", rounds.scan, name="scan-in-stocktaking"),
    path("devices/rounds/<int:stocktaking_id>/finish/", rounds.finish, name="finish-stocktaking"),
    path("devices/rounds/<int:stocktaking_id>/cancel/", rounds.cancel, name="cancel-stocktaking"),
    path("devices/labels/", labels.labels, name="labels"),
    path("devices/labels/print/", labels.print_labels, name="print-labels"),
    path("d/<path:number>/", labels.by_number, name="device-by-number"),
    path("devices/support/", support.losing, name="devices-losing-support"),
    path("devices/support/read/", support.read, name="read-support"),
    path("devices/support/read/send/", support.send_read, name="send-support"),
    path("devices/support/forward/", support.bring, name="bring-renewal-forward"),
]
