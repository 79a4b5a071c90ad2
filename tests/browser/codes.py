"""What a phone's camera reads: the QR codes of a page as it is drawn, read by another library than the one that made them."""

import io

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator


def codes_on(picture: bytes) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))]


def codes_in(place: Locator) -> list[str]:
    return codes_on(place.screenshot())
