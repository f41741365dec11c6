"""What general databases do with the same data and questions: DuckDB, SQLite, PostgreSQL.

Same schema everywhere: units with their ancestors written out, records with an index on (village, month) where the database
uses one. Times are as the client sees them, all rows fetched, caches warm. The questions come right after a committed write,
as they do in an office."""
import glob
import os
import random
import re
import sqlite3
import subprocess
import tempfile
import time

import duckdb
import psycopg

from common import WORK, figure, median_ms, quiet
from data import counties

MONTH = 202510
UNITS = ("create table units(id int primary key, parent int, level smallint, code bigint, name text, "
         "prov int, city int, county int, town int)")
RECORDS = "create table records(village int not null, d {date}, month int not null, n1 int, n2 int, n3 {decimal})"
NATIONAL = ("select u.prov, r.month, count(*), sum(r.n1), sum(r.n2), sum(r.n3) from records r "
            "join units u on u.id = r.village group by 1, 2 order by 1, 2")
MISSING = ("select u.id, u.name from units u where u.county = {county} and u.level = 5 and not exists "
           "(select 1 from records r where r.village = u.id and r.month = {month}) order by 1")
# The server is no child of this program: what it uses is not what others use.
SERVER = int(os.environ.get("LUODI_BENCH_POSTGRES_PID", os.getpid()))
WRITE = "insert into records values({village}, '2025-10-15', 202510, 1, 1, 1)"


class DuckDb:
    name = f"DuckDB {duckdb.__version__}"
    types = dict(date="date", decimal="decimal(10,2)")

    def __init__(self, folder):
        self.path = folder / "peer.duckdb"
        self.path.unlink(missing_ok=True)
        self.connection = duckdb.connect(str(self.path))

    def run(self, sql):
        return self.connection.execute(sql).fetchall()

    def load(self, folder):
        for table in ("units", "records"):
            self.run(f"copy {table} from '{folder}/{table}.csv' (header false)")
        self.run("checkpoint")

    def size_mb(self):
        return self.path.stat().st_size / 2**20

    def close(self):
        self.connection.close()
        for file in self.path.parent.glob(self.path.name + "*"):
            file.unlink()


class Sqlite:
    name = f"SQLite {sqlite3.sqlite_version}"
    types = dict(date="text", decimal="real")

    def __init__(self, folder):
        self.path = folder / "peer.sqlite"
        for end in ("", "-wal", "-shm"):
            (folder / f"peer.sqlite{end}").unlink(missing_ok=True)
        self.connection = sqlite3.connect(self.path, isolation_level=None)
        for pragma in ("journal_mode=wal", "synchronous=full", "cache_size=-1000000", "mmap_size=4000000000"):
            self.run(f"pragma {pragma}")

    def run(self, sql):
        return self.connection.execute(sql).fetchall()

    def load(self, folder):
        for table, columns in (("units", 9), ("records", 6)):
            self.run("begin")
            with open(folder / f"{table}.csv") as source:
                rows = (line.rstrip("\n").split(",") for line in source)
                self.connection.executemany(f"insert into {table} values({','.join('?' * columns)})", rows)
            self.run("commit")
        self.run("create index units_county on units(county)")
        self.run("create index records_village_month on records(village, month)")
        self.run("analyze")

    def size_mb(self):
        return self.path.stat().st_size / 2**20

    def close(self):
        self.connection.close()
        for file in self.path.parent.glob(self.path.name + "*"):
            file.unlink()


class Postgres:
    types = dict(date="date", decimal="numeric(10,2)")

    def __init__(self, _folder):
        self.connection = psycopg.connect(os.environ["LUODI_BENCH_POSTGRES"], autocommit=True)
        self.name = "PostgreSQL " + self.run("show server_version")[0][0].split()[0]

    def run(self, sql):
        cursor = self.connection.execute(sql)
        return cursor.fetchall() if cursor.description else []

    def load(self, folder):
        for table in ("units", "records"):
            with self.connection.cursor().copy(f"copy {table} from stdin (format csv)") as sink, \
                    open(folder / f"{table}.csv", "rb") as source:
                while piece := source.read(1 << 20):
                    sink.write(piece)
        self.run("create index units_county on units(county)")
        self.run("create index records_village_month on records(village, month)")
        self.run("vacuum analyze")

    def size_mb(self):
        return self.run("select pg_database_size(current_database())")[0][0] / 2**20

    def close(self):
        self.connection.close()


