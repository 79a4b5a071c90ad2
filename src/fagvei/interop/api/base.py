"""What holds for every operation: errors in one shape and all of them documented, writes that can be repeated safely."""

import uuid
from collections.abc import Callable
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Header, NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.docs import Swagger
from pydantic import AfterValidator

from fagvei.common import text
from fagvei.common.idempotency import once
from fagvei.common.refusal import Refusal

# Writes carry it, so that a client may send again when the answer was lost: the same key gives the same answer.
IdempotencyKey = Annotated[uuid.UUID, Header(alias="Idempotency-Key")]


class Fault(Schema):
    where: list[str]
    message: str


class Problem(Schema):
    """Every answer that is no success: a code for programs, a sentence for people, and the fields it is about."""

    code: str
    message: str
    fields: list[Fault] = []


def _storable(value: str) -> str:
    if not text.is_storable(value):
        raise ValueError("The text has signs that cannot be stored.")
    if text.holds_national_id(value):
        raise ValueError("The text seems to hold a national identity number.")
    return text.tidy(value)


StorableText = Annotated[str, AfterValidator(_storable)]


class HouseAPI(NinjaAPI):
    """No documentation page: it would need scripts from elsewhere. `openapi.json` is the documentation."""

    def __init__(self, **options: Any):
        super().__init__(docs=Swagger(), docs_url="", **options)
        self.add_exception_handler(ValidationError, self._invalid)
        self.add_exception_handler(HttpError, self._http_error)
        self.add_exception_handler(Http404, self._not_found)
        self.add_exception_handler(Refusal, self._refused)

    def open_urls(self) -> tuple:
        """The addresses, open to strangers: they serve public content and know no session."""
        patterns, app, namespace = self.urls
        for pattern in patterns:
            pattern.callback.login_required = False  # type: ignore[union-attr]
        return patterns, app, namespace

    def problem(self, request: HttpRequest, status: int, code: str, message: str, **more: Any) -> HttpResponse:
        return self.create_response(
            request, {"code": code, "message": str(message), "fields": [], **more}, status=status
        )

    def _invalid(self, request: HttpRequest, error: Any) -> HttpResponse:
        """What was sent is not sent back: it may be anything."""
        fields = [
            {"where": [str(part)[:100] for part in each["loc"] if str(part).isidentifier()], "message": each["msg"]}
            for each in error.errors
        ]
        return self.problem(request, 422, "invalid", _("Noe av det som ble sendt, kan ikke brukes."), fields=fields)

    def _http_error(self, request: HttpRequest, error: Any) -> HttpResponse:
        status = error.status_code
        code = str(error) if str(error).isidentifier() else CODES.get(status, "bad_request")
        sentences = {404: _("Det finnes ikke."), 429: _("Det er kommet for mange forespørsler herfra i dag.")}
        return self.problem(request, status, code, sentences.get(status, _("Forespørselen kan ikke leses.")))

    def _not_found(self, request: HttpRequest, error: Any) -> HttpResponse:
        return self.problem(request, 404, "not_found", _("Det finnes ikke."))

    def _refused(self, request: HttpRequest, refusal: Any) -> HttpResponse:
        return self.problem(request, 409, refusal.code, str(refusal))

    def get_openapi_schema(self, **options: Any) -> Any:
        """Ninja documents successes only; a client must know what else can come."""
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"] |= {
            "Fault": Fault.model_json_schema(ref_template="#/components/schemas/{model}"),
            "Problem": {
                key: value
                for key, value in Problem.model_json_schema(ref_template="#/components/schemas/{model}").items()
                if key != "$defs"
            },
        }
        for path, methods in schema["paths"].items():
            for method, operation in methods.items():
                for status in statuses(path, method):
                    operation["responses"].setdefault(status, PROBLEM | {"description": MEANINGS[status]})
        return schema


PROBLEM = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
CODES = {404: "not_found", 429: "too_many_requests"}
MEANINGS = {
    400: "The request cannot be read",
    404: "There is no such thing",
    409: "The rules say no, with a code and a sentence",
    422: "Something in the request cannot be used",
    429: "Too many requests",
}


def statuses(path: str, method: str) -> list[int]:
    """What can come besides success."""
    writes = method not in {"get", "head", "options"}
    return [400, *([404] if "{" in path or writes else []), *([409] if writes else []), 422, *([429] if writes else [])]


def once_per_key(*, key: uuid.UUID, scope: str, perform: Callable[[], str]) -> str:
    """Run a write once per key; a repetition gets the first answer."""
    return once(key=key, owner="api", scope=f"api:{scope}", perform=perform)
