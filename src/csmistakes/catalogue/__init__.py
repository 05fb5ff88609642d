"""YAML → checked rules and signals."""

from csmistakes.catalogue.loading import load, shipped
from csmistakes.catalogue.model import Article, Catalogue, Example, Rule, Signal

__all__ = ["Article", "Catalogue", "Example", "Rule", "Signal", "load", "shipped"]
