"""How good csmistakes is: measured on labelled conversations, beside plain baselines, and written down."""
