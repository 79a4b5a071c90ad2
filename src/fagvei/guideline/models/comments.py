"""What a reader says is wrong with a recommendation, or thinks of it. Nobody knows who the reader is, also when logged in."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.guideline.models.units import NormativeUnit, UnitVersion
from fagvei.people.models import User


class CommentQuerySet(models.QuerySet):
    def waiting(self) -> "CommentQuerySet":
        """The ball is with the owner."""
        return self.filter(state=UnitComment.State.RECEIVED)

    def closed(self) -> "CommentQuerySet":
        return self.filter(state__in=UnitComment.CLOSED)

    def answered_in_public(self) -> "CommentQuerySet":
        return self.closed().exclude(shows=UnitComment.Shows.NOTHING)


class UnitComment(PublicIdModel, Fact):
    """Events are the truth of its state, the row the projection.

    `text` and `more` are erased a year after it is closed, so neither is part of the digest. `token_hash` is the print of
    the code that opens the receipt: whoever has the link may follow the comment, and nobody else.
    """

    class Kind(models.TextChoices):
        ERROR = "error", _("feil i innholdet")
        COMMENT = "comment", _("kommentar")

    class State(models.TextChoices):
        RECEIVED = "received", _("mottatt")
        NEEDS_MORE = "needs_more", _("venter på mer fra avsenderen")
        ACCEPTED = "accepted", _("tatt til følge")
        DECLINED = "declined", _("ikke tatt til følge")
        DUPLICATE = "duplicate", _("meldt før")

    class Shows(models.TextChoices):
        NOTHING = "nothing", _("ingenting")
        ANSWER = "answer", _("svaret")
        BOTH = "both", _("innspillet og svaret")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.RECEIVED: {State.NEEDS_MORE, State.ACCEPTED, State.DECLINED, State.DUPLICATE},
        State.NEEDS_MORE: {State.RECEIVED, State.ACCEPTED, State.DECLINED, State.DUPLICATE},
        State.ACCEPTED: {State.RECEIVED},
        State.DECLINED: {State.RECEIVED},
        State.DUPLICATE: {State.RECEIVED},
    }
    CLOSED = frozenset({State.ACCEPTED, State.DECLINED, State.DUPLICATE})
    digest_fields = ("unit_id", "version_id", "kind", "token_hash", "created_at")
    undigested_fields = ("text", "more", "shows", "state", "since")

    unit = models.ForeignKey(
        NormativeUnit, verbose_name=_("normerende enhet"), on_delete=models.PROTECT, related_name="comments"
    )
    version = models.ForeignKey(
        UnitVersion, verbose_name=_("lest tekst"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    text = models.TextField(_("innspillet"), blank=True)
    more = models.TextField(_("mer fra avsenderen"), blank=True)
    token_hash = models.CharField(_("avtrykk av koden"), max_length=64, unique=True)
    shows = models.CharField(_("vises på siden"), max_length=10, choices=Shows, default=Shows.NOTHING)
    created_at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    state = models.CharField(_("tilstand"), max_length=12, choices=State, default=State.RECEIVED)
    since = models.DateTimeField(_("siden"), default=clock.now)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("innspill til anbefaling")
        verbose_name_plural = _("innspill til anbefalinger")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.unit.code}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("guideline:comment", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.state not in self.CLOSED

    @property
    def is_erased(self) -> bool:
        return not self.text


class CommentEvent(AppendOnlyModel, Fact):
    """One step of a comment. An acceptance names the draft that answers it, a duplicate the one that said it before."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("mottatt")
        ASKED = "asked", _("spurt om mer")
        ADDED = "added", _("avsenderen har skrevet mer")
        ACCEPTED = "accepted", _("tatt til følge")
        DECLINED = "declined", _("ikke tatt til følge")
        DUPLICATE = "duplicate", _("meldt før")
        REOPENED = "reopened", _("åpnet igjen")

    digest_fields = (
        "comment_id", "kind", "state_after", "answer", "shows", "version_id", "duplicate_of_id", "acting_as", "by_id", "at",
    )  # fmt: skip

    comment = models.ForeignKey(
        UnitComment, verbose_name=_("innspill til anbefaling"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=10, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=12, choices=UnitComment.State)
    answer = models.TextField(_("svar"), blank=True)
    shows = models.CharField(
        _("vises på siden"), max_length=10, choices=UnitComment.Shows, default=UnitComment.Shows.NOTHING
    )
    version = models.ForeignKey(
        UnitVersion, verbose_name=_("ny versjon"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    duplicate_of = models.ForeignKey(
        UnitComment, verbose_name=_("meldt før i"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acting_as = models.CharField(_("i rollen"), max_length=40, blank=True)
    by = models.ForeignKey(
        User, verbose_name=_("utført av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for innspill")
        verbose_name_plural = _("hendelser for innspill")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="accepted_comment_has_a_version",
                condition=~models.Q(kind="accepted") | models.Q(version__isnull=False),
            ),
            models.CheckConstraint(
                name="duplicate_comment_names_the_first",
                condition=~models.Q(kind="duplicate") | models.Q(duplicate_of__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
