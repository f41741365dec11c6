"""All measurements, or those named. usage: run.py [peers] [product] [--records N] [--quick]; called by run.sh."""
import argparse
import sys
import traceback

import common
import data
import peers
import product

parser = argparse.ArgumentParser()
parser.add_argument("what", nargs="*", help="peers, product, or both")
parser.add_argument("--records", type=int, default=data.RECORDS)
parser.add_argument("--quick", action="store_true", help="few repetitions: to try the scripts, not to quote")
asked = parser.parse_args()
what = asked.what or ["peers", "product"]
if unknown := set(what) - {"peers", "product"}:
    parser.error(f"no such part: {', '.join(sorted(unknown))}")
if asked.quick:
    common.QUIET_WAIT_S = 0

folder = data.prepare(asked.records)
parts = [("disk", lambda: peers.disk(asked.quick))]
if "product" in what:
    parts += [("submissions", lambda: product.submissions(folder, asked.quick)),
              ("roll-ups", lambda: product.rollups(folder, asked.records, asked.quick))]
if "peers" in what:
    parts += [(kind.__name__, lambda kind=kind: peers.rollups(kind, folder, asked.quick)) for kind in peers.KINDS]
failed = []
for name, part in parts:
    # One that fails does not take the others' figures with it.
    try:
        part()
    except Exception:
        traceback.print_exc()
        failed.append(name)
    finally:
        common.save()

print(f"\n| work ({asked.records:,} records) | who | figure | |\n| --- | --- | --- | --- |")
for f in sorted(common.figures, key=lambda f: f["work"]):
    value = "not measured" if f["value"] is None else f"{f['value']:,.2f} {f['unit']}"
    print(f"| {f['work']} | {f['who']} | {value} | {f['note']} |")
if failed:
    sys.exit(f"FAILED: {', '.join(failed)}")
