"""What Luodi does, through its public interfaces only: the command line and HTTP."""
import contextlib
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import time
import urllib.parse
import uuid

from common import HERE, TARGET, WORK, figure, memory_mb, quiet
from data import MONTHS, counties, villages

LUODI = TARGET / "release" / "luodi"
LOAD = TARGET / "release" / "examples" / "load"
LOGIN, PASSWORD = "bench", "bench-only-2026-09"
START_S_MAX = 300
WHO = "Luodi"


def luodi(*arguments):
    """Runs a command and gives what it printed."""
    environment = dict(os.environ, LUODI_PASSWORD=PASSWORD)
    done = subprocess.run([LUODI, *map(str, arguments)], stdout=subprocess.PIPE, text=True, env=environment)
    if done.returncode:
        raise RuntimeError(f"luodi {' '.join(map(str, arguments))}: exit code {done.returncode}")
    return done.stdout


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Api:
    """A program that calls the API with a bearer token, over one connection that stays open."""

    def __init__(self, port, token=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self.port, self.token = port, token

    def call(self, method, path, body=None):
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body)
        self.connection.request(method, urllib.parse.quote(path, safe="/?=&"), data, headers)
        reply = self.connection.getresponse()
        text = reply.read()
        if not 200 <= reply.status < 300:
            raise RuntimeError(f"{method} {path}: {reply.status} {text.decode()[:500]}")
        return json.loads(text or b"null"), reply.headers


@contextlib.contextmanager
def server(database, label):
    """The server, once it answers; its start-up time is a figure."""
    token = luodi("account", "token", LOGIN, "--name", "bench", "--days", "1", "--db", database).strip()
    port = free_port()
    with open(WORK / "server.log", "w") as log, quiet(f"start with {label}"):
        at = time.perf_counter()
        process = subprocess.Popen([LUODI, "serve", "--db", database, "--port", str(port)], stdout=log, stderr=log)
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException, RuntimeError):
                Api(port).call("GET", "/api/health")
                break
            if process.poll() is not None or time.perf_counter() - at > START_S_MAX:
                raise RuntimeError(f"the server did not start: see {WORK / 'server.log'}")
            time.sleep(0.01)
        started = time.perf_counter() - at
    figure(f"start with {label}", WHO, started, "s")
    try:
        yield Api(port, token), process.pid
    finally:
        process.terminate()
        process.wait(60)


def make_database(name, folder):
    """A database with the units, one account that may see the country, and the published programme."""
    path = WORK / f"{name}.db"
    for end in ("", "-wal", "-shm"):
        (WORK / f"{name}.db{end}").unlink(missing_ok=True)
    at = time.perf_counter()
    luodi("units", "import", folder / "units.tree.csv", "--columns", "code,parent,level,name",
          "--db", path)
    print(f"  [import of units: {time.perf_counter() - at:.1f} s]")
    luodi("account", "add", LOGIN, "--unit", "0", "--role", "manager", "--password-from-env", "--db", path)
    luodi("publish", HERE / "programme" / "programme.yaml", "--as", LOGIN, "--db", path)
    return path


TABLE = "national table (31 × 16) after a write"


def rollups(folder, records, quick):
    path = make_database("rollup", folder)
    with quiet("import"):
        at = time.perf_counter()
        luodi("import", folder / "records.headed.csv", "--programme", "bench", "--register", "report",
              "--as", LOGIN, "--db", path)
        seconds = time.perf_counter() - at
    figure("load units and records, with indexes", WHO, seconds, "s", f"{path.stat().st_size / 2**20:,.0f} MB")
    with server(path, "these data") as (api, pid):
        tables_after_writes(api, folder, records, 3 if quick else 21)
        missing_villages(api, folder)
        figure("memory with these data", WHO, memory_mb(pid), "MB")


def tables_after_writes(api, folder, records, times):
    """The national table of all sixteen months, each time right after an acknowledged write."""
    village = villages(folder)[0]
    over_http, inside = [], []
    with quiet("national table"):
        for n in range(times):
            api.call("POST", "/api/programmes/bench/registers/report/records",
                     dict(id=str(uuid.uuid4()), fields=dict(village=village, date="2025-10-15", n1="1", n2="1", n3="1")))
            at, inner, reports = time.perf_counter(), 0.0, 0
            for year, month in MONTHS:
                page, headers = api.call("GET", f"/api/programmes/bench/tables/national?period={year}-{month:02}")
                inner += server_ms(headers) or float("nan")
                reports += int(page["rows"][0]["cells"][-1]["value"])
            over_http.append((time.perf_counter() - at) * 1000)
            inside.append(inner)
            if reports != records + n + 1:
                raise RuntimeError(f"the table counts {reports} reports, {records + n + 1} were taken in")
    figure(TABLE, f"{WHO} over HTTP", statistics.median(over_http), "ms", f"16 requests, n={times}")
    known = [x for x in inside if x == x]
    figure(TABLE, f"{WHO} in process", statistics.median(known) if known else None, "ms",
           "from the Server-Timing header" if known else "the server does not say (no Server-Timing header)")


def server_ms(headers):
    """What the server says it took, without HTTP (`Server-Timing: app;dur=0.42`)."""
    found = re.search(r"dur=([\d.]+)", headers.get("Server-Timing", ""))
    return float(found[1]) if found else None


def missing_villages(api, folder):
    """Villages of a county whose figure of the month is zero, out of the table of its villages."""
    times, missing = [], 0
    with quiet("missing villages"):
        for county in counties(folder):
            at = time.perf_counter()
            page, _ = api.call("GET", f"/api/programmes/bench/tables/villages?unit={county}&period=2025-10")
            silent = [c for c, cell in zip(page["columns"], page["rows"][0]["cells"]) if c and cell["value"] == "0"]
            times.append((time.perf_counter() - at) * 1000)
            missing += len(silent)
    if not missing:
        raise RuntimeError("no village is missing anywhere: the question was not answered")
    figure("missing villages of one county", f"{WHO} over HTTP", statistics.median(times), "ms",
           f"{len(times)} counties, {missing} villages")


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
        page, _ = api.call("GET", "/api/programmes/bench/tables/submitted")
    stored = page["rows"][0]["cells"][-1]["value"]
    if stored != str(sent):
        raise RuntimeError(f"{sent} were acknowledged, {stored} are counted: a figure of this run means nothing")
    luodi("verify", "--db", path)
