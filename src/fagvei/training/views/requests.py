"""What a view of this room is given: the login wall stands before every one of them."""

from django_htmx.middleware import HtmxDetails

from fagvei.people.requests import PersonalRequest


class SignedInRequest(PersonalRequest):
    """For the type checker; Django makes a plain request."""

    htmx: HtmxDetails
