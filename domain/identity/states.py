"""The Brazilian states: their area codes and their clocks."""

from zoneinfo import ZoneInfo

from domain.shared.calendar import SAO_PAULO
from domain.shared.phone import Phone

# IANA tz database, zone.tab. The west of Amazonas follows its capital here.
_ZONE_OF_UF = {
    "AC": "America/Rio_Branco",
    "AL": "America/Maceio",
    "AM": "America/Manaus",
    "AP": "America/Belem",
    "BA": "America/Bahia",
    "CE": "America/Fortaleza",
    "DF": "America/Sao_Paulo",
    "ES": "America/Sao_Paulo",
    "GO": "America/Sao_Paulo",
    "MA": "America/Fortaleza",
    "MG": "America/Sao_Paulo",
    "MS": "America/Campo_Grande",
    "MT": "America/Cuiaba",
    "PA": "America/Belem",
    "PB": "America/Fortaleza",
    "PE": "America/Recife",
    "PI": "America/Fortaleza",
    "PR": "America/Sao_Paulo",
    "RJ": "America/Sao_Paulo",
    "RN": "America/Fortaleza",
    "RO": "America/Porto_Velho",
    "RR": "America/Boa_Vista",
    "RS": "America/Sao_Paulo",
    "SC": "America/Sao_Paulo",
    "SE": "America/Maceio",
    "SP": "America/Sao_Paulo",
    "TO": "America/Araguaina",
}

# Anatel's Plano Geral de Códigos Nacionais (Resolução 263/2001): 67 area codes; 61 also serves Goiás.
_AREA_CODES_OF_UF = {
    "AC": "68",
    "AL": "82",
    "AM": "92 97",
    "AP": "96",
    "BA": "71 73 74 75 77",
    "CE": "85 88",
    "DF": "61",
    "ES": "27 28",
    "GO": "62 64",
    "MA": "98 99",
    "MG": "31 32 33 34 35 37 38",
    "MS": "67",
    "MT": "65 66",
    "PA": "91 93 94",
    "PB": "83",
    "PE": "81 87",
    "PI": "86 89",
    "PR": "41 42 43 44 45 46",
    "RJ": "21 22 24",
    "RN": "84",
    "RO": "69",
    "RR": "95",
    "RS": "51 53 54 55",
    "SC": "47 48 49",
    "SE": "79",
    "SP": "11 12 13 14 15 16 17 18 19",
    "TO": "63",
}

UFS = frozenset(_ZONE_OF_UF)

# A district of Pernambuco with a clock of its own, an hour ahead of Recife: the postal and banking systems
# write it like a state. Its landlines have a prefix of their own; its mobiles cannot be told from Recife's.
NORONHA = "FN"
_NORONHA_LANDLINES = "55813619"
_NORONHA_ZONE = "America/Noronha"
_NORONHA_STATE = "PE"

UF_OF_AREA_CODE = {code: uf for uf, codes in _AREA_CODES_OF_UF.items() for code in codes.split()}


def state_of(uf: str | None, phone: Phone) -> str | None:
    """Return the debtor's state: `uf` when it is one, else that of the phone's area code, else None.

    Its laws and holidays are the debtor's.
    """
    if uf == NORONHA:
        return _NORONHA_STATE
    return uf if uf in UFS else UF_OF_AREA_CODE.get(phone.area_code or "")


def time_zone_of(uf: str | None, phone: Phone) -> ZoneInfo:
    """Return the debtor's own time zone, by their state; America/Sao_Paulo when no state is known."""
    state = state_of(uf, phone)
    if uf == NORONHA or (state == _NORONHA_STATE and phone.digits.startswith(_NORONHA_LANDLINES)):
        return ZoneInfo(_NORONHA_ZONE)
    return ZoneInfo(_ZONE_OF_UF[state]) if state else SAO_PAULO
