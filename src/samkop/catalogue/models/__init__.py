"""Models of the catalogue, one aggregate a file."""

from samkop.catalogue.models.availability import Availability, AvailabilityFile
from samkop.catalogue.models.catalogue import Catalogue
from samkop.catalogue.models.catalogue_file import CatalogueFile
from samkop.catalogue.models.catalogue_item import CatalogueItem
from samkop.catalogue.models.configuration import (
    Configuration,
    ConfigurationPart,
    ConfigurationVersion,
    EnrolmentIdentifier,
)
from samkop.catalogue.models.entitlement import (
    EntitlementException,
    EntitlementRule,
    EntitlementUse,
)
from samkop.catalogue.models.featured_item import FeaturedItem
from samkop.catalogue.models.item_picture import ItemPicture
from samkop.catalogue.models.range_item import RangeItem
from samkop.catalogue.models.range_proposal import (
    ProposalFigures,
    RangeChange,
    RangeDecision,
    RangeProposal,
    RangeProposalPart,
)
from samkop.catalogue.models.wish import Wish

__all__ = [
    "Availability",
    "AvailabilityFile",
    "Catalogue",
    "CatalogueFile",
    "CatalogueItem",
    "Configuration",
    "ConfigurationPart",
    "ConfigurationVersion",
    "EnrolmentIdentifier",
    "EntitlementException",
    "EntitlementRule",
    "EntitlementUse",
    "FeaturedItem",
    "ItemPicture",
    "ProposalFigures",
    "RangeChange",
    "RangeDecision",
    "RangeItem",
    "RangeProposal",
    "RangeProposalPart",
    "Wish",
]
