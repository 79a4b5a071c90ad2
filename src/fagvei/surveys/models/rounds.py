"""A wave: planned, open for answers, closed, reported. Events are the truth, the row the projection."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.guideline.models import UnitVersion
from fagvei.people.models import User
from fagvei.surveys.models.survey import GapSurvey, SurveyItem
from fagvei.surveys.rules.areas import PROFESSION_CHOICES
from fagvei.surveys.rules.free_text import FREE_QUESTIONS, QUESTION_WORDS


class SurveyRound(PublicIdModel, Fact):
    """One wave of a survey. How it is answered is fixed when it is made; what was answered is counted when it closes."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planlagt")
        OPEN = "open", _("åpen for svar")
        CLOSED = "closed", _("lukket")
        REPORTED = "reported", _("rapport ferdig")
        CANCELLED = "cancelled", _("avlyst")

    class Mode(models.TextChoices):
        ANONYMOUS = "anonymous", _("anonym, uten yrkesgruppe")
        ANONYMOUS_PROFESSION = "profession", _("anonym, med yrkesgruppe")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.PLANNED: {State.OPEN, State.CANCELLED},
        State.OPEN: {State.CLOSED},
        State.CLOSED: {State.REPORTED},
        State.REPORTED: set(),
        State.CANCELLED: set(),
    }
    COUNTED = frozenset({State.CLOSED, State.REPORTED})
    digest_fields = (
        "survey_id", "number", "mode", "opens_on", "closes_on", "state", "since", "sheets", "professions",
    )  # fmt: skip
    later_digest_fields = ("free_question",)

    survey = models.ForeignKey(
        GapSurvey, verbose_name=_("GAP-undersøkelse"), on_delete=models.PROTECT, related_name="rounds"
    )
    number = models.PositiveSmallIntegerField(_("måling nr."))
    mode = models.CharField(_("svarmåte"), max_length=12, choices=Mode, default=Mode.ANONYMOUS)
    # Empty where nobody is asked to write.
    free_question = models.CharField(_("spørsmål i fritekst"), max_length=10, choices=FREE_QUESTIONS, blank=True)
    opens_on = models.DateField(_("åpner"))
    closes_on = models.DateField(_("lukker"))
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.PLANNED)
    since = models.DateTimeField(_("siden"), default=clock.now)
    # Set when the wave closes: how many answered, and of which professions when that may be told.
    sheets = models.PositiveSmallIntegerField(_("antall svar"), null=True, blank=True)
    professions = models.JSONField(_("svar per yrkesgruppe"), default=dict, blank=True)

    class Meta:
        verbose_name = _("måling")
        verbose_name_plural = _("målinger")
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["survey"], condition=Q(state__in=["planned", "open"]), name="one_round_ahead_or_open"
            ),
            models.CheckConstraint(name="round_closes_after_it_opens", condition=Q(closes_on__gt=F("opens_on"))),
            models.CheckConstraint(
                name="counted_round_has_sheets",
                condition=Q(state__in=["closed", "reported"], sheets__isnull=False)
                | (~Q(state__in=["closed", "reported"]) & Q(sheets__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("surveys:round", args=[self.public_id])

    @property
    def is_counted(self) -> bool:
        return self.state in self.COUNTED

    @property
    def asks_profession(self) -> bool:
        return self.mode == self.Mode.ANONYMOUS_PROFESSION

    @property
    def free_question_words(self) -> str:
        return str(QUESTION_WORDS.get(self.free_question, ""))


class SurveyRoundEvent(AppendOnlyModel, Fact):
    """One step of a wave. That somebody has answered is no event: it would tell when."""

    class Kind(models.TextChoices):
        PLANNED = "planned", _("planlagt")
        MOVED = "moved", _("nye datoer")
        OPENED = "opened", _("åpnet")
        CLOSED = "closed", _("lukket")
        REPORTED = "reported", _("rapport ferdig")
        CANCELLED = "cancelled", _("avlyst")

    digest_fields = ("round_id", "kind", "state_after", "by_id", "acting_as", "at", "opens_on", "closes_on")
    later_digest_fields = ("reason",)

    round = models.ForeignKey(SurveyRound, verbose_name=_("måling"), on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("hendelse"), max_length=10, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=10, choices=SurveyRound.State)
    by = models.ForeignKey(
        User, verbose_name=_("utført av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acting_as = models.CharField(_("i rollen"), max_length=40, blank=True)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    # Why it was called off.
    reason = models.CharField(_("begrunnelse"), max_length=300, blank=True)
    # As they were from this step on.
    opens_on = models.DateField(_("åpner"))
    closes_on = models.DateField(_("lukker"))

    class Meta:
        verbose_name = _("hendelse for måling")
        verbose_name_plural = _("hendelser for målinger")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class SurveyStaff(models.Model):
    """How many of a profession work on the ward while the wave is open: the denominator of who answered."""

    round = models.ForeignKey(SurveyRound, verbose_name=_("måling"), on_delete=models.PROTECT, related_name="staff")
    profession = models.CharField(_("yrkesgruppe"), max_length=20, choices=PROFESSION_CHOICES)
    count = models.PositiveSmallIntegerField(_("antall ansatte"))

    class Meta:
        verbose_name = _("ansatte i måling")
        verbose_name_plural = _("ansatte i målinger")
        ordering = ["round", "profession"]
        constraints = [
            models.UniqueConstraint(fields=["round", "profession"], name="profession_once_in_round"),
            models.CheckConstraint(name="staff_is_not_zero", condition=Q(count__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_profession_display()}: {self.count}"


class RoundItem(PublicIdModel, Fact):
    """A question as it was asked in a wave, with the version in force when the wave opened, and the counts that may be told.

    The counts are made once, when the wave closes, and never again: a second look at other answers would be a second view.
    """

    digest_fields = ("round_id", "item_id", "unit_version_id", "counts")

    round = models.ForeignKey(SurveyRound, verbose_name=_("måling"), on_delete=models.PROTECT, related_name="asked")
    item = models.ForeignKey(SurveyItem, verbose_name=_("spørsmål"), on_delete=models.PROTECT, related_name="asked")
    unit_version = models.ForeignKey(
        UnitVersion, verbose_name=_("versjon av normerende enhet"), on_delete=models.PROTECT, related_name="+"
    )
    counts = models.JSONField(_("tall som kan vises"), default=dict, blank=True)

    class Meta:
        verbose_name = _("spørsmål i måling")
        verbose_name_plural = _("spørsmål i målinger")
        ordering = ["round", "item__order"]
        constraints = [models.UniqueConstraint(fields=["round", "item"], name="item_once_in_round")]

    def __str__(self) -> str:
        return f"{self.item}"
