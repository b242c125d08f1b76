"""How dates are written, by language. Django has no formats for Kurmanji, and others in its own taste."""
