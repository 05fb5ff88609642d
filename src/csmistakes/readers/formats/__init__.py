"""One module for each transcript format; `registry` finds them."""
