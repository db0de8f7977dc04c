"""Registers of devices that come and go as files."""

from __future__ import annotations

from samkop.fleet.vocabulary.assets import AssetState

# The kind of file, as the register of imports calls it.
FLEET = "fleet"

# What a file alone does not bring about: a return proves what it ends.
BY_RETURN = frozenset({AssetState.RETURNED, AssetState.ERASED, AssetState.ENDED})
