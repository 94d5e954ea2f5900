"""How tests start ranks on one machine."""
import os

# As root, which Open MPI asks to be told twice.
ENVIRONMENT = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}


def mpirun(ranks):
    return ["mpirun", "--oversubscribe", "-n", str(ranks)]
