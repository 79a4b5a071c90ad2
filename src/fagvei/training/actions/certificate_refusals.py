"""What the rules say no to about service certificates."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class NothingToCertify(Refusal):
    code = "nothing_to_certify"
    message = _("Legen har ingen bekreftet tjeneste der i spesialiteten. Lederen må bekrefte tjenesten først.")


class CertificateExists(Refusal):
    code = "certificate_exists"
    message = _("Tjenestebekreftelsen finnes allerede. Åpne den, eller annuller den hvis den er feil.")


class CertificateElsewhere(Refusal):
    code = "certificate_elsewhere"
    message = _(
        "Tjenestebekreftelsen hører til en annen virksomhet. Lederen legen hadde der, skriver og signerer den. "
        "Legen ber selv om den."
    )


class ChooseLeader(Refusal):
    code = "choose_leader"
    message = _(
        "Ingen av dem som ledet deg der, er leder der lenger. Velg hvem av lederne der nå som skal skrive og signere."
    )


class NobodyLeadsThere(Refusal):
    code = "nobody_leads_there"
    message = _(
        "Ingen har rollen som leder ved virksomheten nå, så ingen kan signere. Administratoren ved virksomheten gir rollen."
    )


class BasisMissing(Refusal):
    code = "basis_missing"
    message = _("Du ledet ikke legen i perioden. Skriv hva bekreftelsen bygger på, det blir stående ved signaturen.")


class CertificateSigned(Refusal):
    code = "certificate_signed"
    message = _("Tjenestebekreftelsen er signert og kan ikke endres. Annuller den, og lag en ny.")


class CertificateIncomplete(Refusal):
    code = "certificate_incomplete"
    message = _("Tjenestebekreftelsen kan ikke signeres før alt er fylt ut.")


class CertificateOutdated(Refusal):
    code = "certificate_outdated"
    message = _("Tjenesten er endret etter at bekreftelsen ble laget. Lagre den på nytt, så hentes tjenesten igjen.")


class CertificateChanged(Refusal):
    code = "certificate_changed"
    message = _("Innholdet er endret etter at du åpnet siden. Les det på nytt før du signerer.")


class LeaderSignsFirst(Refusal):
    code = "leader_signs_first"
    message = _("Lederen signerer først, deretter medisinsk ansvarlig overlege.")


class ChosenHeadGone(Refusal):
    code = "chosen_head_gone"
    message = _("Den du valgte, er ikke lenger medisinsk ansvarlig overlege ved virksomheten. Velg en annen.")


class MedicalHeadMissing(Refusal):
    code = "medical_head_missing"
    message = _(
        "Virksomheten har ingen medisinsk ansvarlig overlege som kan signere. Administratoren ved virksomheten gir rollen."
    )


class NotMedicalHead(Refusal):
    code = "not_medical_head"
    message = _("Bare medisinsk ansvarlig overlege ved virksomheten, eller en stedfortreder, kan gjøre dette.")


class TwoSignatures(Refusal):
    code = "two_signatures"
    message = _("De to signaturene skal være fra to forskjellige personer. En annen med rollen må signere.")
