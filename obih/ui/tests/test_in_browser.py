"""The components in a real Chromium: the grammar of dates, the keyboard, accessibility.

Only the frame is served, by the standard library's server in a thread; nothing here needs the database.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = [(1366, 768), (390, 844), (320, 700)]
TABLE = json.loads((Path(__file__).parent / "dates_table.json").read_text(encoding="utf-8"))
SCRIPTS = Path(__file__).parents[1] / "static" / "ui" / "js"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with override_settings(
        SHOW_COMPONENTS=True,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="obih.ui.tests.urls",
        MIDDLEWARE=[
            "django.middleware.csrf.CsrfViewMiddleware",
            "csp.middleware.CSPMiddleware",
            "django_htmx.middleware.HtmxMiddleware",
            "obih.ui.middleware.PlainWordsMiddleware",
        ],
        STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    ):
        application = StaticFilesHandler(get_wsgi_application())
        server = make_server("127.0.0.1", 0, application, _Server, _Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/_ui/components/"
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    own = os.environ.get("OBIH_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=own, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
    page.goto(address)
    yield page
    context.close()
    assert not faults


def _is_fault(said: ConsoleMessage) -> bool:
    """An error of ours; that an answer was refused is the browser's own line."""
    return said.type == "error" and "Failed to load resource" not in said.text


def test_the_script_speaks_the_same_grammar_of_dates(page: Page) -> None:
    for name in ("dates.js", "layout.js"):
        source = (SCRIPTS / name).read_text(encoding="utf-8")
        page.route(
            f"**/{name}",
            lambda route, _, source=source: route.fulfill(body=source, content_type="text/javascript"),
        )
    answers = page.evaluate(
        """async ([table, url]) => {
            const dates = await import(url);
            const today = dates.fromIso(table.today);
            const say = (text, lean) => {
                try { return dates.iso(dates.parseDate(text, today, lean)); }
                catch (fault) { return fault.message; }
            };
            const days = table.days.map(([text, lean]) => say(text, lean));
            return [days, table.problems.map(([text]) => say(text))];
        }""",
        [TABLE, "/static/ui/js/dates.js"],
    )
    assert answers[0] == [wanted for _, _, wanted in TABLE["days"]]
    assert answers[1] == [sentence for _, sentence in TABLE["problems"]]


def test_a_card_is_filled_by_keyboard(page: Page) -> None:
    page.focus("#id_correspondent")
    page.keyboard.type("gjl")  # «под» on the Latin layout
    page.wait_for_selector("#id_correspondent-list [role=option]")
    page.keyboard.press("Enter")
    assert page.input_value("[name=correspondent]") == "2"
    assert page.input_value("#id_correspondent") == "Подільська сільська рада"
    assert focused(page) == "id_number"
    page.keyboard.press("F2")
    assert page.input_value("#id_number") == "4102/5"
    page.keyboard.press("Enter")
    page.keyboard.type("1911")
    page.keyboard.press("Enter")
    assert page.input_value("#id_written_on").startswith("19.11.")
    assert page.inner_text("output[for=id_written_on]").split(",")[0] in {
        "пн",
        "вт",
        "ср",
        "чт",
        "пт",
        "сб",
        "нд",
    }
    assert focused(page) == "id_summary"
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "id_written_on"
    page.keyboard.press("Shift+Enter")
    assert focused(page) == "id_number"


def test_typed_words_are_kept_and_the_line_says_when(page: Page) -> None:
    with page.expect_request("**/components/draft/") as kept:
        page.fill("#id_number", "77/1")
    assert "number=77%2F1" in (kept.value.post_data or "")
    page.wait_for_function(
        "/^Збережено о \\d+:\\d\\d$/.test(document.querySelector('[data-saved]').textContent)"
    )


def test_a_lost_session_says_so_and_keeps_the_words(page: Page) -> None:
    page.route("**/components/draft/", lambda route: route.fulfill(status=401, body=""))
    page.fill("#id_number", "77/1")
    page.wait_for_selector("#says .bar")
    assert "Сеанс завершився" in page.inner_text("#says")
    assert page.input_value("#id_number") == "77/1"


def test_a_button_pressed_twice_acts_once(page: Page) -> None:
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.route(
        "**/_ui/components/", lambda route: None if route.request.method == "POST" else route.continue_()
    )
    said = page.evaluate(
        """async () => {
            const form = document.querySelector("#letter");
            form.removeAttribute("data-draft");
            const button = form.querySelector("button");
            button.click();
            button.click();
            await new Promise((done) => setTimeout(done, 2300));
            return [button.textContent, document.querySelector("#says").textContent];
        }"""
    )
    assert said[0] == "Зберігаємо…"
    assert "довше, ніж зазвичай" in said[1]
    assert len(posts) == 1


def test_a_journal_is_worked_by_keyboard_on_any_layout(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    press(page, "KeyJ", "о")
    press(page, "KeyJ", "о")
    press(page, "KeyX", "ч")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    assert page.inner_text("[data-bulk-count]") == "Позначено 2"
    assert page.evaluate("document.activeElement.textContent") == "1845/03-05"
    assert page.locator("[data-grid] a[tabindex='0']").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("[data-bulk]").is_hidden()


def test_letters_are_silent_in_fields_and_when_switched_off(page: Page) -> None:
    page.focus("#id_number")
    page.keyboard.type("/")
    assert focused(page) == "id_number"
    page.evaluate("document.documentElement.dataset.hotkeys = 'off'; document.activeElement.blur()")
    page.keyboard.press("/")
    assert focused(page) != "q"
    page.keyboard.press("Control+k")
    assert focused(page) == "q"


def test_the_keys_of_the_page_are_listed(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    listed = page.inner_text("#keys-help")
    assert "На реєстрацію" in listed
    assert "Ctrl+Enter" in listed
    page.keyboard.press("Escape")
    assert page.locator("#keys-help").is_hidden()


def test_the_safe_button_of_a_dialog_has_the_focus(page: Page) -> None:
    page.click("[data-opens=void-it]")
    assert page.evaluate("document.activeElement.textContent") == "Залишити"


def test_the_text_size_changes_at_once_and_stays(page: Page) -> None:
    with page.expect_response("**/look/"):
        page.click("[data-sizes] button[value=max]")
    assert page.get_attribute("html", "data-size") == "max"
    page.reload()
    assert page.get_attribute("html", "data-size") == "max"
    assert page.get_attribute("[data-sizes] button[value=max]", "aria-pressed") == "true"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_everyone_can_read_the_components(
    browser: Browser, address: str, width: int, height: int, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    context.close()
    assert sideways <= 0
    assert found.violations_count == 0, found.generate_report()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def press(page: Page, code: str, letter: str) -> None:
    """A key as the Ukrainian layout reports it: the place is Latin, the letter is not."""
    page.evaluate(
        """([code, key]) => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true }))""",
        [code, letter],
    )
