from enum import StrEnum


class Fault(StrEnum):
    """Why an office document is refused."""

    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105
    TOO_MUCH = "too_much"
    MACROS = "macros"
    FETCHED = "fetched"
    COMMAND = "command"
    TEMPLATE = "template"


class Faulty(Exception):
    """The document has this fault; raised where Django is not imported, unlike Refused."""

    def __init__(self, fault: Fault):
        self.fault = fault
        super().__init__(fault)
