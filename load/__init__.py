"""Benches: what is measured, how, and against which target. `obih bench` and `obih crash` run them."""
