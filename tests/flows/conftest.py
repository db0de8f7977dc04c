"""Stories through the whole house: Django is needed."""

import ground  # noqa: F401
