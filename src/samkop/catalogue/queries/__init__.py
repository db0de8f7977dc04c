"""Reads: the shelf, its items and prices; what an import would do."""

from samkop.catalogue.queries.imports import (
    agreement_of_document,
    catalogue_file_of,
    catalogue_of,
    catalogues_of,
    content_of_file,
    files_of,
    known_catalogue,
    plan_import,
    require_fitting,
    runs_of,
)
from samkop.catalogue.queries.items import (
    item_of,
    items_among,
    items_by_id,
    prices_of_items,
    range_of,
    siblings_of,
    unavailable,
)
from samkop.catalogue.queries.shelf import (
    Facet,
    FacetOption,
    Filters,
    Shelf,
    open_agreements,
    search_items,
    shelf,
)

__all__ = [
    "Facet",
    "FacetOption",
    "Filters",
    "Shelf",
    "agreement_of_document",
    "catalogue_file_of",
    "catalogue_of",
    "catalogues_of",
    "content_of_file",
    "files_of",
    "item_of",
    "items_among",
    "items_by_id",
    "known_catalogue",
    "open_agreements",
    "plan_import",
    "prices_of_items",
    "range_of",
    "require_fitting",
    "runs_of",
    "search_items",
    "shelf",
    "siblings_of",
    "unavailable",
]
