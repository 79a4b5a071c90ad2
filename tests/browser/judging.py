"""What is judged of a page as it stands: axe, sideways scroll, squeezed words, ids. The same with JavaScript and without it.

Where the page may run no script, what the browser's debugger asks runs all the same; only timers never go off.
"""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
A_MOMENT, MOMENTS = 50, 20  # milliseconds, and how many of them we wait: a second is enough for all of ours

# axe waits for its turn with timers. The long ones say when it gives up, and it never has to.
TIMERS_OF_OUR_OWN = """() => {
  window.setTimeout = (act, delay = 0, ...more) => {
    if (delay < 1000) Promise.resolve().then(() => act(...more));
    return 0;
  };
}"""
# What the bar at the thumb covers is scrolled free of it; axe would measure the half that it sees at this moment.
LAY_THE_BAR = "place => document.querySelectorAll('.thumb').forEach(bar => { bar.style.position = place; })"
# Asked anew each time, for a promise of the browser itself is not kept where no script runs.
PLACE_AND_MOVES = """() => {
  const moves = document.getAnimations().filter(each => each.playState === "running");
  return [window.scrollY, moves.length + (document.fonts.status === "loaded" ? 0 : 1)];
}"""


def come_to_rest(page: Page) -> None:
    """What moves has moved: a dialog that fades in has no contrast yet, and axe sees no target half under the head."""
    before = None
    for _ in range(MOMENTS):
        place, moves = page.evaluate(PLACE_AND_MOVES)
        if place == before and not moves:
            return
        before = place
        page.wait_for_timeout(A_MOMENT)


def violations(page: Page) -> list[str]:
    """One line for each fault axe finds: the rule, the place, why."""
    if not page.has_js:
        page.evaluate(TIMERS_OF_OUR_OWN)
    page.evaluate("() => {" + AXE.read_text() + "}")
    page.evaluate(LAY_THE_BAR, "static")
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", WCAG
    )
    page.evaluate(LAY_THE_BAR, "")
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def ids_used_twice(page: Page) -> list[str]:
    return page.evaluate(
        """() => {
          const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
          return [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];
        }"""
    )


def overflow(page: Page) -> list[str]:
    """What sticks out to the right, if the page can be scrolled sideways."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.body.querySelectorAll("*")]
            .filter(element => element.checkVisibility() && !element.closest(".table-wrap"))
            .filter(element => element.getBoundingClientRect().right > width + 1)
            .map(element => element.outerHTML.slice(0, 120)).slice(0, 5).concat(["the page is wider than the window"]);
        }"""
    )


def squeezed(page: Page) -> list[str]:
    """Words that stand almost letter under letter, for something beside them took the place."""
    return page.evaluate(
        """() => [...document.querySelectorAll("main :is(dd, dt, p, li, td)")]
          .filter(element => element.checkVisibility() && !element.closest(".visually-hidden"))
          .filter(element => element.textContent.trim().length > 40)
          .filter(element => { const {width, height} = element.getBoundingClientRect(); return width < 60 && height > 200; })
          .map(element => element.outerHTML.slice(0, 120)).slice(0, 5)"""
    )
