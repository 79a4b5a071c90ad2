"""The report of a closed GAP wave on paper: what stands on its page, and nothing that does not. Self-rated, and said so."""

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common import clock
from fagvei.interop.export.pdf import render_paper
from fagvei.surveys.models import ImprovementMeasure, ReMeasurement
from fagvei.surveys.queries.crossed import Crossed
from fagvei.surveys.queries.free_texts import FreeTexts
from fagvei.surveys.queries.improvement import why_called_off
from fagvei.surveys.queries.lines import Line
from fagvei.surveys.queries.report_page import Profession, ReportPage
from fagvei.surveys.rules.areas import AREAS_SOURCE

Section = dict[str, Any]


def gap_report_pdf(page: ReportPage, closing: ReMeasurement | None) -> bytes:
    return render_paper(_paper(page, closing), clock.now())


def _paper(page: ReportPage, closing: ReMeasurement | None) -> dict[str, Any]:
    survey, now = page.round.survey, localtime(clock.now())
    names = {"number": page.round.number, "survey": survey}
    return {
        "title": _("Rapport: %(survey)s, måling %(number)s") % names,
        "author": str(survey.institution),
        "demo": _("Demodata: personene er oppdiktet.") if survey.is_demo else "",
        "page_of": [_("Side"), _("av")],
        "foot": _("Fagvei · GAP-rapport, selvvurdert · hentet ut %(when)s") % {"when": date_format(now, "j. F Y H:i")},
        "intro": _intro(page),
        "sections": [
            _section(
                _("Styrker (selvvurdert)"), [each for each in (page.of_the_strengths, *_firsts(page.strengths)) if each]
            ),
            _section(_("Gap (selvvurdert)"), _firsts(page.gaps) or [_("Ingenting er sikkert under målet.")]),
            _section(_("Spørsmål til møtet"), _question(page)),
            _section(_("Tallene som tabell, selvvurdert"), [], table=_table(page)),
            _section(_("Anbefaling for anbefaling (selvvurdert)"), page.said_once),
            # As on the page: area by area, in the order they were asked.
            *(_section(capfirst(str(name)), [], items=list(map(_item, lines))) for name, lines in page.groups),
            *([_crossed(page.crossed)] if page.crossed else []),
            *([_words(page.free_texts)] if page.free_texts else []),
            *(
                [_section(_("Hvem svarte"), [*page.said_of_professions, *map(_who, page.professions)])]
                if page.professions
                else []
            ),
            _measures(page),
            _section(_("Neste måling"), _next(page, closing)),
            _section(_("Slik er tallene regnet ut"), [f"{rule.sentence} {rule.source}" for rule in page.rules]),
            _credit(page),
        ],
    }


def _section(title: str, text: list[str], **more: Any) -> Section:
    return {"title": title, "text": text, "table": None, **more}


def _day(day: dt.date) -> str:
    return date_format(day, "j. F Y")


def _intro(page: ReportPage) -> list[str]:
    lines = [
        f"{page.round.survey.ward}. " + _("Lukket %(day)s.") % {"day": _day(page.closed_on)} + f" {_answered(page)}",
        _("Selvvurdert") + ": " + _("Dette er hva de ansatte svarte om egen praksis, ikke målt praksis."),
    ]
    if page.too_many:
        lines.append(str(page.too_many))
    elif not page.is_representative:
        lines.append(
            _(
                "Ikke representativ: færre enn halvparten av de ansatte har svart. Les tallene som innspill, ikke som "
                "bilde av enheten."
            )
        )
    return lines


def _answered(page: ReportPage) -> str:
    """Never a number below five: the page says how few may be told."""
    if not page.sheets:
        return _("Færre enn fem svar, ingen tall vises.")
    answers = _("%(n)s svar.") % {"n": page.sheets}
    band = str(page.band)
    if not band:
        return answers
    return f"{answers} {band[:1].upper()}{band[1:]} " + _("av %(n)s ansatte svarte.") % {"n": page.staff}


def _firsts(lines: list[Line]) -> list[str]:
    return [f"{line.item.unit.code}: {line.version.shown} {_reached(line)}, {line.target_words}." for line in lines]


def _reached(line: Line) -> str:
    return line.told_words[:1].upper() + line.told_words[1:]


