"""What a round shows, and to whom: the mentor when it is closed, the doctor when it is released, nobody a single answer."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from fagvei.common.prepared import prepared
from fagvei.curriculum.models import Level
from fagvei.people.models import User
from fagvei.training import rules
from fagvei.training.models import MultisourceEvent, MultisourceRater, MultisourceRound
from fagvei.training.queries.activity_page import Step
from fagvei.training.queries.goal_page import level_choices

Kind, State = MultisourceEvent.Kind, MultisourceRound.State


@dataclass(frozen=True)
class Line:
    """One answer of a question, in words, with how many gave it."""

    words: str
    number: int


@dataclass(frozen=True)
class Shown:
    """One question of the result."""

    text: str
    comments: tuple[str, ...]
    lines: tuple[Line, ...]
    total: int
    is_hidden: bool
    is_comment: bool


@dataclass
class RoundPage:
    """`result` is empty unless the viewer may read it now. `answered` is None below five: a number would tell too much."""

    round: MultisourceRound
    raters: list[MultisourceRater]
    answered: int | None
    was_read: bool
    steps: list[Step]
    result: list[Shown] = field(default_factory=list)

    @property
    def enough(self) -> bool:
        return self.answered is not None


def round_page(round_: MultisourceRound, viewer: User) -> RoundPage:
    events = list(round_.events.select_related("by").order_by("pk"))
    was_read = any(event.kind == Kind.READ_BY_MENTOR for event in events)
    answered = round_.answers.count()
    return RoundPage(
        round_,
        list(round_.raters.order_by("name", "pk").only("name", "email", "round_id")),
        answered if rules.may_close(answered) else None,
        was_read,
        [Step(event.at, _by_words(event), event.get_kind_display().capitalize(), event.comment) for event in events],
        result_of(round_) if _may_read(round_, viewer, was_read) else [],
    )


def _by_words(event: MultisourceEvent) -> str:
    return str(event.by) if event.by else _("Fagvei")


def _may_read(round_: MultisourceRound, viewer: User, was_read: bool) -> bool:
    """The door has seen to it that the viewer is the doctor or the mentor."""
    if round_.state == State.RELEASED:
        return True
    return round_.state == State.CLOSED and was_read and viewer.pk != round_.doctor_id


def result_of(round_: MultisourceRound) -> list[Shown]:
    """The whole result of a closed round. Who asks has to know that it may be read."""
    if round_.state not in MultisourceRound.WITH_RESULT:
        return []
    answers = list(round_.answers.order_by("pk").values_list("answers", flat=True))
    return [
        _shown(each, dict(level_choices())) for each in rules.summaries(round_.version.asked, answers, Level.values)
    ]


def _shown(summary: rules.Summary, levels: dict[str, str]) -> Shown:
    question = summary.question
    lines = tuple(Line(levels.get(bar.option, bar.option), bar.number) for bar in summary.bars)
    return Shown(question.text, summary.comments, lines, summary.total, summary.is_hidden, question.is_comment)


def rounds_of(doctor: User) -> QuerySet[MultisourceRound]:
    """For a list: each with `asked`, how many were asked."""
    rounds = MultisourceRound.objects.filter(doctor=doctor).select_related("version", "waiting_on")
    return rounds.annotate(asked=Count("raters")).order_by("-created_at", "-pk")


def rounds_waiting_for(mentored: Collection[int]) -> Iterator[MultisourceRound]:
    """Proposed or closed rounds of these doctors, the longest waiting first. One query."""
    yield from _waiting(mentored=mentored)


@prepared
def _waiting(mentored: Collection[int]) -> QuerySet[MultisourceRound]:
    waiting = Q(state__in=[State.PROPOSED, State.CLOSED], doctor_id__in=mentored)
    return MultisourceRound.objects.filter(waiting).select_related("doctor").order_by("since", "pk")
