"""How people see this room. Thin: what may be done and what is refused is decided by the actions."""
