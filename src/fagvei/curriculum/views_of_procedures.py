"""The public list of procedures, and where RegUt says that they are learned."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagvei.common.answers import perform_once
from fagvei.curriculum import access, actions
from fagvei.curriculum.forms import ProcedurePlaceForm
from fagvei.curriculum.queries_of_procedures import place_of, procedures_with_places
from fagvei.people.requests import PersonalRequest


@login_not_required
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    return render(request, "curriculum/procedures.html", {"lines": procedures_with_places(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def procedure_place(request: PersonalRequest, code: str) -> HttpResponse:
    activity = access.get_procedure_for(request.user, code)
    held = place_of(activity)
    initial = {"place": held.place, "centre": held.centre.code} if held else {}
    form = ProcedurePlaceForm(request.POST if request.method == "POST" else None, initial=initial)

    def perform() -> str:
        chosen = form.cleaned_data
        actions.set_procedure_place(
            activity=activity, place=chosen["place"], centre=chosen["centre"], source=chosen["source"], by=request.user
        )
        messages.success(request, _("Sted og ansvar er lagret."))
        return reverse("curriculum:procedures")

    if request.method == "POST" and (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    earlier = activity.places.select_related("centre", "by").order_by("-pk")
    context = {"form": form, "activity": activity, "earlier": earlier}
    return render(request, "curriculum/procedure_place.html", context, status=422 if form.errors else 200)
