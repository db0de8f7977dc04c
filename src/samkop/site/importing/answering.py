"""How an import ends: its exit code (docs/reference/command-line.md)."""

DONE, NO, BAD_USAGE = 0, 1, 2


def cells_are_wrong(count: int) -> str:
    """The last line of an import that wrote nothing because of its cells."""
    cells = "1 cell is wrong" if count == 1 else f"{count} cells are wrong"
    return f"Nothing was written: {cells}."
