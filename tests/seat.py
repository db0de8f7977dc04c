"""Somebody at a desk: one signed-in person's browser window, told what to press and to fill in."""

from __future__ import annotations

import re

from browser_ground import signed_in
from factories.parties import an_account
from samkop.parties.models import Person
from samkop.platform.unit_of_work import reading


def give(page, **fields):
    """Fill in a page's fields by their names; a file is given as (name, content)."""
    for name, value in fields.items():
        # What a list has folded away may have fields of the same names.
        shown = page.locator(f"main [name='{name}']:visible")
        control = (shown if shown.count() else page.locator(f"main [name='{name}']")).first
        kind = control.evaluate("one => one.type")
        if kind == "file":
            file_name, content = value
            control.set_input_files({"name": file_name, "mimeType": "text/csv", "buffer": content})
        elif kind == "select-one":
            control.select_option(str(value))
        elif kind == "radio":
            page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            control.check()
        else:
            control.fill(str(value))


class Seat:
    """A person's own window, in English."""

    def __init__(self, browser, server, actor):
        with reading(actor):
            person = Person.objects.get(id=actor.person_id)
        account = an_account(person)
        account.language = "en"
        account.save()
        self.context = browser.new_context()
        self.context.set_default_timeout(15_000)
        self.page, self.server = signed_in(self.context.new_page(), server, account), server

    def open(self, path):
        answer = self.page.goto(self.server + path)
        assert (path, answer.status) == (path, 200)
        return self

    def give(self, **fields):
        give(self.page, **fields)
        return self

    def press(self, selector):
        """Press a button or a link; the answer's page is shown then."""
        with self.page.expect_navigation() as shown:
            self.page.locator(f"main {selector}").first.click()
        self.answer = shown.value
        return self

    def send(self, end):
        """Send the form that posts to an address with this end."""
        return self.press(f"form[action$='{end}'] [type=submit]")

    @property
    def refused(self):
        """The code of the refusal that the page shows, or None."""
        found = re.search(r"<code>([a-z]+(?:-[a-z]+)+)</code>", self.page.content())
        return found and found.group(1)

    def shows(self, *words):
        """Which of these words do not stand on the page."""
        text = self.page.locator("main").inner_text()
        return [word for word in words if word not in text]

    @property
    def path(self):
        return self.page.url.removeprefix(self.server).split("?")[0]
