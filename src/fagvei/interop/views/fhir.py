"""FHIR R4, read only and open to all: `/fhir/r4/metadata`, one resource by type and id. Errors are OperationOutcomes."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from fagvei.interop import fhir
from fagvei.interop.fhir.parts import LANGUAGE, narrative, said

CONTENT_TYPE = "application/fhir+json; charset=utf-8"


@login_not_required
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("interop:fhir_metadata"))


@login_not_required
@require_safe
def metadata(request: HttpRequest) -> HttpResponse:
    return _answer(fhir.capability_statement())


@login_not_required
@require_safe
def resource(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """In the language of the content, whatever the reader's own is: a resource is the same for all."""
    with override(LANGUAGE):
        found = fhir.find(kind, key)
    if found is None:
        sentence = _("Ressursen finnes ikke her. Se hva som kan leses i %(address)s.")
        return _problem(404, "not-found", sentence % {"address": reverse("interop:fhir_metadata")})
    return _answer(found)


def _answer(content: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(
        content, status=status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


def _problem(status: int, code: str, sentence: str) -> JsonResponse:
    issue = {"severity": "error", "code": code, "diagnostics": sentence}
    return _answer({"resourceType": "OperationOutcome", "text": narrative(said(sentence)), "issue": [issue]}, status)
