"""The components write what the design asks for, and nothing that the page's policy forbids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from obih.ui import drawings, samples
from obih.ui.forms import Combobox, DateField
from obih.ui.refusals import Refused

pytestmark = pytest.mark.urls("obih.ui.tests.urls")


@dataclass
class Registration:
    number: str
    sequence_text: str
    is_void: bool = False


class Form(forms.Form):
    sender = forms.CharField(
        label="Від кого", widget=Combobox("/senders/", display=lambda key: f"відправник {key}")
    )
    number = forms.CharField(label="Їхній номер", help_text="із листа", max_length=5)
    written_on = DateField(label="Дата", lean="past", today=lambda: date(2026, 11, 24))


def show(source: str, **context: Any) -> str:
    request = RequestFactory().get("/journal/incoming/")
    return Template(source).render(Context({"request": request} | context))


def test_a_number_has_a_heavy_ordinal_and_a_quiet_index() -> None:
    assert show("{% num it %}", it="1847/02-10") == '<span class="num"><b>1847</b>/02-10</span>'
    ours = Registration("02-10/1487", "1487")
    assert show('{% num it href="/d/1/" %}', it=ours) == '<a class="num" href="/d/1/">02-10/<b>1487</b></a>'
    assert "анульовано" in show("{% num it %}", it=Registration("7/01", "7", is_void=True))


def test_a_stamp_without_a_number_promises_nothing() -> None:
    assert "Номер ще не надано" in show("{% stamp None %}")
    stamped = show('{% stamp "1848/02-10" kind="Вхідний" on=on %}', on=date(2026, 11, 24))
    assert "від 24.11.2026" in stamped
    assert 'datetime="2026-11-24"' in stamped


@pytest.mark.parametrize("state", drawings.GLYPHS)
def test_a_state_is_a_shape_and_a_word(state: str) -> None:
    written = show("{% chip state text %}", state=state, text="<b>слово</b>")
    assert "<svg" in written
    assert "&lt;b&gt;слово" in written


def test_a_button_prints_its_key_and_tells_it_to_readers() -> None:
    written = show(
        '{% btn "Зареєструвати" main=True key="Ctrl+Enter" hx_post="/x/" data_busy="Реєструємо…" %}'
    )
    assert 'data-key="Ctrl+Enter"' in written
    assert 'aria-keyshortcuts="Control+Enter"' in written
    assert 'hx-post="/x/"' in written
    assert '<kbd aria-hidden="true">Ctrl+Enter</kbd>' in written


def test_a_forbidden_button_says_why() -> None:
    written = show('{% btn "Підписати" why="Ще не погодив юридичний відділ" %}')
    reason = re.search(r'aria-describedby="([^"]+)"', written)
    assert reason
    assert f'id="{reason[1]}">Ще не погодив юридичний відділ' in written
    assert "aria-disabled" not in show('{% btn "Підписати" why="" %}')


def test_a_field_joins_its_hint_and_its_error() -> None:
    with override("uk"):
        form = Form({"number": "123456", "written_on": "3111", "sender": "7", "sender_text": "рада"})
        written = show('{% field form.number width=3 opt="вхідний" last="4102" %}', form=form)
        assert 'aria-describedby="id_number-hint id_number-error"' in written
        assert 'aria-invalid="true"' in written
        assert "Скоротіть до 5 знаків, зараз 6" in written
        assert 'data-last="4102"' in written
        assert "у листопаді 30 днів" in show("{% field form.written_on %}", form=form)
        assert 'value="3111"' in show("{% field form.written_on %}", form=form)


def test_an_unchanged_date_says_its_day_before_any_script() -> None:
    form = Form(initial={"written_on": date(2026, 11, 19)})
    assert ">чт</output>" in show("{% field form.written_on %}", form=form)


def test_a_combobox_posts_an_id_and_keeps_the_words() -> None:
    form = Form({"sender": "7", "sender_text": "Подільська рада"})
    written = show("{% field form.sender %}", form=form)
    assert 'name="sender" value="7"' in written
    assert 'value="Подільська рада"' in written
    assert 'aria-label="Від кого"' in written
    assert form.data["sender"] == "7"
    emptied = Form({"sender": "7", "sender_text": " "})
    assert "sender" in emptied.errors
    assert "відправник 7" in show("{% field form.sender %}", form=Form(initial={"sender": "7"}))


def test_the_summary_of_errors_links_to_the_fields() -> None:
    form = Form({})
    assert not form.is_valid()
    Refused("Журнал закрито").put_on(form)
    written = show('{% problems form "Картку не зареєстровано" %}', form=form)
    assert "Картку не зареєстровано: виправте 3\u00a0поля" in written
    assert '<a href="#id_number">' in written
    assert "Журнал закрито" in written


def test_the_key_of_a_post_survives_an_error() -> None:
    request = RequestFactory().post("/x/", {"idempotency_key": "abc-1"})
    assert 'value="abc-1"' in Template("{% post_key %}").render(Context({"request": request}))
    first, second = show("{% post_key %}"), show("{% post_key %}")
    assert first != second


def test_the_longest_address_is_the_current_tab() -> None:
    request = RequestFactory().get("/_ui/components/options/")
    written = Template("{% rail nav %}").render(Context({"request": request, "nav": samples.nav()}))
    assert written.count("aria-current") == 1
    assert 'href="/_ui/components/" aria-current="page"' in written
    assert 'data-key="KeyG KeyJ"' in written


def test_no_markup_that_the_policy_forbids(client: Any, settings: Any) -> None:
    settings.SHOW_COMPONENTS = True
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    request = RequestFactory().get("/_ui/components/")
    request.COOKIES["look"] = "size:plus.theme:dark.hotkeys:off.evil:<b>"
    from django.template.loader import render_to_string

    written = render_to_string("ui/samples.html", samples.context(request), request=None)
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:|<style|data:", written)
    for script in re.findall(r"<script[^>]*>(.*?)</script>", written, re.DOTALL):
        assert script == ""


def test_the_look_comes_from_a_cookie_and_ignores_the_unknown() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["look"] = "size:plus.theme:purple.hotkeys:off.evil:1"
    written = Template("<html{% look %}>").render(Context({"request": request}))
    assert 'data-size="plus"' in written
    assert 'data-hotkeys="off"' in written
    assert "purple" not in written
    assert "evil" not in written
