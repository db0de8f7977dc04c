"""Renew every pinned version: ``uv run --no-sync python scripts/renew_pins.py``.

Resolves anew without the old pins and writes what was found into pyproject.toml, for the
project and for its build. uv.lock itself names the registry of each file and stays out of
git.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def replaced(text: str, name: str, pins: list[str]) -> str:
    """The project file's text with the list ``name`` of ``[tool.uv]`` replaced."""
    block = f"{name} = [\n" + "".join(f'    "{pin}",\n' for pin in pins) + "]"
    return re.sub(rf"^{name} = \[.*?^\]", block, text, flags=re.DOTALL | re.MULTILINE)


def locked() -> list[str]:
    """``name==version`` of every package that uv resolves for the project, sorted.

    Where newer Pythons may have a newer one, the one that all of them take: two pins of a
    package would exclude each other.
    """
    subprocess.run(["uv", "lock", "--upgrade", "--quiet"], cwd=PROJECT.parent, check=True)
    packages = tomllib.loads((PROJECT.parent / "uv.lock").read_text())["package"]
    oldest: dict[str, str] = {}
    for name, version in ((p["name"], p["version"]) for p in packages if p["name"] != "samkop"):
        before = oldest.get(name)
        oldest[name] = version if before is None else min(before, version, key=numbers)
    return sorted(f"{name}=={version}" for name, version in oldest.items())


def numbers(version: str) -> list[int]:
    """A version to sort by."""
    return [int(number) for number in re.findall(r"\d+", version)]


def build_pins() -> list[str]:
    """The same for what the build itself needs."""
    wanted = tomllib.loads(PROJECT.read_text())["build-system"]["requires"]
    with tempfile.NamedTemporaryFile("w", suffix=".in") as file:
        file.write("\n".join([*wanted, "editables"]))
        file.flush()
        command = ["uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", file.name]
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return sorted(line for line in found.splitlines() if "==" in line)


def main() -> None:
    """Empty both lists, resolve, write them."""
    text = PROJECT.read_text()
    for name in ("constraint-dependencies", "build-constraint-dependencies"):
        text = replaced(text, name, [])
    PROJECT.write_text(text)
    text = replaced(text, "constraint-dependencies", locked())
    text = replaced(text, "build-constraint-dependencies", build_pins())
    PROJECT.write_text(text)


if __name__ == "__main__":
    main()
