"""Pages in a real browser: nothing to complain of, and all that they do beyond reading."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from families import HOSTILE, RELABELLED, hostile, hub

import licenselogic as ll
from licenselogic.report.audit_html import render_audit_page
from licenselogic.report.license_html import render_license_page
from licenselogic.report.verdict_html import render_verdict_page
from licenselogic.verdict.family import judge_all
from licenselogic.verdict.readings import readings
from tests.audit.summaries import summary

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Return what opens a page in a browser without network; it fails on any complaint."""
    contexts, complaints = [], []

    def opened(text: str, **look: Any) -> Any:
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(offline=True, **look)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        tab.goto(file.as_uri())
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def page(lineage: ll.Lineage, work: str) -> str:
    judged = judge_all(lineage, lineage.order(work))
    verdict = ll.check(lineage, work)
    told = readings(lineage, work)
    return render_verdict_page(lineage, verdict, judged, told, date(2026, 11, 28))


PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LOOKS = {"light": {}, "dark": {"color_scheme": "dark"}, "phone": PHONE}


@pytest.mark.parametrize(
    "look", ["phone", *(pytest.param(look, marks=pytest.mark.slow) for look in ("light", "dark"))]
)
def test_pages_are_accessible(visit: Open, look: str) -> None:
    license = render_license_page(ll.licenses()["llama3"], "digest")
    audit = render_audit_page(summary(), date(2026, 11, 28))
    for text in (page(RELABELLED, "me/mine"), page(RELABELLED, "b/honest"), license, audit):
        tab = visit(text, **LOOKS[look])
        tab.evaluate(
            "document.querySelectorAll('details').forEach((part) => { part.open = true; })"
        )
        found = axe.Axe().run(tab).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


def test_a_phone_need_not_scroll_sideways(visit: Open) -> None:
    audit = render_audit_page(summary(), date(2026, 11, 28))
    for text in (audit, *(page(hostile(), name) for name in HOSTILE[1:])):
        tab = visit(text, **PHONE)
        assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_work_tells_of_itself_when_it_is_chosen(visit: Open) -> None:
    tab = visit(page(RELABELLED, "me/mine"))
    tab.get_by_role("link", name="a/tuned, apache-2.0, model, incompatible").click()
    panel = tab.get_by_role("region", name="The chosen work")
    assert "Its label breaks" in panel.inner_text()
    panel.press("Escape")
    assert not panel.is_visible()


def test_the_drawing_zooms_by_keys_and_by_buttons(visit: Open) -> None:
    tab = visit(page(RELABELLED, "me/mine"))
    width = "Number(document.querySelector('.canvas svg').getAttribute('width'))"
    first = tab.evaluate(width)
    tab.locator(".canvas").press("+")
    larger = tab.evaluate(width)
    assert larger > first
    tab.get_by_role("button", name="Zoom out").click()
    assert tab.evaluate(width) == pytest.approx(first)
    tab.locator(".canvas").press("+")
    tab.locator(".canvas").press("0")
    assert tab.evaluate(width) == pytest.approx(first)


def test_every_switch_of_readings_gives_the_answer_of_a_check(visit: Open) -> None:
    tab = visit(page(RELABELLED, "me/mine"))
    answer = tab.locator("#then")
    for profile in ("strict", "lenient", "default"):
        tab.get_by_role("button", name=profile, exact=True).click()
        status = ll.check(RELABELLED, "me/mine", profile=profile).status
        assert answer.inner_text().split()[-1] == status
    names = readings(RELABELLED, "me/mine").matter
    for number in range(len(names)):
        tab.locator(f"#r{number}").click()
        held = {n: tab.locator(f"#r{i}").is_checked() for i, n in enumerate(names)}
        expected = ll.check(RELABELLED, "me/mine", assumptions=held).status
        assert answer.inner_text().split()[-1] == expected


@pytest.mark.parametrize("name", HOSTILE[1:])
def test_hostile_names_run_nothing(visit: Open, name: str) -> None:
    tab = visit(page(hostile(), name))
    assert tab.locator("script").count() <= 2
    assert tab.locator("img").count() == 0
    tab.locator(".canvas a").first.click()
    assert tab.locator("#panel").is_visible()


def test_a_large_family_opens_at_the_work_asked_about(visit: Open) -> None:
    whole = hub(300)
    work = max(whole.works, key=lambda name: len(whole.order(name)))
    tab = visit(page(whole, work))
    assert tab.locator(".canvas .asked").count() == 1
    assert_seen(tab, ".canvas .asked")


def assert_seen(tab: Any, what: str) -> None:
    """Assert that an element is wholly within what is seen of the drawing."""
    box, frame = (tab.locator(name).bounding_box() for name in (what, ".canvas"))
    for at, size in (("x", "width"), ("y", "height")):
        assert frame[at] <= box[at] and box[at] + box[size] <= frame[at] + frame[size]


def test_a_phone_shows_the_work_asked_about_and_whole_words(visit: Open) -> None:
    tab = visit(page(RELABELLED, "me/mine"), **PHONE)
    assert_seen(tab, ".canvas .asked")
    heads = "[...document.querySelectorAll('th')].map(th => th.getBoundingClientRect().height)"
    assert len(set(tab.evaluate(heads))) == 1  # each is one line


def test_an_answer_looks_the_same_after_a_switch(visit: Open) -> None:
    tab = visit(page(RELABELLED, "me/mine"))
    assert tab.locator("#then").inner_html() == tab.locator("#answer .chip").evaluate(
        "chip => chip.outerHTML"
    )


def test_print_leaves_out_what_paper_cannot_do(visit: Open) -> None:
    tab = visit(page(RELABELLED, "me/mine"))
    tab.emulate_media(media="print")
    assert not tab.get_by_role("button", name="Zoom in").is_visible()
    assert not tab.locator("form#readings").is_visible()
    assert not tab.get_by_text("Choose a work for its clauses").is_visible()
    after = "getComputedStyle(document.querySelector('a[href^=http]'), '::after').content"
    assert "https://" in tab.evaluate(after)  # where a link leads, on paper
    assert tab.locator(".canvas svg").is_visible()
    assert len(tab.pdf(format="A4")) > 10_000
