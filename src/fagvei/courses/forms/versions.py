"""What the liaison types about a course."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.courses.actions.proposal_refusals import GoalNotOfSpecialty
from fagvei.courses.forms.proposals import goals_field, goals_from
from fagvei.courses.models import Course
from fagvei.courses.queries.versions import CourseContent, Outcome
from fagvei.organisations.models import Specialty

MOST_DAYS, MOST_HOURS, MOST_SEATS = 60, 500, 2000
LONGEST_WORDS, LONGEST_OUTCOME, MOST_OUTCOMES = 200, 1000, 60
NUMBER = {"invalid": _("Skriv et helt tall.")}


def _number(label: Any, most: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=most, error_messages=NUMBER, **kwargs)


class CourseForm(FagveiForm):
    name = TextField(label=_("Navn"), max_length=300, error_messages={"required": _("Skriv navnet på kurset.")})
    former_names = TextField(
        label=_("Tidligere navn"),
        long=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ett på hver linje. Leger finner kurset under dem også."),
    )
    topics = TextField(
        label=_("Stikkord"),
        required=False,
        max_length=500,
        help_text=_("Med komma mellom."),
    )
    outcomes = TextField(
        label=_("Læringsutbytte"),
        long=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Ett på hver linje. En linje som slutter med kolon, er nivåordene for linjene under, som «selvstendig kunne:». "
            "Et kolon alene betyr uten nivåord."
        ),
    )
    duration_days = _number(_("Antall kursdager"), MOST_DAYS)
    hours = _number(_("Timer"), MOST_HOURS)
    digital_hours = _number(_("Digitale timer"), MOST_HOURS)
    max_participants = _number(_("Høyeste antall deltakere"), MOST_SEATS)
    credits_own_specialty_only = forms.BooleanField(
        label=_("Felles kurs: gir bare uttelling for målene i deltakerens egen spesialitet"), required=False
    )
    organiser = forms.ChoiceField(
        label=_("Hvem som arrangerer"),
        choices=[(value, str(label)[:1].upper() + str(label)[1:]) for value, label in Course.Organiser.choices],
        error_messages={"required": _("Velg hvem som arrangerer."), "invalid_choice": _("Velg et av alternativene.")},
    )
    external_url = TextField(
        label=_("Den eksterne arrangørens side"),
        max_length=500,
        required=False,
        validators=[URLValidator(schemes=["http", "https"], message=_("Skriv hele adressen, med https:// først."))],
        help_text=_("Må stå når arrangøren er ekstern: Leger søker der."),
    )
    external_dates = TextField(
        label=_("Den eksterne arrangørens datoer"),
        long=True,
        required=False,
        help_text=_("Når og hvor arrangøren holder kurset, og søknadsfristene der. Én linje for hver gang."),
    )
    source = TextField(
        label=_("Hvor det er bestemt"),
        max_length=300,
        help_text=_("For eksempel møte i kurskomiteen med dato, eller en adresse."),
        error_messages={"required": _("Skriv hvor det er bestemt.")},
    )
    reason = TextField(
        label=_("Hvorfor"),
        help_text=_("Står åpent sammen med versjonen."),
        error_messages={"required": _("Skriv hvorfor.")},
    )

    def clean_outcomes(self) -> str:
        text: str = self.cleaned_data["outcomes"]
        found = outcomes_from(text)
        if len(found) > MOST_OUTCOMES:
            raise ValidationError(_("Høyst %(most)s læringsutbytter."), params={"most": MOST_OUTCOMES})
        if any(len(words) > LONGEST_WORDS or len(line) > LONGEST_OUTCOME for words, line in found):
            raise ValidationError(_("En av linjene er for lang."))
        return text

    @property
    def content(self) -> CourseContent:
        given = {name: value for name, value in self.cleaned_data.items() if name in CourseContent.__annotations__}
        return CourseContent(
            **given
            | {
                "outcomes": outcomes_from(given["outcomes"]),
                "former_names": _parts(given["former_names"], "\n"),
                "topics": _parts(given["topics"], ","),
            }
        )


class NewCourseForm(CourseForm):
    """The same, and which specialty it is for: one's own, and one more where the course is shared."""

    specialty = forms.ChoiceField(
        label=_("Spesialitet"),
        help_text=_("Der RegUt-en din er fagkontakt."),
        error_messages={"required": _("Velg en spesialitet."), "invalid_choice": _("Velg et av alternativene.")},
    )
    shared_with = forms.ChoiceField(
        label=_("Felles med"),
        required=False,
        help_text=_(
            "Kan stå tomt. En spesialitet til, som kurset også er for. Har den en annen fagkontakt, står kurset der når "
            "fagkontakten har sagt ja."
        ),
        error_messages={"invalid_choice": _("Velg et av alternativene.")},
    )
    goals = goals_field()
    field_order = ("name", "specialty", "shared_with", "goals")

    def __init__(self, *args: Any, own: list[Specialty], **kwargs: Any):
        super().__init__(*args, **kwargs)
        everyone = list(Specialty.objects.select_related("liaison_centre").order_by("sort_key"))
        self.by_slug = {each.slug: each for each in everyone}
        # Of several none is chosen beforehand: a course in the wrong specialty is hard to see afterwards.
        first = [("", _("Velg"))] if len(own) > 1 else []
        mine = [*first, *((each.slug, each.name) for each in own)]
        self.fields["specialty"].choices = mine  # type: ignore[attr-defined]
        shared = [("", _("Ingen andre")), *((each.slug, each.name) for each in everyone)]
        self.fields["shared_with"].choices = shared  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("specialty") and given["specialty"] == given.get("shared_with"):
            self.add_error("shared_with", _("Kurset er alt for denne spesialiteten. Velg en annen, eller ingen."))
        self.found_goals = goals_from(given.get("goals", ""), self.by_slug.get(given.get("shared_with", "")))
        if self.found_goals is None:
            self.add_error("goals", str(GoalNotOfSpecialty.message))
        return given

    @property
    def specialties(self) -> list[Specialty]:
        chosen = dict.fromkeys((self.cleaned_data["specialty"], self.cleaned_data["shared_with"]))
        return [self.by_slug[slug] for slug in chosen if slug]


def _parts(text: str, between: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in (each.strip() for each in text.split(between)) if part))


def outcomes_from(text: str) -> tuple[Outcome, ...]:
    words, found = "", []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        if line.endswith(":"):
            words = line[:-1].strip()
        else:
            found.append((words, line))
    return tuple(found)


def text_of(outcomes: tuple[Outcome, ...]) -> str:
    """The way back: what is shown and sent unchanged is the same."""
    before, lines = "", []
    for words, text in outcomes:
        if words != before:
            lines.append(f"{words}:")
            before = words
        lines.append(text)
    return "\n".join(lines)


def initial_of(content: CourseContent) -> dict[str, Any]:
    return vars(content) | {
        "outcomes": text_of(content.outcomes),
        "former_names": "\n".join(content.former_names),
        "topics": ", ".join(content.topics),
    }
