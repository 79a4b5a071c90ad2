"""What the rules say no to about a course's own ranking, and about judging applicants by it."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class CriteriaReasonMissing(Refusal):
    code = "criteria_reason_missing"
    message = _("Skriv kilden og begrunnelsen. Begge står åpent sammen med reglene.")


class CriterionWrong(Refusal):
    code = "criterion_wrong"
    message = _(
        "Det som vurderes av mennesker, trenger en setning slik den står i kunngjøringen. "
        "Det Fagvei regner ut, har sin egen setning og kan stå én gang."
    )


class CriteriaUnchanged(Refusal):
    code = "criteria_unchanged"
    message = _("Reglene er allerede slik den dagen.")


class CriteriaInThePast(Refusal):
    code = "criteria_in_the_past"
    message = _("Reglene kan tidligst gjelde fra i dag.")


class CriteriaAnnounced(Refusal):
    code = "criteria_announced"
    message = _(
        "Et kurs som er kunngjort, åpner for søknad den dagen eller senere, og får ikke nye regler. "
        "Velg en dag etter at søknaden til det har åpnet."
    )


class SeatsGivenElsewhere(Refusal):
    code = "seats_given_elsewhere"
    message = _("Kurset har en ekstern arrangør, som fordeler plassene selv.")


class JudgementMissing(Refusal):
    code = "judgement_missing"
    message = _("Kurset har regler som mennesker vurderer. Vurder alle søkerne før tildelingen forhåndsvises.")


class JudgementReasonMissing(Refusal):
    code = "judgement_reason_missing"
    message = _("Skriv hvorfor, for hver vurdering. Søkeren ser det når plassene er frigitt.")


class PublicReasonMissing(Refusal):
    code = "public_reason_missing"
    message = _("Tildelingen er forhåndsvist. Skriv også en begrunnelse som alle søkerne kan lese, uten navn.")


class NotToBeJudged(Refusal):
    code = "not_to_be_judged"
    message = _("Søknaden teller ikke med i runden, eller regelen vurderes ikke av mennesker.")


class NothingJudged(Refusal):
    code = "nothing_judged"
    message = _("Ingen vurdering er ny eller endret.")
