"""A request behind the login: `LoginRequiredMiddleware` has seen to it that there is a user."""

from django.http import HttpRequest

from fagvei.people.models import User


class PersonalRequest(HttpRequest):
    """For annotations only."""

    user: User
