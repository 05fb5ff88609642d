"""YAML → checked rules and signals."""
