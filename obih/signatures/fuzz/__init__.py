"""Fuzzing: what strangers could send, made from the committed samples, thrown at everything that reads it.

`python -m obih.signatures.fuzz --seconds 3600` — a tool of developers, no part of the running product. A run
fails on a crash, on an answer that takes too long, on memory that grows, and on a VALID for what nobody
signed.
"""
