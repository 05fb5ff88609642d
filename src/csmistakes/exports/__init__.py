"""Outputs of a scoring run, one module each: tables as CSV and Parquet, all of it as JSON, a summary for people."""
