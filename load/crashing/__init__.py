"""Killing the whole tree under load and proving that nothing acknowledged was lost. `obih crash` runs it."""
