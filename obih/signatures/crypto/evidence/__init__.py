"""Evidence of a signature: asking for it, adding it to the file, comparing it when a file is read."""
