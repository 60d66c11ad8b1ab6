"""The scenario: readers, members who type, officers. A process of its own: locust patches sockets.

Environment: LOAD_FOLDER, where world.json tells who there is and acknowledged.jsonl is written;
LOAD_PAUSE, seconds between two acts of one person, who begins with one of each. What was sent and
not acknowledged is sent again, as a browser does.
"""

import hashlib
import itertools
import json
import os
import random
from pathlib import Path
from uuid import uuid4

from locust import FastHttpUser, between, task

FOLDER = Path(os.environ["LOAD_FOLDER"])
PAUSE = float(os.environ["LOAD_PAUSE"])
WORLD = json.loads((FOLDER / "world.json").read_text())
TOKEN = "0123456789abcdef" * 2  # of the CSRF cookie and header
FILLER = "Un éclairage sobre, pensé avec les habitants des deux villes. " * 6
ACKNOWLEDGED = (FOLDER / "acknowledged.jsonl").open("a")
WRITERS, OFFICERS = iter(WORLD["writers"]), iter(WORLD["officers"])


def acknowledge(kind, **what):
    ACKNOWLEDGED.write(json.dumps({"kind": kind, **what}) + "\n")
    ACKNOWLEDGED.flush()


def digest(text):
    """As `partnerships.document.canonical.digest`."""
    return hashlib.sha256(text.encode()).hexdigest()


class Visitor(FastHttpUser):
    abstract = True
    wait_time = between(PAUSE / 2, PAUSE * 3 / 2)
    headers: dict[str, str] = {}

    def see(self, kind, address):
        """Whether the page at `address` came, whole and without a redirection."""
        return self.ask("GET", kind, address, {200})

    def ask(self, method, kind, address, expected, data=None):
        options = {"headers": self.headers, "data": data, "allow_redirects": False}
        with self.client.request(
            method, address, name=kind, catch_response=True, **options
        ) as response:
            place = response.headers.get("Location", "") if response.headers else ""
            if response.status_code in expected and "/compte/" not in place:
                response.success()
                return True
            response.failure(f"{response.status_code} {place}")
            return False

    def send(self, kind, address, **data):
        """Whether the form was taken: its page leads to another one."""
        return self.ask("POST", kind, address, {302}, data)


class Reader(Visitor):
    weight = 1

    @task
    def read(self):
        kinds = ["accueil", "propositions", "collectivité", "pays"]
        kinds += ["registre", "filtres", "recherche"] * 2 + ["fiche"] * 4
        kind = random.choice(kinds)
        self.see(f"Lecture : {kind}", random.choice(WORLD["pages"][kind]))


class Person(Visitor):
    abstract = True

    def enter(self, who):
        self.who, self.numbers = who, itertools.count(1)
        cookies = f"sessionid={who['session']}; csrftoken={TOKEN}"
        self.headers = {"Cookie": cookies, "X-CSRFToken": TOKEN}
        self.unsent = {}  # address → what waits to be sent there again

    def send_message(self, kind, address, **data):
        body = f"Message {uuid4()}"
        message = self.unsent.setdefault(address, {"body": body, "token": str(uuid4()), **data})
        if self.send(kind, address, **message):
            acknowledge("message", body=message["body"])
            del self.unsent[address]


class Writer(Person):
    fixed_count = len(WORLD["writers"])

    def on_start(self):
        self.enter(next(WRITERS))
        self.draft = self.who["draft"]
        self.known = [self.draft["base"]]
        self.has_asked_export = False
        self.see("Saisie : page du dossier", self.draft["page"])
        for act in (self.type, self.write_to_officers, self.deposit, self.ask_export):
            act()

    @task(10)
    def type(self):
        """One more word. `known`: what the field may hold, as the page would tell it."""
        number = next(self.numbers)
        text = f"{FILLER}{number}"
        field = self.draft["field"]
        typed = {"person": self.who["person"], field: text, f"base.{field}": " ".join(self.known)}
        own = digest(json.dumps(text))[:16]
        if self.ask("POST", "Saisie : enregistrement", self.draft["autosave"], {200}, typed):
            self.known = [own]
            acknowledge("word", dossier=self.draft["dossier"], number=number)
            self.see("Saisie : suivi", self.draft["help"])
        else:
            self.known.append(own)

    @task(1)
    def write_to_officers(self):
        self.send_message("Saisie : message", self.who["message"])

    @task(1)
    def deposit(self):
        waiting = self.who["to_deposit"]
        if waiting and self.send(
            "Saisie : dépôt", waiting[0]["deposit"], seen=str(waiting[0]["seen"])
        ):
            acknowledge("deposit", dossier=waiting.pop(0)["dossier"])

    @task(1)
    def ask_export(self):
        if not self.has_asked_export and self.send("Saisie : mes données", self.who["export"]):
            self.has_asked_export = True
            acknowledge("export", person=self.who["person"])


class Officer(Person):
    fixed_count = len(WORLD["officers"])

    def on_start(self):
        self.enter(next(OFFICERS))
        self.write_note()
        self.write_message()

    @property
    def dossier(self):
        return random.choice(self.who["dossiers"])

    @task(3)
    def look_at_queue(self):
        self.see("Instruction : file", random.choice(self.who["queue"]))

    @task(1)
    def look_at_desk(self):
        self.see("Instruction : à faire", self.who["desk"])

    @task(3)
    def read(self):
        self.see("Instruction : dossier", self.dossier["page"])

    @task(2)
    def write_note(self):
        dossier = self.dossier
        number = next(self.numbers)
        text = self.unsent.setdefault(dossier["note"], f"Note {number}")
        data = {"note": text, "was": dossier["was"], "person": self.who["person"]}
        if self.send("Instruction : note", dossier["note"], **data):
            dossier["was"] = digest(self.unsent.pop(dossier["note"]))
            number = int(text.split()[1])
            acknowledge(
                "note", dossier=dossier["dossier"], person=self.who["person"], number=number
            )

    @task(2)
    def write_message(self):
        self.send_message("Instruction : message", self.dossier["message"], visibility="shared")
