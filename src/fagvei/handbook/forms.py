"""What a reader writes, and what RegUt answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.handbook.models import Feedback


class ReportForm(FagveiForm):
    """`website` is a trap: people do not see it, programs fill it in."""

    text = TextField(
        label=_("Hva er feil, og hva skulle det vært?"),
        long=True,
        help_text=_("Oppgi gjerne hvor du vet det fra. Ikke skriv pasientopplysninger."),
        error_messages={"required": _("Skriv hva som er feil.")},
    )
    contact = forms.EmailField(
        label=_("E-post, hvis du vil ha svar"),
        required=False,
        max_length=254,
        help_text=_("Brukes bare til å svare deg, og slettes ett år etter at meldingen er avsluttet."),
        error_messages={"invalid": _("Dette ser ikke ut som en e-postadresse.")},
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, knows_sender: bool = False, is_question: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if knows_sender:
            del self.fields["contact"]
        if is_question:
            self.fields["text"].label = _("Hva lurer du på?")
            self.fields["text"].help_text = _("Ikke skriv pasientopplysninger.")
            self.fields["text"].error_messages["required"] = _("Skriv hva du lurer på.")

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get("website"))


class AnswerForm(FagveiForm):
    """Did you find what you were looking for?"""

    kind = forms.ChoiceField(choices=[(Feedback.Kind.FOUND, _("Ja")), (Feedback.Kind.NOT_FOUND, _("Nei"))])
    path = TextField(max_length=300)


class MoveForm(FagveiForm):
    to = forms.ChoiceField(label=_("Flytt til"), choices=Feedback.State.choices, widget=forms.RadioSelect)
    comment = TextField(
        label=_("Kommentar"),
        long=True,
        required=False,
        help_text=_("Den som meldte fra mens hen var innlogget, får et varsel og kan lese kommentaren."),
    )

    def __init__(self, *args: Any, feedback: Feedback, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = {
            Feedback.State.IN_PROGRESS: _("Under arbeid") if feedback.is_open else _("Åpne på nytt"),
            Feedback.State.CORRECTED: _("Besvart (skriv svaret)") if feedback.is_question else _("Rettet"),
            Feedback.State.REJECTED: _("Ikke tatt til følge (krever kommentar)"),
        }
        field = self.fields["to"]
        field.choices = [(state, names[Feedback.State(state)]) for state in feedback.moves]  # type: ignore[attr-defined]
        field.error_messages |= {"required": _("Velg hva som skjer med meldingen.")}
