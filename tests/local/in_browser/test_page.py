"""The private chats on the page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from content.load import load
from tests.local.in_browser.conftest import OVERFLOWING, Process

pytestmark = pytest.mark.browser

QUESTION = ".message.question"


class Sentences:
    """Which fact a sentence states, and whether it is true."""

    def __init__(self) -> None:
        self._known = {v.text: (fact.id, v.truth) for fact in load().askable.values() for v in fact.variants}

    def on(self, page: Any) -> tuple[str, bool]:
        """The fact and the truth of the assertion that waits."""
        return self._known[page.locator(f"{QUESTION} blockquote").inner_text()]


@pytest.fixture(scope="module")
def sentences() -> Sentences:
    """The bank's sentences."""
    return Sentences()


def wait_for_next(page: Any, position: str) -> None:
    """Wait until the question that waits is the one at that position (a pattern), such as 2/10."""
    page.locator(f"{QUESTION} p b", has_text=re.compile(f"^{position}$")).wait_for()


def label(truth: bool) -> str:
    """The button for a truth value."""
    return "Certo" if truth else "Errado"


def tap(page: Any, truth: bool) -> None:
    """Tap one of the two answers of the question that waits."""
    page.locator(QUESTION).get_by_role("button", name=label(truth), exact=True).click()


def test_a_set_by_tapping_and_by_keyboard_then_a_day_on_what_was_missed_returns(
    page: Any, sentences: Sentences
) -> None:
    page.locator("#start").click()
    wait_for_next(page, "1/10")
    missed, truth = sentences.on(page)
    tap(page, not truth)
    page.locator("#toast.up", has_text="❌").wait_for()
    wait_for_next(page, "2/10")
    tap(page, sentences.on(page)[1])
    wait_for_next(page, "3/10")
    page.keyboard.press(label(sentences.on(page)[1])[0].lower())
    wait_for_next(page, "4/10")
    button = page.locator(QUESTION).get_by_role("button", name=label(sentences.on(page)[1]), exact=True)
    page.locator("#text").focus()
    for _ in range(8):  # backwards from the text field into the question
        page.keyboard.press("Shift+Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    for position in range(5, 11):
        wait_for_next(page, f"{position}/10")
        page.keyboard.press("1" if sentences.on(page)[1] else "2")
    page.get_by_text("Pontuação líquida +8").wait_for()
    assert page.locator(QUESTION).count() == 0

    page.get_by_role("button", name="+1 dia").click()
    wait_for_next(page, r"1/\d+")
    assert page.locator(".day").count() == 2
    total = int(page.locator(f"{QUESTION} p b", has_text="1/").inner_text().partition("/")[2])
    returned = []
    for position in range(1, total + 1):
        wait_for_next(page, f"{position}/{total}")
        fact, truth = sentences.on(page)
        returned.append(fact)
        page.keyboard.press("1" if truth else "2")
    page.get_by_text(f"Pontuação líquida +{total}").wait_for()
    assert missed in returned


def test_the_focus_stays_with_the_message_that_was_answered(page: Any) -> None:
    page.locator("#start").click()
    wait_for_next(page, "1/10")
    first = page.locator(QUESTION).get_attribute("data-id")
    page.locator(QUESTION).get_by_role("button", name="Em branco").focus()
    page.keyboard.press("Enter")
    wait_for_next(page, "2/10")
    assert page.evaluate("document.activeElement.dataset.id") == first
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Por quê?"
    page.keyboard.press("Enter")
    page.get_by_role("button", name="‹ Voltar").wait_for()
    assert page.evaluate("document.activeElement.dataset.id") == first


def test_keys_answer_the_newest_question_but_not_from_the_text_field_nor_when_switched_off(page: Any) -> None:
    page.locator("#start").click()
    wait_for_next(page, "1/10")
    page.locator("#text").press_sequentially("c1")
    assert page.locator("#text").input_value() == "c1"
    page.keyboard.press("Escape")
    page.locator("#keys").click()
    page.keyboard.press("c")
    assert page.locator(f"{QUESTION} kbd").first.is_hidden()
    page.locator("#keys").click()
    page.keyboard.press("c")
    wait_for_next(page, "2/10")
    assert page.locator(".message").count() == 3
    shortcuts = page.locator("[aria-keyshortcuts]").evaluate_all("all => all.map(one => one.ariaKeyShortcuts)")
    assert shortcuts == ["1 C", "2 E", "3", "4", "5"]


def test_two_people_and_the_badge_on_the_other(page: Any) -> None:
    page.get_by_role("button", name="Bruno").click()
    page.locator("#start").click()
    wait_for_next(page, "1/10")
    page.get_by_role("button", name="Ana", exact=True).click()
    page.locator("#empty").wait_for()
    page.get_by_role("button", name="+1 dia").click()
    page.get_by_role("button", name=re.compile("^Bruno, não lidas: [123]$")).click()
    page.get_by_role("button", name="Bruno", exact=True).wait_for()
    assert page.locator(".badge").count() == 0
    assert page.locator(".day").count() == 2


def test_the_menu_by_keyboard(page: Any) -> None:
    page.locator("#start").click()
    wait_for_next(page, "1/10")
    page.locator("#commands").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.say") == "/hoje"
    page.keyboard.press("Escape")
    assert page.locator("#menu").is_hidden()
    assert page.evaluate("document.activeElement.id") == "commands"
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.dataset.say") == "/apagar"
    page.keyboard.press("Home")
    for _ in range(page.locator("#menu [data-say]").count()):
        if page.evaluate("document.activeElement.dataset.say") == "/config":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(".message", has_text="Configurações").wait_for()


def test_english_changes_the_page_too(page: Any) -> None:
    page.locator("#start").click()
    wait_for_next(page, "1/10")
    page.locator("#text").fill("/config")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Idioma").click()
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="+1 week").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_dark_and_light_follow_the_system_until_somebody_chooses(page: Any, process: Process) -> None:
    def ground() -> str:
        return str(page.evaluate("getComputedStyle(document.querySelector('.bar')).backgroundColor"))

    light = ground()
    page.emulate_media(color_scheme="dark")
    dark = ground()
    assert light != dark
    page.get_by_role("button", name="Tema escuro").click()
    assert ground() == light
    page.reload()
    page.locator("#start").wait_for()
    assert ground() == light


