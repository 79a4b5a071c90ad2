"""A service certificate on paper: the same words as on its page, set in the same way as the record."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.interop.export.pdf import render_paper
from fagvei.training.models import CertificateEvent, ServiceCertificate
from fagvei.training.queries.certificate_page import CertificatePage, certificate_page


def certificate_pdf(certificate: ServiceCertificate) -> bytes:
    """What stands on the page when it is asked for; an unsigned one says so on every page."""
    return render_paper(_paper(certificate_page(certificate)), clock.now())


def _paper(page: CertificatePage) -> dict[str, Any]:
    found = page.certificate
    now = localtime(clock.now())
    demo = _("Demodata: personene er oppdiktet.") if found.doctor.is_demo else ""
    head = demo if page.is_signed else " ".join(filter(None, [_not_valid(found), demo]))
    return {
        "title": _("Tjenestebekreftelse for %(name)s") % {"name": found.doctor},
        "author": str(found.doctor),
        "demo": head,
        "page_of": [_("Side"), _("av")],
        "foot": _("Fagvei · tjenestebekreftelse · hentet ut %(when)s") % {"when": date_format(now, "j. F Y H:i")},
        "intro": [],
        "sections": [
            {"title": "", "text": [], "facts": _facts(page), "table": None},
            {"title": _("Bekreftet tjeneste"), "text": [], "table": _service(page)},
            {"title": _("Fravær"), "text": page.absences or [_("Ikke registrert.")], "table": None},
            *({"title": name, "text": [text or _("ikke skrevet ennå")], "table": None} for name, text in page.fields),
            {"title": _("Signaturer"), "text": _signatures(page), "table": None},
        ],
    }


def _not_valid(found: ServiceCertificate) -> str:
    if found.state == ServiceCertificate.State.ANNULLED:
        return _("Annullert: gjelder ikke.")
    return _("Ikke signert av begge: gjelder ikke ennå.")


def _facts(page: CertificatePage) -> list[list[str]]:
    found = page.certificate
    hpr = found.doctor.hpr_number
    dates = {"from": date_format(found.starts_on, "j. F Y"), "to": date_format(found.ends_on, "j. F Y")}
    return [
        *([[_("HPR-nummer"), hpr]] if hpr else []),
        [_("Hvor"), str(found.place)],
        *([[_("Spesialitet"), str(found.specialty)]] if found.specialty else []),
        [_("Tidsrom"), _("%(from)s – %(to)s") % dates],
    ]


def _service(page: CertificatePage) -> dict[str, Any]:
    head = [_("Del"), _("Sted"), _("Stilling"), _("Tidsrom"), _("Tellende måneder")]
    return {"head": head, "rows": page.periods}


def _signatures(page: CertificatePage) -> list[str]:
    if not page.signatures:
        return [_("Ingen har signert ennå.")]
    lines = [line for each in page.signatures for line in _signature(each)]
    return [*lines, _("Avtrykk av innholdet som er signert: %(digest)s") % {"digest": page.digest}]


def _signature(event: CertificateEvent) -> list[str]:
    """A deputy says so; who did not lead the doctor says so too, and what the certificate builds on."""
    line = f"{event.by}, {event.get_kind_display()} {date_format(localtime(event.at), 'j. F Y H:i')}"
    words = event.standing_words
    if words and event.comment:
        words = f"{words} {_('Bekreftelsen bygger på:')} {event.comment}"
    return [line, *([words] if words else [])]
