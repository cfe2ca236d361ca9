"""Stands on the path as `terraform` while a benchmark runs: `fake-terraform.py <control folder> <command> …`.

Its `apply` writes lines as the file `go.json` of that folder says, each with the moment at which it was written, and ends
with 1; all other commands end with 0 at once. A SIGINT is told, with its moment, in the file `interrupts`. Python, because
a wake-up costs it less than half of what it costs Node: what runs beside the system is to take little from it.
"""

import json
import os
import signal
import sys
import time

folder, command = sys.argv[1:3]


def now():
    """Epoch milliseconds."""
    return int(time.time() * 1000)


def write(text):
    message = {"@level": "info", "@message": text, "type": "apply_progress"}
    os.write(1, (json.dumps(message) + "\n").encode())


def interrupted(_signal, _frame):
    with open(f"{folder}/interrupts", "a") as file:
        file.write(f"{now()}\n")
    os._exit(1)


def apply():
    signal.signal(signal.SIGINT, interrupted)
    write("applying")
    while not os.path.exists(f"{folder}/go.json"):
        time.sleep(0.02)
    with open(f"{folder}/go.json") as file:
        go = json.load(file)
    for line in range(go["lines"]):
        wait = go["startAt"] / 1000 + line / go["perSecond"] - time.time()
        if wait > 0:
            time.sleep(wait)
        write(f"aws_subnet.this[{line % 9}]: Still creating... [00m10s elapsed] bench {line} {now()}")


if command == "apply":
    apply()
    sys.exit(1)
