"""The site as it runs in service: its real processes, to be killed and to be loaded."""
