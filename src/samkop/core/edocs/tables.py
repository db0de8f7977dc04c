"""The packaged data files: tab-separated tables and code lists."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_PACKAGE = files("samkop.core.edocs")


def rows(table: str) -> Iterator[list[str]]:
    """The rows of a table, without its comment lines; `table` is a path inside this package."""
    for line in (_PACKAGE / table).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


@cache
def codelist(name: str) -> frozenset[str]:
    """The codes of a list such as `ISO4217`."""
    return frozenset(code for row in rows(f"codelists/{name}.txt") for code in row[0].split())


@cache
def codelist_text(name: str) -> str:
    """The codes in one string with a blank between them."""
    return " ".join(code for row in rows(f"codelists/{name}.txt") for code in row[0].split())


@cache
def codelist_title(name: str) -> str:
    """What the list is called and which version it has, in English."""
    text = (_PACKAGE / f"codelists/{name}.txt").read_text("utf-8")
    return text.partition("\n")[0].removeprefix("# ")
