"""What Luodi does, through its public interfaces only: the command line and HTTP."""
import contextlib
import json
import os
import re
import socket
import statistics
import subprocess
import time
import urllib.error
import urllib.request
import uuid

from common import HERE, TARGET, WORK, figure, memory_mb, quiet
from data import MONTHS, counties, villages

LUODI = TARGET / "release" / "luodi"
LOAD = TARGET / "release" / "examples" / "load"
LOGIN, PASSWORD = "bench", "bench-Passwort-1"
WHO = "Luodi"


def luodi(*arguments):
    subprocess.run([LUODI, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Api:
    """A client that keeps its connection out of the way: urllib opens one for each call, so times are taken by `timed`."""

    def __init__(self, port):
        self.port, self.token = port, None

    def call(self, method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        data = None
        if body is not None:
            request.add_header("Content-Type", "application/json")
            data = json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data) as reply:
                return json.loads(reply.read() or b"null"), reply.headers
        except urllib.error.HTTPError as e:
            raise RuntimeError(f"{method} {path}: {e.code} {e.read().decode()[:500]}") from e

    def sign_in(self):
        """A bearer token, as a collecting program uses it."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/session", method="POST",
                                         headers={"Content-Type": "application/json"},
                                         data=json.dumps(dict(login=LOGIN, password=PASSWORD)).encode())
        with urllib.request.urlopen(request) as reply:
            cookie, me = reply.headers["Set-Cookie"].split(";")[0], json.loads(reply.read())
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/tokens", method="POST",
                                         headers={"Content-Type": "application/json", "Cookie": cookie, "x-csrf": me["csrf"]},
                                         data=json.dumps(dict(name="bench", days=1)).encode())
        with urllib.request.urlopen(request) as reply:
            self.token = json.loads(reply.read())["token"]


@contextlib.contextmanager
def server(database, label):
    """The server, once it answers; its start-up time and memory are figures."""
    port = free_port()
    with open(WORK / "server.log", "w") as log, quiet(f"start with {label}"):
        at = time.perf_counter()
        process = subprocess.Popen([LUODI, "serve", "--db", database, "--port", str(port)], stdout=log, stderr=log)
        api = Api(port)
        while True:
            with contextlib.suppress(OSError, RuntimeError):
                api.call("GET", "/api/health")
                break
            if process.poll() is not None or time.perf_counter() - at > 120:
                raise RuntimeError(f"the server did not start: see {WORK / 'server.log'}")
            time.sleep(0.01)
        started = time.perf_counter() - at
    figure(f"start with {label}", WHO, started, "s")
    try:
        api.sign_in()
        yield api, process.pid
    finally:
        process.terminate()
        process.wait(30)


def make_database(name, folder):
    """A database with the units, the programme and one account at the root; the figures say how long the import took."""
    path = WORK / f"{name}.db"
    for end in ("", "-wal", "-shm"):
        (WORK / f"{name}.db{end}").unlink(missing_ok=True)
    luodi("import", "units", folder / "units.headed.csv", "--db", path)
    luodi("publish", HERE / "programme", "--db", path)
    # The country has 31 roots; the account that measures stands above them all.
    luodi("account", "add", LOGIN, "--role", "manager", "--password", PASSWORD, "--db", path)
    return path


def rollups(folder, quick):
    path = make_database("rollup", folder)
    with quiet("import"):
        at = time.perf_counter()
        luodi("import", "records", folder / "records.headed.csv", "--programme", "bench", "--register", "report",
              "--map", "village=village,date=date,n1=n1,n2=n2,n3=n3", "--db", path)
        seconds = time.perf_counter() - at
    figure("load units and records, with indexes", WHO, seconds, "s", f"{path.stat().st_size / 2**20:,.0f} MB")
    with server(path, "these data") as (api, pid):
        tables_after_writes(api, folder, 3 if quick else 21)
        missing_villages(api, folder)
        figure("memory with these data", WHO, memory_mb(pid), "MB")


def tables_after_writes(api, folder, times):
    """The national table of all sixteen months, each time right after an acknowledged write."""
    village = villages(folder)[0]
    over_http, inside = [], []
    with quiet("national table"):
        for _ in range(times):
            api.call("POST", "/api/programmes/bench/registers/report/records",
                     dict(id=str(uuid.uuid4()), fields=dict(village=village, date="2025-10-15", n1=1, n2=1, n3="1")))
            at, inner = time.perf_counter(), 0.0
            for year, month in MONTHS:
                _, headers = api.call("GET", f"/api/programmes/bench/tables/national?period={year}-{month:02}")
                inner += server_ms(headers) or float("nan")
            over_http.append((time.perf_counter() - at) * 1000)
            inside.append(inner)
    figure("national table (31 × 16) after a write", f"{WHO} over HTTP", statistics.median(over_http), "ms", f"n={times}")
    known = [x for x in inside if x == x]
    figure("national table (31 × 16) after a write", f"{WHO} in process", statistics.median(known) if known else None, "ms",
           "from the Server-Timing header" if known else "the server does not say (no Server-Timing header)")


def server_ms(headers):
    """What the server says it took, without HTTP (`Server-Timing: app;dur=0.42`)."""
    found = re.search(r"dur=([\d.]+)", headers.get("Server-Timing", ""))
    return float(found[1]) if found else None


def missing_villages(api, folder):
    times = []
    with quiet("missing villages"):
        for county in counties(folder):
            at = time.perf_counter()
            api.call("GET", f"/api/programmes/bench/duties/monthly/missing?unit={county}&period=2025-10")
            times.append((time.perf_counter() - at) * 1000)
    figure("missing villages of one county", f"{WHO} over HTTP", statistics.median(times), "ms", f"{len(times)} counties")


def submissions(folder, quick):
    """Durable submissions of the ten-field record: checked, chained, counted in every total above, acknowledged."""
    path = make_database("submissions", folder)
    units = WORK / "units.txt"
    units.write_text("\n".join(villages(folder)))
    with server(path, "units only") as (api, pid):
        command = [LOAD, "--to", f"127.0.0.1:{api.port}", "--method", "POST", "--body", HERE / "record.json", "--units", units,
                   "--path", "/api/programmes/bench/registers/submission/records",
                   "--header", "Content-Type: application/json", "--header", f"Authorization: Bearer {api.token}"]
        subprocess.run([*command, "--once"], check=True, stdout=subprocess.DEVNULL)
        sent = 1
        for clients in (1, 8, 32):
            with quiet(f"submissions, {clients} clients"):
                out = subprocess.run([*command, "--clients", str(clients), "--seconds", "3" if quick else "10"],
                                     check=True, capture_output=True, text=True).stdout
            seen = json.loads(out)
            sent += seen["acknowledged_with_warm_up"]
            bad = seen["not_2xx"] + seen["broken"]
            figure(f"durable record with totals, {clients} clients", f"{WHO} over HTTP", seen["per_s"], "/s",
                   f"p50 {seen['p50_ms']} ms, p99 {seen['p99_ms']} ms" + (f"; {bad} FAILED" if bad else ""))
        figure("memory under submissions", WHO, memory_mb(pid), "MB")
        stored, _ = api.call("GET", "/api/programmes/bench/measures/submissions")
    if stored["value"] != str(sent):
        raise RuntimeError(f"{sent} were acknowledged, {stored['value']} are counted: a figure of this run means nothing")
    luodi("verify", "--db", path)
