"""Forms about service: positions, periods, absence, part 1."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.organisations.models import LearningArena, Specialty, TrainingInstitution
from fagvei.training.forms.fields import ObjectField, capital
from fagvei.training.models import Absence, Employment, Part1Confirmation, Placement

CHOOSE = _("Velg ett av valgene.")


def percent_field(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        initial=100,
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Skriv prosenten."),
            "invalid": _("Skriv et helt tall."),
            "min_value": _("Prosenten må være minst 1."),
            "max_value": _("Prosenten kan være høyst 100."),
        },
        **more,
    )


class DatesForm(FagveiForm):
    starts_on = DateField(label=_("Første dag"), error_messages={"required": _("Skriv den første dagen.")})
    ends_on = DateField(label=_("Siste dag"), required=False, help_text=_("La den stå tom mens det varer."))

    def content(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "idempotency_key"}


class EmploymentForm(DatesForm):
    institution = ObjectField(label=_("Virksomhet"), required=False)
    employer = TextField(label=_("Annen arbeidsgiver"), required=False, help_text=_("For eksempel kommunen i del 1."))
    percent = percent_field(_("Stillingsprosent"))
    field_order = ["institution", "employer", "percent", "starts_on", "ends_on"]

    def __init__(self, *args: Any, institutions: Iterable[TrainingInstitution], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["institution"].offer(institutions, empty=_("Annen arbeidsgiver"))  # type: ignore[attr-defined]


class PlacementForm(DatesForm):
    employment = ObjectField(label=_("Stilling"), error_messages={"required": _("Velg stillingen perioden hører til.")})
    kind = forms.ChoiceField(
        label=_("Del av utdanningen"),
        choices=[("", _("Velg")), *capital(Placement.Kind.choices)],
        error_messages={"required": _("Velg hvilken del av utdanningen perioden hører til."), "invalid_choice": CHOOSE},
    )
    specialty = ObjectField(label=_("Spesialitet"), required=False, help_text=_("For del 2 og del 3."))
    institution = ObjectField(label=_("Virksomhet"), required=False)
    arena = ObjectField(label=_("Læringsarena"), required=False)
    place = TextField(label=_("Annet sted"), required=False)
    percent = percent_field(_("Prosent i denne perioden"))
    field_order = [
        "employment",
        "kind",
        "specialty",
        "institution",
        "arena",
        "place",
        "percent",
        "starts_on",
        "ends_on",
    ]

    def __init__(
        self,
        *args: Any,
        employments: Iterable[Employment],
        specialties: Iterable[Specialty],
        institutions: Iterable[TrainingInstitution],
        arenas: Iterable[LearningArena],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        offer: dict[str, Any] = self.fields
        offer["employment"].offer(employments, label=lambda row: f"{row.workplace}, {row.percent} %")
        offer["specialty"].offer(specialties, empty=_("Ingen"))
        offer["institution"].offer(institutions, empty=_("Samme som stillingen"))
        offer["arena"].offer(arenas, label=lambda row: f"{row.institution}: {row}", empty=_("Ikke oppgitt"))

    def content(self) -> dict[str, Any]:
        """The place is that of the position when nothing else is said."""
        content = super().content()
        employment = content["employment"]
        if content["institution"] is None:
            content["institution"] = content["arena"].institution if content["arena"] else employment.institution
        if content["institution"] is None and not content["place"]:
            content["place"] = employment.employer
        if content["kind"] not in Placement.OF_A_SPECIALTY:
            content["specialty"] = None
        return content


class AbsenceForm(DatesForm):
    kind = forms.ChoiceField(
        label=_("Hva slags fravær"),
        choices=[("", _("Velg")), *capital(Absence.Kind.choices)],
        help_text=_("Bare du, lederen og lederens stedfortreder ser dette. Skriv ikke diagnose noe sted."),
        error_messages={"required": _("Velg hva slags fravær det var."), "invalid_choice": CHOOSE},
    )
    percent = percent_field(_("Hvor mye av stillingen, i prosent"))
    field_order = ["kind", "percent", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = True
        self.fields["ends_on"].help_text = ""
        self.fields["ends_on"].error_messages["required"] = _("Skriv den siste dagen.")


class ReturnServiceForm(FagveiForm):
    comment = TextField(
        label=_("Hva må endres?"),
        long=True,
        help_text=_("Legen leser dette."),
        error_messages={"required": _("Skriv hva som må endres, så legen kan rette det.")},
    )


class AnnulServiceForm(FagveiForm):
    reason = TextField(
        label=_("Begrunnelse"), long=True, error_messages={"required": _("Skriv hvorfor dette annulleres.")}
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class EndServiceForm(FagveiForm):
    ends_on = DateField(label=_("Siste dag"), error_messages={"required": _("Skriv den siste dagen.")})
    reason = TextField(
        label=_("Begrunnelse"),
        help_text=_("Legen leser dette."),
        error_messages={"required": _("Skriv hvorfor sluttdatoen settes.")},
    )


class CountingForm(FagveiForm):
    counts = forms.ChoiceField(
        label=_("Teller perioden som utdanningstid?"),
        choices=[("yes", _("Ja, den teller")), ("no", _("Nei, den teller ikke"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om perioden teller."), "invalid_choice": CHOOSE},
    )
    reason = TextField(
        label=_("Begrunnelse"),
        help_text=_("Legen leser dette."),
        error_messages={"required": _("Skriv hvorfor perioden teller eller ikke teller.")},
    )


class Part1Form(FagveiForm):
    basis = forms.ChoiceField(
        label=_("Hva bekrefter du?"),
        choices=capital(Part1Confirmation.Basis.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva du bekrefter."), "invalid_choice": CHOOSE},
    )
    completed_on = DateField(label=_("Fullført"), error_messages={"required": _("Skriv når den ble fullført.")})
    seen = TextField(
        label=_("Hva bygger bekreftelsen på?"),
        help_text=_("For eksempel oppslag i HPR, med dato."),
        error_messages={"required": _("Skriv hva bekreftelsen bygger på.")},
    )
