"""Ukrainian signatures as a library: no Django, no database, no settings, no network."""
