"""A new check of a related document."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagvei.common import clock
from fagvei.common.answers import perform_once
from fagvei.guideline import access, actions
from fagvei.guideline.forms.documents import CheckForm
from fagvei.people.requests import PersonalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def check_document(request: PersonalRequest, slug: str, code: str) -> HttpResponse:
    document = access.get_document_to_check(request.user, slug, code)
    form = CheckForm(request.POST if request.method == "POST" else None)

    def check() -> str:
        actions.add_check(
            document=document,
            by=request.user,
            checked_on=clock.today(),
            checked_by=str(request.user),
            **form.content,
        )
        messages.success(request, _("Sjekken er lagret. Den forrige blir stående i loggen."))
        return reverse("guideline:documents", args=[slug]) + f"#dok-{document.code}"

    if request.method == "POST" and (address := perform_once(request, form, check)) is not None:
        return HttpResponseRedirect(address)
    earlier = document.checks.order_by("-checked_on", "-pk")
    context = {"form": form, "document": document, "guideline": document.guideline, "earlier": earlier}
    return render(request, "guideline/check_document.html", context, status=422 if form.errors else 200)