KINDS = (DuckDb, Sqlite, Postgres)


def rollups(kind, folder, quick):
    """Loading, the national table right after a write, and the missing villages of a county."""
    asked = counties(folder)
    peer = kind(WORK)
    for statement in (UNITS, RECORDS.format(**peer.types)):
        peer.run(statement)
    with quiet(f"{peer.name}: load", SERVER):
        at = time.perf_counter()
        peer.load(folder)
    figure("load units and records, with indexes", peer.name, time.perf_counter() - at, "s", f"{peer.size_mb():,.0f} MB")

    def table_after_write(village):
        peer.run(WRITE.format(village=village))
        at = time.perf_counter()
        rows = peer.run(NATIONAL)
        assert len(rows) == 31 * 16, rows[:2]
        times.append((time.perf_counter() - at) * 1000)

    times = []
    with quiet(f"{peer.name}: national table", SERVER):
        # SQLite takes half a minute each time: three are enough.
        for village in [650_000, 650_001] if quick else range(650_000, 650_003 if kind is Sqlite else 650_005):
            table_after_write(village)
    figure("national table (31 × 16) after a write", peer.name, sorted(times)[len(times) // 2], "ms", f"n={len(times)}")
    with quiet(f"{peer.name}: missing villages", SERVER):
        value = median_ms(lambda county: peer.run(MISSING.format(county=county, month=MONTH)), asked)
    figure("missing villages of one county", peer.name, value, "ms", f"{len(asked)} counties")
    if kind is Postgres:
        submissions(quick)
    peer.close()


TOTALS = """create table totals(unit int, month int, n bigint, n1 bigint, n2 bigint, n3 numeric, primary key (unit, month)) with (fillfactor = 70)"""
# One record and the five totals above it, in one transaction: what the product promises for each submission.
SUBMIT = r"""\set village random(43222, 693221)
\set a random(0, 500)
\set b random(0, 100000)
begin;
insert into records values(:village, '2026-01-15', 202601, :a, :b, 12.34);
insert into totals select x, 202601, 1, :a, :b, 12.34
  from (select unnest(array[prov, city, county, town, id]) x from units where id = :village order by 1) above
  on conflict (unit, month) do update set n = totals.n + 1, n1 = totals.n1 + excluded.n1,
    n2 = totals.n2 + excluded.n2, n3 = totals.n3 + excluded.n3;
commit;
"""


def submissions(quick):
    """PostgreSQL with pgbench, over its own protocol: no HTTP, no audit chain, no checks."""
    with psycopg.connect(os.environ["LUODI_BENCH_POSTGRES"], autocommit=True) as connection:
        connection.execute(TOTALS)
        name = "PostgreSQL " + connection.execute("show server_version").fetchone()[0].split()[0] + " (pgbench)"
    pgbench = max(glob.glob("/usr/lib/postgresql/*/bin/pgbench"), default=None)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(SUBMIT)
        script.flush()
        for clients in (1, 8, 32):
            if pgbench is None:
                figure(f"durable record with totals, {clients} clients", name, None, "/s", "no pgbench on this machine")
                continue
            command = [pgbench, "-n", "-c", str(clients), "-j", "2", "-T", "3" if quick else "10", "-f", script.name,
                       os.environ["LUODI_BENCH_POSTGRES"]]
            with quiet(f"pgbench, {clients} clients", SERVER):
                out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            rate = float(re.search(r"tps = ([\d.]+)", out)[1])
            latency = re.search(r"latency average = ([\d.]+)", out)[1]
            figure(f"durable record with totals, {clients} clients", name, rate, "/s", f"mean {latency} ms")


def disk(quick):
    """What the disk can do: 4 KB written and flushed, one after another."""
    with quiet("disk"), tempfile.TemporaryFile(dir=WORK) as file:
        block, n, at = random.randbytes(4096), 0, time.perf_counter()
        while time.perf_counter() - at < (1 if quick else 5):
            os.pwrite(file.fileno(), block, (n % 1000) * 4096)
            os.fdatasync(file.fileno())
            n += 1
    figure("4 KB write and fdatasync", "the disk", n / (time.perf_counter() - at), "/s")
