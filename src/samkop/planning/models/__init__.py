"""The tables of needs, pre-studies and what is planned of them."""

from samkop.planning.models.need import Need, NeedLine

__all__ = ["Need", "NeedLine"]
