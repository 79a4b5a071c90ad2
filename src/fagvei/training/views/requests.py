"""What a view of this room is given: the login wall stands before every one of them."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from fagvei.people.models import User


class SignedInRequest(HttpRequest):
    """For the type checker; Django makes a plain request."""

    user: User
    htmx: HtmxDetails
