"""How a team begins with many findings: what is accepted, what is suppressed and why, what a branch changed."""
