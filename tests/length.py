"""Whether a test takes its long form (`make endurance`) or the short one of `make test`."""

import os

IS_LONG = os.environ.get("TEST_LENGTH") == "long"
