"""The whole matrix: a line for each address of the portal."""

from tests.access import administration, anyone, curators, members, officers

LINES = {
    **anyone.LINES,
    **members.LINES,
    **officers.LINES,
    **curators.LINES,
    **administration.LINES,
}
