"""What can be done with a task, by whom, and why not now: one list for the page and its forms."""

from __future__ import annotations

from dataclasses import dataclass

from obih.people.actors import Actor
from obih.tasks import rules
from obih.tasks.access import (
    controls,
    issued_by,
    why_not_change_main,
    why_not_decide,
    why_not_execute,
    why_not_extend,
    why_not_lift,
    why_not_supplement,
)
from obih.tasks.queries.task import TaskPage
from obih.tasks.vocabulary import WITH_EXECUTOR, Duty, PointState


@dataclass(frozen=True)
class Deed:
    """A button of a task’s page; `why` greys it. One with `at_once` needs no words."""

    name: str
    button: str
    why: str = ""
    at_once: bool = False
    main: bool = False

    @property
    def may(self) -> bool:
        return not self.why


@dataclass(frozen=True)
class Group:
    name: str
    deeds: list[Deed]

    @property
    def can(self) -> list[Deed]:
        return [each for each in self.deeds if each.may]

    @property
    def cannot(self) -> list[Deed]:
        return [each for each in self.deeds if not each.may]


def groups_of(actor: Actor, page: TaskPage) -> list[Group]:
    """The deeds of everybody whom the actor is in this task; nobody’s where he only looks on."""
    found = []
    if page.own(actor, Duty.MAIN):
        found.append(Group("Виконання", _of_executor(actor, page)))
    if page.own(actor, Duty.CO):
        found.append(Group("Ваша частина", [_part(actor, page)]))
    if page.own(actor, Duty.INFO):
        found.append(Group("До відома", [_reading(actor, page)]))
    if issued_by(actor, page.point.resolution) or controls(actor, page.point):
        found.append(Group("Рішення автора резолюції", _of_issuer(actor, page)))
        found.append(Group("Контроль", _of_control(actor, page)))
    elif not why_not_supplement(actor, page.point):
        found.append(Group("Координація", [_supplement(actor, page)]))
    return found


def deed_of(actor: Actor, page: TaskPage, name: str) -> Deed:
    """This deed as it stands for the actor, also where the page shows him no button of it."""
    all_of = [
        *_of_executor(actor, page),
        _part(actor, page),
        _reading(actor, page),
        *_of_issuer(actor, page),
        *_of_control(actor, page),
    ]
    return next(each for each in all_of if each.name == name)


def _state(page: TaskPage, step: str) -> str:
    """Why the step may not follow the state of the task, as a sentence."""
    state = page.point.state
    if rules.state_after(state, step) is not None:
        return ""
    said = rules.said_state(state)
    return said[0].upper() + said[1:]


def _of_executor(actor: Actor, page: TaskPage) -> list[Deed]:
    point, refusal = page.point, why_not_execute(actor, page.point) or ""
    taken = "Уже взято до виконання" if point.state == PointState.ACCEPTED else _state(page, "accepted")
    late = ""
    if point.due_on is None:
        late = "Завдання без строку: продовжувати нічого"
    elif page.asked is not None:
        late = "Прохання вже подано: дочекайтеся рішення"
    elif point.state not in WITH_EXECUTOR:
        late = _state(page, "reported")
    return [
        Deed(
            "acceptance", "Взяти до виконання", refusal or taken, at_once=True, main=point.state == "assigned"
        ),
        Deed("report", "Звітувати", refusal or _state(page, "reported"), main=point.state != "assigned"),
        Deed("distribution", "Розподілити", refusal or ("" if point.is_open else _state(page, "withdrawn"))),
        Deed("extension", "Просити продовження", refusal or late),
    ]


def _part(actor: Actor, page: TaskPage) -> Deed:
    own = page.own(actor, Duty.CO)
    why = "" if own and not actor.read_only else "Своє передає співвиконавець завдання"
    if not why and page.point.state not in WITH_EXECUTOR:
        why = "Завдання вже не у виконавців: передавати нікуди"
    button = "Змінити передане" if own and own.part else "Передати свою частину"
    return Deed("part", button, why, main=not (own and own.part))


def _reading(actor: Actor, page: TaskPage) -> Deed:
    reader = page.own(actor, Duty.INFO)
    why = "" if reader and not actor.read_only else "Позначку ставить той, кому завдання передано до відома"
    if reader and reader.read_at:
        why = "Ви вже прочитали"
    return Deed("reading", "Прочитано", why, at_once=True, main=True)


def _of_issuer(actor: Actor, page: TaskPage) -> list[Deed]:
    point, refusal = page.point, why_not_decide(actor, page.point) or ""
    longer = why_not_extend(actor, point) or ""
    if not longer and (not point.is_open or point.due_on is None):
        longer = "Завдання без строку" if point.is_open else _state(page, "withdrawn")
    back = "Завдання вже знято з контролю" if point.lifted_at else _state(page, "returned")
    reported = point.state == PointState.REPORTED
    if point.state in WITH_EXECUTOR:
        back = "Звіту ще немає"
    change = why_not_change_main(actor, point) or ("" if point.is_open else _state(page, "withdrawn"))
    accept = "Звіту ще немає" if point.state in WITH_EXECUTOR else _state(page, "acceptance")
    decide = "Вирішити про продовження" if page.asked else "Продовжити строк"
    return [
        Deed("report-acceptance", "Прийняти звіт", refusal or accept, at_once=True, main=reported),
        Deed("return", "Повернути на доопрацювання", refusal or back),
        Deed("term", decide, longer, main=page.asked is not None and not reported),
        _supplement(actor, page),
        Deed("executor", "Змінити головного виконавця", change),
        Deed("suspension", "Призупинити", refusal or _state(page, "suspended")),
        Deed("resumption", "Відновити", refusal or ("" if point.state == "suspended" else "Не призупинено")),
        Deed("withdrawal", "Відкликати", refusal or _state(page, "withdrawn")),
    ]


def _supplement(actor: Actor, page: TaskPage) -> Deed:
    why = why_not_supplement(actor, page.point) or ("" if page.point.is_open else _state(page, "withdrawn"))
    return Deed("supplement", "Доповнити", why)


def _of_control(actor: Actor, page: TaskPage) -> list[Deed]:
    point, refusal = page.point, why_not_lift(actor, page.point) or ""
    standing = point.on_control and point.lifted_at is None
    lift = ""
    if not standing:
        lift = "Уже знято з контролю" if point.lifted_at else "Завдання не на контролі"
    elif point.state not in (PointState.DONE, PointState.WITHDRAWN):
        lift = f"Знімають виконане: {rules.said_state(point.state)}"
    put = "Уже на контролі" if standing else "" if point.is_open else "Завдання вже закрито"
    put_refusal = "На контроль бере контролер" if refusal else ""
    return [
        Deed("lifting", "Зняти з контролю", refusal or lift, main=not lift),
        Deed("control", "Взяти на контроль", put_refusal or put, at_once=True),
    ]
