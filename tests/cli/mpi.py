"""How tests start ranks on one machine."""
import os

# As root, which Open MPI asks to be told twice. It keeps memory to its end, which the address sanitizer would hold against the program.
ENVIRONMENT = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "ASAN_OPTIONS": "detect_leaks=0"}


def mpirun(ranks):
    return ["mpirun", "--oversubscribe", "-n", str(ranks)]
