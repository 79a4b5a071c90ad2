"""How a server process keeps its memory tidy.

Python's collector walks everything it may have to free. A running house holds some hundred thousand objects that live as
long as the process (models, addresses, templates), and a page of 300 goals makes so many short-lived ones that the walk
comes in the middle of it: measured, it doubled the slowest twentieth of the answers. So what stands when the house has
been built is set apart, and the collector waits for more than one page's worth of new objects before it looks.
"""

import gc

from django.urls import get_resolver

# New objects, more than they are freed, before the youngest are walked. Python's own number is 700.
YOUNG = 20_000


def settle() -> None:
    """Call it once in a process that answers requests, when the apps are loaded."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
