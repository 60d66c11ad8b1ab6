"""Kills of the programs in service, at moments and in an order drawn from a seed."""

import random
import time
from collections import Counter

import psutil

from tests.load.service import Service
from tests.programs import Kept

SEED = 11
# A whole service, the worker of the background, the sender of mails, one process of a service.
KINDS = ("web", "worker", "mail", "web process")


def _living(kept: Kept, seconds: float = 30) -> psutil.Process:
    """The program, once it is started again if it was killed just before."""
    deadline = time.monotonic() + seconds
    while kept.process.poll() is not None:
        assert time.monotonic() < deadline, "it is not started again"
        time.sleep(0.05)
    return psutil.Process(kept.process.pid)


def _process_of(service: Service, kind: str, draw: random.Random) -> psutil.Process:
    if kind in {"worker", "mail"}:
        return _living(service.programs[kind])
    web = _living(service.programs[draw.choice(["readers", "members"])])
    children = web.children() if kind == "web process" else []
    return draw.choice(children) if children else web


def _is_killed(service, kind, draw) -> bool:
    """Whether there was one to kill: it may have ended by itself meanwhile."""
    try:
        _process_of(service, kind, draw).kill()
    except psutil.NoSuchProcess:
        return False
    return True


def kill_some(service: Service, count: int, pause: float) -> Counter:
    """`count` kills, `pause` seconds apart on average; how many of each kind."""
    draw = random.Random(SEED)
    kinds = [KINDS[rank % len(KINDS)] for rank in range(count)]
    draw.shuffle(kinds)
    for kind in kinds:
        time.sleep(draw.uniform(0, 2 * pause))
        while not _is_killed(service, kind, draw):
            time.sleep(0.05)
    return Counter(kinds)
