"""axe's look at pages (WCAG 2.0 to 2.2, A and AA), in each theme and width.

A page is looked at in one of two ways:

- *loaded*: by its address, and looked at whole. So are pages that bring scripts of their own,
  and with --all every page.
- *put in*: its body, title and ``<html>``'s attributes take the place of the page's before it,
  in a tab that has loaded the style sheets and axe once, one tab for each theme and width.
  Everything in it is laid out and looked at by every rule in every look, except what stands
  around each page (head and foot, two thirds of its elements): that is looked at where it
  differs from all seen in this tab before; otherwise it stands empty, as high as it was.
"""

from __future__ import annotations

import itertools
import os

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

FULL = os.environ.get("SAMKOP_TEST_SCALE") == "all"
LOOKS = (
    list(itertools.product(["light", "dark"], [1280, 320]))
    if FULL
    else [("light", 1280), ("dark", 320)]
)
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "selectors": False,
    "preload": False,  # of style sheets: only a rule that is none of these asks for them
}

# axe reads the same few colours thousands of times, a quarter of its time: each is read once.
AXE = (
    Axe().axe_script
    + """
(() => {
    const known = new Map(), colour = axe.commons.color.Color.prototype;
    const read = colour.parseString;
    colour.parseString = function (text) {
        if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
        else {
            read.call(this, text);
            known.set(text, [this.r, this.g, this.b, this.alpha]);
        }
        return this;
    };
})();
"""
)

# The page's text takes the place of the page that stands; false where that cannot be, since it
# has scripts, or another <head> than the one that was loaded.
PUT_IN = """([html, theme]) => {
    const fresh = new DOMParser().parseFromString(html, 'text/html');
    const brought = (page) => [...page.head.children].map(
        one => one.localName === 'title' ? '' : one.outerHTML).join('');
    if (fresh.body.querySelector('script') || brought(fresh) !== brought(document)) return false;
    const root = document.documentElement;
    for (const {name} of [...root.attributes]) root.removeAttribute(name);
    for (const {name, value} of fresh.documentElement.attributes) root.setAttribute(name, value);
    root.dataset.bsTheme = theme;
    document.title = fresh.title;
    const around = [...fresh.querySelectorAll('.head, .foot')];
    const twice = around.flatMap(part => [...part.querySelectorAll('[id]')]).map(one => one.id)
        .filter(id => fresh.querySelectorAll('#' + CSS.escape(id)).length > 1);
    const frame = around.map(one => one.outerHTML).join('')
        .replace(/ (value="[^"]*"|aria-current="page")/g, '');
    window.samkopFrames ??= new Map();
    const heights = window.samkopFrames.get(frame);
    const leftOut = heights ? ['.head', '.foot'].filter(one => fresh.querySelector(one)) : [];
    window.samkopPutIn = {twice, leftOut};
    if (heights) around.forEach((one, place) => {
        one.replaceChildren();
        one.style.height = heights[place] + 'px';
    });
    document.body.replaceWith(fresh.body);
    if (!heights)
        window.samkopFrames.set(frame, around.map(one => one.getBoundingClientRect().height));
    document.querySelector('[autofocus]')?.focus();
    return true;
}"""

# Of axe's answer its violations alone are handed over: all that passed costs as much again.
ASKED = """async ([options, theme]) => {
    document.documentElement.dataset.bsTheme = theme;
    const {twice, leftOut} = window.samkopPutIn ?? {twice: [], leftOut: []};
    const {violations} = await axe.run(
        leftOut.length ? {exclude: leftOut.map(one => [one])} : document, options);
    const found = violations.map(one => `${one.id} (${one.nodes.length}): `
        + one.nodes[0].html.slice(0, 160));
    for (const id of twice) found.push(`id-twice: ${id}`);
    // The innermost things that stand out over the right edge.
    const beyond = one => one.getBoundingClientRect().right > window.innerWidth + 1;
    if (document.documentElement.scrollWidth > window.innerWidth)
        found.push('wider-than-window: ' + [...document.querySelectorAll('main *')]
            .filter(one => beyond(one) && ![...one.children].some(beyond))
            .map(one => one.outerHTML.slice(0, 120)).slice(0, 3));
    for (const mark of ['h1', 'main'])
        if (document.querySelectorAll(mark).length !== 1) found.push(`not-one: ${mark}`);
    return found;
}"""


class Looker:
    """Looks at pages of the server, signed in as the browser's context is."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        context.add_init_script(AXE)
        self.server = server
        self.page = context.new_page()
        self.tabs: list[tuple[Page, str]] = []
        self.loaded = 0

    def faults(self, path: str, html: str) -> list[str]:
        """What is found in the page of this address and text, in each look."""
        if FULL:
            return self.faults_loaded(path)
        found = []
        for tab, theme in self.opened():
            if not tab.evaluate(PUT_IN, [html, theme]):
                return self.faults_loaded(path)
            found += self.faults_in(tab, theme)
        return found

    def faults_loaded(self, path: str) -> list[str]:
        """What is found in the page as it is loaded from its address, in each look."""
        self.page.goto(self.server + path)
        self.loaded += 1
        found = []
        for theme, width in LOOKS:
            self.page.set_viewport_size({"width": width, "height": 900})
            found += self.faults_in(self.page, theme)
        return found

    def faults_in(self, page: Page, theme: str) -> list[str]:
        seen: list[str] = page.evaluate(ASKED, [OPTIONS, theme])
        assert page.viewport_size
        return [f"{theme}, {page.viewport_size['width']}: {fault}" for fault in seen]

    def opened(self) -> list[tuple[Page, str]]:
        """A tab for each look, in which any page stands that has the site's style sheets."""
        if not self.tabs:
            for theme, width in LOOKS:
                tab = self.page.context.new_page()
                tab.set_viewport_size({"width": width, "height": 900})
                tab.goto(self.server + "/accessibility/")
                self.tabs.append((tab, theme))
        return self.tabs
