"""The whole matrix: a line for each address of the portal."""

from tests.access import administration, anyone, members, officers

LINES = {**anyone.LINES, **members.LINES, **officers.LINES, **administration.LINES}
