"""What somebody looks for in the catalogue. A filter: what cannot be understood is left out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from fagvei.common import text
from fagvei.common.forms import DateField
from fagvei.courses.models import CourseRun
from fagvei.courses.queries.catalogue import Wish

LONGEST_SEARCH, LONGEST_CODE = 100, 40


def wish_from(asked: QueryDict) -> Wish:
    language = _word(asked, "sprak", LONGEST_CODE)
    return Wish(
        words=_word(asked, "q", LONGEST_SEARCH),
        goal=_word(asked, "mal", LONGEST_CODE).upper(),
        region=_word(asked, "region", LONGEST_CODE),
        from_on=_day(asked.get("fra", "")),
        language=language if language in CourseRun.Language.values else "",
        only_free=asked.get("ledig") == "1",
    )


def _word(asked: QueryDict, name: str, longest: int) -> str:
    value = asked.get(name, "")
    return value[:longest].strip() if text.is_storable(value) else ""


def _day(value: str) -> Any:
    try:
        return DateField(required=False).clean(value)
    except ValidationError:
        return None
