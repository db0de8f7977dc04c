"""Django's PostgreSQL backend with the door's guard in front (see ``base``)."""
