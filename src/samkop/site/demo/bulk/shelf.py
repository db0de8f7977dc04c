"""The items by which the devices of the past were ordered: on no shelf any more."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from samkop.catalogue.models import Catalogue, CatalogueItem
from samkop.catalogue.vocabulary import FileFormat
from samkop.core.billing.vat import STANDARD
from samkop.fleet.usecases.device_models import facts_of_name
from samkop.site.demo.bulk.contracts import Contract
from samkop.site.demo.bulk.loading import Loader
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import at
from samkop.site.demo.seeds import items
from samkop.site.demo.stock import Model

CENTS = 100
EURO = "EUR"


@dataclass
class Shelf:
    """The items of each agreement by model; what the newest catalogues have, they take over."""

    loader: Loader
    cast: Cast
    _catalogues: dict[int, Catalogue] = field(default_factory=dict)
    _items: dict[tuple[int, Model], CatalogueItem] = field(default_factory=dict)

    def item(self, contract: Contract, model: Model) -> CatalogueItem:
        """The item of a model under an agreement."""
        key = (contract.agreement_id, model)
        if key not in self._items:
            self._items[key] = self._item(contract, model)
        return self._items[key]

    def write(self) -> None:
        """Write the catalogues and their items."""
        for one in self._catalogues.values():
            one.items = sum(item.catalogue_id == one.pk for item in self._items.values())
        self.loader.write(list(self._catalogues.values()))
        self.loader.write(list(self._items.values()))

    def _catalogue(self, contract: Contract) -> Catalogue:
        if contract.agreement_id not in self._catalogues:
            number, day = f"{contract.number}-0", contract.term.first
            found = Catalogue(
                agreement_id=contract.agreement_id, purchasing_body_id=self.cast.parties["body"],
                supplier_id=self.cast.parties[contract.supplier], number=number,
                version=day.isoformat(), format=FileFormat.CSV, issue_date=day,
                source_hash=sha256(number.encode()).hexdigest(), imported_at=at(day, 8), items=0,
            )  # fmt: skip
            self.loader.number([found])
            self._catalogues[contract.agreement_id] = found
        return self._catalogues[contract.agreement_id]

    def _item(self, contract: Contract, model: Model) -> CatalogueItem:
        facts = facts_of_name(model.manufacturer, model.name, model.category, EURO)
        catalogue = self._catalogue(contract)
        found = CatalogueItem(
            agreement_id=contract.agreement_id, purchasing_body_id=catalogue.purchasing_body_id,
            supplier_id=catalogue.supplier_id, catalogue_id=catalogue.pk,
            seller_item_id=self._number(contract, model),
            name=f"{model.manufacturer} {model.name}", manufacturer=model.manufacturer,
            model=model.name, category=model.category, list_price_cents=model.price * CENTS,
            shown_price_cents=model.price * CENTS, currency=EURO, vat_category=STANDARD,
            vat_percent=Decimal(24), properties={}, co2e_kg=facts.co2e_kg,
            support_state=facts.support_state, support_ends=facts.support_ends, active=False,
        )  # fmt: skip
        self.loader.number([found])
        return found

    def _number(self, contract: Contract, model: Model) -> str:
        sold = items().get(model.name)
        if contract.current and sold is not None and sold.manufacturer == model.manufacturer:
            return sold.item
        known = sum(agreement == contract.agreement_id for agreement, _model in self._items)
        return f"{contract.seed.prefix}-{contract.term.first.year % 100}{known + 1:03}"
