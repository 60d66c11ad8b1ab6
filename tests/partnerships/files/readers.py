"""Readers of files that do what no reader should, for the process apart that runs them."""

import os
import signal
import time


def read_length(file):
    return {"length": len(file.read()), "text": "é"}


def read_without_end(_file):
    while True:
        pass


def read_asleep(_file):
    time.sleep(60)


def read_into_memory(file):
    return [bytearray(1024**3) for _byte in file.read()]


def read_and_die(_file):
    os.kill(os.getpid(), signal.SIGKILL)


def read_wrongly(_file):
    raise ValueError("CONTENU-SECRET\nce n’est pas un tableur")
