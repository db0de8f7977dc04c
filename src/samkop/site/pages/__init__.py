"""Pages that know every app."""
