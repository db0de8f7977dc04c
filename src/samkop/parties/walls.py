"""What policies of tables above say about regions (see ``platform/row_security.py``)."""

from __future__ import annotations


def in_my_region(column: str = "region_id") -> str:
    """The condition that a row's region is one that an acting party is in today, or serves."""
    return (
        f"{column} IN (SELECT m.region_id FROM parties_regionmember m"  # noqa: S608
        " WHERE m.party_id = ANY (samkop_party_ids()) AND m.valid_from <= current_date"
        " AND (m.valid_until IS NULL OR m.valid_until >= current_date)"
        " UNION ALL SELECT g.id FROM parties_region g"
        " WHERE g.purchasing_body_id = ANY (samkop_party_ids()))"
    )


def in_region_of_mine(column: str = "party_id") -> str:
    """The condition that a party is a member, today, of a region that an acting party is in."""
    return (
        f"{column} IN (SELECT o.party_id FROM parties_regionmember o"  # noqa: S608
        " WHERE o.valid_from <= current_date"
        " AND (o.valid_until IS NULL OR o.valid_until >= current_date)"
        f" AND {in_my_region('o.region_id')})"
    )
