"""The guideline as it is published now, as one tree of the shape. What is not known is left out, never filled in."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from fagvei.guideline.models import Chapter, Guideline, NormativeUnit, UnitVersion
from fagvei.guideline.queries.guideline_page import ChapterLines, GuidelinePage, UnitLine
from fagvei.interop.hapi.markup import to_html
from fagvei.interop.hapi.shape import (
    CHAPTER,
    GUIDELINE,
    LONG,
    OWN_WORDS,
    PICO,
    REFERENCE,
    TYPE_OF_KIND,
    id_of,
    present,
    put,
    strength_of,
)

FORMAT = "fagvei-retningslinje-1"
NOTE = (
    "Tekstene i feltene som er nevnt under egneOrd, er Fagveis egne ord og ikke utgiverens. Utgiverens egne ord står bare i tekst."
    " Det som står under lokaltLag og lokaleTekster, er skrevet lokalt og er ikke utgiverens."
    " Fagvei er ikke utgiverens nettsted; den offisielle teksten gjelder. Felt uten innhold i kildene våre er utelatt."
)


def guideline_tree(page: GuidelinePage) -> dict[str, Any]:
    guideline = page.guideline
    return present(
        {
            "id": id_of(guideline.slug),
            "type": GUIDELINE,
            "tittel": guideline.title,
            "forstPublisert": _day(guideline.launched_on),
            "sistFagligOppdatert": _day(guideline.updated_on),
            "url": guideline.official_url,
            "lenker": [_link("barn", CHAPTER, each.chapter.title, each.chapter) for each in page.chapters],
            "children": [_chapter(guideline, each) for each in page.chapters],
            "fagvei": present(
                {
                    "format": FORMAT,
                    "kode": guideline.code,
                    "kilde": f"Kilde: {guideline.publisher}",
                    "utgiver": guideline.publisher,
                    "lestHos": guideline.source,
                    "hentet": _date(guideline.retrieved_on),
                    "verifisering": guideline.verification,
                    "merknad": NOTE,
                    "skalGjennomgasInnen": _date(page.due_on),
                    "demo": settings.FAGVEI_DEMO,
                    "adresse": _address(guideline),
                }
            ),
        }
    )


def _chapter(guideline: Guideline, each: ChapterLines) -> dict[str, Any]:
    chapter = each.chapter
    return present(
        {
            "id": id_of(f"{guideline.slug}-{chapter.slug}"),
            "type": CHAPTER,
            "tittel": chapter.title,
            "url": chapter.official_url,
            "lenker": [
                _link("forelder", GUIDELINE, guideline.title, guideline),
                *(_link("barn", _type(line.version), "", line.unit) for line in each.lines),
            ],
            "children": [_unit(guideline, chapter, line) for line in each.lines],
            "fagvei": present(
                {
                    "nummer": chapter.number,
                    "tittelErAntatt": chapter.title_is_assumed or None,
                    "hvaViHar": chapter.found,
                    "antallAnbefalingerIfolgeKilden": chapter.expected_recommendations,
                    "lestHos": chapter.source,
                    "hentet": _date(chapter.retrieved_on),
                    "verifisering": chapter.verification,
                    "adresse": _address(chapter),
                    "lokaleTekster": [_unit(guideline, chapter, line) for line in each.local_lines],
                }
            ),
        }
    )


def _unit(guideline: Guideline, chapter: Chapter, line: UnitLine) -> dict[str, Any]:
    """Of the guideline, or a text that only stands here: that is no child of the chapter, and says that it is local."""
    version = line.version
    fields = said(version)
    ours = fields.pop("fagvei")
    return present(
        {
            "id": id_of(line.unit.code),
            "type": _type(version),
            **fields,
            "url": "" if line.is_local_only else _official(version),
            "lenker": [
                _link("forelder", CHAPTER, chapter.title, chapter),
                _link("root", GUIDELINE, guideline.title, guideline),
            ],
            "children": list(_parts(version)),
            "fagvei": present(
                {
                    "kode": line.unit.code,
                    "nummer": line.unit.number,
                    **ours,
                    "adresse": _address(line.unit),
                    **({"lag": "lokalt", "demo": version.is_demo} if line.is_local_only else {}),
                    "lokaltLag": _local(line.local) if line.local else None,
                }
            ),
        }
    )


def said(version: UnitVersion) -> dict[str, Any]:
    """What one version says, in the fields of the shape; what the shape has no field for, under `fagvei`."""
    fields: dict[str, Any] = {"kortIntro": version.short_text, "tekst": to_html(version.quote)}
    for name, path in LONG.items():
        put(fields, path, getattr(version, name))
    if strength := strength_of(version):
        fields.setdefault("data", {})["styrke"] = strength
    own = ["kortIntro", *(path[-1] for name, path in LONG.items() if getattr(version, name))]
    grade = version.grade
    fields["fagvei"] = {
        OWN_WORDS: own,
        "gradering": {"ordning": grade.scheme.code, "kode": grade.code} if grade else None,
        "graderingSlikKildenSkriverDen": version.grade_words,
        "graderingErForEldreTekst": version.grade_is_of_older_text or None,
        "heleTekstenErLest": version.is_complete,
        "slettet": (version.label == UnitVersion.Label.DELETED) or None,
        "merknad": version.note,
        "versjon": version.number,
        "lagtUt": _date(version.published_on),
        "skalGjennomgasInnen": _date(version.review_due_on),
        "kilder": version.sources,
        "hentet": _date(version.retrieved_on),
        "verifisering": version.verification,
    }
    return fields


def _local(version: UnitVersion) -> dict[str, Any]:
    """What somebody here has written beside it: never mixed with the text of the publisher."""
    fields = said(version)
    return present({**fields.pop("fagvei"), **fields, "demo": version.is_demo, "adresse": _address(version)})


def _parts(version: UnitVersion) -> Iterator[dict[str, Any]]:
    for reference in version.references:
        note = {"merknad": reference.get("note", "")}
        yield present(
            {
                "type": REFERENCE,
                "tittel": reference["citation"],
                "url": reference.get("url", ""),
                "fagvei": present(note),
            }
        )
    if version.pico:
        yield {"type": PICO, "data": version.pico}


def _type(version: UnitVersion) -> str:
    return TYPE_OF_KIND[UnitVersion.Kind(version.kind)]


def _official(version: UnitVersion) -> str:
    """The publisher's own page, when it was there we read it."""
    return version.source if version.is_read_first_hand and version.source.startswith("https://") else ""


def _link(rel: str, kind: str, title: str, row: Guideline | Chapter | NormativeUnit) -> dict[str, Any]:
    return present({"rel": rel, "type": kind, "tittel": title, "href": _address(row)})


def _address(row: Guideline | Chapter | NormativeUnit | UnitVersion) -> str:
    return settings.FAGVEI_BASE_URL + row.get_absolute_url()


def _date(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(day: dt.date | None) -> str | None:
    """The shape gives days as instants."""
    return f"{day.isoformat()}T00:00:00" if day else None
