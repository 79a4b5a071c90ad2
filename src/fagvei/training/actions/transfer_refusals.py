"""What the rules say no to when a doctor comes from the old portal."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal

__all__ = [
    "GoalOnItsWay",
    "NotPreview",
    "NotTransferrer",
    "NotWhatWasPreviewed",
    "ReportUnreadable",
    "TransferDecided",
    "TransferFaults",
    "TransferNotConfirmed",
    "TransferSeenChanged",
]


class ReportUnreadable(Refusal):
    code = "report_unreadable"
    message = _("Vi fant ingen linjer i rapporten. Hver linje må være «kode; tittel; dato; signert av; tilstand».")


class NotTransferrer(Refusal):
    code = "not_transferrer"
    message = _("Overføringen gjøres av legen, veilederen, lederen eller lederens stedfortreder.")


class NotPreview(Refusal):
    code = "not_preview"
    message = _("Rapporten er allerede tatt inn.")


class TransferFaults(Refusal):
    code = "transfer_faults"
    message = _(
        "Noen linjer kan ikke tas inn, så ingenting er tatt inn. Rett linjene i rapporten og last den opp på nytt."
    )


class NotWhatWasPreviewed(Refusal):
    code = "not_what_was_previewed"
    message = _("Planen er endret siden forhåndsvisningen. Ingenting er tatt inn. Se gjennom linjene på nytt.")


class TransferDecided(Refusal):
    code = "transfer_decided"
    message = _("Dette er allerede avgjort.")


class TransferSeenChanged(Refusal):
    code = "transfer_seen_changed"
    message = _("Det du så, er ikke det som står her nå. Les det på nytt.")


class TransferNotConfirmed(Refusal):
    code = "transfer_not_confirmed"
    message = _("Bare det som er bekreftet, kan annulleres.")


class GoalOnItsWay(Refusal):
    code = "goal_on_its_way"
    message = _(
        "Målet er på vei til godkjenning her. Legen må kalle det tilbake og åpne det før overføringen kan bekreftes."
    )
