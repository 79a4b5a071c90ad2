"""The same address answers as a page, as a window of another page, or as JSON to a program that asks for it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from fagvei.common.forms import FagveiForm


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], as_json: Callable[[], Any], fragment: str = ""
) -> HttpResponse:
    response: HttpResponse
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response = JsonResponse(as_json(), json_dumps_params={"ensure_ascii": False})
    else:
        is_window = bool(fragment) and request.htmx  # type: ignore[attr-defined]
        response = render(request, fragment if is_window else template, context)
    patch_vary_headers(response, ["Accept", "HX-Request"])
    return response


def with_what_is_shown(form: FagveiForm, shown: str) -> None:
    """After a refusal the page shows the texts as they stand: pressed again, the form answers for those."""
    if "shown" in form.fields and form.non_field_errors():
        form.data = {name: form.data[name] for name in form.data} | {"shown": shown}
