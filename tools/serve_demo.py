#!/usr/bin/env python3
"""Serve the demo: the web server, the worker for background tasks, and the clock that starts what is due.

    tools/serve_demo.py PORT

They live and die together: Ctrl-C or TERM stops all, and when one of them ends by itself, a sentence says which.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
HOST = "127.0.0.1"
# Passkeys refuse an address in numbers, so people get the name.
SHOWN_HOST = "localhost"
SECONDS_BETWEEN_RUN_DUE = 60
SECONDS_TO_STOP = 10
SECONDS_TO_START = 60


class Stopped(Exception):
    """Somebody asked us to stop."""


def commands(port):
    return {
        "web server": [
            *(BIN / "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1"),
            # SQLite lets one write at a time; more threads than these would only stand in its queue.
            *("--blocking-threads", "4", "--log-level", "warning"),
            # Whoever knocks when the queue is full is told nothing, and the network waits longer for each new try.
            *("--backlog", "4096"),
            "fagvei.config.wsgi:application",
        ],
        "task worker": [BIN / "fagvei", "db_worker", "--queue-name", "*"],
    }


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def stop_all(processes):
    for process in processes.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in processes.values():
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        # A web server that was killed leaves its own worker behind, and that one holds the port.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def watch(processes, port):
    """Return the name and exit code of the first that ends by itself."""
    started = time.monotonic()
    announced = False
    next_due = started + SECONDS_BETWEEN_RUN_DUE
    while True:
        # run_due is meant to end; the others are not.
        for name in commands(port):
            code = processes[name].poll()
            if code is not None:
                return name, code
        now = time.monotonic()
        if not announced and answers(port):
            announced = True
            print(f"\nFagvei runs at http://{SHOWN_HOST}:{port} (stop it with Ctrl-C)\n", flush=True)
        if not announced and now - started > SECONDS_TO_START:
            return "web server", "no answer"
        due = processes.get("run_due")
        if now >= next_due and (due is None or due.poll() is not None):
            next_due = now + SECONDS_BETWEEN_RUN_DUE
            processes["run_due"] = subprocess.Popen([BIN / "fagvei", "run_due"], start_new_session=True)
        time.sleep(0.2)


def serve(port):
    if answers(port):
        return f"Port {port} is taken by another program: choose another one with make demo PORT={port + 1}."

    def stop(*_):
        raise Stopped

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    processes = {}
    try:
        for name, command in commands(port).items():
            # A session of its own: Ctrl-C reaches us only, and we stop the children in order.
            processes[name] = subprocess.Popen(command, start_new_session=True)
        name, code = watch(processes, port)
    except Stopped:
        return None
    else:
        return f"The {name} ended by itself (exit code {code}), so the demo stops. The lines above say why."
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop_all(processes)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].isdigit() or not 0 < int(sys.argv[1]) < 65536:
        sys.exit("PORT must be a number between 1 and 65535.")
    sys.exit(serve(int(sys.argv[1])))
