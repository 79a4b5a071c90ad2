"""A QR code as SVG, drawn here: no other server learns the address."""

import io

import qrcode
from django.utils.safestring import SafeString, mark_safe
from qrcode.constants import ERROR_CORRECT_L
from qrcode.image.svg import SvgPathImage


def qr_drawing(text: str) -> str:
    """As little dense as it can be: what is printed on a wall is not torn."""
    image = qrcode.make(text, image_factory=SvgPathImage, box_size=6, border=4, error_correction=ERROR_CORRECT_L)
    stream = io.BytesIO()
    image.save(stream)
    # Many stand on one page: no id.
    svg = stream.getvalue().decode().replace(' id="qr-path"', "")
    return svg[svg.index("<svg") :]


def qr_svg(text: str) -> SafeString:
    """For a page, beside its address or code in words: nothing to read aloud."""
    svg = qr_drawing(text).replace("<svg", '<svg aria-hidden="true"', 1)
    return mark_safe(svg)  # noqa: S308 -- drawn by the library from a number of squares
