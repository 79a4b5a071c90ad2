"""Move in the plan, note what else happens, agree on the half-year."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.training.forms.fields import NOT_AMONG, ObjectField, ObjectsField
from fagvei.training.models import PlannedItem
from fagvei.training.rules.halfyear import HalfYear

AS_BEFORE, OUT = "som-for", "ut"


class MoveForm(FagveiForm):
    items = ObjectsField(
        label=_("Det som flyttes"), error_messages={"required": _("Kryss av minst én ting som skal flyttes.")}
    )
    half_year = forms.ChoiceField(
        label=_("Flytt til"),
        error_messages={"required": _("Velg halvåret det skal flyttes til."), "invalid_choice": NOT_AMONG},
    )
    where = forms.ChoiceField(
        label=_("Sted"), error_messages={"required": _("Velg sted."), "invalid_choice": NOT_AMONG}
    )
    reason = TextField(
        label=_("Begrunnelse"),
        required=False,
        help_text=_(
            "Trengs når noe flyttes fra et halvår. Står i historikken, som veilederen leser. Ikke skriv helseopplysninger "
            "eller pasientopplysninger."
        ),
    )

    def __init__(
        self,
        *args: Any,
        items: Iterable[PlannedItem],
        halves: Iterable[HalfYear],
        arenas: Iterable[LearningArena],
        institutions: Iterable[TrainingInstitution],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["items"].offer(items)  # type: ignore[attr-defined]
        self.fields["half_year"].choices = [  # type: ignore[attr-defined]
            ("", _("Velg halvår")), *((half.key, str(half)) for half in halves), (OUT, _("Ta ut av planen")),
        ]  # fmt: skip
        self.places: dict[str, Any] = {str(each.public_id): each for each in [*arenas, *institutions]}
        self.fields["where"].choices = [  # type: ignore[attr-defined]
            (AS_BEFORE, _("Samme sted som før")),
            (_("Læringsarena"), [(str(each.public_id), str(each)) for each in arenas]),
            (_("Hospitering ved en annen virksomhet"), [(str(each.public_id), str(each)) for each in institutions]),
        ]

    @property
    def target(self) -> tuple[str, Any, bool]:
        """Half-year, arena or institution, and whether each keeps its place."""
        half = "" if self.cleaned_data["half_year"] == OUT else self.cleaned_data["half_year"]
        return half, self.places.get(self.cleaned_data["where"]), self.cleaned_data["where"] == AS_BEFORE


class NoteForm(FagveiForm):
    half_year = forms.ChoiceField(
        label=_("Halvår"), error_messages={"required": _("Velg halvåret."), "invalid_choice": NOT_AMONG}
    )
    kind = forms.ChoiceField(
        label=_("Hva"),
        choices=[(kind.value, kind.label) for kind in PlannedItem.NOTES],
        error_messages={"required": _("Velg hva det gjelder."), "invalid_choice": NOT_AMONG},
    )
    text = TextField(
        label=_("Kort om det"),
        max_length=200,
        help_text=_(
            "For eksempel «50 prosent fra august». Ikke skriv helseopplysninger eller pasientopplysninger. Om permisjon og "
            "deltid leses det av legen, lederen og lederens stedfortreder; andre ser bare hva det er."
        ),
        error_messages={"required": _("Skriv kort hva som skjer i halvåret.")},
    )
    institution = ObjectField(label=_("Sted for hospitering"), required=False)
    reason = TextField(
        label=_("Begrunnelse"), required=False, help_text=_("Trengs bare når halvåret allerede er avtalt.")
    )

    def __init__(
        self, *args: Any, halves: Iterable[HalfYear], institutions: Iterable[TrainingInstitution], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.fields["half_year"].choices = [(half.key, str(half)) for half in halves]  # type: ignore[attr-defined]
        self.fields["institution"].offer(institutions, empty=_("Ingen"))  # type: ignore[attr-defined]


class AgreeForm(FagveiForm):
    """The digest of what was shown travels with the button."""

    half_year = forms.RegexField(r"^\d{4}-[12]$", widget=forms.HiddenInput)
    seen_digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        sentence = _("Skjemaet er ikke helt. Åpne siden på nytt og les halvåret en gang til.")
        for name in ("half_year", "seen_digest"):
            self.fields[name].error_messages |= {"required": sentence, "invalid": sentence}
