"""What granian loads in each of its workers: the application, bound to the life of granian itself."""

from __future__ import annotations

import os
import signal

from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from obih.site.processes import die_with_parent

die_with_parent(signal.SIGKILL)

from obih.site.wsgi import application  # noqa: E402 - only after the bond

if proxies := os.environ.get("OBIH_PROXIES"):
    # the visitor's own address counts for lock-outs, and only these may say it
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=proxies)

__all__ = ["application"]
