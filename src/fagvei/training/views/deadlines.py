"""Where the education lead keeps the deadlines of the institution."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagvei.common.answers import perform_once
from fagvei.training import access, actions
from fagvei.training.forms.team import DeadlineForm
from fagvei.training.queries.deadlines import KindLine, deadlines_page
from fagvei.training.views.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def deadlines(request: SignedInRequest) -> HttpResponse:
    institution = access.institution_with_numbers_for(request.user, role="education_lead")
    sent = DeadlineForm(request.POST) if request.method == "POST" else None

    def perform() -> str:
        assert sent is not None  # noqa: S101 -- only called after a POST
        given = {name: sent.cleaned_data[name] for name in ("kind", "days", "valid_from", "reason")}
        actions.set_task_deadline(institution=institution, by=request.user, **given)
        messages.success(request, _("Fristen er lagret. Den gjelder det som kommer fra og med den dagen."))
        return reverse("training:deadlines")

    if sent is not None and (address := perform_once(request, sent, perform)) is not None:
        return HttpResponseRedirect(address)
    rows = [(line, _form_of(line, sent)) for line in deadlines_page(institution)]
    return render(request, "training/team/deadlines.html", {"rows": rows, "institution": institution})


def _form_of(line: KindLine, sent: DeadlineForm | None) -> DeadlineForm:
    """The form of one kind of task; the one that was sent keeps what was typed."""
    if sent is not None and sent.data.get("kind") == line.kind:
        sent.auto_id = f"id_{line.kind}_%s"
        return sent
    return DeadlineForm(initial={"kind": line.kind, "days": line.now and line.now.days}, auto_id=f"id_{line.kind}_%s")
