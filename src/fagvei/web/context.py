"""What the shell around every page needs to know. Asked only by pages that draw the shell, so fragments cost nothing."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from fagvei.people.models import RoleAssignment
from fagvei.web import inbox, navigation, persona

# Each in its own words: who reads only English must find "English".
LANGUAGE_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


class Shell:
    """Each property is worked out when the template first asks for it."""

    def __init__(self, request: HttpRequest):
        self.request = request

    @cached_property
    def roles(self) -> list[RoleAssignment]:
        return persona.roles_of(self.request.user)

    @cached_property
    def role(self) -> RoleAssignment | None:
        return persona.active_role(self.request, self.roles)

    @property
    def role_line(self) -> str:
        return persona.role_line(self.role) if self.role else ""

    @property
    def other_roles(self) -> list[RoleAssignment]:
        return [role for role in self.roles if role != self.role]

    @cached_property
    def menu(self) -> list[navigation.Entry]:
        return navigation.menu_for(self.role.role if self.role else None, self.request.path)

    @cached_property
    def own_pages(self) -> list[navigation.Entry]:
        return navigation.own_pages_for(self.role.role if self.role else None)

    @cached_property
    def task_count(self) -> int:
        return inbox.task_count_of(self.request)

    @property
    def draft_owner(self) -> str:
        """Whose drafts the device keeps: a number that only this installation can make, and that names nobody."""
        user = self.request.user
        return salted_hmac("drafts", str(user.public_id)).hexdigest()[:16] if user.is_authenticated else ""

    @property
    def is_inbox(self) -> bool:
        return self.request.path == "/oppgaver/"

    @property
    def languages(self) -> list[tuple[str, str, bool]]:
        return [(code, name, code == get_language()) for code, name in LANGUAGE_NAMES.items()]

    @property
    def language_name(self) -> str:
        return LANGUAGE_NAMES.get(get_language() or settings.LANGUAGE_CODE, LANGUAGE_NAMES["nb"])

    @property
    def help_path(self) -> str:
        return _if_there(navigation.HELP.path)

    @property
    def feedback_path(self) -> str:
        return _if_there("/tilbakemelding/")

    @property
    def report_path(self) -> str:
        return _if_there("/meld-feil/")

    @property
    def switch_role_path(self) -> str:
        return _if_there("/min-side/bytt-rolle/")


def _if_there(path: str) -> str:
    return path if navigation.is_there(path) else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"is_demo": settings.FAGVEI_DEMO, "shell": Shell(request)}
