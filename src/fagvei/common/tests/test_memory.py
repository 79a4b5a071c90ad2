"""A settled process leaves what stands alone. In a process of its own: nobody wants this for the rest of the suite."""

import subprocess
import sys

PROGRAM = """
import gc
import fagvei.config.wsgi
from fagvei.common.memory import YOUNG
assert gc.get_freeze_count() > 50_000, gc.get_freeze_count()
assert gc.get_threshold()[0] == YOUNG
"""


def test_the_servers_process_is_settled():
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
