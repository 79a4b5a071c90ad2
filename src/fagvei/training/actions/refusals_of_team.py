"""What the rules say no to about the leader's view: warnings and access to named doctors."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class PurposeMissing(Refusal):
    code = "purpose_missing"
    message = _("Skriv hva innsynet skal brukes til. Legen ser det.")


class NotGrantable(Refusal):
    code = "not_grantable"
    message = _(
        "Innsyn kan gis til utdanningsansvarlig overlege eller koordinator ved legens virksomhet. Administratoren gir rollene."
    )


class OwnGrant(Refusal):
    code = "own_grant"
    message = _("Ingen kan gi innsyn til seg selv. Er du stedfortreder, kan lederen gi det.")


class GrantOutlivesDeputy(Refusal):
    code = "grant_outlives_deputy"
    message = _(
        "Du er stedfortreder i en kortere tid enn innsynet skal vare. Velg en tidligere sluttdato, eller la lederen gi innsynet."
    )


class GrantTooLong(Refusal):
    code = "grant_too_long"
    message = _("Et innsyn varer høyst ett år om gangen. Velg en tidligere sluttdato, og gi et nytt når det er ute.")


class GrantEnded(Refusal):
    code = "grant_ended"
    message = _("Innsynet er allerede avsluttet. Last siden på nytt for å se hva som gjelder.")


class GrantEndsBeforeStart(Refusal):
    code = "grant_ends_before_start"
    message = _("Innsynet må slutte etter at det begynner. Velg en senere sluttdato.")


class NotPlanKeeper(Refusal):
    code = "not_plan_keeper"
    message = _("Bare utdanningsansvarlig overlege ved virksomheten kan endre tersklene.")


class UnknownWarning(Refusal):
    code = "unknown_warning"
    message = _("Denne varslingsregelen har ingen terskel å endre. Velg en av reglene på siden.")


class BadThreshold(Refusal):
    code = "bad_threshold"
    message = _("Terskelen må være et helt tall fra 1 til 3650.")


class NotDeadlineKeeper(Refusal):
    code = "not_deadline_keeper"
    message = _("Bare utdanningsansvarlig overlege ved virksomheten kan sette frister.")


class UnknownTaskKind(Refusal):
    code = "unknown_task_kind"
    message = _("Denne typen oppgave kan ikke få en frist. Velg en av dem på siden.")


class BadDeadline(Refusal):
    code = "bad_deadline"
    message = _("Fristen må være et helt antall dager fra 1 til 365.")


class DeadlineBackdated(Refusal):
    code = "deadline_backdated"
    message = _("Fristen kan ikke gjelde fra en dag som er forbi. Velg i dag eller en senere dag.")


class DeadlineReasonMissing(Refusal):
    code = "deadline_reason_missing"
    message = _("Skriv hvor fristen er bestemt, og hvorfor. De som får den, kan spørre.")


class NoDeadlineToEnd(Refusal):
    code = "no_deadline_to_end"
    message = _("Det er ingen frist å ta bort den dagen. Skriv et antall dager for å sette en.")


__all__ = sorted(
    name for name, value in list(globals().items()) if isinstance(value, type) and issubclass(value, Refusal)
)
