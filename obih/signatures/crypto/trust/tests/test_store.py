"""What trust material is read from, and which of it is believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from obih.signatures.crypto.tests.samples import BUNDLE, FOLDER, bundle, sample
from obih.signatures.crypto.trust import TrustStore
from obih.signatures.crypto.trust.pins import built_in, read_pins

ROOT = "signatures/own_pki/root.cer"


def test_the_bundle_gives_618_certificates_and_the_eleven_known_roots() -> None:
    store = TrustStore.of([("CACertificates.p7b", sample(BUNDLE))])
    assert len(store.certificates) == 618 and {one.sha256 for one in store.anchors} == built_in()
    assert len(store.anchors) == 11


def test_a_root_of_a_bag_counts_only_when_it_is_pinned() -> None:
    store = TrustStore.of([("CACertificates.p7b", sample(BUNDLE))], pins=[], by_hand=True)
    assert not store.anchors
    one = next(iter(built_in()))
    assert [root.sha256 for root in TrustStore.of([("b", sample(BUNDLE))], [one.upper()]).anchors] == [one]


def test_a_root_put_into_the_folder_by_hand_is_believed_and_other_certificates_are_not(
    tmp_path: Path,
) -> None:
    (tmp_path / "any.name").write_bytes(sample(ROOT))
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "ca").write_bytes(sample("signatures/own_pki/ca.cer"))
    (tmp_path / "note.txt").write_text("нотатка")
    store = TrustStore.from_folder(tmp_path)
    assert len(store.anchors) == 1 and len(store.certificates) == 2 and store.unread == ("note.txt",)
    assert not TrustStore.of([("root.cer", sample(ROOT))]).anchors


def test_pins_of_the_folder_take_the_place_of_those_built_in(tmp_path: Path) -> None:
    (tmp_path / "bundle.p7b").write_bytes(sample(BUNDLE))
    assert len(TrustStore.from_folder(tmp_path).anchors) == 11
    chosen = bundle()[0].sha256
    (tmp_path / "pins.txt").write_text(f"# нікого з відомих\n{chosen}  # один\n")
    assert len(TrustStore.from_folder(tmp_path).anchors) <= 1
    (tmp_path / "pins.txt").write_text("не відбиток")
    with pytest.raises(ValueError, match="не є відбитком"):
        TrustStore.from_folder(tmp_path)


def test_crls_responses_and_lists_are_told_by_content() -> None:
    names = [
        "signatures/cryptonite/CZO-Full.crl",
        "signatures-2/crl/CA-5358AA45-Full.crl",
        "signatures/cryptonite/ocsp_response.dat",
        "signatures/cryptonite/ocsp_resp_for_revoked_cert.dat",
        "signatures-2/trust_list/tl-ua-2022-04-19.xml",
        "signatures/cryptonite/tsp_response.dat",
    ]
    store = TrustStore.of([(name, sample(name)) for name in names])
    assert (len(store.crls), len(store.responses), len(store.lists)) == (2, 2, 1)
    assert store.unread == ("signatures/cryptonite/tsp_response.dat",)


def test_every_derived_response_is_read() -> None:
    for path in sorted((FOLDER / "signatures-2" / "derived" / "ocsp").glob("*")):
        assert TrustStore.of([(path.name, path.read_bytes())]).responses, path.name


def test_the_version_tells_content_and_anchors_apart() -> None:
    one = TrustStore.of([("root.cer", sample(ROOT))])
    assert one.version == TrustStore.of([("other name", sample(ROOT))]).version
    assert one.version != TrustStore.of([("root.cer", sample(ROOT))], by_hand=True).version


def test_pins_are_read_with_comments_and_colons() -> None:
    pin = "ab" * 32
    assert read_pins(f"# один\n\n{':'.join(['AB'] * 32)} # так\n{pin}\n") == {pin}
