import gc
import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

from cncd_portal.runtime.frame_room import with_room

# Of the threads that answer requests.
Thread.run = with_room(Thread.run)
# Before the imports, which make many objects and no garbage.
gc.set_threshold(50_000, 20, 50)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cncd_portal.settings")
application = get_wsgi_application()

from cncd_portal.database import open_lasting_connection  # noqa: E402 once Django is set up

lasting_connection = open_lasting_connection()
# What is loaded at start stays until the end: the garbage collector skips it.
gc.collect()
gc.freeze()
