#!/usr/bin/env python3
"""Make the pictures of the README from the running demo.

    .venv/bin/python tools/make_screenshots.py

Starts a demo of its own on a free port, with data in a temporary folder, logs in as the demo people, and writes
docs/screenshots/*.png. Needs Debian's chromium. A picture larger than 250 kB stops it.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PICTURES = ROOT / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
MOST_BYTES = 250_000
SECONDS_TO_START = 120
PREPARE = (["migrate", "--verbosity", "0"], ["load_content", "--yes"], ["load_demo"])


def to_decide(page: Page) -> None:
    """Bo's first goal that waits for a decision; he confirms who he is on the way."""
    page.goto("/oppgaver/")
    page.locator("main").get_by_role("link", name="Avgjør").first.click()
    page.wait_for_load_state()
    if "/konto/bekreft/" in page.url:
        page.get_by_label("Passord").fill("demo")
        page.locator("main").get_by_role("button", name="Bekreft").click()
    page.wait_for_url("**/avgjor/")


# name of the file: who, size, how to get there
SHOTS = {
    "min-utdanning-1280": ("anna", DESKTOP, lambda page: page.goto("/min-utdanning/")),
    "logg-aktivitet-390": ("anna", PHONE, lambda page: page.goto("/aktiviteter/ny/")),
    "avgjor-1280": ("bo", DESKTOP, to_decide),
    "spesialitet-1280": (None, DESKTOP, lambda page: page.goto("/spesialiteter/rus/")),
}


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@contextlib.contextmanager
def demo(home: Path):
    """The address of a demo of our own."""
    port = free_port()
    environment = os.environ | {"FAGVEI_HOME": str(home), "PORT": str(port), "FAGVEI_ENV": "demo"}
    environment.pop("DATABASE_URL", None)
    for command in PREPARE:
        subprocess.run([BIN / "fagvei", *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(
        [BIN / "fagvei", "collectstatic", "--noinput", "--verbosity", "0"], cwd=ROOT, env=environment, check=True
    )
    serving = subprocess.Popen([sys.executable, ROOT / "tools/serve_demo.py", str(port)], cwd=ROOT, env=environment)
    try:
        wait_for(port)
        yield f"http://localhost:{port}"
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(timeout=30)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    sys.exit("The demo did not start.")


def log_in(page: Page, username: str) -> None:
    page.goto("/logg-inn/")
    page.locator(f"button[name=username][value={username}]").click()
    page.wait_for_url(lambda url: "/logg-inn/" not in url)


def take(browser, base_url: str, name: str) -> Path:
    who, size, go = SHOTS[name]
    context = browser.new_context(base_url=base_url, viewport=size, locale="nb-NO", reduced_motion="reduce")
    page = context.new_page()
    if who:
        log_in(page, who)
    go(page)
    page.wait_for_load_state("networkidle")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    context.close()
    shrink(path)
    return path


def shrink(path: Path) -> None:
    """256 colours are enough for a page, and a third of the size."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="fagvei-shots-") as home,
        demo(Path(home)) as base_url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        paths = [take(browser, base_url, name) for name in SHOTS]
        browser.close()
    for path in paths:
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")
    too_large = [path.name for path in paths if path.stat().st_size > MOST_BYTES]
    if too_large:
        sys.exit(f"Larger than {MOST_BYTES // 1000} kB: {', '.join(too_large)}.")


if __name__ == "__main__":
    main()
