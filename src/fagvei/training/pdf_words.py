"""The words of a PDF, as far as they are text, to see whether they hold what must not lie here."""

import io
import logging

from pypdf import PdfReader

MOST_PAGES = 30
# What it says of a damaged file is of no use to us, and may quote it.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def words_of_pdf(content: bytes) -> str:
    """Nothing when it cannot be read: a scanned page has no words, and whether the file is whole is judged elsewhere."""
    try:
        pages = PdfReader(io.BytesIO(content)).pages[:MOST_PAGES]
        return "\n".join(page.extract_text() for page in pages)
    except Exception:  # pypdf raises many kinds for a damaged file
        return ""
