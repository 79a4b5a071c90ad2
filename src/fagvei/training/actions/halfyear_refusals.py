"""What the rules say no to in the plan by half-year."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal

__all__ = [
    "ForeignItem",
    "HalfYearEmpty",
    "HalfYearNotNext",
    "HalfYearPast",
    "NoPlanYet",
    "NotDoctorOrMentor",
    "NotPlanner",
    "NotWhatWasAgreed",
    "NothingChosen",
    "NothingMoved",
    "NothingToPlace",
]


class NotPlanner(Refusal):
    code = "not_planner"
    message = _("Planen endres av legen, veilederen, lederen eller lederens stedfortreder.")


class NoPlanYet(Refusal):
    code = "no_plan_yet"
    message = _("Legen har ingen utdanningsplan ennå. Lederen tildeler den, og så kan den legges ut i halvår.")


class NothingToPlace(Refusal):
    code = "nothing_to_place"
    message = _("Alle mål og aktiviteter som gjenstår, står allerede i et halvår.")


class NothingChosen(Refusal):
    code = "nothing_chosen"
    message = _("Velg minst ett mål, én aktivitet eller ett notat som skal flyttes.")


class NothingMoved(Refusal):
    code = "nothing_moved"
    message = _("Det du valgte, står der allerede. Velg et annet halvår eller et annet sted.")


class ForeignItem(Refusal):
    code = "foreign_item"
    message = _("Noe av det du valgte, står ikke i denne planen. Åpne siden på nytt og velg en gang til.")


class HalfYearPast(Refusal):
    code = "half_year_past"
    message = _("Halvåret er forbi. Velg dette halvåret eller et senere.")


class HalfYearNotNext(Refusal):
    code = "half_year_not_next"
    message = _("Det er dette halvåret og det neste som avtales. Halvår lenger fram er bare planlagt.")


class HalfYearEmpty(Refusal):
    code = "half_year_empty"
    message = _("Det står ingenting i halvåret ennå. Legg inn noe før dere avtaler det.")


class NotDoctorOrMentor(Refusal):
    code = "not_doctor_or_mentor"
    message = _("Halvåret avtales av legen og veilederen.")


class NotWhatWasAgreed(Refusal):
    code = "not_what_was_agreed"
    message = _("Halvåret er endret siden du åpnet siden. Les det på nytt før du avtaler det.")
