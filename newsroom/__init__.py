"""The newspaper: one site that uses `comments` as any other would."""

import os

# The models of the checks multiply small matrices. Parted over threads, as numpy does by itself, that costs
# three times the CPU, and the threads of several processes wait for one another. Read when numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
