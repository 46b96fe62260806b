"""Makes the harness's hromada and its token, in a process of its own; prints them as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from obih.site import server
from obih.site.config import read_config


def main() -> None:
    with server.running():
        server.set_up_django()
        from load.api import make_token
        from load.head import browser_of
        from obih.demo.loading import load_demonstration
        from obih.people.cast import load_cast

        load_demonstration(read_config().data_dir, server.owner_address(), year=False)
        token, journal = make_token()
        cast = load_cast()
        browser = browser_of(cast.melnychenko.account, cast.hrytsenko.person.pk)
    print(json.dumps({"token": token, "journal": journal, "browser": asdict(browser)}))


if __name__ == "__main__":
    main()
