"""Many transcripts in one run: shards for worker processes, and a journal from which a run that broke off goes on."""
