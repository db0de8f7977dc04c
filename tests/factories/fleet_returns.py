"""Devices that come back, are lost, leave, pass on or are counted: one of each."""

from __future__ import annotations

from datetime import date

from factories.fleet_register import NOW, Keeper, a_keeper, registered
from factories.parties import a_delivery_location, an_actor
from samkop.fleet.usecases.device_returns import check_returned, hand_in
from samkop.fleet.usecases.disposals import prepare_disposal
from samkop.fleet.usecases.erasure import certify_destruction, prove_erasure
from samkop.fleet.usecases.losses import report_loss
from samkop.fleet.usecases.stocktaking import open_stocktaking, scan_in_stocktaking
from samkop.fleet.usecases.transfers import decide_transfer
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform

DUE = date(2026, 6, 1)


def things_that_come_back(party: Party, manager: Actor, marker: str = "") -> dict[str, int | str]:
    """Ids by the names that addresses use, of an owner's own."""
    keeper = Keeper(
        party, a_delivery_location(party), manager, manager, an_actor(party, "security-officer")
    )
    back, destroyed, sold, lost, going = registered(keeper, 5)
    perform(manager, _lose, now=NOW, asset=lost)
    returns = perform(
        manager, hand_in, now=NOW, asset_ids=[back.pk, destroyed.pk, sold.pk],
        location_id=keeper.site.pk, note_text=f"{marker}-back",
    )  # fmt: skip
    paper = perform(
        manager, certify_destruction, now=NOW, return_ids=[returns[1].pk], number=f"{marker}-K1",
        firm="Krossverket Ab", destroyed_on=DUE, file_name="intyg.pdf", content=b"%PDF-1.7 intyg",
    )  # fmt: skip
    perform(
        manager, prove_erasure, now=NOW, return_id=returns[2].pk, storage=1, method="purge",
        storage_serial=f"{marker}-disk", tool="Eraser 7", erased_at=NOW,
    )  # fmt: skip
    perform(manager, check_returned, now=NOW, return_id=returns[2].pk, grade="b", storages=1)
    sale = perform(
        manager, prepare_disposal, now=NOW, kind="sale", firm=f"{marker} Andra livet Ab",
        return_ids=[returns[2].pk],
    )  # fmt: skip
    loss = perform(
        manager, report_loss, now=NOW, asset_id=lost.pk, what_happened=f"{marker} stolen",
        happened_on=DUE,
    )  # fmt: skip
    transfer = perform(
        manager, decide_transfer, now=NOW, receiver_id=a_keeper("Tagköping").party.pk,
        name=f"{marker} school", on_date=DUE, decision="D/1", asset_ids=[going.pk],
    )  # fmt: skip
    counted = perform(manager, open_stocktaking, now=NOW, location_id=keeper.site.pk)
    for label in (going.asset_number, f"{marker}-strange"):
        perform(manager, scan_in_stocktaking, now=NOW, stocktaking_id=counted.pk, label=label)
    return {
        "device_return": returns[0].pk, "certificate": paper.pk, "disposal": sale.pk,
        "loss": loss.pk, "transfer": transfer.pk, "stocktaking": counted.pk,
        "asset_number": going.asset_number,
    }  # fmt: skip


def _lose(*, actor: Actor, now, asset) -> None:
    type(asset).objects.filter(id=asset.pk).update(state="missing")
