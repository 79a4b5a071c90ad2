"""A recommendation in plain language, for users and next of kin: written by one, approved by another, of one version."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.common.settled import StandsStill
from fagvei.guideline.models.units import NormativeUnit, UnitVersion
from fagvei.people.models import User


class PlainText(PublicIdModel, Fact):
    """Our own sentences, never the source's. `version` is the national text they restate: of another they say nothing.

    Each language has texts of its own, with an author and an approver of its own: a translation is a text like any other.

    Events are the truth of its state, the row the projection.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("utkast")
        IN_REVIEW = "in_review", _("til klinisk vurdering")
        APPROVED = "approved", _("godkjent")
        SUPERSEDED = "superseded", _("erstattet")
        WITHDRAWN = "withdrawn", _("trukket tilbake")

    class Language(models.TextChoices):
        BOKMAL = "nb", _("bokmål")
        NYNORSK = "nn", _("nynorsk")
        ENGLISH = "en", _("engelsk")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.IN_REVIEW, State.WITHDRAWN},
        State.IN_REVIEW: {State.APPROVED, State.DRAFT},
        State.APPROVED: {State.SUPERSEDED, State.WITHDRAWN},
        State.SUPERSEDED: set(),
        State.WITHDRAWN: set(),
    }
    UNDER_WORK = frozenset({State.DRAFT, State.IN_REVIEW})
    digest_fields = ("unit_id", "number", "language", "version_id", "text", "author_id", "is_demo")
    undigested_fields = ("state", "since", "approved_on")
    stands_still = StandsStill(frozenset({State.DRAFT}), MOVES, moving=undigested_fields)

    unit = models.ForeignKey(
        NormativeUnit, verbose_name=_("normerende enhet"), on_delete=models.PROTECT, related_name="plain_texts"
    )
    number = models.PositiveSmallIntegerField(_("nummer"))
    language = models.CharField(_("språk"), max_length=2, choices=Language, default=Language.BOKMAL)
    version = models.ForeignKey(
        UnitVersion, verbose_name=_("teksten som gjengis"), on_delete=models.PROTECT, related_name="plain_texts"
    )
    text = models.TextField(_("tekst"))
    author = models.ForeignKey(User, verbose_name=_("forfatter"), on_delete=models.PROTECT, related_name="+")
    is_demo = models.BooleanField(_("demodata"), default=False)
    approved_on = models.DateField(_("godkjent den"), null=True, blank=True)
    state = models.CharField(_("tilstand"), max_length=12, choices=State, default=State.DRAFT)
    since = models.DateTimeField(_("siden"), default=clock.now)

    class Meta:
        verbose_name = _("klarspråktekst")
        verbose_name_plural = _("klarspråktekster")
        ordering = ["unit", "number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="plain_text_number_once"),
            models.UniqueConstraint(
                fields=["unit", "language"], condition=Q(state="approved"), name="one_plain_text_shown_per_language"
            ),
            models.UniqueConstraint(
                fields=["unit", "language"],
                condition=Q(state__in=["draft", "in_review"]),
                name="one_plain_text_under_work_per_language",
            ),
            models.CheckConstraint(
                name="plain_text_shown_has_a_date",
                condition=~Q(state__in=["approved", "superseded"]) | Q(approved_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.code} klarspråk {self.number}"

    def get_absolute_url(self) -> str:
        unit = self.unit
        return reverse("guideline:plain_text", args=[unit.chapter.guideline.slug, unit.code, self.number])


class PlainTextEvent(AppendOnlyModel, Fact):
    """One step of a plain text. A verdict keeps the role of whoever gave it and the print of what was read."""

    class Kind(models.TextChoices):
        STARTED = "started", _("påbegynt")
        EDITED = "edited", _("redigert")
        SENT = "sent", _("sendt til klinisk vurdering")
        RETURNED = "returned", _("returnert")
        APPROVED = "approved", _("godkjent")
        SUPERSEDED = "superseded", _("erstattet")
        WITHDRAWN = "withdrawn", _("trukket tilbake")

    digest_fields = ("plain_text_id", "kind", "state_after", "acting_as", "content_digest", "comment", "by_id", "at")

    plain_text = models.ForeignKey(
        PlainText, verbose_name=_("klarspråktekst"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=12, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=12, choices=PlainText.State)
    acting_as = models.CharField(_("i rollen"), max_length=40, blank=True)
    content_digest = models.CharField(_("avtrykk av innholdet"), max_length=64)
    comment = models.TextField(_("kommentar"), blank=True)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for klarspråktekst")
        verbose_name_plural = _("hendelser for klarspråktekster")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
