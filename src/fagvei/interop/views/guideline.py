"""A guideline as data for other systems, open to all; and a file of the same shape taken in by an owner."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import perform_once
from fagvei.common.refusal import Refusal
from fagvei.guideline import access as guidelines
from fagvei.guideline.models import Guideline
from fagvei.guideline.queries.guideline_page import guideline_page
from fagvei.interop import actions
from fagvei.interop.access import may_import
from fagvei.interop.fhir.taking_in import read_either
from fagvei.interop.forms import ConfirmTreeForm, TreeForm
from fagvei.interop.hapi.plan import plan_import
from fagvei.interop.hapi.reading import FileRefused, parsed
from fagvei.interop.hapi.tree import guideline_tree
from fagvei.people.requests import PersonalRequest


class OtherThanShown(Refusal):
    code = "other_than_shown"
    message = gettext_lazy("Det som ville endres, er ikke det du så. Se gjennom på nytt før du lager utkast.")


@login_not_required
@require_safe
def guideline_data(request: HttpRequest, slug: str) -> HttpResponse:
    """Which files there are and what they hold. In a window of the guideline's page: the links alone."""
    context = {"guideline": guidelines.get_guideline(slug), "may_import": may_import(request.user)}
    template = "_guideline_data.html" if request.htmx else "guideline_data.html"  # type: ignore[attr-defined]
    response = render(request, f"interop/{template}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_not_required
@require_safe
def guideline_tree_file(request: HttpRequest, slug: str) -> JsonResponse:
    """The guideline as it is published now, in the shape of the Directorate's content API."""
    tree = guideline_tree(guideline_page(guidelines.get_guideline(slug)))
    return JsonResponse(tree, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_http_methods(["GET", "HEAD", "POST"])
def import_guideline(request: PersonalRequest, slug: str) -> HttpResponse:
    """Choose a file, and see what it would change. Nothing is stored: the file travels with the page."""
    guideline = guidelines.get_guideline(slug)
    guidelines.require_owner(request.user)
    form = TreeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            tree = parsed(form.cleaned_data["file"].read())
            return _preview(request, guideline, tree)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
    context = {"form": form, "guideline": guideline}
    return render(request, "interop/import_guideline.html", context, status=422 if form.errors else 200)


@require_POST
def confirm_import(request: PersonalRequest, slug: str) -> HttpResponse:
    """Drafts of what was shown, for a second pair of eyes. Another content than the one shown is not written."""
    guideline = guidelines.get_guideline(slug)
    guidelines.require_owner(request.user)
    form = ConfirmTreeForm(request.POST, has_new=True)

    def take_in() -> str:
        plan = plan_import(guideline, read_either(parsed(form.cleaned_data["tree"].encode())))
        if plan.digest != form.cleaned_data["shown"]:
            raise OtherThanShown
        drafts = actions.import_guideline(
            guideline=guideline,
            changes=[(line.unit, line.content) for line in plan.changed if line.unit],
            additions=[
                (line.chapter, line.code, line.content)
                for line in plan.new
                if line.chapter and form.cleaned_data["with_new"]
            ],
            reason=form.cleaned_data["reason"],
            digest=plan.digest,
            by=request.user,
        )
        told = _("%(n)s utkast er laget. De ligger blant oppgavene dine til du sender dem til klinisk vurdering.")
        messages.success(request, told % {"n": len(drafts)})
        return reverse("interop:guideline_data", args=[slug])

    if (address := perform_once(request, form, take_in)) is not None:
        return HttpResponseRedirect(address)
    try:
        return _preview(request, guideline, parsed(form.data.get("tree", "").encode(errors="replace")), form)
    except FileRefused as refusal:
        for sentence in (*(str(each) for faults in form.errors.values() for each in faults), str(refusal)):
            messages.error(request, sentence)
        return redirect("interop:import_guideline", slug=slug)


def _preview(
    request: HttpRequest, guideline: Guideline, tree: Any, sent: ConfirmTreeForm | None = None
) -> HttpResponse:
    """What was sent and refused is shown again, with the digest of what stands on the page now."""
    plan = plan_import(guideline, read_either(tree))
    if sent is None:
        packed = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
        form = ConfirmTreeForm(initial={"tree": packed, "shown": plan.digest}, has_new=bool(plan.new))
    else:
        form = sent
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["shown"] = plan.digest  # type: ignore[index]
        if not plan.new:
            del form.fields["with_new"]
    context = {"plan": plan, "guideline": guideline, "form": form, "becomes_local": settings.FAGVEI_DEMO}
    return render(request, "interop/import_guideline_preview.html", context, status=422 if sent else 200)
