"""Files that people send in: named by their content, and checked against it."""

import hashlib
import uuid

from django.db.models.fields.files import FieldFile

SUFFIXES_OF_PROOFS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}


def path_by_content(folder: str, sha256: str, suffix: str) -> str:
    """With a random sign: nothing of the person stands in the path, and no two rows share a file."""
    return f"{folder}/{sha256[:2]}/{sha256}-{uuid.uuid4().hex[:12]}{suffix}"


def digest_of(file: FieldFile) -> str | None:
    """SHA-256 of what lies on disk now; None when the file is gone."""
    hasher = hashlib.sha256()
    try:
        with file.storage.open(file.name or "") as stored:
            for chunk in stored.chunks():
                hasher.update(chunk)
    except FileNotFoundError:
        return None
    return hasher.hexdigest()
