"""What is publicly known of device models: carbon footprint and the maker's support end.

Sources and licences stand in ``data/README.md``. What does not join is *not known*.
"""

from samkop.core.devices.carbon import Footprint, footprint_of, footprints
from samkop.core.devices.support import (
    Support,
    SupportState,
    device_support,
    system_support,
)

__all__ = [
    "Footprint",
    "Support",
    "SupportState",
    "device_support",
    "footprint_of",
    "footprints",
    "system_support",
]
