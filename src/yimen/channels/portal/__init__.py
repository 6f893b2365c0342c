"""The citizen's phone: the ticket's own page, later everything else."""
