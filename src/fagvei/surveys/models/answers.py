"""Who was given a code, and what was answered: two tables that nothing joins.

A token knows that it was used, neither when nor for what. A sheet knows its wave and the answers: no person, no time, no
running number, and all sheets of a wave are rewritten in random order each time one comes. Both are removed when it closes.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.surveys.models.rounds import SurveyRound
from fagvei.surveys.rules.areas import PROFESSION_CHOICES


class RespondentToken(models.Model):
    """A code that lets somebody answer once. The code itself is not stored."""

    id = models.UUIDField(_("nøkkel"), primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(SurveyRound, verbose_name=_("måling"), on_delete=models.CASCADE, related_name="tokens")
    token_hash = models.CharField(_("avtrykk av koden"), max_length=64, unique=True)
    used = models.BooleanField(_("brukt"), default=False)

    class Meta:
        verbose_name = _("svarkode")
        verbose_name_plural = _("svarkoder")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.round}"


class AnswerSheet(models.Model):
    """What one person answered. `answers` is {id of the item: [step or code, what hinders]}."""

    id = models.UUIDField(_("nøkkel"), primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(
        SurveyRound, verbose_name=_("måling"), on_delete=models.CASCADE, related_name="answer_sheets"
    )
    profession = models.CharField(_("yrkesgruppe"), max_length=20, choices=PROFESSION_CHOICES, blank=True)
    answers = models.JSONField(_("svar"))

    class Meta:
        verbose_name = _("svarark")
        verbose_name_plural = _("svarark")

    def __str__(self) -> str:
        return f"{self.round}"
