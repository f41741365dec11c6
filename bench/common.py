"""Shared by the measurements: a quiet machine, what others used meanwhile, memory, and the sink for figures."""
import contextlib
import json
import os
import resource
import statistics
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = Path(os.environ["LUODI_BENCH_DIR"])
TARGET = Path(os.environ.get("TARGET", ROOT / "target"))
QUIET_IDLE_SHARE = 0.85
QUIET_WAIT_S = 240
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count()

figures = []


def figure(work, who, value, unit, note=""):
    """Keeps one figure and prints it. `value` is a number, or None where it could not be measured (the note says why)."""
    figures.append(dict(work=work, who=who, value=value, unit=unit, note=note))
    print(f"{work} | {who} | {'not measured' if value is None else f'{value:,.2f}'} {unit} | {note}", flush=True)


def save():
    (WORK / "figures.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1))


def _machine():
    """(busy, idle, steal) CPU seconds of all cores since boot."""
    fields = [int(x) / TICKS_PER_S for x in open("/proc/stat").readline().split()[1:9]]
    user, nice, system, idle, iowait, irq, softirq, steal = fields
    return user + nice + system + irq + softirq, idle + iowait, steal


def processes(pid):
    """A process and all its descendants."""
    found, todo = [], [pid]
    while todo:
        p = todo.pop()
        found.append(p)
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{p}/task"):
                todo += map(int, open(f"/proc/{p}/task/{task}/children").read().split())
    return found


def cpu_s(pid):
    total = 0.0
    for p in processes(pid):
        with contextlib.suppress(OSError):
            fields = open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split()
            # Its own time, and that of children which have ended.
            total += sum(int(x) for x in fields[11:15]) / TICKS_PER_S
    return total


def children_cpu_s():
    """Of the commands that this program has run and waited for."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def memory_mb(pid):
    """Proportional set size of a process and its descendants: shared pages are split among those who share them."""
    total_kb = 0
    for p in processes(pid):
        with contextlib.suppress(OSError):
            lines = open(f"/proc/{p}/smaps_rollup").read().splitlines()
            total_kb += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total_kb / 1024


@contextlib.contextmanager
def quiet(what, *servers):
    """Waits until the machine is idle, then says what share of it others used during the measurement: others than this
    program, its children and the servers named (process ids)."""
    def ours():
        return sum(map(cpu_s, (os.getpid(), *servers)))

    begun, good = time.monotonic(), 0
    while good < 2 and time.monotonic() - begun < QUIET_WAIT_S:
        before = _machine()
        time.sleep(1)
        busy, idle, _ = (b - a for a, b in zip(before, _machine()))
        good = good + 1 if idle / max(busy + idle, 0.01) >= QUIET_IDLE_SHARE else 0
    before, used, at = _machine(), ours(), time.monotonic()
    yield
    seconds = time.monotonic() - at
    busy, _, steal = (b - a for a, b in zip(before, _machine()))
    others = max(0.0, busy - (ours() - used)) / (seconds * CORES)
    print(f"  [{what}: {seconds:.1f} s; others used {others:.0%} of the machine, steal {steal / (seconds * CORES):.0%}"
          f"{'' if good >= 2 else '; the machine never was quiet'}]", flush=True)


def median_ms(run, arguments):
    """Median milliseconds of `run(argument)`, after one call that does not count."""
    arguments = list(arguments)
    run(arguments[0])
    times = []
    for argument in arguments:
        at = time.perf_counter()
        run(argument)
        times.append((time.perf_counter() - at) * 1000)
    return statistics.median(times)
