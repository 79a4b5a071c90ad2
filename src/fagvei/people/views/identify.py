"""The demo's personnel register as a page. A real provider has its own; this one answers in the demo only."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagvei.people.demo_register import DEMO_REGISTER
from fagvei.people.forms import IdentifyForm
from fagvei.people.identity import mark_person
from fagvei.people.limits import is_shut_out, note_miss

MISSES = "identify"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def identify_demo(request: HttpRequest) -> HttpResponse:
    """Number and name that fit together: then the session knows for five minutes who is there."""
    if not settings.FAGVEI_DEMO:
        raise Http404
    if is_shut_out(request, MISSES):
        return render(request, "429.html", status=429)
    form = IdentifyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = DEMO_REGISTER.find(form.cleaned_data["hpr_number"], form.cleaned_data["name"])
        if person is not None:
            mark_person(request.session, person)
            return HttpResponseRedirect(_next(request))
        note_miss(request, MISSES)
        form.add_error(None, _("Nummeret og navnet hører ikke sammen i demoregisteret. Rett det, og prøv igjen."))
    return render(request, "people/identify_demo.html", {"form": form})


def _next(request: HttpRequest) -> str:
    """A path of ours, or the front page."""
    wanted = request.GET.get("neste", "")[:300]
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else "/"
