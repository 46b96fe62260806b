"""Makes the harness's hromada and its token, in a process of its own; prints them as JSON."""

from __future__ import annotations

import json

from obih.site import server
from obih.site.config import read_config


def main() -> None:
    with server.running():
        server.set_up_django()
        from load.api import make_token
        from obih.demo.loading import load_demonstration

        load_demonstration(read_config().data_dir, server.owner_address(), year=False)
        token, journal = make_token()
    print(json.dumps({"token": token, "journal": journal}))


if __name__ == "__main__":
    main()
