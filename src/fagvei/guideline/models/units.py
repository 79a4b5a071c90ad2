"""A normative unit is what can be addressed; what it says stands in its versions, which never change once published."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.common.settled import StandsStill
from fagvei.guideline.models.grading import EvidenceGrade
from fagvei.guideline.models.guideline import Chapter
from fagvei.guideline.rules.review import review_due_on
from fagvei.handbook.models import Sourced
from fagvei.people.models import User


class NormativeUnit(PublicIdModel):
    """A recommendation, or another thing of the guideline that has an address: the unit of change."""

    # The address of a recommendation never becomes that of another.
    stands_still = StandsStill(columns=("code",))

    chapter = models.ForeignKey(Chapter, verbose_name=_("kapittel"), on_delete=models.PROTECT, related_name="units")
    code = models.SlugField(_("kode"), max_length=40, unique=True)
    # The number the page gives the recommendation; text in between has none.
    number = models.PositiveSmallIntegerField(_("anbefaling nr."), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("rekkefølge"))

    class Meta:
        verbose_name = _("normerende enhet")
        verbose_name_plural = _("normerende enheter")
        ordering = ["chapter", "position"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("guideline:unit", args=[self.chapter.guideline.slug, self.code])


class VersionQuerySet(models.QuerySet):
    def in_force(self) -> "VersionQuerySet":
        """At most one per unit and layer."""
        return self.filter(state=UnitVersion.State.PUBLISHED)

    def national(self) -> "VersionQuerySet":
        return self.filter(layer=UnitVersion.Layer.NATIONAL)

    def local(self) -> "VersionQuerySet":
        return self.filter(layer=UnitVersion.Layer.LOCAL)


class UnitVersion(PublicIdModel, Sourced, Fact):
    """What a unit says. Events are the truth of its state, the row the projection; published content is never edited.

    `quote` is the source's own words, `short_text` ours: the two never stand in one field. An empty layer of text means
    that our sources do not hold it, not that the guideline has none.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("utkast")
        IN_REVIEW = "in_review", _("til klinisk vurdering")
        APPROVED = "approved", _("godkjent")
        PUBLISHED = "published", _("publisert")
        WITHDRAWN = "withdrawn", _("trukket tilbake")
        SUPERSEDED = "superseded", _("erstattet")

    class Layer(models.TextChoices):
        NATIONAL = "national", _("nasjonal tekst")
        LOCAL = "local", _("lokalt lag")

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", _("anbefaling")
        EXPLANATION = "explanation", _("forklaring")
        EVIDENCE = "evidence", _("kunnskapsgrunnlag")
        LEGAL_DUTY = "legal_duty", _("lovpålagt plikt")
        PATHWAY = "pathway", _("pasientforløp")
        DEFINITION = "definition", _("definisjon")
        SCOPE = "scope", _("mandat")
        GOAL = "goal", _("mål")
        PRINCIPLE = "principle", _("prinsipp")

    class Strength(models.TextChoices):
        MUST = "must", _("skal")
        SHOULD = "should", _("bør")
        MAY = "may", _("kan")

    class Label(models.TextChoices):
        NOT_REVIEWED = "not_reviewed", _("ikke gjennomgått")
        UNCHANGED = "unchanged", _("gjennomgått, uendret")
        AMENDED = "amended", _("endret")
        NEW = "new", _("ny")
        DELETED = "deleted", _("slettet")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.IN_REVIEW, State.WITHDRAWN},
        State.IN_REVIEW: {State.APPROVED, State.DRAFT},
        State.APPROVED: {State.PUBLISHED, State.DRAFT},
        State.PUBLISHED: {State.SUPERSEDED, State.WITHDRAWN},
        State.WITHDRAWN: set(),
        State.SUPERSEDED: set(),
    }
    UNDER_WORK = frozenset({State.DRAFT, State.IN_REVIEW, State.APPROVED})
    # What a version says, in the order a reader meets it: for the comparison of two versions.
    CONTENT = (
        "kind", "strength", "strength_words", "grade", "grade_words", "quote", "short_text", "short_text_en",
        "rationale", "practical_advice", "benefits_and_harms", "values_and_preferences", "references", "pico",
        "topic", "substances", "actor", "is_complete", "note", "review_due_on",
        "source", "more_sources", "retrieved_on", "verification",
    )  # fmt: skip
    digest_fields = (
        "unit_id", "number", "layer", "based_on_id", "label", "reason", "author_id", "is_demo",
        "kind", "strength", "strength_words", "grade_id", "grade_words", "quote", "short_text", "short_text_en",
        "rationale", "practical_advice", "benefits_and_harms", "values_and_preferences", "references", "pico",
        "topic", "substances", "actor", "is_complete", "note", "review_due_on",
        "source", "more_sources", "retrieved_on", "verification",
    )  # fmt: skip
    undigested_fields = ("state", "since", "published_on")
    # What was sent to be judged is what is published.
    stands_still = StandsStill(frozenset({State.DRAFT}), MOVES, moving=undigested_fields)

    unit = models.ForeignKey(
        NormativeUnit, verbose_name=_("normerende enhet"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("versjon"))
    layer = models.CharField(_("lag"), max_length=10, choices=Layer, default=Layer.NATIONAL)
    based_on = models.ForeignKey(
        "self", verbose_name=_("bygger på"), on_delete=models.PROTECT, null=True, blank=True, related_name="followers"
    )
    label = models.CharField(_("hva som er gjort"), max_length=20, choices=Label, default=Label.NOT_REVIEWED)
    reason = models.TextField(_("begrunnelse"), blank=True)
    author = models.ForeignKey(
        User, verbose_name=_("forfatter"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    strength = models.CharField(_("styrke"), max_length=10, choices=Strength, blank=True)
    strength_words = models.CharField(_("kildens ord for styrken"), max_length=60, blank=True)
    grade = models.ForeignKey(
        EvidenceGrade, verbose_name=_("gradering"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    grade_words = models.CharField(_("graderingen slik kilden skriver den"), max_length=60, blank=True)
    quote = models.TextField(_("sitat fra kilden"), blank=True)
    short_text = models.TextField(_("kort tekst"))
    short_text_en = models.TextField(_("kort tekst på engelsk"), blank=True)
    rationale = models.TextField(_("begrunnelse for anbefalingen"), blank=True)
    practical_advice = models.TextField(_("praktiske råd"), blank=True)
    benefits_and_harms = models.TextField(_("fordeler og ulemper"), blank=True)
    values_and_preferences = models.TextField(_("verdier og preferanser"), blank=True)
    references = models.JSONField(_("referanser"), default=list, blank=True)
    pico = models.JSONField(_("PICO"), default=dict, blank=True)
    topic = models.CharField(_("tema"), max_length=40, blank=True)
    substances = models.JSONField(_("rusmidler"), default=list, blank=True)
    actor = models.CharField(_("hvem den retter seg til"), max_length=100, blank=True)
    is_complete = models.BooleanField(_("hele teksten er lest"), default=True)
    note = models.TextField(_("merknad"), blank=True)
    more_sources = models.JSONField(_("flere kilder"), default=list, blank=True)
    review_due_on = models.DateField(_("skal gjennomgås innen"), null=True, blank=True)
    is_demo = models.BooleanField(_("demodata"), default=False)
    published_on = models.DateField(_("publisert"), null=True, blank=True)
    state = models.CharField(_("tilstand"), max_length=12, choices=State, default=State.DRAFT)
    since = models.DateTimeField(_("siden"), default=clock.now)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("versjon av normerende enhet")
        verbose_name_plural = _("versjoner av normerende enheter")
        ordering = ["unit", "number"]
        indexes = [models.Index(fields=["state", "layer"])]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="unit_version_number_once"),
            models.UniqueConstraint(
                fields=["unit", "layer"], condition=Q(state="published"), name="one_version_in_force_per_layer"
            ),
            models.CheckConstraint(
                name="change_has_a_reason", condition=Q(label__in=["not_reviewed", "new"]) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="version_in_force_has_a_date",
                condition=~Q(state__in=["published", "superseded"]) | Q(published_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.code} v{self.number}"

    def get_absolute_url(self) -> str:
        unit = self.unit
        return reverse("guideline:version", args=[unit.chapter.guideline.slug, unit.code, self.number])

    @property
    def shown(self) -> str:
        """Our short text, in English for those who read English."""
        is_english = (get_language() or "").startswith("en")
        return self.short_text_en if self.short_text_en and is_english else self.short_text

    @property
    def is_deleted(self) -> bool:
        """Taken out of the guideline, and still to be read as what was taken out."""
        return self.label == self.Label.DELETED

    @property
    def is_graded(self) -> bool:
        return self.grade_id is not None or bool(self.grade_words)

    @property
    def grade_is_of_older_text(self) -> bool:
        """The grade was given for the words this version changed: nobody has graded the change."""
        return self.is_graded and self.label == self.Label.AMENDED and self.based_on_id is not None

    @property
    def is_read_first_hand(self) -> bool:
        return self.verification == self.Verification.PRIMARY

    @property
    def sources(self) -> list[str]:
        return [self.source, *self.more_sources]

    def due_on(self, updated_on: dt.date | None) -> dt.date | None:
        """When it must be looked at again, given when the guideline was updated.

        Whoever publishes it anew has looked, so the years count from then; until then nobody knows.
        """
        if self.label != self.Label.NOT_REVIEWED:
            updated_on = self.published_on
        return review_due_on(updated_on, self.review_due_on)


class VersionEvent(AppendOnlyModel, Fact):
    """One step of a version's way to the reader. A verdict keeps the role of whoever gave it and the print of what was read."""

    class Kind(models.TextChoices):
        STARTED = "started", _("påbegynt")
        EDITED = "edited", _("redigert")
        SENT = "sent", _("sendt til klinisk vurdering")
        RETURNED = "returned", _("returnert")
        APPROVED = "approved", _("godkjent")
        REOPENED = "reopened", _("åpnet igjen")
        PUBLISHED = "published", _("publisert")
        SUPERSEDED = "superseded", _("erstattet")
        WITHDRAWN = "withdrawn", _("trukket tilbake")

    digest_fields = ("version_id", "kind", "state_after", "acting_as", "content_digest", "comment", "by_id", "at")

    version = models.ForeignKey(
        UnitVersion, verbose_name=_("versjon av normerende enhet"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=12, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=12, choices=UnitVersion.State)
    acting_as = models.CharField(_("i rollen"), max_length=40, blank=True)
    content_digest = models.CharField(_("avtrykk av innholdet"), max_length=64)
    comment = models.TextField(_("kommentar"), blank=True)
    by = models.ForeignKey(
        User, verbose_name=_("utført av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for versjon av normerende enhet")
        verbose_name_plural = _("hendelser for versjoner av normerende enheter")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
