"""What the resources have in common: addresses, codes, the text a person reads. An empty element is left out."""

import datetime as dt
from collections.abc import Iterable
from html import escape
from typing import Any

from django.conf import settings

from fagvei.guideline.models import EvidenceGrade, Guideline, UnitVersion

Resource = dict[str, Any]
LANGUAGE = "nb"
PUBLISHER = "Fagvei"
NORWAY = [{"coding": [{"system": "urn:iso:std:iso:3166", "code": "NO", "display": "Norge"}]}]


def base() -> str:
    return f"{settings.FAGVEI_BASE_URL}/fhir/r4"


def canonical(kind: str, key: str) -> str:
    return f"{base()}/{kind}/{key}"


def address(row: Any) -> str:
    return settings.FAGVEI_BASE_URL + row.get_absolute_url()


def day(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def present(fields: dict[str, Any]) -> dict[str, Any]:
    """FHIR has neither null nor an empty element."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def name_of(code: str) -> str:
    """A name for programs: letters, digits and low lines, a capital first."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in code)
    return plain[:1].upper() + plain[1:] if plain[:1].isalpha() else f"U_{plain}"


def scheme_id(code: str) -> str:
    return f"gradering-{code.lower()}"


def coding_of_grade(grade: EvidenceGrade) -> Resource:
    system = canonical("CodeSystem", scheme_id(grade.scheme.code))
    return {"system": system, "code": grade.code, "display": str(grade)}


def coding_of_strength(strength: str) -> Resource:
    return {"system": canonical("CodeSystem", "styrke"), "code": strength, "display": WORDS_OF_STRENGTH[strength]}


WORDS_OF_STRENGTH = {"must": "skal", "should": "bør", "may": "kan"}
MARKS = {
    "primary": "lest hos utgiveren",
    "secondary": "lest i en annen kilde",
    "adjunct": "støttekilde",
    "inferred": "sluttet fra sammenhengen",
    "missing": "ikke funnet",
    "imported": "importert av virksomheten",
    "incomplete": "bare en del av teksten er funnet",
    "local": "lokalt lag, skrevet ved siden av den nasjonale retningslinjen",
    "demo": "demodata",
}


def marks_of(version: UnitVersion) -> list[Resource]:
    """How the text was read, and what it is not."""
    codes = [version.verification]
    codes += [] if version.is_complete else ["incomplete"]
    codes += ["local"] if version.layer == UnitVersion.Layer.LOCAL else []
    codes += ["demo"] if version.is_demo and "demo" not in codes else []
    return [{"system": canonical("CodeSystem", "merke"), "code": code, "display": MARKS[code]} for code in codes]


def copyright_of(guideline: Guideline) -> str:
    return (
        f"Kilde: {guideline.publisher}, {guideline.title} ({guideline.code}), {guideline.official_url}. "
        "De korte tekstene er Fagveis egne ord; den offisielle teksten gjelder."
    )


def copyright_of_local(guideline: Guideline) -> str:
    """Of a text beside which we hold none of the guideline's own: its publisher is never named as the source of it.

    Nor is it said that the publisher has none: our sources do not hold the whole guideline.
    """
    return (
        f"Lokal tekst, ikke fra {guideline.publisher}. Den er skrevet ved siden av {guideline.title} ({guideline.code}), "
        f"{guideline.official_url}; den offisielle teksten gjelder."
    )


def narrative(*paragraphs: str) -> Resource:
    """Paragraphs are markup made here: whatever comes from a text goes through `said` or `quoted` first."""
    inner = "".join(each for each in paragraphs if each)
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml" lang="{LANGUAGE}" xml:lang="{LANGUAGE}">{inner}</div>',
    }


def said(text: str, tag: str = "p") -> str:
    return f"<{tag}>{_marked_up(text)}</{tag}>" if text else ""


def quoted(text: str) -> str:
    return f"<blockquote><p>{_marked_up(text)}</p></blockquote>" if text else ""


def linked(words: str, href: str) -> str:
    return f'<p><a href="{escape(href)}">{escape(words)}</a></p>'


def listed(items: Iterable[str]) -> str:
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<ul>{rows}</ul>" if rows else ""


def _marked_up(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br/>")
