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

from common import HERE, TARGET, WORK, children_cpu_s, cpu_s, figure, memory_mb, quiet
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
        text, headers = self.read(method, path, body)
        return json.loads(text or b"null"), headers

    def read(self, method, path, body=None):
        """The reply as it comes, to its end."""
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
        return text, reply.headers


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


def remove(path):
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def make_database(name, folder):
    """A database with the units, one account that may see the country, and the published programme; and how long the
    units took."""
    path = WORK / f"{name}.db"
    remove(path)
    at = time.perf_counter()
    luodi("units", "import", folder / "units.tree.csv", "--columns", "code,parent,level,name",
          "--db", path)
    seconds = time.perf_counter() - at
    print(f"  [import of units: {seconds:.1f} s]")
    luodi("account", "add", LOGIN, "--unit", "0", "--role", "manager", "--password-from-env", "--db", path)
    luodi("publish", HERE / "programme" / "programme.yaml", "--as", LOGIN, "--db", path)
    return path, seconds


TABLE = "national table (31 × 16) after a write"


def rollups(folder, records, quick):
    path, units_s = make_database("rollup", folder)
    with quiet("import"):
        at, used = time.perf_counter(), children_cpu_s()
        luodi("import", folder / "records.headed.csv", "--programme", "bench", "--register", "report", "--as", LOGIN, "--db", path)
        seconds, used = time.perf_counter() - at, children_cpu_s() - used
    figure("load units and records, with indexes", WHO, units_s + seconds, "s", f"{path.stat().st_size / 2**20:,.0f} MB")
    figure("import of records", WHO, records / seconds, "/s", f"{records / max(used, 0.01):,.0f} per CPU second")
    with server(path, "these data") as (api, pid):
        figure("memory with these data", WHO, memory_mb(pid), "MB", "after the start")
        tables_after_writes(api, folder, records, 3 if quick else 21)
        missing_villages(api, folder)
        figure("memory with these data", WHO, memory_mb(pid), "MB", "after the questions")
    at = time.perf_counter()
    luodi("verify", "--db", path)
    figure("verify chain, records and cells", WHO, time.perf_counter() - at, "s")
    remove(path)


def tables_after_writes(api, folder, records, times):
    """The national table of all sixteen months, each time right after an acknowledged write."""
    village = villages(folder)[0]
    first, last = (f"{year}-{month:02}" for year, month in (MONTHS[0], MONTHS[-1]))
    over_http, inside = [], []
    with quiet("national table"):
        for n in range(times):
            api.call("POST", "/api/programmes/bench/registers/report/records",
                     dict(id=str(uuid.uuid4()), fields=dict(village=village, date="2025-10-15", n1="1", n2="1", n3="1")))
            at = time.perf_counter()
            text, headers = api.read("GET", f"/api/programmes/bench/tables/national/series?first={first}&last={last}")
            over_http.append((time.perf_counter() - at) * 1000)
            inside.append(server_ms(headers))
            months = json.loads(text)
            reports = sum(int(month["page"]["rows"][0]["cells"][-1]["value"]) for month in months)
            if len(months) != len(MONTHS) or reports != records + n + 1:
                raise RuntimeError(f"the table counts {reports} reports, {records + n + 1} were taken in")
    figure(TABLE, f"{WHO} over HTTP", statistics.median(over_http), "ms", f"one request, n={times}")
    known = [x for x in inside if x is not None]
    figure(TABLE, f"{WHO} in process", statistics.median(known) if known else None, "ms",
           "from the Server-Timing header" if known else "the server does not say (no Server-Timing header)")


def server_ms(headers):
    """What the server says it took, without HTTP (`Server-Timing: app;dur=0.42`)."""
    found = re.search(r"dur=([\d.]+)", headers.get("Server-Timing", ""))
    return float(found[1]) if found else None


def missing_villages(api, folder):
    """Villages of a county whose figure of the month is zero, out of the table of its villages."""
    times, inside, missing = [], [], 0
    with quiet("missing villages"):
        for county in counties(folder):
            at = time.perf_counter()
            text, headers = api.read("GET", f"/api/programmes/bench/tables/villages?unit={county}&period=2025-10")
            times.append((time.perf_counter() - at) * 1000)
            inside.append(server_ms(headers))
            page = json.loads(text)
            silent = [c for c, cell in zip(page["columns"], page["rows"][0]["cells"]) if c and cell["value"] == "0"]
            missing += len(silent)
    if not missing:
        raise RuntimeError("no village is missing anywhere: the question was not answered")
    figure("missing villages of one county", f"{WHO} over HTTP", statistics.median(times), "ms",
           f"{len(times)} counties, {missing} villages")
    known = [x for x in inside if x is not None]
    figure("missing villages of one county", f"{WHO} in process", statistics.median(known) if known else None, "ms",
           "from the Server-Timing header")


def submissions(folder, quick):
    """Durable submissions of the ten-field record: checked, chained, counted in every total above, acknowledged."""
    path, _ = make_database("submissions", folder)
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
                used = cpu_s(pid)
                out = subprocess.run([*command, "--clients", str(clients), "--seconds", "3" if quick else "10"],
                                     check=True, capture_output=True, text=True).stdout
                used = cpu_s(pid) - used
            seen = json.loads(out)
            sent += seen["acknowledged_with_warm_up"]
            bad = seen["not_2xx"] + seen["broken"]
            figure(f"durable record with totals, {clients} clients", f"{WHO} over HTTP", seen["per_s"], "/s",
                   f"p50 {seen['p50_ms']} ms, p99 {seen['p99_ms']} ms, "
                   f"{seen['acknowledged_with_warm_up'] / max(used, 0.01):,.0f} per CPU second of the server" + (f"; {bad} FAILED" if bad else ""))
        figure("memory under submissions", WHO, memory_mb(pid), "MB")
        page, _ = api.call("GET", "/api/programmes/bench/tables/submitted")
    stored = page["rows"][0]["cells"][-1]["value"]
    if stored != str(sent):
        raise RuntimeError(f"{sent} were acknowledged, {stored} are counted: a figure of this run means nothing")
    luodi("verify", "--db", path)
    remove(path)
