"""A second reader of Pix codes, written from Bacen's manual alone, to judge the codes that we make."""

import binascii
import re

_TXID = re.compile(r"[A-Za-z0-9]{1,25}|\*\*\*")


class NotABrCode(Exception):
    """The text is no Pix code; the message says what is wrong with it."""


def fields(text: str) -> dict[str, str]:
    """Split EMV tag, length and value triples."""
    found: dict[str, str] = {}
    while text:
        tag, length, value = text[:2], text[2:4], text[4:]
        if not length.isdigit() or len(value) < int(length):
            raise NotABrCode(f"tag {tag} is truncated")
        found[tag], text = value[: int(length)], value[int(length) :]
    return found


def decode(payload: str) -> dict[str, str]:
    """Return the fields of a Pix code, its account fields under `key` and `url`, its txid under `txid`."""
    found = fields(payload)
    if list(found)[-1] != "63" or found["63"] != checksum(payload[:-4]):
        raise NotABrCode("the CRC does not agree")
    if (found.get("00"), found.get("53"), found.get("58")) != ("01", "986", "BR"):
        raise NotABrCode("not a payment in BRL in Brazil")
    account = next(
        (a for a in map(fields, _accounts(found)) if a.get("00", "").lower() == "br.gov.bcb.pix"), None
    )
    if account is None:
        raise NotABrCode("no account of br.gov.bcb.pix")
    if len(found["59"]) > 25 or len(found["60"]) > 15:
        raise NotABrCode("name or city is too long")
    txid = fields(found["62"])["05"]
    if not _TXID.fullmatch(txid):
        raise NotABrCode("txid is not alphanumeric")
    return {**found, "key": account.get("01", ""), "url": account.get("25", ""), "txid": txid}


def checksum(text: str) -> str:
    """Return CRC16-CCITT (0x1021, 0xFFFF) in four upper-case hexadecimal digits."""
    return f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def _accounts(found: dict[str, str]) -> list[str]:
    return [value for tag, value in found.items() if "26" <= tag <= "51"]
