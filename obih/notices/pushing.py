"""Shows notices on people’s devices: at least once, and once from the reader’s view.

A message carries the notice’s key as its topic and tag: a server that still holds the first copy replaces
it, a browser that has shown it shows nothing new. So a worker killed in between may send again without harm.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum
from itertools import groupby
from urllib.parse import urlsplit

import structlog
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings as house
from django.db import transaction
from django.utils import timezone
from py_vapid import Vapid02

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.notices import events
from obih.notices.connecting import NotCalled, post, why_not_endpoint
from obih.notices.encrypting import encrypt, from_base64, point, to_base64
from obih.notices.models import MailSettings, Notice, PushDevice, PushKey
from obih.notices.rules import PUSH_STALE
from obih.people.actors import SYSTEM
from obih.people.sealing import seal, unseal

__all__ = ["Came", "public_key", "send_pushes", "show", "why_not_endpoint", "why_not_keys"]

log = structlog.get_logger()
AT_ONCE = 500
ONE_BY_ONE = 3
"""More than so many at once are shown as one: «Нових сповіщень: 12»."""
LEASE = timedelta(minutes=3)
"""A notice taken by a sender; of one that died another takes it after this."""
AGAIN = timedelta(minutes=5)
TTL_S = 12 * 3600
TOKEN_S = 6 * 3600


class Came(Enum):
    """What the server said of one message."""

    TAKEN = "taken"
    GONE = "gone"
    REFUSED = "refused"
    LATER = "later"


def why_not_keys(p256dh: str, auth: str) -> str | None:
    """Why these are no keys of a browser, or None."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64(p256dh))
        known = len(from_base64(auth)) == 16 and len(p256dh) <= 120 and len(auth) <= 40
    except (ValueError, UnicodeEncodeError):
        known = False
    return None if known else "Браузер дав незрозумілі ключі: увімкніть сповіщення ще раз"


# ── our own key ──────────────────────────────────────────────────────


def public_key() -> str:
    """What browsers know this installation by; the pair is made at its first use and sealed."""
    return _signing()[1]


def _signing() -> tuple[Vapid02, str]:
    kept = PushKey.objects.filter(pk=1).first() or _make_key()
    secret = unseal(kept.sealed_private)
    if secret is None:  # the database came from another installation: its browsers ask anew
        PushKey.objects.filter(pk=1, public=kept.public).delete()
        PushDevice.objects.all().delete()
        kept = _make_key()
        secret = unseal(kept.sealed_private)
    assert secret is not None
    return Vapid02.from_raw(secret.encode()), kept.public


@unit_of_work()
def _make_key() -> PushKey:
    made = ec.generate_private_key(ec.SECP256R1())
    raw = made.private_numbers().private_value.to_bytes(32, "big")
    row = PushKey(pk=1, public=to_base64(point(made.public_key())), sealed_private=seal(to_base64(raw)))
    PushKey.objects.bulk_create([row], ignore_conflicts=True)
    kept = PushKey.objects.get(pk=1)
    if kept.public == row.public:
        record(events.PUSH_KEY_MADE, by=SYSTEM, about=kept)
    return kept


def _signed(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    expires = int(timezone.now().timestamp()) + TOKEN_S
    claims = {"aud": f"https://{parts.hostname}", "exp": expires, "sub": _whom_to_ask()}
    return str(_signing()[0].sign(claims)["Authorization"])


def _whom_to_ask() -> str:
    """Whom the server’s keeper may write to."""
    settings = MailSettings.objects.first()
    if settings is not None:
        return f"mailto:{settings.from_address}"
    return house.PUBLIC_ADDRESS if house.PUBLIC_ADDRESS.startswith("https://") else "mailto:obih@obih.invalid"


# ── sending ──────────────────────────────────────────────────────────


def show(device: PushDevice, said: str, *, url: str, tag: str) -> Came:
    """Send one message to one device and note on it what came of it; a device that is gone is deleted."""
    text = json.dumps({"text": said, "url": url, "tag": tag}, ensure_ascii=False).encode()
    try:
        body = encrypt(text, from_base64(device.p256dh), from_base64(device.auth))
        headers = {
            "Authorization": _signed(device.endpoint), "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream", "TTL": str(TTL_S), "Urgency": "normal", "Topic": tag,
        }  # fmt: skip
        status = post(device.endpoint, body, headers)
    except NotCalled as problem:
        _noted(device, str(problem))
        return Came.LATER
    if status in (404, 410):
        device.delete()
        return Came.GONE
    if status in (200, 201, 202):
        _noted(device, "")
        return Came.TAKEN
    _noted(device, f"Сервер сповіщень відповів {status}")
    return Came.LATER if status == 429 or status >= 500 else Came.REFUSED


def _noted(device: PushDevice, problem: str) -> None:
    device.problem = problem[:200]
    if not problem:
        device.reached_at = timezone.now()
    PushDevice.objects.filter(pk=device.pk).update(problem=device.problem, reached_at=device.reached_at)


def send_pushes(now: datetime | None = None) -> int:
    """Show what waits; gives how many messages were taken. A server that does not answer is asked once a run,
    what is read meanwhile or is half a day old is let go."""
    at = now or timezone.now()
    silent: set[str] = set()
    shown = 0
    while taken := _take(at):
        devices = _devices({each.person_id for each in taken})
        for person_id, group in groupby(taken, key=lambda each: each.person_id):
            notices = list(group)
            came = [
                _one(device, said, silent)
                for said in _said(notices)
                for device in devices.get(person_id, ())
                if device.pk
            ]
            shown += came.count(Came.TAKEN)
            again = at + AGAIN if Came.LATER in came else None
            Notice.objects.filter(pk__in=[each.pk for each in notices]).update(push_after=again)
    return shown


def _said(notices: Sequence[Notice]) -> list[tuple[str, str, str]]:
    """What is shown, where it leads, what it replaces."""
    if len(notices) > ONE_BY_ONE:
        return [(f"Нових сповіщень: {len(notices)}", "/notices/", "many")]
    return [(each.brief or "Нове сповіщення", each.url or "/notices/", f"n{each.pk}") for each in notices]


def _one(device: PushDevice, said: tuple[str, str, str], silent: set[str]) -> Came:
    host = urlsplit(device.endpoint).hostname or ""
    if host in silent:
        return Came.LATER
    text, url, tag = said
    came = show(device, text, url=url, tag=tag)
    if came is Came.LATER:
        silent.add(host)
        log.info("push_put_off", host=host)
    return came


def _take(at: datetime) -> list[Notice]:
    """Notices whose time has come, leased to this sender. The network is called outside the transaction."""
    with transaction.atomic():
        due = Notice.objects.filter(push_after__lte=at).select_for_update(skip_locked=True)
        rows = list(due.order_by("person_id", "pk")[:AT_ONCE])
        fresh = [each for each in rows if each.read_at is None and each.created_at > at - PUSH_STALE]
        Notice.objects.filter(pk__in=[each.pk for each in rows]).update(push_after=None)
        Notice.objects.filter(pk__in=[each.pk for each in fresh]).update(push_after=at + LEASE)
    return fresh or (_take(at) if rows else [])


def _devices(people: Iterable[int]) -> dict[int, list[PushDevice]]:
    rows = PushDevice.objects.filter(
        account__person__in=people, account__is_active=True, account__person__left_on=None, is_on=True
    ).select_related("account")
    found: dict[int, list[PushDevice]] = {}
    for each in rows:
        found.setdefault(each.account.person_id, []).append(each)
    return found
