"""Times that a general parser of Chinese finds in the lines of plans: jionlp, one call a line, in processor time. usage: reading_peer.py FILE..."""
import sys
import time

import jionlp

BASE = {"year": 2022, "month": 3, "day": 1}


def find(line):
    return jionlp.ner.extract_time(line, time_base=BASE, with_parsing=True)


find("2022年12月底前完成")  # the first call loads its dictionaries
characters = found = exceptions = 0
start = time.process_time()
for name in sys.argv[1:]:
    for line in open(name, encoding="utf-8"):
        line = line.strip()
        if not line:
            continue
        characters += len(line)
        try:
            found += len(find(line))
        except Exception:  # some lines are too much for it; they are counted
            exceptions += 1
seconds = time.process_time() - start
print(f"jionlp, times alone: {characters} characters in {seconds:.2f} s = {characters / seconds:.0f} characters per second, "
      f"{found} found, {exceptions} exceptions")
