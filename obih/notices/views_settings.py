"""One’s own page: what comes by mail, what to a device, when not at all."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from obih.notices import actions
from obih.notices.forms_settings import DeviceForm, NoticeSettingsForm
from obih.notices.models import PushDevice
from obih.notices.pushing import Came, public_key, show
from obih.notices.queries import devices_of, mailbox_of, settings_of
from obih.notices.sending import send_due
from obih.notices.vocabulary import MailState, Topic
from obih.people.actors import Actor
from obih.people.vocabulary import Role
from obih.ui.refusals import Refused

HERE = "notices:settings"


def _own(request: HttpRequest) -> tuple[Actor, int]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None:
        raise PermissionDenied("Сповіщення налаштовує людина")
    return actor, actor.person_id


def settings(request: HttpRequest) -> HttpResponse:
    """The table of topics, quiet hours, devices, the test letter."""
    actor, person_id = _own(request)
    topics = [each for each in Topic if each is not Topic.WEEK or actor.has_role(Role.HEAD)]
    form = NoticeSettingsForm(
        request.POST if request.method == "POST" else None,
        initial=NoticeSettingsForm.facts(settings_of(person_id)), topics=topics,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_settings(by=actor, **form.chosen())
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, "Збережено. Діє для всього нового")
            return HttpResponseRedirect(reverse(HERE))
    server = actions.mail_settings()
    context = {
        "form": form,
        "mailbox": mailbox_of(person_id),
        "mail_works": server is not None and server.is_on,
        "devices": list(devices_of(actor)),
        "is_secure": request.is_secure()
        or request.get_host().partition(":")[0] in ("localhost", "127.0.0.1"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "notices/settings.html", context, status=status)


@require_POST
def own_test_letter(request: HttpRequest) -> HttpResponse:
    """Send oneself one letter by the usual way, now, and say what became of it."""
    actor, _ = _own(request)
    letter = actions.send_own_test_letter(key=request.POST.get("idempotency_key") or str(uuid4()), by=actor)
    send_due()
    letter.refresh_from_db()
    if letter.state == MailState.SENT:
        messages.success(request, f"Поштовий сервер прийняв лист для {letter.to}. Перевірте скриньку")
    elif letter.problem:
        messages.error(request, "Лист іще не пішов: поштовий сервер не відповідає. Він чекає в черзі")
    else:
        messages.warning(request, "Лист у черзі: надсилання вимкнено")
    return HttpResponseRedirect(reverse(HERE))


@require_POST
def push_key(request: HttpRequest) -> HttpResponse:
    """The key a browser asks its server with; made when somebody first wants it."""
    actor, _ = _own(request)
    if actor.read_only:
        raise Refused("Ви дивитеся очима іншої людини: змінювати нічого не можна")
    return JsonResponse({"key": public_key()})


@require_POST
def device_add(request: HttpRequest) -> HttpResponse:
    """The browser lets us show notices; its script sends what it was given."""
    actor, _ = _own(request)
    form = DeviceForm(request.POST)
    if not form.is_valid():
        raise Refused("Браузер не дав того, що потрібно для сповіщень")
    device = actions.keep_device(by=actor, **form.cleaned_data)
    messages.success(request, f"Сповіщення показуватиме «{device.label}»")
    return JsonResponse({"back": reverse(HERE)})


def _device(request: HttpRequest, pk: int) -> tuple[Actor, PushDevice]:
    actor, _ = _own(request)
    return actor, get_object_or_404(devices_of(actor), pk=pk)


@require_POST
def device_switch(request: HttpRequest, pk: int) -> HttpResponse:
    actor, device = _device(request, pk)
    actions.switch_device(device, on=request.POST.get("on") == "1", by=actor)
    return HttpResponseRedirect(reverse(HERE))


@require_POST
def device_removal(request: HttpRequest, pk: int) -> HttpResponse:
    actor, device = _device(request, pk)
    actions.forget_device(device, by=actor)
    messages.success(request, "Пристрій вилучено: сповіщень туди не буде")
    return HttpResponseRedirect(reverse(HERE))


@require_POST
def device_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message on a device of one’s own, now."""
    actor, device = _device(request, pk)
    if actor.read_only:
        raise Refused("Ви дивитеся очима іншої людини: нічого не надсилаємо")
    came = show(device, "Перевірка: сповіщення доходять", url=reverse(HERE), tag="test")
    if came is Came.TAKEN:
        messages.success(request, "Надіслано. За кілька секунд воно з’явиться на пристрої")
    elif came is Came.GONE:
        messages.error(request, "Браузер скасував дозвіл, пристрій вилучено. Увімкніть ще раз на ньому")
    else:
        messages.error(request, f"Не вийшло. {device.problem}")
    return HttpResponseRedirect(reverse(HERE))


@require_GET
@login_not_required
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows notices while no page is open: the same for everybody, from our own origin."""
    return HttpResponse(render_to_string("notices/worker.js"), content_type="text/javascript; charset=utf-8")
