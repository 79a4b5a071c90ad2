"""One answer to one who only reads looks each thing up once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from fagvei.people.queries import looked_up_once

READS = frozenset({"GET", "HEAD"})


class LookedUpOnce:
    """Who somebody is does not change while a page is made. Whoever sends a form is asked about anew at every step."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READS:
            return self.get_response(request)
        with looked_up_once():
            return self.get_response(request)
