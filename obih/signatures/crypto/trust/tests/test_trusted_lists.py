"""Trusted lists of TS 119 612: read only when signed by whom a person has pinned."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.tests.samples import BUNDLE, sample
from obih.signatures.crypto.trust import TrustStore, trusted_lists
from obih.signatures.crypto.trust.trusted_lists import Service, Services, Status, TrustedList
from obih.signatures.testpki import cast

LIST = "signatures-2/trust_list/tl-ua-2022-04-19.xml"
LIST_SIGNER = "72d5de03c018b70be60b16767637ed584c1143e61b56bd3454ee99cb18f0ecda"
OTHER_LIST = "signatures-2/trust_list/lotl-ua-dss-test.xml"


def test_the_real_list_is_read_whole() -> None:
    listed = TrustedList(sample(LIST))
    assert not listed.problem and listed.is_signed_by_one_of([LIST_SIGNER])
    assert (listed.number, listed.territory) == ("33", "UA")
    assert listed.next_update is not None and listed.next_update.date() == date(2022, 7, 19)
    kinds = [one.history[0].kind for one in listed.services]
    assert len(kinds) == 60
    assert {trusted_lists.ROOT, trusted_lists.AUTHORITY, trusted_lists.STAMPS} == set(kinds)
    assert sum(not one.history[0].is_granted for one in listed.services) == 4


def test_a_list_by_nobody_pinned_gives_neither_anchors_nor_statuses() -> None:
    store = TrustStore.of([("tl.xml", sample(LIST))])
    assert not store.anchors and not store.certificates and not store.services
    store = TrustStore.of([("tl.xml", sample(OTHER_LIST))], [LIST_SIGNER])
    assert not store.anchors and not store.services


def test_a_pinned_list_gives_roots_and_certificates_of_services() -> None:
    store = TrustStore.of([("tl.xml", sample(LIST))], [LIST_SIGNER])
    assert store.services and len(store.certificates) > 50
    assert {one.is_self_issued for one in store.anchors} == {True} and len(store.anchors) >= 4


def test_a_changed_list_gives_nothing() -> None:
    changed = sample(LIST).replace(b"Svcstatus/withdrawn", b"Svcstatus/granted  ", 1)
    listed = TrustedList(changed)
    assert listed.problem and not listed.is_signed_by_one_of([LIST_SIGNER])
    assert not TrustStore.of([("tl.xml", changed)], [LIST_SIGNER]).services


def test_statuses_of_real_services_at_a_moment() -> None:
    store = TrustStore.of([("tl.xml", sample(LIST)), ("b", sample(BUNDLE))], [LIST_SIGNER])
    answers = {
        store.services.granted(trusted_lists.AUTHORITY, [one], datetime(2022, 5, 1, tzinfo=UTC))
        for one in store.certificates
    }
    assert answers == {True, False, None}
    assert store.services.outdated_at(datetime(2026, 1, 1, tzinfo=UTC))
    assert not store.services.outdated_at(datetime(2022, 5, 1, tzinfo=UTC))


@pytest.mark.parametrize("data", [b"", b"<a/>", b"<TrustServiceStatusList/>", b"\xff\xfe"])
def test_what_is_no_list_is_told_apart(data: bytes) -> None:
    with pytest.raises(Malformed):
        TrustedList(data)
    assert not TrustStore.of([("x", data)]).services


SINCE = datetime(2026, 1, 1, tzinfo=UTC)


class Listed:
    """A list as `Services` needs it."""

    def __init__(self, *services: Service, issued: datetime = SINCE) -> None:
        self.services, self.issued, self.next_update = services, issued, SINCE + timedelta(days=365)


def service(*statuses: tuple[str, datetime], kind: str = trusted_lists.AUTHORITY) -> Service:
    history = [Status(kind, f"{trusted_lists.STATUSES}{name}", since) for name, since in statuses]
    history.sort(key=lambda one: one.since, reverse=True)
    return Service("Надавач", "Служба", (cast.AUTHORITY.certificate(),), frozenset(), tuple(history))


def test_the_status_of_the_moment_counts_and_the_newer_list_speaks() -> None:
    authority = [cast.AUTHORITY.certificate()]
    later = SINCE + timedelta(days=100)
    one = Services([Listed(service(("granted", SINCE), ("withdrawn", later)))])
    ask = trusted_lists.AUTHORITY
    assert one.granted(ask, authority, SINCE - timedelta(days=1)) is None
    assert one.granted(ask, authority, SINCE) is True
    assert one.granted(ask, authority, later) is False
    assert one.granted(trusted_lists.STAMPS, authority, later) is None
    assert one.granted(ask, [cast.ROOT.certificate()], later) is None
    newer = Listed(service(("granted", SINCE)), issued=later)
    both = Services([Listed(service(("withdrawn", SINCE))), newer])
    assert both.granted(ask, authority, later) is True
