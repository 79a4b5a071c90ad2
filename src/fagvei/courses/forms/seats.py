"""Forms of applications and seats."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.courses.models import ApplicationRound, CriterionCase, RankingCriterion
from fagvei.courses.queries.application_page import Choice

NOT_SHOWN = _("Skjemaet sier ikke hva du har sett. Åpne siden på nytt og prøv igjen.")


class WishesForm(FagveiForm):
    """As many wishes as there are runs; the first one must be there. A field for each criterion that people judge."""

    def __init__(
        self,
        *args: Any,
        choices: list[Choice],
        wishes: list[str],
        judged: Iterable[RankingCriterion] = (),
        said: Iterable[CriterionCase] = (),
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.judged = list(judged)
        has_hosts = len({each.round_run.run.host_centre_id for each in choices}) > 1
        options = [(each.round_run.key, _label(each, has_hosts=has_hosts)) for each in choices]
        for number in range(1, len(choices) + 1):
            self.fields[f"wish_{number}"] = forms.ChoiceField(
                label=_("%(number)s. ønske") % {"number": number},
                choices=options if number == 1 and len(choices) == 1 else [("", _("Velg")), *options],
                required=number == 1,
                initial=wishes[number - 1] if number <= len(wishes) else "",
                error_messages={
                    "required": _("Velg det du helst vil ha."),
                    "invalid_choice": _("Velg en gjennomføring i listen."),
                },
            )

        texts = {each.criterion_id: each.text for each in said}
        for criterion in self.judged:
            self.fields[f"case_{criterion.order}"] = TextField(
                label=_("Kursets regel: %(sentence)s") % {"sentence": criterion.words},
                help_text=_(
                    "Skriv det RegUt trenger for å vurdere dette. RegUt og kurslederen leser det etter fristen; lederen din "
                    "ser det ikke."
                ),
                long=True,
                required=False,
                initial=texts.get(criterion.pk, ""),
            )

    @property
    def cases(self) -> dict[int, str]:
        return {each.order: self.cleaned_data.get(f"case_{each.order}", "") for each in self.judged}

    @property
    def wishes(self) -> list[str]:
        names = [name for name in self.fields if name.startswith("wish_")]
        return [self.cleaned_data[name] for name in names if self.cleaned_data.get(name)]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if len(set(self.wishes)) != len(self.wishes):
            raise ValidationError(_("Samme gjennomføring er valgt to ganger."))
        return self.cleaned_data


def _label(choice: Choice, *, has_hosts: bool) -> str:
    run = choice.round_run.run
    place = str(_("digitalt")) if run.is_digital else run.place
    return f"{run.dates}, {place} ({run.host_centre.region.name})" if has_hosts else f"{run.dates}, {place}"


class ConsentForm(FagveiForm):
    """`shown` is the print of the wishes on the page."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, error_messages={"required": NOT_SHOWN})


class NoConsentForm(FagveiForm):
    comment = TextField(
        label=_("Hvorfor ikke?"),
        long=True,
        error_messages={"required": _("Skriv hvorfor, så legen kan gjøre noe med det.")},
    )


class PreviewForm(FagveiForm):
    """The value is written once: not where none is announced, nor where it is fixed."""

    public_value = TextField(
        label=_("Den offentlige verdien"),
        help_text=_("Låses når du forhåndsviser, og kan ikke byttes etterpå."),
        max_length=200,
        error_messages={"required": _("Runden skal bruke en offentlig verdi i loddtrekningen. Skriv den inn først.")},
    )

    def __init__(self, *args: Any, found: ApplicationRound, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["public_value"].required = bool(found.public_value_source and not found.public_value)


class ReleaseForm(FagveiForm):
    """`shown` is the print of the answer on the page: the second person lets out what both have seen."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, error_messages={"required": NOT_SHOWN})


def late_reason_field() -> TextField:
    return TextField(
        label=_("Grunn, hvis søknaden åpner senere enn kunngjort"),
        required=False,
        max_length=500,
        help_text=_("Står på kursets side sammen med avviket."),
    )


class OpenRoundForm(FagveiForm):
    """Runs of the same course with the same deadline are applied for together."""

    together = forms.MultipleChoiceField(
        label=_("Søkes sammen med"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    public_value_source = TextField(
        label=_("Senere offentlig verdi til loddtrekningen"),
        required=False,
        help_text=_(
            "Kan stå tomt. Et tall som kunngjøres av andre etter fristen, så heller ikke RegUt kan vite utfallet."
        ),
        max_length=300,
    )

    late_reason = late_reason_field()

    def __init__(self, *args: Any, options: list[tuple[str, str]], is_late: bool, **kwargs: Any):
        """`is_late`: the day that was announced has gone, for the run or for one that may be in the round with it."""
        super().__init__(*args, **kwargs)
        self.fields["together"].choices = options  # type: ignore[attr-defined]
        if not options:
            del self.fields["together"]
        if not is_late:
            del self.fields["late_reason"]


class JoinNationalForm(FagveiForm):
    late_reason = late_reason_field()


class ReasonForm(FagveiForm):
    reason = TextField(
        label=_("Begrunnelse"),
        help_text=_("Alle søkerne i runden ser den, uten navn."),
        error_messages={"required": _("Skriv hvorfor. Alle søkerne ser begrunnelsen, uten navn.")},
    )


class SeatsForm(ReasonForm):
    seats = forms.IntegerField(
        label=_("Antall plasser"),
        min_value=1,
        max_value=1000,
        error_messages={"required": _("Skriv hvor mange plasser det er."), "invalid": _("Skriv et helt tall.")},
    )