def test_after_a_restart_the_page_connects_again_and_goes_on(page: Any, process: Process) -> None:
    page.locator("#start").click()
    wait_for_next(page, "1/10")
    assert process.end() == 0
    page.locator("#offline").wait_for()
    process.start()
    page.locator("#offline").wait_for(state="hidden")
    page.keyboard.press("c")
    wait_for_next(page, "2/10")


def test_everything_fits_and_has_a_name_and_a_size(page: Any) -> None:
    page.locator("#start").click()
    wait_for_next(page, "1/10")
    page.keyboard.press("c")
    wait_for_next(page, "2/10")
    for width in (360, 390, 420, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(OVERFLOWING) == []
        for control in page.locator("button:visible:not(.command, .skip), input:visible").all():
            box = control.bounding_box()
            assert min(box["width"], box["height"]) >= 32, control.evaluate("one => one.outerHTML")
    for control in page.locator("button:visible, input:visible").all():
        name = control.get_attribute("aria-label") or control.inner_text()
        assert name.strip(), control.evaluate("one => one.outerHTML")
    log = page.get_by_role("log")
    assert (log.get_attribute("aria-live"), log.get_attribute("tabindex")) == ("polite", "0")
    assert page.evaluate("document.documentElement.lang") == "pt-BR"
    page.emulate_media(reduced_motion="reduce")
    assert page.locator(QUESTION).evaluate("one => parseFloat(getComputedStyle(one).animationDuration)") < 0.01
    ids = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
