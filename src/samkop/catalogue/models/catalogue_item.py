"""What can be bought."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.utils import translation

from samkop.catalogue.models.folding import Folded, SortKey
from samkop.catalogue.vocabulary import Category, Drawing, SupportState

LONGEST_SHOP_NAME = 120
LONGEST_SHOP_TEXT = 400
LONGEST_ALTERNATIVE = 160
WORDS = (
    "name", "manufacturer", "model", "seller_item_id", "gtin", "description",
    "shop_name_sv", "shop_name_fi", "shop_name_en", "shop_text_sv", "shop_text_fi", "shop_text_en",
)  # fmt: skip


def _searched() -> Folded:
    parts = [part for name in WORDS for part in (F(name), Value(" "))]
    return Folded(Concat(*parts[:-1], output_field=models.TextField()))


def _sorted_in(language: str) -> models.GeneratedField:
    """The key of what the shop shows in a language: the keeper's name, else the catalogue's."""
    shown = Coalesce(NullIf(F(f"shop_name_{language}"), Value("")), F("name"))
    return models.GeneratedField(
        expression=SortKey(shown),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )


class CatalogueItem(models.Model):
    """An item of a supplier under an agreement (UBL Item of a CatalogueLine).

    ``list_price_cents`` is the supplier's price of one ``unit_code`` (UN/ECE
    Recommendation 20) without VAT, before tiers and markup; ``shown_price_cents`` what the
    shop shows, kept up to date for its filters and sorting. It is ordered in steps of
    ``quantity_increment`` (UBL OrderQuantityIncrementNumeric): of an item that is paid by the
    month these are the months of its term. ``lead_time_days`` are calendar
    days. ``co2e_kg`` is the whole life's, by ``co2e_source``. ``support_ends``
    is the maker's last day of security updates, where ``support_state`` is *known*.
    An item that left the catalogue is not ``active``; orders keep their reference.
    ``sold_until`` is the last day of its sale, as the purchasing body set it; so are
    ``shop_name_…``, ``shop_text_…``, ``drawing`` and ``picture``, which the shop shows instead
    of the catalogue's words and of the drawing of the category. An order says the catalogue's.
    """

    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    catalogue = models.ForeignKey("catalogue.Catalogue", on_delete=models.PROTECT)
    seller_item_id = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    manufacturer = models.CharField(max_length=120, blank=True)
    model = models.CharField(max_length=120, blank=True)
    gtin = models.CharField(max_length=14, blank=True)
    category = models.CharField(max_length=20, choices=Category)
    list_price_cents = models.BigIntegerField()
    shown_price_cents = models.BigIntegerField(default=0, db_default=0)
    currency = models.CharField(max_length=3)
    unit_code = models.CharField(max_length=3, default="EA")
    quantity_increment = models.PositiveSmallIntegerField(default=1)
    vat_category = models.CharField(max_length=2, blank=True)
    vat_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    properties = models.JSONField(default=dict)
    lead_time_days = models.PositiveSmallIntegerField(null=True, blank=True)
    co2e_kg = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    co2e_source = models.CharField(max_length=300, blank=True)
    support_state = models.CharField(
        max_length=15, choices=SupportState, default=SupportState.NOT_KNOWN
    )
    support_ends = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    sold_until = models.DateField(null=True, blank=True)
    shop_name_sv = models.CharField(
        max_length=LONGEST_SHOP_NAME, blank=True, default="", db_default=""
    )
    shop_name_fi = models.CharField(
        max_length=LONGEST_SHOP_NAME, blank=True, default="", db_default=""
    )
    shop_name_en = models.CharField(
        max_length=LONGEST_SHOP_NAME, blank=True, default="", db_default=""
    )
    shop_text_sv = models.CharField(
        max_length=LONGEST_SHOP_TEXT, blank=True, default="", db_default=""
    )
    shop_text_fi = models.CharField(
        max_length=LONGEST_SHOP_TEXT, blank=True, default="", db_default=""
    )
    shop_text_en = models.CharField(
        max_length=LONGEST_SHOP_TEXT, blank=True, default="", db_default=""
    )
    # The database checks it at the end: one picture goes before the next is shown.
    picture = models.ForeignKey(
        "catalogue.ItemPicture", null=True, blank=True, on_delete=models.DO_NOTHING,
        related_name="+",
    )  # fmt: skip
    picture_alt_sv = models.CharField(
        max_length=LONGEST_ALTERNATIVE, blank=True, default="", db_default=""
    )
    picture_alt_fi = models.CharField(
        max_length=LONGEST_ALTERNATIVE, blank=True, default="", db_default=""
    )
    picture_alt_en = models.CharField(
        max_length=LONGEST_ALTERNATIVE, blank=True, default="", db_default=""
    )
    drawing = models.CharField(
        max_length=20, choices=Drawing, blank=True, default="", db_default=""
    )
    search_text = models.GeneratedField(
        expression=_searched(), output_field=models.TextField(), db_persist=True
    )
    sort_key = models.GeneratedField(
        expression=SortKey("name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    sort_key_sv = _sorted_in("sv")
    sort_key_fi = _sorted_in("fi")
    sort_key_en = _sorted_in("en")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "seller_item_id"], name="catalogue_item_once"
            ),
            # An order line references both, so that it cannot mix agreements.
            models.UniqueConstraint(fields=["id", "agreement"], name="catalogue_item_of_agreement"),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="catalogue_item_category_known"
            ),
            models.CheckConstraint(
                condition=Q(list_price_cents__gte=0), name="catalogue_item_price_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(quantity_increment__gte=1), name="catalogue_item_in_steps"
            ),
            models.CheckConstraint(
                condition=Q(support_state=SupportState.KNOWN, support_ends__isnull=False)
                | (
                    Q(support_state__in=[SupportState.NOT_ANNOUNCED, SupportState.NOT_KNOWN])
                    & Q(support_ends__isnull=True)
                ),
                name="catalogue_item_support_end_if_known",
            ),
            models.CheckConstraint(
                condition=~Q(replaced_by=F("id")), name="catalogue_item_not_its_own_successor"
            ),
            models.CheckConstraint(
                condition=Q(drawing="") | Q(drawing__in=Drawing.values),
                name="catalogue_item_drawing_known",
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "sort_key", "id"], name="catalogue_item_by_name"),
            models.Index(
                fields=["agreement", "shown_price_cents", "id"], name="catalogue_item_by_price"
            ),
            models.Index(fields=["catalogue"], name="catalogue_item_by_catalogue"),
            *(
                models.Index(
                    fields=["agreement", f"sort_key_{language}", "id"],
                    name=f"catalogue_item_by_name_{language}",
                )
                for language in ("sv", "fi", "en")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """What the shop calls it in the reader's language; else the catalogue's name."""
        return self.shown_as(self.name)

    def shown_as(self, ordered: str) -> str:
        """What the shop calls it in the reader's language; else the name it was ordered by."""
        return getattr(self, f"shop_name_{translation.get_language()}", "") or ordered

    @property
    def shown_text(self) -> str:
        """What the shop says of it in the reader's language; empty where nothing is said."""
        return getattr(self, f"shop_text_{translation.get_language()}", "")

    @property
    def shown_alternative(self) -> str:
        """What is to be seen on its picture, in the reader's language; else empty."""
        return getattr(self, f"picture_alt_{translation.get_language()}", "")

    @property
    def drawn_as(self) -> str:
        """The drawing that stands for it: the one chosen, else its category's."""
        return self.drawing or self.category
