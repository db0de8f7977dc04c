"""Every address of the system."""

from __future__ import annotations

urlpatterns: list[object] = []
