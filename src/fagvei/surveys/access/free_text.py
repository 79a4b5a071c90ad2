"""The moderator's door: whoever answers for GAP surveys at the institution hides what was written, with a reason."""

from typing import Any

from fagvei.common.permissions import Permission
from fagvei.surveys.access.core import OWNER, POLICIES, answers_for, opened, rows
from fagvei.surveys.models import FreeText

FREE_TEXT_ROWS = (
    rows("free_text", Permission.SEE, {OWNER}, "free_text"),
    rows(
        "free_text",
        Permission.EDIT,
        {OWNER},
        "hide_free_text",
        "show_free_text",
        note="always with a reason; the words are never changed",
    ),
)


def _may_free_text(user: Any, permission: str, text: FreeText) -> bool:
    return permission in {Permission.SEE, Permission.EDIT} and answers_for(user, text.round.survey.institution)


POLICIES[FreeText] = _may_free_text


def get_free_text_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> FreeText:
    texts = FreeText.objects.select_related("round__survey__institution", "round__survey__arena")
    return opened(texts.filter(public_id=public_id).first(), user, permission)
