"""What the site's processes may do in PostgreSQL when they do not own their tables.

Who owns a table can lift its triggers. A role that was only granted what it needs cannot.
"""
