"""What the rules say no to after a wave is closed, and who can mend it."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class ReportNotReady(Refusal):
    code = "report_not_ready"
    message = _("Rapporten finnes først når målingen er lukket.")


class ThreeAreOpen(Refusal):
    code = "three_are_open"
    message = _("Tre tiltak er alt åpne. Gjennomfør eller stopp ett av dem før du legger inn et nytt.")


class MeasureIsClosed(Refusal):
    code = "measure_is_closed"
    message = _("Tiltaket kan ikke endres slik fra der det står nå. Åpne det på nytt og se hva som er gjort.")


class MeasureReasonMissing(Refusal):
    code = "measure_reason_missing"
    message = _("Skriv hvorfor, så de som leser historikken forstår det.")


class DateHasPassed(Refusal):
    code = "date_has_passed"
    message = _("Datoen er passert. Velg i dag eller en dag som kommer.")


class NextWaveMissing(Refusal):
    code = "next_wave_missing"
    message = _("Sett en dato for neste måling, eller begrunn hvorfor det ikke blir noen, før du avslutter rapporten.")


class MeasureMissing(Refusal):
    code = "measure_missing"
    message = _(
        "Noe er under målet. Legg inn et tiltak, eller begrunn hvorfor ingenting gjøres, før du avslutter rapporten."
    )


class MeasuresAreOpen(Refusal):
    code = "measures_are_open"
    message = _("Tiltak er åpne og skal måles igjen. Sett opp neste måling, eller stopp tiltakene og skriv hvorfor.")


class ReportIsClosed(Refusal):
    code = "report_is_closed"
    message = _("Rapporten er alt avsluttet.")


class TooManyRecords(Refusal):
    code = "too_many_records"
    message = _("Tell opp høyst ti journaler, og minst én.")


class AlreadyReleased(Refusal):
    code = "already_released"
    message = _("Målingen er alt delt med læringsarenaene.")


class NotReleased(Refusal):
    code = "not_released"
    message = _("Målingen er ikke delt, så det er ingenting å trekke tilbake.")


class HidingReasonMissing(Refusal):
    code = "hiding_reason_missing"
    message = _("Skriv hvorfor, så de som leser rapporten forstår det.")


class AlreadyHidden(Refusal):
    code = "already_hidden"
    message = _("Teksten er alt skjult.")


class NotHidden(Refusal):
    code = "not_hidden"
    message = _("Teksten er ikke skjult, så den vises alt.")


class WordsErased(Refusal):
    code = "words_erased"
    message = _("Ordene er slettet fordi tiden de kunne beholdes, er ute. Det er ingenting å skjule eller vise.")
