"""The pages as a person meets them, in a real browser."""

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe

# The violations alone are handed over: all that axe passed costs as much again.
ASKED = """async () => (await axe.run({resultTypes: ['violations']})).violations
    .map(one => [one.id, one.nodes[0].html])"""
BUDGET = {"bytes": 150_000, "requests": 8}


def faults_of(page):
    page.evaluate(Axe().axe_script)
    return page.evaluate(ASKED)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_axe_finds_nothing_in_the_style_guide(opened, language, theme, width):
    with opened("/", language, theme, width) as page:
        faults = faults_of(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
    assert faults == []
    assert wide == width


@pytest.mark.parametrize("address", ["/signed-out/", "/broken/", "/forbidden/"])
def test_axe_finds_nothing_in_an_answer(opened, address):
    with opened(address, "sv", "dark", 320) as page:
        faults = faults_of(page)
    assert faults == []


def test_the_menus_leave_axe_nothing_to_find_when_they_are_open(opened):
    with opened("/", "sv", "light", 320) as page:
        for menu in ("navigation", "person"):
            page.click(f"[popovertarget={menu}]")
            faults = faults_of(page)
            assert faults == []
            page.keyboard.press("Escape")


def test_the_policy_refuses_nothing_that_a_page_does(opened):
    said = []
    with opened("/") as page:
        page.on("console", lambda message: said.append(message.text))
        page.reload(wait_until="networkidle")
    assert [text for text in said if "Content Security Policy" in text or "404" in text] == []


def test_each_page_has_one_main_and_one_h1(opened):
    for address in ("/", "/signed-out/", "/broken/", "/forbidden/"):
        with opened(address) as page:
            assert [page.locator(part).count() for part in ("main", "h1")] == [1, 1]


def test_a_skip_link_comes_first_and_leads_past_the_menu(opened):
    with opened("/forbidden/") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_a_slash_goes_to_the_search_box_and_enter_searches(opened, site):
    with opened("/") as page:
        page.locator("main").focus()
        page.keyboard.press("/")
        page.keyboard.type("SN 77/4")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        assert page.url == f"{site}/search/?q=SN+77%2F4"


def test_language_and_theme_are_chosen_without_javascript(opened):
    with opened("/", "sv", "auto", 390, java_script_enabled=False) as page:
        assert page.locator("html").get_attribute("data-bs-theme") is None
        page.click("[popovertarget=person]")
        page.click("button[name=theme][value=dark]")
        page.click("[popovertarget=person]")
        page.click("button[name=language][value=fi]")
        html = page.locator("html")
        assert (html.get_attribute("lang"), html.get_attribute("data-bs-theme")) == ("fi", "dark")


def test_the_menu_of_sections_opens_on_a_phone_without_javascript(opened):
    with opened("/", width=390, java_script_enabled=False) as page:
        link = page.locator("#navigation a").first
        assert not link.is_visible()
        page.click("[popovertarget=navigation]")
        assert link.is_visible()


def test_a_form_with_errors_says_so_first(opened):
    with opened("/") as page:
        assert page.evaluate("document.activeElement.id") == "error-summary"
        page.locator("#error-summary a").first.click()
        assert page.evaluate("document.activeElement.id") == "id_name"


def test_the_first_page_keeps_to_its_budget_and_to_its_host(opened, site):
    with opened("/signed-out/") as page:
        names = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
        bodies = {name: page.request.get(name).body() for name in {page.url, *names}}
    assert {name.startswith(site) for name in bodies} == {True}
    assert len(bodies) <= BUDGET["requests"]
    sent = [
        len(body if name.endswith(".woff2") else brotli.compress(body))
        for name, body in bodies.items()
    ]
    assert sum(sent) <= BUDGET["bytes"]


def test_a_ticked_filter_applies_at_once_beside_its_list_and_keeps_the_rest(opened, site):
    with opened("/?q=fjord") as page:
        page.check("#facet-range-joint")
        page.wait_for_url("**/?q=fjord&kind=phone&range=joint")
        assert page.locator("main").count() == 1


def test_on_a_phone_the_filters_open_over_the_page_and_wait_for_their_button(opened):
    with opened("/", width=390, java_script_enabled=False) as page:
        assert not page.locator("#facets").is_visible()
        page.click(".facets-open")
        page.check("#facet-range-joint")
        page.click("#facets button[type=submit]")
        assert page.url.endswith("/?kind=phone&range=joint")


def test_no_label_of_a_chart_is_cut_at_the_edge_of_its_drawing_or_of_the_phone(opened):
    with opened("/", "sv", "light", 320) as page:
        edges = page.locator(".chart-plot").evaluate_all(
            "plots => plots.map(plot => [getComputedStyle(plot).overflow,"
            " Math.max(...[...plot.querySelectorAll('.chart-label')]"
            ".map(one => one.getBoundingClientRect().right)) <= window.innerWidth])"
        )
    assert edges == [["visible", True]] * len(edges)
    assert len(edges) > 0
