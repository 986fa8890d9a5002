"""A round in the group, played by hand by two people in turn."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.in_browser.conftest import OVERFLOWING

pytestmark = pytest.mark.browser


def begins(page: Any, command: str) -> None:
    page.get_by_role("button", name="Grupo", exact=True).click()
    page.locator("#start").click()
    page.get_by_text("começa uma rodada").wait_for()
    page.locator("#text").fill(command)
    page.keyboard.press("Enter")
    page.locator(".option").first.wait_for()


def test_two_people_play_a_round_and_its_button_opens_the_private_chat(page: Any) -> None:
    begins(page, "/quiz 1")
    page.locator(".option").first.click()
    page.locator(".outcome").first.wait_for()
    assert page.locator(".option").count() == 0
    assert "responderam: Ana" in page.locator(".poll-votes").inner_text()
    page.locator("#acting").get_by_role("button", name="Bruno").click()
    page.locator(".option").nth(1).click()
    page.get_by_text("responderam: Ana, Bruno").wait_for()
    shares = page.locator(".outcome b").all_inner_texts()
    assert shares == ["50 %", "50 %"]
    assert page.locator(".outcome .mark", has_text="✓").count() == 1
    page.get_by_role("button", name="+1 h").click()
    page.get_by_text("Placar da rodada").wait_for()
    page.locator(".poll-kind", has_text="Resultado final").wait_for()
    page.get_by_role("button", name="Revisar estas assertivas").click()
    page.locator("#people [aria-pressed=true]", has_text="Bruno").wait_for()
    page.locator(".question", has_text="1/1").wait_for()


def test_a_poll_is_answered_by_keys_and_everything_in_it_fits_and_has_a_name(page: Any) -> None:
    begins(page, "/quiz 2")
    for width in (360, 390, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(OVERFLOWING) == []
        for control in page.locator("button:visible:not(.command, .skip), input:visible").all():
            box = control.bounding_box()
            assert min(box["width"], box["height"]) >= 32, control.evaluate("one => one.outerHTML")
    page.locator("#log").focus()
    page.keyboard.press("e")
    page.locator(".outcome").first.wait_for()
    assert page.evaluate(OVERFLOWING) == []
    named = page.locator(".outcome").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert named[1].startswith("Errado, 100 %, escolhida")
    assert sum("a resposta certa" in name for name in named) == 1
    assert page.evaluate("document.activeElement.closest('.message, #log') !== null")
