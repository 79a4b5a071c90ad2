"""A consensus round: the peers of the working group say, each alone, whether they agree with one wording of a draft.

Nobody sees what others answered before it is closed, and then only how many answered what and what was written, without names.
"""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.guideline.models.units import UnitVersion
from fagvei.people.models import User

PERCENT = (MinValueValidator(1), MaxValueValidator(100))


class ConsensusRoundQuerySet(models.QuerySet):
    def open(self) -> "ConsensusRoundQuerySet":
        return self.filter(state=ConsensusRound.State.OPEN)

    def closed(self) -> "ConsensusRoundQuerySet":
        return self.filter(state=ConsensusRound.State.CLOSED)


class ConsensusRound(PublicIdModel, Fact):
    """One question about one wording: `content_digest` is the print of the text that was voted on. A new text, a new round.

    Events are the truth of its state, the row the projection.
    """

    class State(models.TextChoices):
        OPEN = "open", _("åpen")
        CLOSED = "closed", _("lukket")

    digest_fields = (
        "version_id", "number", "content_digest", "note", "closes_on", "quorum_percent", "threshold_percent", "opened_by_id",
    )  # fmt: skip
    undigested_fields = ("state", "since")

    version = models.ForeignKey(
        UnitVersion,
        verbose_name=_("versjon av normerende enhet"),
        on_delete=models.PROTECT,
        related_name="consensus_rounds",
    )
    number = models.PositiveSmallIntegerField(_("runde"))
    content_digest = models.CharField(_("avtrykk av innholdet"), max_length=64)
    note = models.TextField(_("til arbeidsgruppen"), blank=True)
    closes_on = models.DateField(_("lukkes"))
    quorum_percent = models.PositiveSmallIntegerField(_("minste svarandel i prosent"), validators=PERCENT)
    threshold_percent = models.PositiveSmallIntegerField(_("grense for enighet i prosent"), validators=PERCENT)
    opened_by = models.ForeignKey(User, verbose_name=_("åpnet av"), on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.OPEN)
    since = models.DateTimeField(_("siden"), default=clock.now)

    objects = ConsensusRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("konsensusrunde")
        verbose_name_plural = _("konsensusrunder")
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="consensus_round_number_once"),
            models.UniqueConstraint(fields=["version"], condition=Q(state="open"), name="one_open_consensus_round"),
            models.CheckConstraint(
                name="consensus_percents_are_percents",
                condition=Q(quorum_percent__range=(1, 100), threshold_percent__range=(1, 100)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self._meta.verbose_name} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("guideline:consensus_round", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def takes_votes(self) -> bool:
        """The last day is still in time."""
        return self.is_open and clock.today() <= self.closes_on


class ConsensusEvent(AppendOnlyModel, Fact):
    """Opened by an owner; closed by an owner, or by the clock."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("åpnet")
        CLOSED = "closed", _("lukket")

    digest_fields = ("round_id", "kind", "state_after", "acting_as", "by_id", "at")

    round = models.ForeignKey(
        ConsensusRound, verbose_name=_("konsensusrunde"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=10, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=10, choices=ConsensusRound.State)
    acting_as = models.CharField(_("i rollen"), max_length=40, blank=True)
    by = models.ForeignKey(
        User, verbose_name=_("utført av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for konsensusrunde")
        verbose_name_plural = _("hendelser for konsensusrunder")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class ConsensusVoter(AppendOnlyModel, Fact):
    """Who was asked: the peers on the day it was opened. The denominator does not move."""

    digest_fields = ("round_id", "user_id")

    round = models.ForeignKey(
        ConsensusRound, verbose_name=_("konsensusrunde"), on_delete=models.PROTECT, related_name="voters"
    )
    user = models.ForeignKey(User, verbose_name=_("fagfelle"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("stemmeberettiget i konsensusrunde")
        verbose_name_plural = _("stemmeberettigede i konsensusrunder")
        ordering = ["round", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "user"], name="asked_once_in_consensus_round")]

    def __str__(self) -> str:
        return f"{self.round} – {self.user}"


class ConsensusVote(AppendOnlyModel, Fact):
    """What somebody answered. Changed until closing by another row; the newest holds."""

    class Answer(models.TextChoices):
        AGREE = "agree", _("enig")
        RESERVATION = "reservation", _("enig med forbehold")
        DISAGREE = "disagree", _("uenig")

    NEEDS_WORDS: ClassVar[frozenset[str]] = frozenset({Answer.RESERVATION, Answer.DISAGREE})
    digest_fields = ("voter_id", "answer", "comment", "at")

    voter = models.ForeignKey(
        ConsensusVoter,
        verbose_name=_("stemmeberettiget i konsensusrunde"),
        on_delete=models.PROTECT,
        related_name="votes",
    )
    answer = models.CharField(_("svar"), max_length=12, choices=Answer)
    comment = models.TextField(_("kommentar"), blank=True)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("stemme i konsensusrunde")
        verbose_name_plural = _("stemmer i konsensusrunder")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="doubt_is_explained", condition=Q(answer="agree") | ~Q(comment="")),
        ]

    def __str__(self) -> str:
        return self.get_answer_display()
