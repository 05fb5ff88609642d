"""What the outputs share."""
