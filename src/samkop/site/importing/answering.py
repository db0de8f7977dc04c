"""How an import ends: its exit code (docs/reference/command-line.md)."""

DONE, NO, BAD_USAGE = 0, 1, 2
