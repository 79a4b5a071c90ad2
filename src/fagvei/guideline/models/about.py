"""What a guideline says about itself: mandate, target groups, working group, goals, principles, history, literature."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fagvei.common.models import PublicIdModel
from fagvei.guideline.models.guideline import Guideline
from fagvei.guideline.models.units import NormativeUnit
from fagvei.handbook.models import Sourced


class TargetGroup(PublicIdModel, Sourced):
    """For whom the guideline is written. Which units touch a group is our own reading, and is said to be so."""

    guideline = models.ForeignKey(
        Guideline, verbose_name=_("retningslinje"), on_delete=models.PROTECT, related_name="target_groups"
    )
    code = models.SlugField(_("kode"), max_length=40)
    text = models.CharField(_("tekst"), max_length=300)
    text_en = models.CharField(_("tekst på engelsk"), max_length=300, blank=True)
    units = models.ManyToManyField(
        NormativeUnit, verbose_name=_("normerende enheter"), related_name="target_groups", blank=True
    )
    position = models.PositiveSmallIntegerField(_("rekkefølge"))

    class Meta:
        verbose_name = _("målgruppe")
        verbose_name_plural = _("målgrupper")
        ordering = ["guideline", "position"]
        constraints = [models.UniqueConstraint(fields=["guideline", "code"], name="target_group_once_in_guideline")]

    def __str__(self) -> str:
        return self.text

    @property
    def shown(self) -> str:
        return in_language(self.text, self.text_en)


@dataclass(frozen=True)
class Purpose:
    text: str
    text_en: str

    @property
    def shown(self) -> str:
        return in_language(self.text, self.text_en)


class MandateDemand(PublicIdModel, Sourced):
    """What the mandate demands that the guideline answers, and how far our sources hold the answer."""

    class Answer(models.TextChoices):
        ANSWERED = "answered", _("besvart")
        PARTLY = "partly", _("delvis besvart")
        MISSING = "missing", _("ikke i våre kilder")

    guideline = models.ForeignKey(
        Guideline, verbose_name=_("retningslinje"), on_delete=models.PROTECT, related_name="demands"
    )
    code = models.SlugField(_("kode"), max_length=40)
    text = models.CharField(_("tekst"), max_length=300)
    text_en = models.CharField(_("tekst på engelsk"), max_length=300, blank=True)
    purposes = models.JSONField(_("formål som nevnes"), default=list, blank=True)
    answer = models.CharField(_("svar i våre kilder"), max_length=10, choices=Answer)
    answer_note = models.TextField(_("om svaret"), blank=True)
    units = models.ManyToManyField(
        NormativeUnit, verbose_name=_("normerende enheter"), related_name="demands", blank=True
    )
    position = models.PositiveSmallIntegerField(_("rekkefølge"))

    class Meta:
        verbose_name = _("krav i mandatet")
        verbose_name_plural = _("krav i mandatet")
        ordering = ["guideline", "position"]
        constraints = [models.UniqueConstraint(fields=["guideline", "code"], name="demand_once_in_guideline")]

    def __str__(self) -> str:
        return self.text

    @property
    def purposes_shown(self) -> list["Purpose"]:
        return [Purpose(each["text"], each.get("text_en", "")) for each in self.purposes]

    @property
    def shown(self) -> str:
        return in_language(self.text, self.text_en)


class GroupMember(PublicIdModel, Sourced):
    """Somebody who made the guideline, as its own page names them."""

    guideline = models.ForeignKey(
        Guideline, verbose_name=_("retningslinje"), on_delete=models.PROTECT, related_name="members"
    )
    code = models.SlugField(_("kode"), max_length=40)
    name = models.CharField(_("navn"), max_length=200)
    organisation = models.CharField(_("virksomhet"), max_length=200)
    role = models.CharField(_("rolle"), max_length=200)
    is_user_representative = models.BooleanField(_("brukerrepresentant"), default=False)
    is_leader = models.BooleanField(_("leder av gruppen"), default=False)
    left_year = models.PositiveSmallIntegerField(_("med til år"), null=True, blank=True)
    note = models.CharField(_("merknad"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("rekkefølge"))

    class Meta:
        verbose_name = _("medlem av arbeidsgruppen")
        verbose_name_plural = _("medlemmer av arbeidsgruppen")
        ordering = ["guideline", "position"]
        constraints = [
            models.UniqueConstraint(fields=["guideline", "code"], name="member_once_in_guideline"),
            models.UniqueConstraint(fields=["guideline"], condition=Q(is_leader=True), name="one_leader_of_the_group"),
        ]

    def __str__(self) -> str:
        return self.name


class Statement(PublicIdModel, Sourced):
    """One thing chapter 1 says, with its own source. `lead` is the term, author or name it begins with."""

    class Kind(models.TextChoices):
        REASON = "reason", _("hvorfor retningslinjen ble laget")
        PROCESS = "process", _("hvordan den ble laget")
        CONSULTANTS = "consultants", _("eksterne konsulenter")
        DEFINITION = "definition", _("definisjon")
        GOAL = "goal", _("mål for avrusningen")
        PRINCIPLE = "principle", _("prinsipp for avrusningen")
        HISTORY = "history", _("historikk")
        INTERNATIONAL = "international", _("internasjonal litteratur")
        INTERNATIONAL_NOTE = "international_note", _("om internasjonal litteratur")
        NORWEGIAN = "norwegian", _("norsk litteratur")
        NORWEGIAN_NOTE = "norwegian_note", _("om norsk litteratur")
        VIDEO = "video", _("video")
        GAP = "gap", _("GAP-undersøkelser")

    guideline = models.ForeignKey(
        Guideline, verbose_name=_("retningslinje"), on_delete=models.PROTECT, related_name="statements"
    )
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    code = models.SlugField(_("kode"), max_length=60)
    lead = models.CharField(_("navn"), max_length=300, blank=True)
    text = models.TextField(_("tekst"))
    text_en = models.TextField(_("tekst på engelsk"), blank=True)
    # What the source says beside the sentence: year, place, numbers of guidelines, topics.
    facts = models.JSONField(_("opplysninger"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(_("rekkefølge"))

    class Meta:
        verbose_name = _("punkt om retningslinjen")
        verbose_name_plural = _("punkter om retningslinjen")
        ordering = ["guideline", "kind", "position"]
        constraints = [models.UniqueConstraint(fields=["guideline", "code"], name="statement_once_in_guideline")]

    def __str__(self) -> str:
        return self.lead or self.text

    @property
    def shown(self) -> str:
        return in_language(self.text, self.text_en)


def in_language(text: str, text_en: str) -> str:
    """The English words for those who read English, where the source list has them; else the Norwegian."""
    return text_en if text_en and (get_language() or "").startswith("en") else text
