"""The shapes of the items of a guideline's pack."""

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from fagvei.common.packs import Entry

Slug = Field(pattern=r"^[a-z0-9-]+$", max_length=80)
Code = Field(pattern=r"^[A-Za-z0-9-]+$", max_length=40)
LongCode = Field(pattern=r"^[A-Za-z0-9-]+$", max_length=60)


class Part(BaseModel):
    """A part of an item: it has the item's source."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GradePart(Part):
    code: str = Field(min_length=1, max_length=20)
    words: str


class SchemeEntry(Entry):
    code: str = Field(pattern=r"^[A-Z0-9]+$", max_length=20)
    name: str = Field(min_length=1, max_length=200)
    words: str = Field(min_length=1)
    used_by: str = Field("", max_length=300)
    position: int = 0
    grades: list[GradePart] = Field(min_length=1)


class CountPart(Part):
    what: str
    count: str


class GuidelineEntry(Entry):
    slug: str = Slug
    code: str = Field(min_length=1, max_length=20)
    title: str = Field(min_length=1, max_length=300)
    publisher: str = Field(min_length=1, max_length=100)
    official_url: str = Field(pattern=r"^https://", max_length=500)
    launched_on: dt.date | None = None
    updated_on: dt.date | None = None
    official_count: int | None = Field(None, ge=0)
    official_count_source: str = ""
    official_distribution: list[CountPart] = []
    deviation_rule: str = ""
    deviation_source: str = ""
    how_read: str = ""
    work_began: str = Field("", pattern=r"^(\d{4}-\d{2})?$")
    meetings: int | None = Field(None, ge=0)


class TermPart(Part):
    term: str
    words: str


class ChapterEntry(Entry):
    guideline: str = Slug
    slug: str = Slug
    number: int | None = Field(None, ge=1)
    title: str = Field(min_length=1, max_length=300)
    title_is_assumed: bool = False
    found: Literal["found", "partial", "missing"]
    note: str = ""
    official_url: str = Field(pattern=r"^https://", max_length=500)
    expected_recommendations: int | None = Field(None, ge=0)
    sections: list[str] = []
    sections_source: str = ""
    substances: list[str] = []
    terms: list[TermPart] = []
    position: int = Field(ge=1)


class GradeRef(Part):
    scheme: str
    code: str


class ReferencePart(Part):
    citation: str = Field(min_length=1)
    note: str = ""
    url: str = ""


class UnitEntry(Entry):
    """Quote and own short text stand apart. A layer of text that no source gave is left out."""

    guideline: str = Slug
    chapter: str = Slug
    code: str = Code
    number: int | None = Field(None, ge=1)
    position: int = Field(ge=1)
    target_groups: list[str] = []
    kind: Literal[
        "recommendation", "explanation", "evidence", "legal_duty", "pathway", "definition", "scope", "goal", "principle"
    ]
    strength: Literal["", "must", "should", "may"] = ""
    strength_words: str = Field("", max_length=60)
    grade: GradeRef | None = None
    grade_words: str = Field("", max_length=60)
    quote: str = ""
    short_text: str = Field(min_length=1)
    short_text_en: str = ""
    rationale: str = ""
    practical_advice: str = ""
    benefits_and_harms: str = ""
    values_and_preferences: str = ""
    references: list[ReferencePart] = []
    pico: dict[str, str] = {}
    topic: str = Field("", max_length=40)
    substances: list[str] = []
    actor: str = Field("", max_length=100)
    is_complete: bool
    note: str = ""
    more_sources: list[str] = []
    review_due_on: dt.date | None = None


class TargetGroupEntry(Entry):
    guideline: str = Slug
    code: str = Code
    text: str = Field(min_length=1, max_length=300)
    text_en: str = Field("", max_length=300)
    position: int = Field(ge=1)


class PurposePart(Part):
    code: str
    text: str
    text_en: str = ""


class DemandEntry(Entry):
    guideline: str = Slug
    code: str = Code
    text: str = Field(min_length=1, max_length=300)
    text_en: str = Field("", max_length=300)
    purposes: list[PurposePart] = []
    answer: Literal["answered", "partly", "missing"]
    answer_note: str = ""
    units: list[str] = []
    position: int = Field(ge=1)


class StatementEntry(Entry):
    guideline: str = Slug
    kind: Literal[
        "reason", "process", "consultants", "definition", "goal", "principle", "history", "international",
        "international_note", "norwegian", "norwegian_note", "video", "gap",
    ]  # fmt: skip
    code: str = LongCode
    lead: str = Field("", max_length=300)
    text: str = Field(min_length=1)
    text_en: str = ""
    facts: dict[str, Any] = {}
    position: int = Field(ge=1)


class MemberEntry(Entry):
    guideline: str = Slug
    code: str = Code
    name: str = Field(min_length=1, max_length=200)
    organisation: str = Field(min_length=1, max_length=200)
    role: str = Field(min_length=1, max_length=200)
    is_user_representative: bool = False
    is_leader: bool = False
    left_year: int | None = None
    note: str = Field("", max_length=200)
    position: int = Field(ge=1)


class CheckPart(Part):
    status: Literal["in_force", "replaced", "partly_replaced", "under_revision", "unknown"]
    title: str = Field("", max_length=300)
    year: int | None = None
    status_words: str = Field("", max_length=300)
    replaced_by: str = Field("", max_length=300)
    replaced_year: int | None = None
    replaced_year_words: str = Field("", max_length=200)
    notes: list[str] = []
    sources: list[str] = Field(min_length=1)
    checked_on: dt.date
    checked_by: str = Field(min_length=1, max_length=200)


class DocumentEntry(Entry):
    guideline: str = Slug
    code: str = LongCode
    scope: Literal["named", "newer", "foreign"]
    number: str = Field("", max_length=20)
    title: str = Field(min_length=1, max_length=300)
    kind: str = Field("", max_length=60)
    year: int | None = None
    expected_year: int | None = None
    recommendations: int | None = Field(None, ge=0)
    recommendations_words: str = Field("", max_length=20)
    touches: str = Field("", max_length=100)
    state_words: str = Field("", max_length=300)
    text: str = ""
    text_en: str = ""
    facts: list[str] = []
    difference: str = ""
    units: list[str] = []
    check: CheckPart | None = None
    position: int = Field(ge=1)
