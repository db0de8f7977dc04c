"""Templates and style sheets know each other."""

import re
from pathlib import Path

import samkop

SOURCE = Path(samkop.__file__).parent
STATIC = SOURCE / "platform/static"
# Set by htmx, or a hook for a script of ours: nobody styles them.
UNSTYLED = {"htmx-indicator"}


def known_classes() -> set[str]:
    sheets = (STATIC / "vendor/tabler.css", STATIC / "samkop/samkop.css")
    return {
        name for sheet in sheets for name in re.findall(r"\.(-?[A-Za-z_][\w-]*)", sheet.read_text())
    }


def used_classes(text: str) -> set[str]:
    """The whole names; one whose half a tag fills in, as in ``pill-{{ tone }}``, is left out."""
    names = set()
    for value in re.findall(r'\bclass="((?:[^"{]|\{[{%].*?[%}]\})*)"', text):
        marked = re.sub(r"\{%.*?%\}", "\0", re.sub(r"\{\{.*?\}\}", "\1", value))
        names |= {
            name for name in (part.strip("\0") for part in marked.split()) if name.isprintable()
        }
    return names - {""}


def test_no_template_uses_a_class_that_no_style_sheet_knows():
    known = known_classes() | UNSTYLED
    strangers = {
        f"{path.relative_to(SOURCE)}: {name}"
        for path in SOURCE.rglob("templates/**/*.html")
        for name in used_classes(path.read_text()) - known
    }
    assert strangers == set()


def test_no_template_styles_or_scripts_inline():
    inline = re.compile(r"\sstyle=|<style|\son\w+=[\"']|<script(?![^>]*(\ssrc=|application/json))")
    assert [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("templates/**/*.html")
        if inline.search(path.read_text())
    ] == []


def test_tabler_lies_in_a_layer_below_ours_with_its_licence_and_without_what_no_page_uses():
    sheet = (STATIC / "vendor/tabler.css").read_text()
    assert sheet.startswith("/*!\n * Tabler")
    assert sheet.partition("*/\n")[2].startswith("@layer tabler{")
    assert sheet.count("{") == sheet.count("}")
    assert (".btn-primary" in sheet, ".offcanvas" in sheet, ".carousel" in sheet) == (
        True, False, False,
    )  # fmt: skip
