"""The official rules as the rival: Saxon in an environment of its own, with files of the user's."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from samkop.core.edocs.rules.rulesets import RULESETS
from samkop.site.official_rules import stylesheets
from samkop.site.project import uv

VERSION = "13.1.1"
NAME = "official rules in Saxon"
PROGRAM = Path(__file__).parents[1] / "rivals" / "official_rules.py"


class AbsentError(Exception):
    """The official rules cannot be run here; says why."""


class OfficialRules:
    """A process that runs the official rules on one document after another."""

    def __init__(self, directory: Path) -> None:
        """Raises AbsentError where ``directory`` holds no rules or Saxon cannot be had."""
        found = uv()
        if found is None:
            raise AbsentError(f"{NAME} need uv to be installed beside us, and there is no uv")
        self._stylesheets = {
            ruleset.kind: [str(path) for path in stylesheets(directory, ruleset)]
            for ruleset in RULESETS
        }
        if not any(self._stylesheets.values()):
            raise AbsentError(f"{directory} holds no *.xslt")
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        command = [*found, "run", "--quiet", "--isolated", "--no-project", "--python", python,
                   "--with", f"saxonche=={VERSION}", "python", str(PROGRAM)]  # fmt: skip
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._folder = TemporaryDirectory(prefix="samkop-bench-")
        self._known: dict[bytes, str] = {}
        if self._answer() != "ready":
            self.close()
            raise AbsentError(f"saxonche {VERSION} does not run here")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(30)
        self._folder.cleanup()

    def knows(self, kind: str) -> bool:
        """Whether there are official rules of the kind."""
        return bool(self._stylesheets.get(kind))

    def seconds(self, kind: str, data: bytes, passes: int = 1) -> float | None:
        """How long parsing and ruling took, the median of so many passes in a row.

        None where the rules end in an error.
        """
        asked: Sequence[str | int] = [self._path(data), passes, *self._stylesheets[kind]]
        stdin = self._process.stdin
        if stdin is None:
            raise AbsentError(f"{NAME} are not listening")
        stdin.write(json.dumps(asked) + "\n")
        stdin.flush()
        answer = self._answer()
        return None if answer is None else float(answer)

    def _path(self, data: bytes) -> str:
        if data not in self._known:
            path = Path(self._folder.name) / f"{len(self._known)}.xml"
            path.write_bytes(data)
            self._known[data] = str(path)
        return self._known[data]

    def _answer(self) -> Any:
        line = self._process.stdout.readline() if self._process.stdout else ""
        return json.loads(line) if line else None
