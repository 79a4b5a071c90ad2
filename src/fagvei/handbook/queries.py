"""Pages with their items; feedback that waits."""

from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common.projections import Noun
from fagvei.common.tasks import Task
from fagvei.handbook.models import Feedback, FeedbackEvent, FeedbackQuerySet, HandbookPage, PageItem
from fagvei.people.models import User
from fagvei.people.queries import role_keys_of, roles_of

# Who may have something reported to follow up.
FOLLOW_UP = {"centre_officer", "directorate_officer"}
# The one row that follows from its events; a new message has none yet.
NOUNS = (
    Noun(Feedback, FeedbackEvent, "feedback", {"state": "state", "since": "at"}, moves=Feedback.MOVES, silent="new"),
)


class Section:
    """A page with its items under their headings, ready to be shown."""

    def __init__(self, page: HandbookPage, items: list[PageItem]):
        self.page = page
        self.items = items
        self.groups = [(heading, list(rows)) for heading, rows in groupby(items, key=lambda item: item.group)]


def sections(slug_prefix: str) -> dict[str, Section]:
    """All pages whose address begins so, by slug; two queries however many."""
    pages = HandbookPage.objects.filter(slug__startswith=slug_prefix).select_related("owner").prefetch_related("items")
    return {page.slug: Section(page, list(page.items.all())) for page in pages}


def section(slug: str) -> Section | None:
    return sections(slug).get(slug)


def followed_up_by(user: User) -> Q:
    """RegUt follows up its own; what no RegUt owns, the Directorate does."""
    roles = roles_of(user)
    mine = Q(owner_id__in=[each.centre_id for each in roles if each.role == "centre_officer" and each.centre_id])
    if any(each.role == "directorate_officer" for each in roles):
        mine |= Q(owner__isnull=True)
    return mine


def tasks_for(user: User) -> list[Task]:
    if not role_keys_of(user) & FOLLOW_UP:
        return []
    waiting = list(
        Feedback.objects.waiting().filter(followed_up_by(user)).order_by("since").values_list("since", flat=True)
    )
    if not waiting:
        return []
    title = ngettext("Følg opp %(count)s feil eller spørsmål", "Følg opp %(count)s feil og spørsmål", len(waiting))
    return [
        Task(
            kind="feedback",
            title=title % {"count": len(waiting)},
            url=reverse("handbook:feedback_list"),
            act_label=_("Følg opp"),
            waiting_since=waiting[0],
            count=len(waiting),
        )
    ]


def feedback_list(rows: FeedbackQuerySet, state: str) -> QuerySet[Feedback]:
    """Newest last change first; `state` is "open" or one of the states."""
    rows = rows.to_follow_up().select_related("owner", "sent_by").order_by("-since", "-pk")
    if state == "open":
        return rows.filter(state__in=[Feedback.State.NEW, Feedback.State.IN_PROGRESS])
    return rows.filter(state=state) if state in Feedback.State.values else rows


def answer_counts(rows: QuerySet[Feedback]) -> dict[str, Any]:
    """How many found what they looked for, of those who answered."""
    kinds = list(rows.filter(kind__in=[Feedback.Kind.FOUND, Feedback.Kind.NOT_FOUND]).values_list("kind", flat=True))
    return {"found": kinds.count(Feedback.Kind.FOUND), "total": len(kinds)}
