"""Forms about assessments: ask, start, answer (comments first), end; and local forms typed as lines."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.curriculum.models import LearningGoal
from fagvei.training.forms.fields import ObjectField, ObjectsField
from fagvei.training.models import AssessmentFormVersion, PlanGoal
from fagvei.training.rules import Question

NO_PATIENTS = _("Ikke skriv pasientopplysninger.")
PREFIX = "svar_"
LONGEST_QUESTION = 300
UNKNOWN = _("Vet ikke, eller ikke aktuelt")


class WhatIsAssessedForm(FagveiForm):
    """What both the doctor and an assessor say of it. `page` is the bundle `queries.assessments_page.ask_page`."""

    version = ObjectField(
        label=_("Skjema"), widget=forms.RadioSelect, error_messages={"required": _("Velg et skjema.")}
    )
    title = TextField(
        label=_("Hva vurderes?"),
        help_text=_("Kort, for eksempel «Samtale på poliklinikken». Ikke skriv pasientopplysninger."),
        error_messages={"required": _("Skriv kort hva som skal vurderes.")},
    )
    held_on = DateField(label=_("Når"), error_messages={"required": _("Velg dagen.")})
    arena = ObjectField(label=_("Hvor"), required=False)
    place = TextField(label=_("Annet sted"), required=False)
    goals = ObjectsField(
        label=_("Læringsmål"),
        help_text=_("Vurderingen kan gjelde flere mål."),
        error_messages={"required": _("Velg minst ett læringsmål.")},
    )

    def __init__(self, *args: Any, page: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer: dict[str, Any] = self.fields
        offer["version"].offer(page.versions, label=version_label)
        offer["arena"].offer(page.arenas, empty=_("Annet sted"))
        offer["goals"].offer(page.plan_goals, label=goal_label)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("version", "title", "held_on", "arena", "place", "goals")}


class AskAssessmentForm(WhatIsAssessedForm):
    """Either somebody with an account, or name and e-mail of somebody without."""

    assessor = ObjectField(
        label=_("Hvem skal vurdere?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem som skal vurdere.")},
    )
    name = TextField(label=_("Navnet på den uten konto"), required=False)
    email = forms.EmailField(
        label=_("E-posten til den uten konto"),
        required=False,
        max_length=200,
        help_text=_("Får en lenke. Lenken signerer ikke: den som svarer, må vise hvem det er."),
        error_messages={"invalid": _("Skriv en e-postadresse, som navn@sykehus.no.")},
    )

    def __init__(self, *args: Any, page: Any, **kwargs: Any):
        super().__init__(*args, page=page, **kwargs)
        _offer_or_outside(self.fields["assessor"], page.assessors)
        self.order_fields(["version", "title", "held_on", "arena", "place", "assessor", "name", "email", "goals"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("assessor") is None and "assessor" not in self.errors:  # nobody from the list
            if not cleaned.get("name") and "name" not in self.errors:
                self.add_error("name", _("Skriv navnet, eller velg en fra listen."))
            if not cleaned.get("email") and "email" not in self.errors:
                self.add_error("email", _("Skriv e-posten, eller velg en fra listen."))
        return cleaned

    def asked(self) -> dict[str, Any]:
        names = ("assessor", "name", "email")
        return self.facts() | {name: self.cleaned_data[name] for name in names}


OUTSIDE = "outside"


def _offer_or_outside(field: Any, people: Iterable[Any]) -> None:
    """One of these people, or None for somebody who has no account."""
    field.offer(people)
    known = field.coerce
    field.coerce = lambda key: None if key == OUTSIDE else known(key)
    field.choices = [*field.choices, (OUTSIDE, _("Noen uten konto i Fagvei"))]


class AnswerForm(FagveiForm):
    """The questions of one version of a form, as fields. Comments first, because the form has them first."""

    def __init__(self, *args: Any, version: AssessmentFormVersion, levels: Iterable[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.questions = version.asked
        for question in self.questions:
            self.fields[PREFIX + question.key] = _field_of(question, list(levels))

    def answers(self) -> dict[str, str]:
        return {question.key: self.cleaned_data.get(PREFIX + question.key, "") for question in self.questions}


def _field_of(question: Question, levels: list[tuple[str, str]]) -> forms.Field:
    missing = _("Skriv noe her.") if question.is_comment else _("Velg ett av svarene.")
    errors = {"required": missing, "invalid_choice": _("Velg ett av svarene.")}
    common: dict[str, Any] = {
        "label": question.text,
        "help_text": question.help,
        "required": question.required,
    }
    if question.is_comment:
        return TextField(long=True, error_messages={"required": missing}, **common)
    choices = levels if question.kind == "level" else [(option, option) for option in question.options]
    if not question.required:
        choices = [("", str(UNKNOWN)), *choices]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=errors, **common)


class DeclineForm(FagveiForm):
    """Stands beside the answers."""

    comment = TextField(
        label=_("Hvorfor kan du ikke vurdere?"),
        long=True,
        required=False,
        help_text=_("Legen leser dette."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "decline_%s", **kwargs})


class SignByLinkForm(FagveiForm):
    """`seen_digest` is the digest of the answer that stood on the screen."""

    seen_digest = forms.RegexField(
        regex=r"^[0-9a-f]{64}$",
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Åpne siden på nytt og les svaret før du signerer."),
            "invalid": _("Åpne siden på nytt og les svaret før du signerer."),
        },
    )


class RefuseAssessorForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor kan vurdereren ikke bekreftes?"),
        long=True,
        help_text=_("Legen leser dette."),
        error_messages={"required": _("Skriv hvorfor.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "refuse_%s", **kwargs})


class AnnulAssessmentForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor annulleres vurderingen?"), long=True, error_messages={"required": _("Skriv hvorfor.")}
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "annul_%s", **kwargs})


# --- 360 degrees ---


class ProposeRoundForm(FagveiForm):
    version = ObjectField(
        label=_("Skjema"), widget=forms.RadioSelect, error_messages={"required": _("Velg et skjema.")}
    )
    raters = TextField(
        label=_("Hvem kan svare?"),
        long=True,
        help_text=_(
            "Én på hver linje: navn, komma, e-post. Minst fem må ha svart før noe vises, så foreslå gjerne åtte eller flere."
        ),
        error_messages={"required": _("Skriv minst fem som kan svare.")},
    )

    def __init__(self, *args: Any, versions: Iterable[AssessmentFormVersion], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["version"].offer(versions, label=version_label)  # type: ignore[attr-defined]
        self.fields["raters"].widget.attrs["rows"] = 9

    def clean_raters(self) -> str:
        for number, line in enumerate(_lines(self.cleaned_data["raters"]), 1):
            if _rater_of(line) is None:
                words = _("Linje %(line)s må ha navn, komma og e-post.")
                raise forms.ValidationError(words, code="line", params={"line": number})
        return self.cleaned_data["raters"]

    def chosen(self) -> list[tuple[str, str]]:
        """Name and e-mail of each."""
        return [rater for line in _lines(self.cleaned_data["raters"]) if (rater := _rater_of(line))]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _rater_of(line: str) -> tuple[str, str] | None:
    """One per line: a name, a comma, an e-mail address."""
    name, _comma, email = line.rpartition(",")
    try:
        address = forms.EmailField(max_length=200).clean(email.strip())
    except forms.ValidationError:
        return None
    return (name.strip()[:200], address) if name.strip() else None


class ReturnRoundForm(FagveiForm):
    comment = TextField(
        label=_("Hvem bør svare i stedet?"),
        long=True,
        help_text=_("Legen leser dette og foreslår på nytt."),
        error_messages={"required": _("Skriv hva legen skal endre.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "return_%s", **kwargs})


class ReleaseForm(FagveiForm):
    comment = TextField(
        label=_("Til legen"), long=True, required=False, help_text=_("Kort om samtalen dere har hatt. Kan stå tomt.")
    )


# --- Local forms ---


class LocalFormForm(FagveiForm):
    """Questions as lines, so that a form is made in one screen. Comments always come first."""

    name = TextField(label=_("Navn på skjemaet"), error_messages={"required": _("Gi skjemaet et navn.")})
    intro = TextField(label=_("Til den som vurderer"), long=True, required=False)
    comments = TextField(
        label=_("Kommentarfelt"),
        long=True,
        help_text=_("Ett spørsmål på hver linje. Minst ett. De kommer alltid først."),
        error_messages={"required": _("Skriv minst ett spørsmål som besvares med ord.")},
    )
    scales = TextField(
        label=_("Spørsmål med svar å velge mellom"),
        long=True,
        required=False,
        help_text=_(
            "Ett på hver linje: spørsmålet, kolon, svarene med skråstrek mellom. «Var forberedt: nei / delvis / ja»"
        ),
    )
    with_level = forms.BooleanField(label=_("Ta med forskriftens nivåer"), required=False)

    def clean_scales(self) -> str:
        for number, line in enumerate(_lines(self.cleaned_data["scales"]), 1):
            text, options = _scale_of(line)
            if not text or len(options) < 2:
                words = _("Linje %(line)s må ha spørsmål, kolon og minst to svar med skråstrek mellom.")
                raise forms.ValidationError(words, code="line", params={"line": number})
        return self.cleaned_data["scales"]

    def questions(self) -> list[dict[str, Any]]:
        given = self.cleaned_data
        comments = [_row(f"ord-{number}", "comment", line) for number, line in enumerate(_lines(given["comments"]), 1)]
        scales = [
            _row(f"valg-{number}", "choice", text, options=options)
            for number, (text, options) in enumerate(map(_scale_of, _lines(given["scales"])), 1)
        ]
        level = [_row("niva", "level", str(LEVEL_QUESTION), required=False)] if given["with_level"] else []
        return [*comments, *scales, *level]


def _scale_of(line: str) -> tuple[str, list[str]]:
    text, _colon, answers = line.rpartition(":")
    return text.strip(), [option.strip() for option in answers.split("/") if option.strip()]


LEVEL_QUESTION = _("Hvilket nivå så du?")


def _row(key: str, kind: str, text: str, options: Iterable[str] = (), *, required: bool = True) -> dict[str, Any]:
    return {
        "key": key,
        "kind": kind,
        "text": text.strip()[:LONGEST_QUESTION],
        "help": "",
        "options": list(options),
        "required": required,
    }


def lines_of(version: AssessmentFormVersion) -> dict[str, Any]:
    """A version as what one types, to begin the next one from."""
    asked = version.asked
    scales = [f"{each.text}: {' / '.join(each.options)}" for each in asked if each.options]
    return {
        "name": version.name,
        "intro": version.intro,
        "comments": "\n".join(each.text for each in asked if each.is_comment),
        "scales": "\n".join(scales),
        "with_level": any(each.kind == "level" for each in asked),
    }


def version_label(version: AssessmentFormVersion) -> str:
    return f"{version.name} ({version.get_standing_display()})"


def goal_label(goal: PlanGoal) -> str:
    learning_goal: LearningGoal = goal.goal
    return f"{learning_goal.code} {goal.revision.shown_name}"
