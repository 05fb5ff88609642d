"""Scoring on Apache Spark: the same rows and figures as on one machine, from tables of any size."""
