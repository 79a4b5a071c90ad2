"""What somebody wrote in their own words: a table of its own that nothing joins to the sheets or the codes.

While the wave is open all texts are rewritten in random order each time somebody answers, with a text or without. When it
closes they are drawn into `FreeText`, or removed unread when too few answered.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.people.models import User
from fagvei.surveys.models.rounds import SurveyRound


class FreeAnswer(models.Model):
    """What one person wrote in an open wave: no person, no time, no running number, no other answer."""

    id = models.UUIDField(_("nøkkel"), primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(
        SurveyRound, verbose_name=_("måling"), on_delete=models.CASCADE, related_name="free_answers"
    )
    words = models.TextField(_("egne ord"))

    class Meta:
        verbose_name = _("fritekstsvar")
        verbose_name_plural = _("fritekstsvar")

    def __str__(self) -> str:
        return f"{self.round}"


class FreeText(PublicIdModel, Fact):
    """What may be told of a closed wave, in drawn order. The words are erased when their time is out, and sealed anew."""

    digest_fields = ("round_id", "position", "words")

    round = models.ForeignKey(
        SurveyRound, verbose_name=_("måling"), on_delete=models.PROTECT, related_name="free_texts"
    )
    position = models.PositiveSmallIntegerField(_("plass"))
    words = models.TextField(_("egne ord"), blank=True)

    class Meta:
        verbose_name = _("fritekst i måling")
        verbose_name_plural = _("fritekst i målinger")
        ordering = ["round", "position"]
        constraints = [models.UniqueConstraint(fields=["round", "position"], name="free_text_place_once")]

    def __str__(self) -> str:
        return f"{self.round} {self.position}"


class FreeTextEvent(AppendOnlyModel, Fact):
    """Hidden by the owner, or shown again; the newest tells how it stands, and a text without one is shown."""

    class Kind(models.TextChoices):
        HIDDEN = "hidden", _("skjult")
        SHOWN = "shown", _("vist igjen")

    digest_fields = ("text_id", "kind", "reason", "by_id", "acting_as", "at")

    text = models.ForeignKey(
        FreeText, verbose_name=_("fritekst i måling"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=10, choices=Kind)
    reason = models.CharField(_("hvorfor"), max_length=300)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for fritekst")
        verbose_name_plural = _("hendelser for fritekst")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
