"""Finding the schemas: the file ``doctor.json`` is the schema ``doctor``."""

from __future__ import annotations

from importlib.resources import files

SUFFIX = ".json"


def names() -> list[str]:
    """The names that ``samkop schema`` knows, in alphabetical order."""
    found = [entry.name for entry in files(__package__).iterdir()]
    return sorted(name.removesuffix(SUFFIX) for name in found if name.endswith(SUFFIX))


def text_of(name: str) -> str:
    """The schema as it stands in its file. Raises FileNotFoundError for a name not known."""
    return files(__package__).joinpath(f"{name}{SUFFIX}").read_text("utf-8")
