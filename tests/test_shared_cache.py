"""Limits are shared by processes: by Redis where it is set, by the database elsewhere."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.core.management import call_command
from django.urls import reverse

from tests.database import url_of
from tests.factories.accounts import UserFactory
from tests.factories.places import drop_database, new_database
from tests.programs import program

pytestmark = pytest.mark.django_db
ROOT = Path(settings.BASE_DIR)


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory):
    """The address of a Redis of its own, on a socket, without a file."""
    path = tmp_path_factory.mktemp("redis") / "socket"
    command = [
        program("redis-server"),
        "--port",
        "0",
        "--unixsocket",
        path,
        "--save",
        "",
        "--dir",
        path.parent,
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
    for _time in range(100):
        if path.exists():
            break
        time.sleep(0.1)
    yield f"unix://{path}"
    server.terminate()
    server.wait()


@pytest.fixture(params=["redis", "database"])
def shared_cache(request, settings):
    if request.param == "redis":
        backend = "django.core.cache.backends.redis.RedisCache"
        location = request.getfixturevalue("redis_server")
    else:
        backend, location = "django.core.cache.backends.db.DatabaseCache", "portal_cache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": location}}
    if request.param == "database":
        call_command("createcachetable")
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("shared_cache")
def test_wrong_passwords_are_counted_together(client):
    user, other = UserFactory(), UserFactory()

    for _time in range(6):
        client.post(reverse("account_login"), {"login": user.email, "password": "faux"})
    caches.close_all()
    blocked = client.post(reverse("account_login"), {"login": user.email, "password": "faux"})
    free = client.post(reverse("account_login"), {"login": other.email, "password": "faux"})

    assert "Trop d’essais se sont suivis" in blocked.content.decode()
    assert "Trop d’essais se sont suivis" not in free.content.decode()


def defaults(**environment):
    """The cache of a process with this environment."""
    code = (
        "from django.conf import settings;"
        "print(settings.CACHES['default']['BACKEND'].rsplit('.', 1)[1])"
    )
    own = {"DJANGO_SETTINGS_MODULE": "cncd_portal.settings", "PATH": "/usr/bin:/bin", **environment}
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], cwd=ROOT, env=own, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


def test_memory_of_a_process_is_for_the_demonstration_alone(tmp_path):
    assert defaults(VAR_DIR=str(tmp_path)) == "DatabaseCache"
    assert defaults(VAR_DIR=str(tmp_path), DEMONSTRATION="true") == "LocMemCache"
    assert defaults(VAR_DIR=str(tmp_path), CACHE_URL="redis://h:6379/1") == "RedisCache"


def deployment(folder, *arguments, command=("check", "--deploy"), **environment):
    """(whether `manage.py check --deploy` finds no error, what it says); all that it checks is
    checked by `make test`.
    """
    own = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder), **environment}
    line = [sys.executable, "manage.py", *command, *arguments]
    run = subprocess.run(line, cwd=ROOT, env=own, capture_output=True, text=True)  # noqa: S603
    return run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("environment", "is_accepted"),
    [
        ({}, True),
        ({"CACHE_URL": "redis://h:6379/1", "WEB_CONCURRENCY": "3"}, True),
        ({"CACHE_URL": "locmemcache://", "WEB_CONCURRENCY": "1"}, False),
        ({"CACHE_URL": "dummycache://"}, False),
        ({"DEMONSTRATION": "true"}, True),
        ({"DEMONSTRATION": "true", "WEB_CONCURRENCY": "3"}, False),
    ],
)
def test_deployment_refuses_limits_of_each_process(tmp_path, environment, is_accepted):
    accepted, said = deployment(tmp_path, "--tag", "caches", **environment)

    assert (accepted, "cncd_portal.E001" not in said) == (is_accepted, is_accepted), said
    assert ("CACHE_URL=redis://" in said) is not is_accepted


def test_deployment_refuses_a_cache_without_its_table(tmp_path):
    name = new_database(tmp_path, f"cache_{os.getpid()}")
    own = {"DATABASE_URL": url_of(name)}
    asked = ("--tag", "database", "--database", "default")
    try:
        accepted, said = deployment(tmp_path, *asked, **own)
        assert (accepted, "cncd_portal.E002" in said) == (False, True)
        assert "« portal_cache »" in said.replace("\u202f", " ")

        assert deployment(tmp_path, command=["createcachetable"], **own)[0]

        accepted, said = deployment(tmp_path, *asked, **own)
        assert (accepted, "cncd_portal.E002" in said) == (True, False), said
    finally:
        drop_database(name)
