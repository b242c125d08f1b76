"""Day and month are bound by an izafe."""

DATE_FORMAT = "jی Fی Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "jی Fی Y، H:i"
