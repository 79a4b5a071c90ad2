"""What editors write, with source and owner, and what readers answer."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.organisations.models import RegionalEducationCentre


class Sourced(models.Model):
    """Where something was read, when, and how well it was verified. Nothing clinical or legal stands here without it."""

    class Verification(models.TextChoices):
        PRIMARY = "primary", _("lest i primærkilden")
        SECONDARY = "secondary", _("lest i en annen kilde")
        ADJUNCT = "adjunct", _("støttekilde")
        INFERRED = "inferred", _("sluttet fra sammenhengen")
        MISSING = "missing", _("ikke funnet")
        DEMO = "demo", _("demodata")
        IMPORTED = "imported", _("importert av virksomheten")

    source = models.CharField(_("kilde"), max_length=500, blank=True)
    retrieved_on = models.DateField(_("hentet"), null=True, blank=True)
    verification = models.CharField(
        _("verifisering"), max_length=20, choices=Verification, default=Verification.PRIMARY
    )

    class Meta:
        abstract = True


class HandbookPage(PublicIdModel, Sourced):
    """A page or a section of a page: short text, source, owner."""

    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    title = models.CharField(_("tittel"), max_length=200)
    body = models.TextField(_("tekst"), help_text=_("Markdown"))
    owner = models.ForeignKey(
        RegionalEducationCentre,
        verbose_name=_("eier"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pages",
    )
    position = models.PositiveIntegerField(_("rekkefølge"), default=0)
    updated_on = models.DateField(_("oppdatert"), default=clock.today)

    class Meta:
        verbose_name = _("redaksjonell side")
        verbose_name_plural = _("redaksjonelle sider")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("handbook:page", args=[self.slug])


class PageItem(PublicIdModel, Sourced):
    """One statement on a page, with its own source: a duty of a role, a part of § 22, a link, an address."""

    page = models.ForeignKey(HandbookPage, verbose_name=_("side"), on_delete=models.CASCADE, related_name="items")
    key = models.SlugField(_("nøkkel"), max_length=80)
    group = models.CharField(_("overskrift"), max_length=200, blank=True)
    lead = models.CharField(_("navn"), max_length=200, blank=True)
    text = models.TextField(_("tekst"))
    modality = models.CharField(_("hvor sterkt"), max_length=60, blank=True, help_text=_("skal, kan, bør …"))
    legal_basis = models.CharField(_("hjemmel"), max_length=200, blank=True)
    address = models.CharField(_("adresse"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("rekkefølge"), default=0)

    class Meta:
        verbose_name = _("punkt på side")
        verbose_name_plural = _("punkter på side")
        ordering = ["page", "position"]
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="item_key_once_per_page")]

    def __str__(self) -> str:
        return self.lead or self.text


class ContentFile(PublicIdModel):
    """A file of a content pack as it was loaded last: which, with what content, when."""

    path = models.CharField(_("fil"), max_length=200, unique=True)
    digest = models.CharField(_("avtrykk"), max_length=64)
    items = models.PositiveIntegerField(_("antall elementer"))
    loaded_at = models.DateTimeField(_("lastet inn"), default=clock.now)

    class Meta:
        verbose_name = _("fil i innholdspakke")
        verbose_name_plural = _("filer i innholdspakker")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path


class FeedbackQuerySet(models.QuerySet):
    def to_follow_up(self) -> "FeedbackQuerySet":
        """What somebody must look at; the answers yes and no are only counted."""
        return self.filter(kind__in=[Feedback.Kind.ERROR, Feedback.Kind.QUESTION])

    def waiting(self) -> "FeedbackQuerySet":
        return self.to_follow_up().filter(state__in=[Feedback.State.NEW, Feedback.State.IN_PROGRESS])


class Feedback(PublicIdModel, Fact):
    """A reader says what is wrong, missing or useful. Has a target, an owner and a state, so that it does not get lost."""

    class Kind(models.TextChoices):
        ERROR = "error", _("feil")
        QUESTION = "question", _("spørsmål")
        FOUND = "found", _("fant det jeg lette etter")
        NOT_FOUND = "not_found", _("fant ikke det jeg lette etter")

    class State(models.TextChoices):
        NEW = "new", _("ny")
        IN_PROGRESS = "in_progress", _("under arbeid")
        CORRECTED = "corrected", _("rettet")
        REJECTED = "rejected", _("ikke tatt til følge")

    MOVES = {
        State.NEW: {State.IN_PROGRESS, State.CORRECTED, State.REJECTED},
        State.IN_PROGRESS: {State.CORRECTED, State.REJECTED},
        State.CORRECTED: {State.IN_PROGRESS},
        State.REJECTED: {State.IN_PROGRESS},
    }
    digest_fields = ("kind", "target_type", "target_id", "text")
    # Who follows it up and where it stands changes; the sender's address is erased a year after.
    undigested_fields = (
        "target_title",
        "target_path",
        "contact",
        "owner",
        "sent_by",
        "created_at",
        "state",
        "since",
    )

    kind = models.CharField(_("type"), max_length=20, choices=Kind, default=Kind.ERROR)
    target_type = models.CharField(_("gjelder type"), max_length=60, help_text=_("f.eks. curriculum.GoalCoverage"))
    target_id = models.CharField(_("gjelder"), max_length=140)
    target_title = models.CharField(_("tittel"), max_length=300)
    target_path = models.CharField(_("adresse"), max_length=300)
    text = models.TextField(_("hva er feil"), blank=True)
    contact = models.EmailField(_("e-post for svar"), blank=True)
    owner = models.ForeignKey(
        RegionalEducationCentre,
        verbose_name=_("følges opp av"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback",
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sendt av"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback_sent",
    )
    created_at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    state = models.CharField(_("tilstand"), max_length=20, choices=State, default=State.NEW)
    since = models.DateTimeField(_("siden"), default=clock.now)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("tilbakemelding fra leser")
        verbose_name_plural = _("tilbakemeldinger fra lesere")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "state"]), models.Index(fields=["target_type", "target_id"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.target_title}"

    def get_absolute_url(self) -> str:
        return reverse("handbook:feedback_item", args=[self.public_id])

    @property
    def is_question(self) -> bool:
        return self.kind == self.Kind.QUESTION

    def words_of(self, state: str) -> str:
        """The state in words: an error is corrected, a question is answered."""
        if self.is_question and state == self.State.CORRECTED:
            return gettext("besvart")
        return str(self.State(state).label)

    @property
    def state_words(self) -> str:
        return self.words_of(self.state)

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.NEW, self.State.IN_PROGRESS}

    @property
    def moves(self) -> list[str]:
        return [state for state in self.State if state in self.MOVES[self.State(self.state)]]


class FeedbackEvent(AppendOnlyModel, Fact):
    """One step in following up feedback."""

    digest_fields = ("feedback_id", "state", "comment", "by_id", "at")

    feedback = models.ForeignKey(
        Feedback, verbose_name=_("tilbakemelding"), on_delete=models.PROTECT, related_name="events"
    )
    state = models.CharField(_("tilstand"), max_length=20, choices=Feedback.State)
    comment = models.TextField(_("kommentar"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse i tilbakemelding")
        verbose_name_plural = _("hendelser i tilbakemelding")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()}"
