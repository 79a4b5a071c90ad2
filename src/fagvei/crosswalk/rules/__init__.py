"""Pure rules of the crosswalk: who may answer whom, and when a text says something else."""
