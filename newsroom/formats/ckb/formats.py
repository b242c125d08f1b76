"""Day and month are bound by an izafe."""

DATE_FORMAT = "jی Fی Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "jی Fی Y، H:i"
SHORT_DATE_FORMAT = "Y/m/d"
SHORT_DATETIME_FORMAT = "Y/m/d H:i"
