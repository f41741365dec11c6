"""The made-up country: 693,221 units in five levels and 10 million monthly reports of its villages.

Where `../shared/bench/gen_data.py` is there, its files are used, so that figures compare with those published there; else
files of the same shape are made here: uneven subtrees, sixteen months, some four villages in a hundred silent in any month,
reports of a month in random order."""
import subprocess
import sys

import numpy as np

from common import ROOT, WORK

LEVELS = ["省", "市", "县", "镇", "村"]
SIZES = [31, 340, 2850, 40_000, 650_000]
MONTHS = [(2024, m) for m in range(9, 13)] + [(2025, m) for m in range(1, 13)]
RECORDS = 10_000_000
SEED = 20_260_101


def prepare(records=RECORDS):
    """Paths of units.csv and records.csv, without header, as the peers load them."""
    folder = WORK / f"data-{records}"
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        shared = ROOT.parent / "shared" / "bench" / "gen_data.py"
        if shared.exists():
            subprocess.run([sys.executable, shared, folder, str(records)], check=True)
        else:
            make(folder, records)
        headed(folder)
        (folder / "done").touch()
    return folder


def make(folder, records):
    dice = np.random.default_rng(SEED)
    first = np.concatenate([[1], 1 + np.cumsum(SIZES)])
    parent = np.zeros(first[-1], dtype=np.int64)
    for level in range(1, 5):
        above, here = SIZES[level - 1], SIZES[level]
        # Each parent has one child at least; the others fall where they fall.
        chosen = np.sort(np.concatenate([np.arange(above), dice.integers(0, above, here - above)]))
        parent[first[level]:first[level + 1]] = chosen + first[level - 1]
    with open(folder / "units.csv", "w") as out:
        for level in range(5):
            for unit in range(first[level], first[level + 1]):
                # Province, city, county and town that it lies in or is; 0 below its own level.
                line, up = [0, 0, 0, 0, 0], unit
                for at in range(level, -1, -1):
                    line[at], up = up, parent[up]
                out.write(f"{unit},{parent[unit]},{level + 1},{unit:012},{LEVELS[level]}{unit - first[level] + 1},"
                          + ",".join(map(str, line[:4])) + "\n")
    villages, base = SIZES[4], first[4]
    silent = np.zeros(villages * len(MONTHS), dtype=bool)
    silent[dice.permutation(silent.size)[:max(0, silent.size - records)]] = True
    with open(folder / "records.csv", "w") as out:
        for (year, month), quiet in zip(MONTHS, silent.reshape(len(MONTHS), villages)):
            who = dice.permutation(np.nonzero(~quiet)[0]) + base
            columns = [dice.integers(low, high, len(who)) for low, high in ((1, 29), (0, 501), (0, 100_001), (0, 10_000))]
            for village, day, n1, n2, cents in zip(who.tolist(), *(c.tolist() for c in columns)):
                out.write(f"{village},{year}-{month:02}-{day:02},{year}{month:02},{n1},{n2},{cents // 100}.{cents % 100:02}\n")


def headed(folder):
    """The same for `luodi`: records with a header; units as code, parent, level, name. A unit's number serves as its code,
    and the provinces get a nation above them, so that one account may see them all."""
    with open(folder / "units.csv") as source, open(folder / "units.tree.csv", "w") as out:
        out.write("0,,国,全国\n")
        for line in source:
            number, parent, level, _, name, *_ = line.split(",")
            out.write(f"{number},{parent},{LEVELS[int(level) - 1]},{name}\n")
    with open(folder / "records.headed.csv", "wb") as out:
        out.write("村,日期,月份,数量一,数量二,数量三\n".encode())
        out.flush()
        subprocess.run(["cat", folder / "records.csv"], stdout=out, check=True)


def counties(folder):
    """Forty counties to ask about, spread over the country."""
    with open(folder / "units.csv") as source:
        numbers = [line.split(",", 1)[0] for line in source if line.split(",", 3)[2] == "3"]
    return [int(x) for x in numbers[:: max(1, len(numbers) // 40)]][:40]


def villages(folder):
    with open(folder / "units.csv") as source:
        return [line.split(",", 1)[0] for line in source if line.split(",", 3)[2] == "5"]
