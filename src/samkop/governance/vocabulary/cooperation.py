"""Who takes part in the cooperation, by role."""

from __future__ import annotations

from samkop.parties.vocabulary import RoleName

COOPERATES = frozenset(
    {
        RoleName.STEERING_MEMBER,
        RoleName.SECURITY_OFFICER,
        RoleName.ICT_MANAGER,
        RoleName.REGISTRAR,
        RoleName.BUYER,
        RoleName.CATEGORY_MANAGER,
    }
)
