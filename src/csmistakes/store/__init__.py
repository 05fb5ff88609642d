"""A DuckDB database that keeps what runs of `score` gave, so that weeks can be compared and asked about in SQL."""
