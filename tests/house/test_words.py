"""The dictionary: every model has its line, and every text its translations."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parent.parent.parent


def test_every_model_is_in_the_glossary():
    words = (ROOT / "docs/glossary.md").read_text().lower()
    ours = [m for m in apps.get_models() if m.__module__.startswith("samkop.")]
    spelled = [re.sub(r"(?<=[a-z])(?=[A-Z])", " ", m.__name__).lower() for m in ours]
    known = {"api token": "api token"}
    assert [name for name in spelled if known.get(name, name) not in words] == []


def test_every_text_is_translated():
    sys.path.insert(0, str(ROOT / "scripts"))
    import messages

    assert messages.check() == []


def test_texts_are_marked_by_names_that_are_collected():
    """Under another name a text would never reach the translators."""
    strange = [
        f"{path.relative_to(ROOT)}: {name.name} as {name.asname}"
        for path in (ROOT / "src/samkop").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname not in {None, "_"}
    ]
    assert strange == []
