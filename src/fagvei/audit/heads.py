"""The end of the chain, written down outside the database: without it nobody can see that the log was cut short."""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings

from fagvei.audit.models import AuditSeal
from fagvei.audit.verification import Head
from fagvei.common import clock


def heads_folder() -> Path:
    return Path(settings.FAGVEI_HOME) / "audit-heads"


def current_head() -> dict[str, Any] | None:
    """Number and hash of the last seal, when it was made, which installation. None when nothing is sealed."""
    last = AuditSeal.objects.order_by("-seq").first()
    if last is None:
        return None
    return {
        "seq": last.seq,
        "hash": last.hash,
        "sealed_at": last.sealed_at.astimezone(dt.UTC).isoformat(),
        "instance": settings.FAGVEI_BASE_URL,
    }


def export_head(folder: Path) -> Path | None:
    """Write today's head. A file that is there is never overwritten: the second of a day carries its time."""
    head = current_head()
    if head is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{clock.today()}.json"
    if path.exists():
        path = folder / f"{clock.now():%Y-%m-%dT%H%M%S.%fZ}.json"
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(head, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    return path


def read_head(path: Path) -> Head:
    content = json.loads(path.read_text(encoding="utf-8"))
    return Head(int(content["seq"]), str(content["hash"]))


def exported_heads(folder: Path) -> list[Head]:
    return [read_head(path) for path in sorted(folder.glob("*.json"))]


def lost_heads(heads: list[Head]) -> list[Head]:
    """Heads that are no longer among our seals. A quick look, not a proof of what lies before them."""
    hashes = dict(AuditSeal.objects.filter(seq__in=[head.seq for head in heads]).values_list("seq", "hash"))
    return [head for head in heads if hashes.get(head.seq) != head.hash]
