"""How people see notices and the administrator the mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from obih.notices import actions
from obih.notices.forms import AskLinkForm, MailSettingsForm, TestLetterForm
from obih.notices.models import Mail, Notice
from obih.notices.queries import mail_health, notices_of
from obih.notices.sending import send_due
from obih.notices.vocabulary import MailState
from obih.people.access import Power, why_not_see
from obih.people.actors import Actor
from obih.ui.refusals import Refused


def _managing(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if refusal := why_not_see(actor, Power.MANAGE_MAIL):
        raise PermissionDenied(refusal)
    return actor


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/notices.html", {"notices": notices_of(request.actor)})  # type: ignore[attr-defined]


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id:
        actions.mark_read(actor.person_id, by=actor)
    return HttpResponseRedirect(reverse("notices:notices"))


@require_POST
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one’s own notice as read and go where it points."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    notice = get_object_or_404(Notice, pk=pk, person_id=actor.person_id)
    actions.mark_read(notice.person_id, by=actor, notice_id=notice.pk)
    safe = notice.url.startswith("/") and url_has_allowed_host_and_scheme(notice.url, None)
    return HttpResponseRedirect(notice.url if safe else reverse("notices:notices"))


def mail(request: HttpRequest) -> HttpResponse:
    """The mail server’s settings, the state of the outbox, the last letters."""
    actor = _managing(request)
    settings = actions.mail_settings()
    form = MailSettingsForm(
        request.POST if request.method == "POST" else None, initial=MailSettingsForm.facts(settings)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_mail_settings(by=actor, **form.cleaned_data)
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, "Налаштування пошти збережено. Надішліть тестовий лист")
            return HttpResponseRedirect(reverse("notices:mail"))
    context = {
        "form": form,
        "test_form": TestLetterForm(initial={"to": getattr(request.user, "email", "")}),
        "settings": settings,
        "health": mail_health(),
        "mails": Mail.objects.all()[:50],
    }
    return render(request, "notices/mail.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def test_letter(request: HttpRequest) -> HttpResponse:
    """Send one letter by the usual way, now, and say what became of it."""
    actor = _managing(request)
    form = TestLetterForm(request.POST)
    if not form.is_valid():
        raise Refused("Упишіть адресу, на яку надіслати тестовий лист")
    letter = actions.send_test_letter(to=form.cleaned_data["to"], by=actor)
    send_due()
    letter.refresh_from_db()
    if letter.state == MailState.SENT:
        messages.success(request, f"Сервер прийняв лист для {letter.to}. Перевірте скриньку")
    elif letter.problem:
        messages.error(request, f"Лист не пішов. {letter.problem}")
    else:
        messages.warning(request, "Лист у черзі: пошту вимкнено або не налаштовано")
    return HttpResponseRedirect(reverse("notices:mail"))


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    actor = _managing(request)
    actions.try_again(get_object_or_404(Mail, pk=pk), by=actor)
    return HttpResponseRedirect(reverse("notices:mail"))


@login_not_required
def ask_link(request: HttpRequest) -> HttpResponse:
    """Ask for a link to choose a new password. The answer is the same for everybody."""
    settings = actions.mail_settings()
    works = settings is not None and settings.is_on
    form = AskLinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and works and form.is_valid():
        try:
            actions.ask_for_link(
                asked=form.cleaned_data["asked"],
                base_url=request.build_absolute_uri("/link/"),
                origin=request.META.get("REMOTE_ADDR", "")[:60],
            )
        except Refused as refused:
            refused.put_on(form)
        else:
            return render(request, "notices/link_asked.html")
    status = 422 if request.method == "POST" else 200
    return render(request, "notices/ask_link.html", {"form": form, "works": works}, status=status)
