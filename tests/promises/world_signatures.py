"""Signatures on the files of the hromada of the promises, as a look at them would have left it."""

from __future__ import annotations

from django.utils import timezone

from obih.signatures.findings import Finding, Signed
from obih.signatures.models import FoundSignature, TrustImport, TrustItem, TrustVersion, Verification


def sign(sha256: str, signer: str, number: str = "3000000001") -> None:
    """Let a file carry somebody’s signature; `number` is his personal one."""
    one = Signed("VALID", is_sound=True, kind_name="КЕП", signer_name=signer, rnokpp=number, level="CAdES-T")
    found = Finding(0, verdict="VALID", form="CAdES", signatures=(one,))
    row, made = Verification.objects.get_or_create(
        content_id=sha256, document=None, superseded_at=None,
        defaults={"verdict": "VALID", "report": found.without_proofs(), "verified_at": timezone.now()},
    )  # fmt: skip
    if made:
        FoundSignature.objects.create(
            verification=row,
            verdict="VALID",
            is_sound=True,
            kind_name="КЕП",
            signer_name=signer,
            rnokpp=number,
        )


def trust(administrator: str) -> dict[str, object]:
    """A version of trust with one thing in it, and what this administrator has brought: keys of addresses."""
    version = TrustVersion.objects.create(number=1, made_at=timezone.now(), made_by_label="Роман Савчук")
    item = TrustItem.objects.create(
        sha256="0" * 64, kind="certificate", raw=b"0", name="КНЕДП", added_in=version
    )
    plan = {"lines": [], "unread": [], "pins_added": ["1" * 64], "links": 0, "wanted": 0}
    brought = TrustImport.objects.create(
        made_at=timezone.now(), made_by_key=administrator, based_on=1, plan=plan
    )
    return {"trust_item": item.pk, "trust_version": version.pk, "trust_import": brought.pk}
