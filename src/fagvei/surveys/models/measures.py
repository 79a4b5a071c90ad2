"""What the unit does about a gap: who does what by when, how it shows that it works, and what may stand in the way."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.people.models import User
from fagvei.surveys.models.rounds import SurveyRound
from fagvei.surveys.models.survey import GapSurvey, SurveyItem
from fagvei.surveys.rules.measures import STRATEGY_CHOICES, STRATEGY_OF, Strategy


class MeasureQuerySet(models.QuerySet):
    def open(self) -> "MeasureQuerySet":
        return self.filter(state__in=ImprovementMeasure.OPEN)

    def visible_to(self, user: User) -> "MeasureQuerySet":
        return self.filter(round__survey__in=GapSurvey.objects.visible_to(user))


class ImprovementMeasure(PublicIdModel, Fact):
    """One of at most three at a time. Events are the truth of its state and its date, the row the projection.

    `responsible` is a role or a work title, never a person's name.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("ikke begynt")
        UNDER_WAY = "under_way", _("i gang")
        DONE = "done", _("fullført")
        DROPPED = "dropped", _("stoppet")

    OPEN = frozenset({State.NOT_STARTED, State.UNDER_WAY})
    MOVES: ClassVar[dict[str, set[str]]] = {
        State.NOT_STARTED: {State.UNDER_WAY, State.DONE, State.DROPPED},
        State.UNDER_WAY: {State.DONE, State.DROPPED},
        State.DONE: set(),
        State.DROPPED: set(),
    }
    digest_fields = (
        "round_id", "item_id", "what", "responsible", "strategy", "measured_by", "obstacle", "by_id", "at",
    )  # fmt: skip
    undigested_fields = ("due_on", "state", "since")

    round = models.ForeignKey(SurveyRound, verbose_name=_("måling"), on_delete=models.PROTECT, related_name="measures")
    item = models.ForeignKey(SurveyItem, verbose_name=_("spørsmål"), on_delete=models.PROTECT, related_name="measures")
    what = models.CharField(_("hva vi gjør"), max_length=300)
    responsible = models.CharField(_("ansvarlig (rolle eller stilling)"), max_length=100)
    strategy = models.CharField(_("strategi"), max_length=20, choices=STRATEGY_CHOICES)
    measured_by = models.CharField(_("slik ser vi at det virker"), max_length=300)
    obstacle = models.CharField(_("hva kan hindre oss"), max_length=300, blank=True)
    by = models.ForeignKey(User, verbose_name=_("lagt inn av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    due_on = models.DateField(_("frist"))
    state = models.CharField(_("tilstand"), max_length=12, choices=State, default=State.NOT_STARTED)
    since = models.DateTimeField(_("siden"), default=clock.now)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("forbedringstiltak")
        verbose_name_plural = _("forbedringstiltak")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("surveys:measure", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_overdue(self) -> bool:
        """The due date itself is still in time."""
        return self.is_open and self.due_on < clock.today()

    @property
    def chosen_strategy(self) -> Strategy:
        return STRATEGY_OF[self.strategy]


class MeasureEvent(AppendOnlyModel, Fact):
    """One step of a measure. `due_on` is the date that holds after it."""

    class Kind(models.TextChoices):
        PLANNED = "planned", _("planlagt")
        BEGUN = "begun", _("begynt")
        MOVED = "moved", _("ny frist")
        DONE = "done", _("fullført")
        DROPPED = "dropped", _("stoppet")

    digest_fields = ("measure_id", "kind", "state_after", "due_on", "comment", "by_id", "at")

    measure = models.ForeignKey(
        ImprovementMeasure, verbose_name=_("forbedringstiltak"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=12, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=12, choices=ImprovementMeasure.State)
    due_on = models.DateField(_("frist"))
    comment = models.CharField(_("kommentar"), max_length=300, blank=True)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for forbedringstiltak")
        verbose_name_plural = _("hendelser for forbedringstiltak")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
