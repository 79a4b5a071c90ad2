"""What participants thought of a run: who may answer, and what was answered, in two tables that nothing joins.

An entry knows that it was used, neither when nor for what. A sheet knows its evaluation and the answers: no person, no time,
no running number, and all sheets are rewritten in random order each time one comes. Both are removed when it closes.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.courses.models.runs import CourseRun
from fagvei.people.models import User


class CourseEvaluation(PublicIdModel, Fact):
    """Open for answers, then closed. What may be told is counted once, at closing, and stored here."""

    class State(models.TextChoices):
        OPEN = "open", _("åpen for svar")
        CLOSED = "closed", _("lukket")

    MOVES: ClassVar[dict[str, set[str]]] = {State.OPEN: {State.CLOSED}, State.CLOSED: set()}
    digest_fields = ("run_id", "state", "closes_on", "since", "asked", "sheets", "counts", "words")

    run = models.OneToOneField(
        CourseRun, verbose_name=_("kursgjennomføring"), on_delete=models.PROTECT, related_name="evaluation"
    )
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.OPEN)
    closes_on = models.DateField(_("siste dag for svar"))
    since = models.DateTimeField(_("siden"), default=clock.now)
    # Set when it closes: how many were asked and answered, what may be told of each question, and what was written.
    asked = models.PositiveSmallIntegerField(_("antall spurte"), null=True, blank=True)
    sheets = models.PositiveSmallIntegerField(_("antall svar"), null=True, blank=True)
    counts = models.JSONField(_("tall som kan vises"), default=dict, blank=True)
    words = models.JSONField(_("det deltakerne skrev"), default=list, blank=True)

    class Meta:
        verbose_name = _("kursevaluering")
        verbose_name_plural = _("kursevalueringer")
        ordering = ["-closes_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="closed_evaluation_is_counted",
                condition=Q(state="closed", sheets__isnull=False, asked__isnull=False)
                | Q(state="open", sheets__isnull=True, asked__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.run}"

    def get_absolute_url(self) -> str:
        return reverse("courses:evaluation", args=[self.run.public_id])

    @property
    def takes_answers(self) -> bool:
        return self.state == self.State.OPEN and clock.today() <= self.closes_on


class EvaluationEvent(AppendOnlyModel, Fact):
    """One step of an evaluation. That somebody has answered is no event: it would tell when."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("åpnet")
        CLOSED = "closed", _("lukket")

    digest_fields = ("evaluation_id", "kind", "state_after", "by_id", "acting_as", "at")

    evaluation = models.ForeignKey(
        CourseEvaluation, verbose_name=_("kursevaluering"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=10, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=10, choices=CourseEvaluation.State)
    by = models.ForeignKey(
        User, verbose_name=_("utført av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acting_as = models.CharField(_("i rollen"), max_length=40, blank=True)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for kursevaluering")
        verbose_name_plural = _("hendelser for kursevalueringer")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class EvaluationEntry(models.Model):
    """One participant may answer once. The key is random, so that the order of the rows says nothing."""

    id = models.UUIDField(_("nøkkel"), primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(
        CourseEvaluation, verbose_name=_("kursevaluering"), on_delete=models.CASCADE, related_name="entries"
    )
    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="+")
    used = models.BooleanField(_("brukt"), default=False)

    class Meta:
        verbose_name = _("adgang til kursevaluering")
        verbose_name_plural = _("adganger til kursevalueringer")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "doctor"], name="one_entry_a_participant"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}"


class EvaluationSheet(models.Model):
    """What one person answered: {code of the question: step or code}, and words."""

    id = models.UUIDField(_("nøkkel"), primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(
        CourseEvaluation, verbose_name=_("kursevaluering"), on_delete=models.CASCADE, related_name="answer_sheets"
    )
    answers = models.JSONField(_("svar"))
    words = models.TextField(_("det deltakeren skrev"), blank=True)

    class Meta:
        verbose_name = _("svarark fra kurs")
        verbose_name_plural = _("svarark fra kurs")

    def __str__(self) -> str:
        return f"{self.evaluation}"
