"""What a file would change: each of its units is new, changed, unchanged, or cannot be taken in now."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fagvei.common import text
from fagvei.guideline.models import Chapter, Guideline, NormativeUnit, UnitVersion
from fagvei.guideline.queries.guideline_page import line_of, line_of_any_layer, versions_in_force
from fagvei.guideline.queries.version_page import as_texts
from fagvei.guideline.rules.difference import Difference, differences
from fagvei.interop.hapi.new import Places, content_of, why_not
from fagvei.interop.hapi.reading import FileRefused, Reading, ReadUnit
from fagvei.interop.hapi.shape import STRENGTHS, id_of, strength_of


@dataclass
class Line:
    """One unit of the file. `content` is what a draft would get; `note` why it gets none.

    What stands only in the file has the chapter and the code it would get.
    """

    name: str
    state: str
    unit: NormativeUnit | None = None
    content: dict[str, Any] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    note: str = ""
    chapter: Chapter | None = None
    code: str = ""


@dataclass
class Plan:
    guideline: Guideline
    lines: list[Line]
    not_understood: list[str]

    def of(self, state: str) -> list[Line]:
        return [line for line in self.lines if line.state == state]

    @property
    def new(self) -> list[Line]:
        return self.of("new")

    @property
    def changed(self) -> list[Line]:
        return self.of("changed")

    @property
    def unchanged(self) -> list[Line]:
        return self.of("unchanged")

    @property
    def stopped(self) -> list[Line]:
        return self.of("stopped")

    @property
    def digest(self) -> str:
        """Of what would be written and what it is compared with: what was shown is what is confirmed."""
        rows = [
            [
                line.name,
                line.state,
                line.content,
                [d.before for d in line.differences],
                line.code,
                str(line.chapter or ""),
            ]
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def plan_import(guideline: Guideline, reading: Reading) -> Plan:
    """A fixed number of questions, however many units the file has."""
    own = {id_of(guideline.slug), guideline.title, guideline.official_url}
    if reading.about and not reading.about & own:
        raise FileRefused(_("Filen er om en annen retningslinje enn %s.") % guideline.code)
    units = NormativeUnit.objects.filter(chapter__guideline=guideline).select_related("chapter__guideline")
    by_code = {unit.code: unit for unit in units.prefetch_related(versions_in_force())}
    drafts = UnitVersion.objects.filter(
        unit__in=by_code.values(), layer=_layer(), state__in=UnitVersion.UNDER_WORK
    ).values_list("unit_id", "quote")
    under_work = dict(drafts)
    by_words = _by_words(by_code.values(), under_work)
    places = Places(guideline, by_code.values())
    seen: set[str] = set()
    lines = []
    for each in reading.units:
        unit = by_code.get(each.code) or by_words.get(_plain(each.title)) or by_words.get(_plain(_quote_of(each)))
        line = _line(each, unit, under_work) if unit or each.fault else _new(each, places)
        if unit and unit.code in seen:
            line = Line(each.name, "stopped", unit, note=_("Den står to ganger i filen."))
        seen |= {unit.code} if unit else set()
        lines.append(line)
    return Plan(guideline, lines, reading.not_understood)


def _new(read: ReadUnit, places: Places) -> Line:
    chapter = places.chapter_of(read)
    note = why_not(read, chapter)
    if note or chapter is None:
        return Line(read.name, "stopped", note=note)
    content = content_of(read)
    shown = differences(as_texts(UnitVersion()), as_texts(UnitVersion(**content)))
    return Line(read.name, "new", None, content, shown, chapter=chapter, code=places.code_in(chapter))


def _line(read: ReadUnit, unit: NormativeUnit | None, under_work: Mapping[int, str]) -> Line:
    if read.fault or unit is None:
        return Line(read.name, "stopped", unit, note=read.fault)
    found = line_of(unit)
    if found is None and unit.pk in under_work:
        return Line(read.name, "stopped", unit, note=_("Et utkast er alt under arbeid."))
    if found is None:
        return Line(read.name, "stopped", unit, note=_("Den har ingen tekst som gjelder her."))
    # In the demo the national text is read-only: a draft builds on the local layer where there is one.
    base = found.local or found.version if _layer() == UnitVersion.Layer.LOCAL else found.version
    content = _changes(base, read.words)
    if not content or not _changes(found.version, read.words):
        return Line(read.name, "unchanged", unit)
    if unit.pk in under_work:
        return Line(read.name, "stopped", unit, note=_("Et utkast er alt under arbeid."))
    if read.url.startswith("https://"):
        content["source"] = read.url[:500]
    return Line(read.name, "changed", unit, content, _shown(base, content))


def _changes(version: UnitVersion, words: dict[str, Any]) -> dict[str, Any]:
    changed = {name: value for name, value in words.items() if _now(version, name) != _comparable(name, value)}
    if "strength_words" in changed:
        changed["strength"] = str(STRENGTHS.get(changed["strength_words"].lower(), ""))
    return changed


def _now(version: UnitVersion, name: str) -> Any:
    return _comparable(name, strength_of(version) if name == "strength_words" else getattr(version, name))


def _comparable(name: str, value: Any) -> Any:
    if name == "references":
        return [tuple(each.get(part, "") for part in ("citation", "note", "url")) for each in value]
    return text.tidy(value) if isinstance(value, str) else value


def _shown(base: UnitVersion, content: dict[str, Any]) -> list[Difference]:
    after = UnitVersion(**{name: getattr(base, name) for name in UnitVersion.CONTENT} | content)
    return differences(as_texts(base), as_texts(after))


def _by_words(units: Any, under_work: Mapping[int, str]) -> dict[str, NormativeUnit]:
    """By the publisher's own words, all of them or the first paragraph, where one unit alone has them.

    A draft counts where nothing is in force: what was taken in from a file before is not taken in again.
    """
    found: dict[str, list[NormativeUnit]] = {}
    for unit in units:
        line = line_of_any_layer(unit)
        quote = line.version.quote if line else under_work.get(unit.pk, "")
        for words in {_plain(quote), _plain(quote.split("\n\n")[0])} if quote else ():
            found.setdefault(words, []).append(unit)
    return {words: rows[0] for words, rows in found.items() if len(rows) == 1}


def _quote_of(read: ReadUnit) -> str:
    return str(read.words.get("quote", ""))


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _layer() -> str:
    return UnitVersion.Layer.LOCAL if settings.FAGVEI_DEMO else UnitVersion.Layer.NATIONAL
