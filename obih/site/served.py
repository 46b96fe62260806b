"""What granian loads in each of its workers: the application, bound to the life of granian itself."""

import signal

from obih.site.processes import die_with_parent

die_with_parent(signal.SIGKILL)

from obih.site.wsgi import application  # noqa: E402 - only after the bond

__all__ = ["application"]
