"""Some of the house rules are read off the database, so Django is needed."""

import ground  # noqa: F401
