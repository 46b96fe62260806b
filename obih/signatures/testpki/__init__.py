"""A public key infrastructure **for tests only**: its secret keys are plain numbers in this source.

Nothing of the product imports it (import-linter holds that); tests, benches, fuzzing, `obih testpki DIR` do.
Everything repeats to the byte: keys come from fixed numbers, times are fixed, what should be random is
counted from what is signed. Structures are written by hand (`der`), not by what reads them: a misreading of
the reader is not repeated here.
"""
