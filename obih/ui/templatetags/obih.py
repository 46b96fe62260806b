"""The components as template tags; `obih/ui/README.md` shows each with an example.

Tags for small things write their HTML here; lists and forms have a template in `ui/components/`.
"""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from obih.ui import drawings, words
from obih.ui.html import attributes
from obih.ui.keys import aria_shortcut, key_code
from obih.ui.look import look_of, seconds_left
from obih.ui.post_keys import post_key_of
from obih.ui.templatetags import obih_forms, obih_words

register = template.Library()
for part in (obih_forms, obih_words):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)


@register.simple_tag
def icon(name: str) -> SafeString:
    return drawings.icon(name)


@register.simple_tag
def glyph(state: str) -> SafeString:
    return drawings.glyph(state)


@register.simple_tag
def mark() -> SafeString:
    return drawings.mark()


# ── numbers ──────────────────────────────────────────────────────────


def _split_number(number: Any) -> tuple[str, str, str]:
    """The number around its ordinal: («02-10/», «1487», «»)."""
    text = str(getattr(number, "number", number))
    ordinal = str(getattr(number, "sequence_text", "")) or text.split("/")[0]
    bare = re.escape(ordinal)
    found = re.search(rf"(?<!\d){bare}(?!\d)", text) or re.search(rf"(?<!\d)0*{bare}(?!\d)", text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else ("", text, "")


def _number(number: Any) -> SafeString:
    return format_html("{}<b>{}</b>{}", *_split_number(number))


@register.simple_tag
def num(number: Any, href: str = "", void: bool | None = None, **attrs: Any) -> SafeString:
    """A registration number; `number` has `.number` and `.sequence_text`, or is a string."""
    struck = bool(getattr(number, "is_void", False)) if void is None else void
    rest = attributes(attrs)
    if struck:
        rest += SafeString(" data-void")
    body = _number(number)
    if struck:
        body += SafeString('<span class="vh"> (анульовано)</span>')
    if href:
        return format_html('<a class="num" href="{}"{}>{}</a>', href, rest, body)
    return format_html('<span class="num"{}>{}</span>', rest, body)


@register.simple_tag
def stamp(number: Any = None, kind: str = "", on: date | None = None, small: bool = False) -> SafeString:
    """The registration stamp; without a number it is the dashed frame that promises nothing."""
    if not number:
        return SafeString(
            '<div class="stamp" data-empty data-small><span class="num">Номер ще не надано</span></div>'
        )
    if small:
        return format_html('<div class="stamp" data-small><span class="num">{}</span></div>', _number(number))
    head = format_html('<span class="stamp-kind">{}</span>', kind) if kind else ""
    foot = (
        format_html('<time datetime="{}">від {}</time>', f"{on:%Y-%m-%d}", words.short_date(on)) if on else ""
    )
    return format_html(
        '<div class="stamp">{}<span class="num">{}</span>{}</div>', head, _number(number), foot
    )


@register.simple_tag
def chip(state: str, text: str, box: bool = False) -> SafeString:
    """A state: shape and word. States: new work soon late done filed void shut; `ok` is boxed only."""
    drawn = drawings.glyph("done" if state == "ok" else state)
    boxed = SafeString(" data-box") if box else ""
    return format_html('<span class="chip" data-s="{}"{}>{}{}</span>', state, boxed, drawn, text)


@register.simple_tag
def meter(part: float, whole: float, late: bool = False) -> SafeString:
    """A bar of a share; its figure stands in the neighbouring cell."""
    percent = max(0, min(100, round(100 * part / whole))) if whole else 0
    burning = SafeString(" data-late") if late else ""
    return format_html(
        '<svg class="meter" aria-hidden="true"><rect{} width="{}%" height="100%"/></svg>', burning, percent
    )


# ── actions ──────────────────────────────────────────────────────────


@register.simple_tag
def kbd(key: str) -> SafeString:
    return format_html('<kbd aria-hidden="true">{}</kbd>', key)


@register.simple_tag
def btn(
    text: str,
    href: str = "",
    main: bool = False,
    quiet: bool = False,
    danger: bool = False,
    big: bool = False,
    key: str = "",
    icon: str = "",
    why: str = "",
    hidden_more: str = "",
    type: str = "submit",  # noqa: A002 - the attribute's own name
    **attrs: Any,
) -> SafeString:
    """An action: verb, and its key printed on it. With `why` it is greyed and says the reason.

    Further named arguments become attributes: `hx_post=…`, `name=…`, `data_busy="Реєструємо…"`.
    """
    kinds = {"data-main": main, "data-quiet": quiet, "data-void": danger, "data-big": big}
    given: dict[str, Any] = {name: True for name, on in kinds.items() if on}
    given.update(attrs)
    if key:
        given |= {"data-key": key_code(key), "aria-keyshortcuts": aria_shortcut(key)}
    body = format_html(
        "{}{}{}{}",
        drawings.icon(icon) if icon else "",
        text,
        format_html('<span class="vh">{}</span>', hidden_more) if hidden_more else "",
        kbd(key) if key else "",
    )
    if why:
        reason = f"why-{uuid.uuid4().hex[:8]}"
        return format_html(
            '<button type="button" class="btn" aria-disabled="true" aria-describedby="{0}">{1}</button>'
            '<span class="why" id="{0}">{2}</span>',
            reason,
            body,
            why,
        )
    if href:
        return format_html('<a class="btn" href="{}"{}>{}</a>', href, attributes(given), body)
    return format_html('<button type="{}" class="btn"{}>{}</button>', type, attributes(given), body)


@register.simple_block_tag(takes_context=True)
def notice(context: Context, content: str, kind: str = "", tight: bool = False, **attrs: Any) -> SafeString:
    """What happened, why, what to do. Kinds: none, warn, late, ok."""
    sign = {"": "help", "ok": "check"}.get(kind, "alert")
    given: dict[str, Any] = {"data-kind": kind or None, "data-tight": tight, "role": "status"} | attrs
    return format_html(
        '<div class="notice"{}>{}<div>{}</div></div>', attributes(given), drawings.icon(sign), content
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:  # noqa: A002 - the attribute's own name
    """A native dialog, only for the irreversible. A button with `data-opens="id"` opens it."""
    return format_html(
        '<dialog class="dialog" id="{0}" aria-labelledby="{0}-title"><h3 id="{0}-title">{1}</h3>{2}</dialog>',
        id,
        title,
        content,
    )


@register.simple_block_tag
def bulk(content: str, label: str = "Дії з позначеними") -> SafeString:
    """The bar of actions on marked rows; grid.js shows it and counts."""
    return format_html(
        '<div class="bulk-wrap" data-bulk hidden><div class="bulk" role="toolbar" aria-label="{}">'
        '<b data-bulk-count role="status"></b><span class="push btns">{}'
        '<button type="button" class="btn" data-bulk-clear aria-label="Зняти позначки">{}</button>'
        "</span></div></div>",
        label,
        content,
        drawings.icon("x"),
    )


@register.simple_tag(takes_context=True)
def post_key(context: Context, name: str = "idempotency_key") -> SafeString:
    """The hidden key that makes a repeated POST one deed; it survives an answer with errors."""
    key = post_key_of(context.get("request"), name)
    return format_html('<input type="hidden" name="{}" value="{}">', name, key)


# ── lists: each has a template ───────────────────────────────────────


@register.inclusion_tag("ui/components/views.html")
def views(items: Any, label: str = "Збережені перегляди", more: str = "") -> dict[str, Any]:
    return {"items": items, "label": label, "more": more}


@register.inclusion_tag("ui/components/picks.html")
def picks(items: Any, clear_url: str = "") -> dict[str, Any]:
    return {"items": items, "clear_url": clear_url}


@register.inclusion_tag("ui/components/where.html")
def where(steps: Any, tall: bool = False) -> dict[str, Any]:
    return {"steps": steps, "tall": tall}


@register.inclusion_tag("ui/components/time.html")
def timeline(happenings: Any, today: date | None = None) -> dict[str, Any]:
    """Newest first, as given; a heading for each day."""
    return {"happenings": happenings, "today": today or timezone.localdate()}


@register.inclusion_tag("ui/components/files.html")
def files(rows: Any) -> dict[str, Any]:
    return {"rows": rows}


@register.inclusion_tag("ui/components/reqs.html")
def reqs(pairs: Any) -> dict[str, Any]:
    """Requisites as pairs (name, value); a pair without value is left out."""
    return {"pairs": [(name, value) for name, value in pairs if value not in (None, "")]}


@register.inclusion_tag("ui/components/empty.html")
def empty(title: str, text: str = "", href: str = "", button: str = "") -> dict[str, Any]:
    return {"title": title, "text": text, "href": href, "button": button}


@register.inclusion_tag("ui/components/pages.html")
def pages(page: Any) -> dict[str, Any]:
    return {"page": page}


@register.inclusion_tag("ui/components/keys.html")
def keys(*pairs: str) -> dict[str, Any]:
    """A line of hints: `{% keys "X" "позначити" "Enter" "відкрити" %}`."""
    return {"pairs": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.simple_tag
def saved(at: datetime | None = None) -> SafeString:
    """The line that says when the form was last kept; draft.js rewrites it."""
    said = format_html("{}Збережено о {}", drawings.icon("check"), words.clock(at)) if at else ""
    return format_html('<span class="saved push" role="status" data-saved>{}</span>', said)


@register.simple_tag(takes_context=True)
def look(context: Context) -> SafeString:
    """Attributes of the root: text size, density, theme, hotkeys; the profile beats the cookie."""
    request, shell = context.get("request"), context.get("shell")
    return attributes(look_of(request, shell))


@register.simple_tag(takes_context=True)
def session_left(context: Context) -> int:
    """Seconds until the session ends, 0 when nobody is signed in."""
    return seconds_left(context.get("request"))


@register.inclusion_tag("ui/components/rail.html", takes_context=True)
def rail(context: Context, nav: Any) -> dict[str, Any]:
    """The tabs; the one whose address is the longest beginning of this page's is current."""
    path = getattr(context.get("request"), "path", "")
    fits = [
        item.url for item in nav or () if path == item.url or (path.startswith(item.url) and item.url != "/")
    ]
    return {"nav": nav or (), "current": max(fits, key=len, default=None)}


@register.simple_tag
def facts(*pairs: Any) -> SafeString:
    """Figures in a row: `{% facts 143 "на контролі" 9 "прострочено" %}`."""
    rows = format_html_join("", "<li><b>{}</b>{}</li>", zip(pairs[::2], pairs[1::2], strict=True))
    return format_html('<ul class="facts">{}</ul>', rows)


@register.simple_tag
def today_in_words() -> str:
    """вівторок, 24 листопада 2026"""
    today = timezone.localdate()
    return f"{words.weekday(today)}, {words.day_and_month(today)} {today.year}"


@register.simple_tag
def today_stamp() -> SafeString:
    """Today as a stamp on the door."""
    today = timezone.localdate()
    return format_html(
        '<div class="stamp"><span class="stamp-kind">Сьогодні</span>'
        '<span class="num"><b>{:02}</b>.{:02}.{}</span><time datetime="{}">{}</time></div>',
        today.day,
        today.month,
        today.year,
        today.isoformat(),
        words.weekday(today),
    )


@register.simple_tag(takes_context=True)
def size_is(context: Context, name: str) -> str:
    """«true» when this text size is chosen, for aria-pressed."""
    chosen = look_of(context.get("request"), context.get("shell"))["data-size"] or ""
    return "true" if chosen == name else "false"
