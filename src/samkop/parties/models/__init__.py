"""Models of parties, one aggregate a file."""

from samkop.parties.models.cost_centre import CostCentre
from samkop.parties.models.delivery_location import DeliveryLocation
from samkop.parties.models.import_file import HeadingMap, ImportFile
from samkop.parties.models.membership import Membership, RoleAssignment
from samkop.parties.models.party import Party, Region, RegionMember
from samkop.parties.models.person import Person
from samkop.parties.models.person_group import GroupMember, PersonGroup
from samkop.parties.models.viewing import Viewing

__all__ = [
    "CostCentre",
    "DeliveryLocation",
    "GroupMember",
    "HeadingMap",
    "ImportFile",
    "Membership",
    "Party",
    "Person",
    "PersonGroup",
    "Region",
    "RegionMember",
    "RoleAssignment",
    "Viewing",
]
