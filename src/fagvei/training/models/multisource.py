"""Feedback from many about one doctor. Who was asked and what was answered stand in two tables that nothing joins."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import Relation, User
from fagvei.people.queries import doctor_ids_related_to
from fagvei.training.models.assessment_forms import AssessmentFormVersion
from fagvei.training.models.invitations import WithToken


class MultisourceRoundQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MultisourceRoundQuerySet":
        """The doctor and the mentor of now, nobody else."""
        mentored = doctor_ids_related_to(user, [Relation.Kind.MENTOR])
        return self.filter(Q(doctor_id=user.pk) | Q(doctor_id__in=mentored))


class MultisourceRound(PublicIdModel, Fact):
    """One round: proposed by the doctor, approved by the mentor, answered by five or more, read first by the mentor.

    `answers_digest` is set when the round closes: a digest of each single answer would tell when it came.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("foreslått, venter på veilederen")
        RETURNED = "returned", _("returnert av veilederen")
        OPEN = "open", _("åpen for svar")
        CLOSED = "closed", _("lukket, leses av veilederen først")
        RELEASED = "released", _("gitt til legen")
        TOO_FEW = "too_few", _("avsluttet, for få svarte")
        WITHDRAWN = "withdrawn", _("trukket av legen")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.PROPOSED: {State.OPEN, State.RETURNED, State.WITHDRAWN},
        State.OPEN: {State.CLOSED, State.TOO_FEW, State.WITHDRAWN},
        State.CLOSED: {State.RELEASED},
        **dict.fromkeys((State.RETURNED, State.RELEASED, State.TOO_FEW, State.WITHDRAWN), set()),
    }
    WITH_RESULT = frozenset({State.CLOSED, State.RELEASED})
    digest_fields = (
        "doctor_id",
        "institution_id",
        "version_id",
        "state",
        "waiting_on_id",
        "since",
        "expires_at",
        "answers_digest",
        "created_at",
    )
    undigested_fields = ("reminded_at",)  # when letters were sent; no content

    doctor = models.ForeignKey(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="multisource_rounds"
    )
    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("behandlingsansvarlig"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        AssessmentFormVersion,
        verbose_name=_("versjon av vurderingsskjema"),
        on_delete=models.PROTECT,
        related_name="rounds",
    )
    state = models.CharField(_("tilstand"), max_length=20, choices=State, default=State.PROPOSED)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField(_("siden"), default=clock.now)
    expires_at = models.DateTimeField(_("utløper"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("påminnet"), null=True, blank=True)
    answers_digest = models.CharField(_("avtrykk av svarene"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)

    objects = MultisourceRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("360-graders vurdering")
        verbose_name_plural = _("360-graders vurderinger")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="open_round_has_end", condition=Q(state__in=["proposed", "returned", "withdrawn"]) | Q(expires_at__isnull=False)
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("training:multisource_round", args=[self.public_id])

    def has_run_out(self, at: dt.datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= at


class MultisourceEvent(AppendOnlyModel, Fact):
    """One step of a round. That somebody has answered is no event: it would tell when."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("foreslått")
        RETURNED = "returned", _("returnert")
        OPENED = "opened", _("godkjent og åpnet")
        REMINDED = "reminded", _("påminnelser bestilt")
        WITHDRAWN = "withdrawn", _("trukket")
        CLOSED = "closed", _("lukket")
        TOO_FEW = "too_few", _("avsluttet, for få svarte")
        READ_BY_MENTOR = "read_by_mentor", _("lest av veilederen")
        RELEASED = "released", _("gitt til legen")

    digest_fields = ("round_id", "kind", "state_after", "by_id", "acting_as", "at", "comment", "waiting_on_id")

    round = models.ForeignKey(
        MultisourceRound, verbose_name=_("360-graders vurdering"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=20, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=20, choices=MultisourceRound.State)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        User, verbose_name=_("utført av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    comment = models.TextField(_("kommentar"), blank=True)

    class Meta:
        verbose_name = _("hendelse for 360-graders vurdering")
        verbose_name_plural = _("hendelser for 360-graders vurdering")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class MultisourceRater(WithToken):
    """Somebody who is asked to answer. Knows that an answer was given, neither when nor which."""

    round = models.ForeignKey(
        MultisourceRound, verbose_name=_("360-graders vurdering"), on_delete=models.CASCADE, related_name="raters"
    )
    name = models.CharField(_("navn"), max_length=200)
    has_answered = models.BooleanField(_("har svart"), default=False)

    class Meta:
        verbose_name = _("spurt i 360-graders vurdering")
        verbose_name_plural = _("spurte i 360-graders vurdering")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="rater_token_hash_once"),
            models.UniqueConstraint(fields=["round", "email"], name="rater_once_per_round"),
        ]

    def __str__(self) -> str:
        return self.name


class MultisourceAnswer(models.Model):
    """One answer: the round and the words. No person, no time, no running number; the rows are rewritten in random order."""

    id = models.UUIDField(_("nøkkel"), primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(
        MultisourceRound, verbose_name=_("360-graders vurdering"), on_delete=models.CASCADE, related_name="answers"
    )
    answers = models.JSONField(_("svar"))

    class Meta:
        verbose_name = _("svar i 360-graders vurdering")
        verbose_name_plural = _("svar i 360-graders vurdering")

    def __str__(self) -> str:
        return f"{self.round}"