def _question(page: ReportPage) -> list[str]:
    if page.question is None:
        return [_("Tallene er for få eller for usikre til å velge et spørsmål.")]
    code = {"code": page.question.item.unit.code}
    sentences = {
        "unknown": _("Mange kunne ikke svare på %(code)s. Hva trenger vi å avklare for at alle skal vite hva vi gjør?"),
        "gap": _("Hva skal til for at vi gjør %(code)s hver gang?"),
    }
    other = _("Hva gjør at vi får til %(code)s, og hvordan holder vi på det?")
    asked = sentences.get(page.question_kind, other) % code
    if page.question_kind == "gap" and page.question_hindrance:
        asked += " " + _("Flest sier: %(hindrance)s.") % {"hindrance": page.question_hindrance}
    return [asked, page.question.version.shown]


def _table(page: ReportPage) -> dict[str, Any]:
    """The same columns as on the page; a cell that may not be told says so here, too."""
    best = [_("Beste kvartil")] if page.has_best else []
    former = [_("Måling %(number)s") % {"number": page.former.number}] if page.former else []
    head = [_("Anbefaling"), _("Spørsmål"), _("Svarte"), _("Målet"), _("Mot målet"), _("Uten svar på skalaen")]
    return {"head": [*head, *best, *former], "rows": [_row(line, page) for line in page.lines]}


def _row(line: Line, page: ReportPage) -> list[str]:
    hidden = _("vises ikke")
    row = [
        line.item.unit.code,
        str(line.item.get_kind_display()),
        line.words,
        f"{line.item.target} %" if line.has_target else "–",
        line.target_words or "–",
        hidden if line.aside is None else str(line.aside),
    ]
    if page.has_best:
        row.append(line.best_words)
    if page.former:
        row.append(_before(line))
    return row


def _before(line: Line) -> str:
    if line.before is None:
        return _("ikke spurt")
    return f"{line.before.words} ({_('annen tekst')})" if line.before.is_changed else line.before.words


def _item(line: Line) -> dict[str, Any]:
    return {
        "title": f"{line.item.unit.code}, {line.item.get_kind_display()}",
        "text": [line.version.shown, " ".join(_facts(line))],
        "links": [],
    }


def _facts(line: Line) -> list[str]:
    sentences = [f"{_reached(line)}, {line.interval_words}." if line.interval else f"{_reached(line)}."]
    if line.has_target:
        target = _("Målet er %(target)s %%") % {"target": line.item.target}
        sentences.append(f"{target}, {line.target_words}." if line.target_words else f"{target}.")
    if line.best:
        numbers = {"units": line.best.units, "share": line.best.share}
        sentences.append(_("Beste kvartil av %(units)s andre enheter: minst %(share)s %%.") % numbers)
    if line.aside_words:
        sentences.append(f"{capfirst(line.aside_words)}.")
    if line.hindrance_words:
        sentences.append(f"{_('Hindrer:')} {line.hindrance_words}.")
    if line.before and line.before.is_changed:
        changed = _("Anbefalingen er endret siden måling %(number)s: tallene sammenliknes ikke")
        sentences.append(changed % {"number": line.before.number} + ".")
    elif line.change_words:
        sentences.append(f"{capfirst(line.change_words)}.")
    return sentences + _records(line)


def _records(line: Line) -> list[str]:
    """Counts of records, beside the self-rating."""
    review = line.review
    if review is None:
        return []
    numbers = {"met": review.met, "n": review.judged, "percent": review.met_percent}
    if review.met_percent is None:
        words = _("%(met)s av %(n)s oppfylt, for få til prosent") % numbers
    else:
        words = _("%(percent)s %% oppfylt (%(met)s av %(n)s)") % numbers
    if review.not_documented:
        words += ", " + _("%(n)s ikke dokumentert") % {"n": review.not_documented}
    if review.deviation_reasoned:
        words += ", " + _("begrunnede avvik: %(n)s") % {"n": review.deviation_reasoned}
    return [f"{_('Journaler:')} {words}.", *filter(None, [line.review_words])]


def _crossed(found: Crossed) -> Section:
    title = _("Praksis etter yrkesgruppe (selvvurdert)")
    if not found.lines:
        return _section(
            title,
            [
                _(
                    "Ingen yrkesgruppe kan vises: i gruppen må minst ti ha svart «ofte» eller «alltid» og minst ti noe annet, "
                    "det samme må gjelde alle de andre til sammen, og tallene skal ikke si noe om noen få når de legges "
                    "sammen med andre målinger her."
                )
            ],
        )
    meaning = _(
        "Hvor mange i gruppen som svarte «ofte» eller «alltid», av alle i gruppen som svarte, også de som ikke vet."
    )
    head = [_("Anbefaling"), *(words[:1].upper() + words[1:] for words in found.professions)]
    rows = [[each.line.item.unit.code, *each.words] for each in found.lines]
    return _section(title, [meaning], table={"head": head, "rows": rows})


