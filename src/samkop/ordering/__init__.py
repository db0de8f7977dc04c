"""Ordering: from wish to confirmed order."""
