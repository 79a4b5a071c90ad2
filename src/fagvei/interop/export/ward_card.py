"""The ward card on paper: the same words as on its page and in its file, set in the same way as the record."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.qr import qr_drawing
from fagvei.guideline.models import UnitVersion
from fagvei.guideline.queries.card_page import CardChapter, CardLine, WardCard
from fagvei.interop.export.pdf import render_paper

# Anyone may ask, and most ask for the same cards: the newest few are kept until the day or a word on them changes.
CARDS_KEPT = 24


def ward_card_pdf(card: WardCard) -> bytes:
    return _set(_Paper(_paper(card)), card.made_on.isoformat(), get_language() or "nb")


class _Paper(dict[str, Any]):
    """The content, equal when the words are: what is kept is found by it."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(repr(self))


@lru_cache(maxsize=CARDS_KEPT)
def _set(paper: _Paper, day: str, language: str) -> bytes:
    return render_paper(paper, clock.now())


def _paper(card: WardCard) -> dict[str, Any]:
    guideline, day = card.guideline, date_format(card.made_on, "j. F Y")
    title = _("Avdelingskort: %(name)s") % {"name": card.name} if card.name else _("Avdelingskort")
    return {
        "title": title,
        "author": "Fagvei",
        "demo": _("Demo. Lokale tekster er oppdiktet. Ikke til klinisk bruk.") if settings.FAGVEI_DEMO else "",
        "page_of": [_("Side"), _("av")],
        "foot": _("Fagvei · avdelingskort · laget %(day)s · %(validity)s")
        % {"day": day, "validity": _short_validity(card)},
        "intro": [],
        "sections": [
            _danger(card),
            {
                "title": _("Gyldighet"),
                "text": [
                    " ".join(filter(None, [_("Laget %(day)s.") % {"day": day}, _validity(card)])),
                    f"{card.rule.sentence} {card.rule.source}",
                ],
                "links": [
                    {
                        "before": _("Koden leder til en side som sier om hver tekst på kortet fortsatt gjelder:"),
                        "text": _("Gjelder kortet fortsatt?"),
                        "url": card.check_address,
                    }
                ],
                "code": {
                    "drawing": qr_drawing(card.check_address),
                    "alt": _("Kode som leder til siden «Gjelder kortet fortsatt?»"),
                },
                "table": None,
            },
            *(_chapter(each) for each in card.chapters),
            {
                "title": _("Kilde"),
                "text": [
                    _(
                        "De korte tekstene er våre egne ord. Fagvei er ikke utgiverens nettsted; den offisielle teksten "
                        "gjelder."
                    )
                ],
                "links": [
                    {"before": f"{guideline.publisher}:", "text": guideline.title, "url": guideline.official_url}
                ],
                "table": None,
            },
        ],
    }


def _danger(card: WardCard) -> dict[str, Any]:
    danger = card.danger
    return {
        "title": str(danger.first),
        "text": [str(danger.then), *map(str, danger.numbers), *map(str, danger.signs), str(danger.about)],
        "table": None,
    }


def _validity(card: WardCard) -> str:
    validity = card.validity
    if validity.until:
        return _("Gyldig til %(day)s.") % {"day": date_format(validity.until, "j. F Y")}
    if validity.overdue:
        return _(
            "Ingen gyldighetsdato: en tekst på kortet skulle vært gjennomgått %(day)s. Se den offisielle teksten før du "
            "bruker kortet."
        ) % {"day": date_format(validity.overdue, "j. F Y")}
    return _("Ingen gyldighetsdato: ingen vet når tekstene skal gjennomgås.") if card.lines else ""


def _short_validity(card: WardCard) -> str:
    """On the foot of every page, since pages come apart."""
    until = card.validity.until
    return _("gyldig til %(day)s") % {"day": date_format(until, "j. F Y")} if until else _("ingen gyldighetsdato")


def _chapter(each: CardChapter) -> dict[str, Any]:
    items = [_item(line) for line in each.lines]
    return {"title": str(each.chapter), "text": [], "items": items, "table": None}


def _item(line: CardLine) -> dict[str, Any]:
    version = line.version
    is_linked = version.source.startswith("http")
    source = _("Kilde (%(verification)s):") % {"verification": version.get_verification_display()}
    words = "" if is_linked else f"{source} {version.source}"
    texts = [version.shown, version.practical_advice, version.note, _facts(line), words]
    in_fagvei = {
        "before": "",
        "text": _("%(code)s i Fagvei") % {"code": line.unit.code},
        "url": f"{settings.FAGVEI_BASE_URL}{line.unit.get_absolute_url()}",
    }
    return {
        "title": line.unit.code,
        "text": [*_alone(line), *filter(None, texts), *_local(line)],
        "links": [
            *([{"before": source, "text": version.source, "url": version.source}] if is_linked else []),
            in_fagvei,
        ],
    }


def _facts(line: CardLine) -> str:
    version = line.version
    facts = [
        line.weight,
        _("versjon %(number)d") % {"number": version.number},
    ]
    if line.due_on:
        words = _("forfalt til gjennomgang") if line.is_past_review else _("skal gjennomgås innen")
        facts.append(f"{words} {date_format(line.due_on, 'j. F Y')}")
    if not version.is_complete:
        facts.append(_("bare en del av teksten er funnet"))
    return " · ".join(facts)


def _alone(line: CardLine) -> list[str]:
    """Before a text that the guideline does not have, so that nobody takes it for one of its own."""
    if not line.is_local_only:
        return []
    return [f"{_layer(line.version)}: {_('skrevet her, ikke nasjonal tekst.')}"]


def _layer(version: UnitVersion) -> str:
    return f"{_('Lokalt lag')} ({_('demodata')})" if version.is_demo else _("Lokalt lag")


def _local(line: CardLine) -> list[str]:
    local = line.local
    if local is None:
        return []
    head = f"{_layer(local)}, {_('versjon %(number)d') % {'number': local.number}}:"
    gone = [f"{_('Slettet')}: {local.reason}"] if local.label == UnitVersion.Label.DELETED else []
    return [
        f"{head} {_('skrevet her, ikke nasjonal tekst.')}",
        *gone,
        *line.local_texts,
        *filter(None, [line.local_weight]),
        f"{_('Kilde:')} {local.source}",
    ]
