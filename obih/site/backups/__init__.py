"""Backups: the database first, then the files; a backup is one folder that either is whole or is not there.

`taking` makes one, `keeping` finds and thins them, `restoring` brings one back, `proving` tries one out.
"""
