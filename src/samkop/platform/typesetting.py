"""Pages on paper, set by Typst (ADR 0013)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import typst

# PDF 1.7 with tags, which a screen reader follows (ISO 14289-1).
STANDARD: Literal["ua-1"] = "ua-1"
# Where a template's absolute imports begin: "/platform/typeset/paper.typ".
ROOT = Path(__file__).parents[1]


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF that a template makes of ``data``, which it reads as JSON: a text is data to the
    typesetter, never its command. What a template imports lies beside it, or in the platform.
    """
    return typst.compile(
        template, root=ROOT, format="pdf", pdf_standards=STANDARD,
        ignore_system_fonts=True, sys_inputs={"data": json.dumps(data)},
    )  # fmt: skip
