"""The agenda: put together, put in order, its drafts attached."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from obih.council.actions.gate import ITEM_GONE, held, items_of, numbered
from obih.council.events import AGENDA_PUT, ITEM_CHANGED
from obih.council.models import AgendaFile, AgendaItem
from obih.council.vocabulary import ItemKind, Majority
from obih.files.actions import announce_upload
from obih.files.storage import StoredContent
from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.people.models import Person, Sitting
from obih.registry.vocabulary import FileRole
from obih.ui.refusals import Refused

MOST_ITEMS = 250


@dataclass(frozen=True)
class AgendaEntry:
    """An item as it should stand; without `item_id` it is a new one."""

    number: str
    title: str
    rapporteur_id: int | None = None
    rapporteur_name: str = ""
    author: str = ""
    kind: str = ItemKind.DECISION
    majority: str = Majority.HALF
    item_id: int | None = None


def put_agenda(
    sitting: Sitting,
    items: Sequence[AgendaEntry],
    *,
    removed: Collection[int] = (),
    key: str = "",
    by: Actor,
) -> None:
    """Make the agenda stand as told: items in this order, new ones added, `removed` taken away.

    Items that are not named stay behind the others as they were. An item whose decision has a number no
    longer changes; one with votes is not removed. A second call with the same `key` does nothing.
    """
    try:
        with unit_of_work():
            if key:
                said = {
                    "sitting": sitting.pk,
                    "items": [asdict(each) for each in items],
                    "gone": list(removed),
                }
                claim(by=by, action="council.put_agenda", key=key, digest=digest_of(said), result={})
            _put(held(sitting, by), items, removed, by)
    except AlreadyDone:
        return


def _put(sitting: Sitting, items: Sequence[AgendaEntry], removed: Collection[int], by: Actor) -> None:
    known = items_of(sitting)
    if any(each.item_id not in known for each in items if each.item_id is not None):
        raise Refused(ITEM_GONE)
    gone = [_removable(known[each]) for each in removed if each in known]
    AgendaItem.objects.filter(pk__in=[each.pk for each in gone]).delete()
    named = {each.item_id for each in items} | {each.pk for each in gone}
    rest = [each for each in known.values() if each.pk not in named]
    _refuse_twins([*(each.number for each in items), *(each.number for each in rest)])
    wanted = [_made(sitting, known, each) for each in items if each.item_id not in {one.pk for one in gone}]
    added: list[AgendaItem] = []
    changed: list[AgendaItem] = []
    for order, (item, is_changed) in enumerate([*wanted, *((each, False) for each in rest)], start=1):
        moved, item.order = item.order != order, order
        if item.pk is None:
            added.append(item)
        elif is_changed or moved:
            changed.append(item)
    AgendaItem.objects.bulk_create(added)
    AgendaItem.objects.bulk_update(changed, [*_FIELDS, "order"])
    if added or changed or gone:
        record(
            AGENDA_PUT, by=by, about=sitting, added=len(added), changed=len(changed), removed=len(gone),
            private={"titles": [each.title for each in added]},
        )  # fmt: skip


_FIELDS = ("number", "title", "kind", "majority", "rapporteur_id", "rapporteur_name", "author")


def _made(sitting: Sitting, known: dict[int, AgendaItem], entry: AgendaEntry) -> tuple[AgendaItem, bool]:
    """The row of an entry and whether it differs from what stood there."""
    item = known[entry.item_id] if entry.item_id is not None else AgendaItem(sitting=sitting, order=0)
    told = {
        "number": _plain(entry.number, 20),
        "title": _plain(entry.title, 500),
        "kind": entry.kind,
        "majority": entry.majority,
        "rapporteur_id": entry.rapporteur_id,
        "rapporteur_name": "" if entry.rapporteur_id else _plain(entry.rapporteur_name, 200),
        "author": _plain(entry.author, 300),
    }
    if not told["title"]:
        raise Refused(f"Пункт {told['number']}: упишіть заголовок")
    if not told["number"]:
        raise Refused(f"«{str(told['title'])[:60]}»: упишіть номер пункту")
    changed = [name for name in _FIELDS if getattr(item, name) != told[name]]
    if item.pk and changed:
        _refuse_frozen(item, changed)
    for name, value in told.items():
        setattr(item, name, value)
    return item, bool(changed)


def _plain(text: str, most: int) -> str:
    return " ".join(text.replace("\0", "").split())[:most]


def _refuse_frozen(item: AgendaItem, changed: list[str]) -> None:
    if numbered(item):
        raise Refused(f"Пункт {item.number} уже має номер рішення: виправте картку рішення")
    if hasattr(item, "decision") and {"kind", "majority"} & set(changed):
        raise Refused(f"За пункт {item.number} уже записано голоси: спершу зітріть їх")


def _removable(item: AgendaItem) -> AgendaItem:
    if hasattr(item, "decision"):
        raise Refused(f"За пункт {item.number} уже записано голоси: спершу зітріть їх")
    return item


def _refuse_twins(numbers: list[str]) -> None:
    if len(numbers) > MOST_ITEMS:
        raise Refused(f"Пунктів {len(numbers)}: приймаємо до {MOST_ITEMS}")
    seen: set[str] = set()
    for number in numbers:
        plain = " ".join(number.split())
        if plain in seen:
            raise Refused(f"Пункт {plain} двічі: дайте їм різні номери")
        seen.add(plain)


@unit_of_work()
def set_text(item: AgendaItem, *, text: str, by: Actor) -> AgendaItem:
    """The text of the resolution part, for the extract. It may change after numbering: the signed document is
    the one in the files."""
    held(item.sitting, by)
    item = AgendaItem.objects.get(pk=item.pk)
    text = text.replace("\0", "").replace("\r\n", "\n").strip()[:100_000]
    if text != item.text:
        item.text = text
        item.save(update_fields=["text"])
        record(ITEM_CHANGED, by=by, about=item.sitting, item=item.number, what="текст рішення")
    return item


@unit_of_work()
def attach_draft(
    item: AgendaItem, stored: StoredContent, *, role: FileRole = FileRole.MAIN, by: Actor
) -> AgendaFile:
    """Put a file to an item; numbering hands it to the document. The same file twice is one."""
    sitting = held(item.sitting, by)
    item = items_of(sitting)[item.pk]
    if numbered(item):
        raise Refused("Рішення вже має номер: додайте файл до його картки")
    if known := item.files.filter(content_id=stored.sha256, name=stored.name[:255]).first():
        return known
    content = announce_upload(stored, by=by, about=sitting)
    return AgendaFile.objects.create(item=item, content=content, role=role, name=stored.name[:255])


@unit_of_work()
def remove_draft(file_id: UUID, *, sitting: Sitting, by: Actor) -> None:
    """Take a file off an item; the sweeper removes its bytes if nobody else uses them."""
    held(sitting, by)
    found = AgendaFile.objects.filter(pk=file_id, item__sitting=sitting).select_related("item").first()
    if found is not None:
        record(ITEM_CHANGED, by=by, about=sitting, item=found.item.number, what="вилучено файл проєкту")
        found.delete()


def person_named(name: str, candidates: dict[str, Person]) -> Person | None:
    """The one candidate of this name, or None when it is somebody else."""
    return candidates.get(" ".join(name.split()).casefold())
