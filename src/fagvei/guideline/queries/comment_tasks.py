"""Readers' comments that nobody has answered, one line in the owner's inbox; and what a sender who follows is asked."""

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.guideline.models import CommentFollower, UnitComment
from fagvei.guideline.rules.comments import answer_due_on
from fagvei.people.models import User


def comment_tasks() -> list[Task]:
    waiting = UnitComment.objects.waiting().aggregate(number=Count("pk"), first=Min("created_at"), since=Min("since"))
    number = waiting["number"]
    if not number:
        return []
    title = ngettext("Besvar %d innspill til retningslinjen", "Besvar %d innspill til retningslinjen", number) % number
    due_on = answer_due_on(waiting["first"], clock.OSLO)
    act = ngettext("Se innspillet", "Se innspillene", number)
    return [Task("guideline_comments", title, reverse("guideline:comments"), act, waiting["since"], due_on, number)]


@prepared
def _asked(user: int) -> QuerySet[CommentFollower]:
    rows = CommentFollower.objects.asked().filter(user_id=user).select_related("comment__unit")
    return rows.order_by("comment__since")


def asked_senders_tasks(user: User) -> list[Task]:
    """For a sender who wanted to be told: the owner asks for more. One question."""
    return [
        Task(
            "comment_asked",
            _("Svar på spørsmålet om innspillet ditt til %s") % row.comment.unit.code,
            row.get_absolute_url(),
            _("Se spørsmålet"),
            row.comment.since,
        )
        for row in _asked(user=user.pk)
    ]
