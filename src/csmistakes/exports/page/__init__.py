"""What the HTML report is made of."""
