"""Formats of dates that no template chose, as in the administration.

Those of Django write months in words and the first day as « 1 janvier ».
"""

DATE_FORMAT = "d/m/Y"
DATETIME_FORMAT = "d/m/Y H:i"
MONTH_DAY_FORMAT = "d/m"