def _words(texts: FreeTexts) -> Section:
    """In drawn order; of what the owner has hidden, the reason alone."""
    title = f"{texts.question} {_('(fritekst)')}"
    if not texts.is_enough:
        return _section(title, [_("Færre enn ti svarte, så det som ble skrevet, er slettet ulest.")])
    if texts.are_erased:
        return _section(title, [_("Det som ble skrevet, er slettet seks måneder etter at målingen ble lukket.")])
    if not texts.texts:
        return _section(title, [_("Ingen skrev noe.")])
    intro = _("Med de ansattes egne ord, i trukket rekkefølge. Tekstene hører ikke sammen med tallene over.")
    hidden = _("Skjult av den som er ansvarlig for undersøkelsen: %(reason)s")
    shown = [f"«{each.text.words}»" for each in texts.shown]
    reasons = [each.hiding.reason for each in texts.hidden if each.hiding]
    return _section(title, [intro, *shown, *(hidden % {"reason": reason} for reason in reasons)])


def _who(each: Profession) -> str:
    words = str(each.words)
    told = (
        _("vises ikke")
        if each.answered is None
        else _("%(n)s av %(staff)s") % {"n": each.answered, "staff": each.staff}
    )
    return f"{words[:1].upper()}{words[1:]}: {told}"


def _measures(page: ReportPage) -> Section:
    if not page.measures:
        return _section(_("Tiltak"), [_("Ingen tiltak ennå.")])
    head = [_("Hva"), _("Anbefaling"), _("Ansvarlig"), _("Frist"), _("Tilstand"), _("Slik ser vi det"), _("Kan hindre")]
    rows = [_measure(each) for each in page.measures]
    still_open = len(page.open_measures)
    count = ngettext("%(n)s åpent tiltak.", "%(n)s åpne tiltak.", still_open) % {"n": still_open}
    return _section(_("Tiltak"), [count], table={"head": head, "rows": rows})


def _measure(each: ImprovementMeasure) -> list[str]:
    due = _day(each.due_on)
    return [
        f"{each.what} ({each.chosen_strategy.words})",
        each.item.unit.code,
        each.responsible,
        f"{due}, {_('fristen er passert')}" if each.is_overdue else due,
        str(each.get_state_display()),
        each.measured_by,
        each.obstacle or "–",
    ]


def _next(page: ReportPage, closing: ReMeasurement | None) -> list[str]:
    coming, called_off = page.next_round, why_called_off(closing)
    why_nothing = [called_off] if called_off else []
    if closing and closing.no_action_reason:
        why_nothing.append(f"{_('Ingen tiltak, fordi:')} {closing.no_action_reason}")
    if coming:
        names = {
            "number": coming.number,
            "opens": _day(coming.opens_on),
            "closes": _day(coming.closes_on),
            "state": coming.get_state_display(),
        }
        return [_("Måling %(number)s, %(opens)s – %(closes)s: %(state)s.") % names, *why_nothing]
    return [_("Ingen ny måling."), *why_nothing] if closing else [_("Ikke satt opp ennå.")]


def _credit(page: ReportPage) -> Section:
    links = [{"before": "", "text": _("Områdene beskrevet i Helsebiblioteket"), "url": AREAS_SOURCE}]
    if page.credit:
        links.insert(
            0, {"before": "", "text": _("Om GAP-undersøkelser hos Helsedirektoratet"), "url": page.credit.source}
        )
        if site := page.credit.facts.get("link_site"):
            links.insert(0, {"before": _("Nettstedet:"), "text": site, "url": f"https://{site}/"})
    text = [
        _("Spørsmålsområdene er fra den opprinnelige GAP-undersøkelsen."),
        *_made_by(page),
        _("Spørsmålene og svartrinnene her er våre egne."),
    ]
    return _section(_("Kilde"), text, links=links)


def _made_by(page: ReportPage) -> list[str]:
    facts = page.credit.facts if page.credit else {}
    if "made_by" not in facts:
        return []
    return [f"{_('Laget av')} {facts['made_by']}. {_('Oppdragsgiver:')} {facts['commissioned_by']}."]
