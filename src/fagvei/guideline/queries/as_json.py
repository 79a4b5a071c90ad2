"""The stable shapes of guideline and recommendations as JSON. A field is added, never renamed. What is not known is null."""

from typing import Any

from fagvei.guideline.models import Guideline, UnitVersion
from fagvei.guideline.queries.about_page import AboutPage
from fagvei.guideline.queries.documents_page import DocumentLine, DocumentsPage
from fagvei.guideline.queries.guideline_page import ChapterLines, GuidelinePage
from fagvei.guideline.queries.unit_page import Said, UnitPage


def sourcing(row: Any) -> dict[str, Any]:
    return {"source": row.source, "retrieved_on": row.retrieved_on, "verification": row.verification}


def guideline_short(guideline: Guideline) -> dict[str, Any]:
    return {
        "code": guideline.code,
        "url": guideline.get_absolute_url(),
        "title": guideline.title,
        "publisher": guideline.publisher,
        "official_url": guideline.official_url,
        "launched_on": guideline.launched_on,
        "updated_on": guideline.updated_on,
    }


def guideline_out(page: GuidelinePage) -> dict[str, Any]:
    return {
        **guideline_short(page.guideline),
        **sourcing(page.guideline),
        "review_due_on": page.due_on,
        "coverage": {"read": page.coverage.read, "official": page.coverage.official, "percent": page.coverage.percent},
        "target_groups": [{"code": each.code, "text": each.text} for each in page.groups],
        "chapters": [_chapter(each) for each in page.shown],
        "about": [{"kind": hit.kind, "text": hit.title, "url": hit.path} for hit in page.about],
    }


def _chapter(each: ChapterLines) -> dict[str, Any]:
    chapter = each.chapter
    return {
        "slug": chapter.slug,
        "number": chapter.number,
        "title": chapter.title,
        "title_is_assumed": chapter.title_is_assumed,
        "found": chapter.found,
        "expected_recommendations": chapter.expected_recommendations,
        "official_url": chapter.official_url,
        **sourcing(chapter),
        "units": [unit_short(line.version) for line in each.lines],
    }


def unit_short(version: UnitVersion) -> dict[str, Any]:
    grade = version.grade
    return {
        "code": version.unit.code,
        "url": version.unit.get_absolute_url(),
        "number": version.unit.number,
        "kind": version.kind,
        "strength": version.strength or None,
        "grade": {"scheme": grade.scheme.code, "code": grade.code} if grade else None,
        "grade_words": version.grade_words or None,
        "short_text": version.short_text,
        "quote": version.quote or None,
        "is_complete": version.is_complete,
        "verification": version.verification,
    }


def unit_out(page: UnitPage) -> dict[str, Any]:
    return {
        "guideline": page.guideline.code,
        "chapter": page.unit.chapter.slug,
        "code": page.unit.code,
        "url": page.unit.get_absolute_url(),
        "national": version_out(page.national) if page.national else None,
        "local": version_out(page.local) if page.local else None,
        "target_groups": [group.code for group in page.groups],
        "documents": [document_out(line) for line in page.documents],
        "conflicts": [
            {
                "document": line.document.code,
                "says": line.document.facts,
                "guideline_says": line.document.difference,
                "source": line.document.source,
            }
            for line in page.conflicts
        ],
    }


def version_out(said: Said) -> dict[str, Any]:
    version = said.version
    return {
        **unit_short(version),
        "version": version.number,
        "label": version.label,
        "is_demo": version.is_demo,
        "published_on": version.published_on,
        "review_due_on": said.due_on,
        "is_past_review": said.is_past_review,
        "strength_words": version.strength_words or None,
        "rationale": version.rationale or None,
        "practical_advice": version.practical_advice or None,
        "benefits_and_harms": version.benefits_and_harms or None,
        "values_and_preferences": version.values_and_preferences or None,
        "references": version.references,
        "pico": version.pico or None,
        "topic": version.topic or None,
        "substances": version.substances,
        "note": version.note or None,
        "sources": version.sources,
        "retrieved_on": version.retrieved_on,
    }


def document_out(line: DocumentLine) -> dict[str, Any]:
    document, now = line.document, line.now
    return {
        "code": document.code,
        "number": document.number or None,
        "scope": document.scope,
        "as_written": {
            "title": document.title,
            "year": document.year,
            "recommendations": document.recommendations,
            "touches": document.touches or None,
            "state": document.state_words or None,
            "source": document.source,
        },
        "now": {
            "status": now.status,
            "replaced_by": now.replaced_by or None,
            "checked_on": now.checked_on,
            "checked_by": now.checked_by,
            "sources": now.sources,
        }
        if now
        else None,
    }


def documents_out(page: DocumentsPage) -> dict[str, Any]:
    return {"guideline": page.guideline.code, "documents": [document_out(line) for line in page.lines]}


def about_out(page: AboutPage) -> dict[str, Any]:
    return {
        **guideline_short(page.guideline),
        "source": page.source,
        "meetings": page.guideline.meetings,
        "work_began": page.guideline.work_began or None,
        "mandate": [
            {
                "code": each.code,
                "text": each.text,
                "answer": each.answer,
                "units": [unit.code for unit in each.units.all()],
            }
            for each in page.demands
        ],
        "target_groups": [{"code": each.code, "text": each.text} for each in page.groups],
        "working_group": [
            {
                "name": each.name,
                "organisation": each.organisation,
                "role": each.role,
                "is_leader": each.is_leader,
                "is_user_representative": each.is_user_representative,
                "left_year": each.left_year,
                "note": each.note or None,
            }
            for each in page.members
        ],
        "statements": {
            kind: [
                {"code": each.code, "lead": each.lead or None, "text": each.text, "facts": each.facts} for each in rows
            ]
            for kind, rows in page.statements.items()
        },
        "documents": [document_out(line) for line in page.documents],
        "gradings": [
            {
                "scheme": line.scheme.code,
                "name": line.scheme.name,
                "text": line.scheme.words,
                "used_by": line.scheme.used_by or None,
                "used_here": line.used,
                "grades": [{"code": grade.code, "text": grade.words or None} for grade in line.grades],
                "source": line.scheme.source,
            }
            for line in page.schemes
        ],
    }
