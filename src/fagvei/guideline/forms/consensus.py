"""When a round closes and what counts as agreement; and what a peer answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.guideline.models import ConsensusVote
from fagvei.guideline.rules.consensus import QUORUM, QUORUM_PERCENT, THRESHOLD, THRESHOLD_PERCENT

WHOLE = _("Skriv et helt tall mellom 1 og 100.")


def _percent(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=1,
        max_value=100,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), WHOLE),
        **kwargs,
    )


class RoundForm(FagveiForm):
    closes_on = DateField(
        label=_("Siste dag å stemme"),
        help_text=_("Runden lukkes av seg selv dagen etter. Teksten kan ikke endres så lenge den er åpen."),
        error_messages={"required": _("Velg siste dag å stemme.")},
    )
    note = TextField(label=_("Til arbeidsgruppen"), long=True, required=False)
    quorum_percent = _percent(label=_("Minste svarandel i prosent"), initial=QUORUM_PERCENT, help_text=QUORUM.sentence)
    threshold_percent = _percent(
        label=_("Grense for enighet i prosent"), initial=THRESHOLD_PERCENT, help_text=THRESHOLD.sentence
    )

    @property
    def content(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "idempotency_key"}


class VoteForm(FagveiForm):
    answer = forms.ChoiceField(
        label=_("Er du enig i at versjonen publiseres slik den står?"),
        choices=ConsensusVote.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg et svar."), "invalid_choice": _("Velg et svar.")},
    )
    comment = TextField(
        label=_("Kommentar"),
        long=True,
        required=False,
        help_text=_(
            "Må fylles ut ved forbehold og uenighet. Blir stående ved versjonen uten navn når runden er lukket, også for "
            "leserne når versjonen publiseres. Ikke skriv hvem du er, og ikke pasientopplysninger."
        ),
    )
