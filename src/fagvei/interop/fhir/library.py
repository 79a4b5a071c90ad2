"""The guideline as a whole: a Library that names its recommendations. It holds no logic, for there is none."""

from collections.abc import Iterable

from fagvei.guideline.models import Guideline
from fagvei.interop.fhir.parts import (
    LANGUAGE,
    NORWAY,
    PUBLISHER,
    Resource,
    canonical,
    copyright_of,
    day,
    linked,
    name_of,
    narrative,
    present,
    said,
)

KIND = "Library"
TYPE = {
    "system": "http://terminology.hl7.org/CodeSystem/library-type",
    "code": "asset-collection",
    "display": "Asset Collection",
}


def library(guideline: Guideline, plans: Iterable[Resource]) -> Resource:
    source = f"{guideline.publisher}: {guideline.title} ({guideline.code})"
    rows: list[Resource] = [{"type": "derived-from", "display": source, "url": guideline.official_url}]
    rows += [{"type": "composed-of", "display": each["title"], "resource": each["url"]} for each in plans]
    return {
        "resourceType": KIND,
        "id": guideline.slug,
        "language": LANGUAGE,
        "text": narrative(
            said(f"{guideline.code}: {guideline.title}"),
            said(guideline.how_read),
            linked(f"Kilde: {guideline.publisher}", guideline.official_url),
        ),
        **present(
            {
                "url": canonical(KIND, guideline.slug),
                "identifier": [{"value": guideline.code}],
                "name": name_of(guideline.code),
                "title": guideline.title,
                "status": "active",
                "type": {"coding": [TYPE]},
                "publisher": PUBLISHER,
                "description": guideline.how_read,
                "jurisdiction": NORWAY,
                "copyright": copyright_of(guideline),
                "lastReviewDate": day(guideline.updated_on),
                "effectivePeriod": present({"end": day(guideline.review_due_on)}),
                "relatedArtifact": rows,
            }
        ),
    }
