"""YAML → checked rules and signals."""

from csmistakes.catalogue.example_text import Example
from csmistakes.catalogue.loading import load, shipped
from csmistakes.catalogue.model import Article, Catalogue, Rule, Signal

__all__ = ["Article", "Catalogue", "Example", "Rule", "Signal", "load", "shipped"]
