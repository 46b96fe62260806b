"""Browsers that show notices."""

from __future__ import annotations

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.notices import events
from obih.notices.models import PushDevice
from obih.notices.pushing import why_not_endpoint, why_not_keys
from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.ui.refusals import Refused

MOST = 10


@unit_of_work()
def keep_device(*, endpoint: str, p256dh: str, auth: str, label: str, by: Actor) -> PushDevice:
    """Show notices in this browser too; sent twice, it is one device. A browser that served another account
    serves this one from now on."""
    account_id = _own(by)
    refusal = why_not_endpoint(endpoint) or why_not_keys(p256dh, auth)
    if refusal:
        raise Refused(refusal)
    own = PushDevice.objects.filter(account=account_id).exclude(endpoint=endpoint)
    if own.count() >= MOST:
        raise Refused(f"Пристроїв уже {MOST}: вилучіть той, яким не користуєтеся")
    told = " ".join(label.replace("\0", "").split())[:80] or "Браузер"
    device, _ = PushDevice.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "account_id": account_id, "p256dh": p256dh, "auth": auth, "label": told, "is_on": True,
            "problem": "",
        },
    )  # fmt: skip
    record(events.DEVICE_KEPT, by=by, about=("people.account", account_id), private={"device": told})
    return device


@unit_of_work()
def switch_device(device: PushDevice, *, on: bool, by: Actor) -> None:
    if _own(by) != device.account_id:
        raise Refused("Пристрій належить іншому")
    device.is_on = on
    device.save(update_fields=["is_on"])
    how = "увімкнено" if on else "вимкнено"
    record(events.DEVICE_SWITCHED, by=by, about=("people.account", device.account_id), how=how)


@unit_of_work()
def forget_device(device: PushDevice, *, by: Actor) -> None:
    """Delete it: nothing is sent there any more."""
    if _own(by) != device.account_id:
        raise Refused("Пристрій належить іншому")
    record(events.DEVICE_FORGOTTEN, by=by, about=("people.account", device.account_id))
    device.delete()


def _own(by: Actor) -> int:
    if refusal := why_not_change(by):
        raise Refused(refusal)
    if by.account_id is None:
        raise Refused("Пристрій додає людина зі свого входу")
    return by.account_id
