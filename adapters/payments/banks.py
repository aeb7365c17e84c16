"""Banks as pycobranca computes them, with what they take and its 1.1.2 does not yet: wallets, agreements.

The rules added are those of the published vectors that our tests hold them to.
"""

from typing import ClassVar, override

from pycobranca import BancoBase, Bancos
from pycobranca.bancos import BancoDoBrasil, Bradesco, Itau
from pycobranca.core.documentos import so_digitos
from pycobranca.exceptions import BoletoInvalido

_LONG_AGREEMENT, _ITS_NUMBER = 8, 9


class ItauWithMoreWallets(Itau):
    """Itaú: the other wallets whose digit is computed as that of 109; a check digit that is given stands."""

    carteiras: ClassVar[tuple[str, ...]] = (*Itau.carteiras, "108", "110", "111", "121", "138", "174", "180")

    @property
    @override
    def dac_conta(self) -> int:
        return int(self.digito_conta) if self.digito_conta.isdecimal() else int(super().dac_conta)


class BradescoWithMoreWallets(Bradesco):
    """Bradesco: the free field is the same for every wallet."""

    carteiras: ClassVar[tuple[str, ...]] = (*Bradesco.carteiras, "02", "04", "05", "16", "23", "24", "28")


class BancoDoBrasilWithLongAgreements(BancoDoBrasil):
    """Banco do Brasil: an agreement of eight digits leaves nine for the number, as seven leave ten."""

    @override
    def campo_livre(self) -> str:
        if not self._is_long:
            return str(super().campo_livre())
        return f"000000{self.nosso_numero_formatado()}{so_digitos(self.carteira).zfill(2)}"

    @override
    def nosso_numero_formatado(self) -> str:
        if not self._is_long:
            return str(super().nosso_numero_formatado())
        return f"{self._convenio}{so_digitos(self.nosso_numero).zfill(_ITS_NUMBER)}"

    @override
    def validar(self) -> None:
        if not self._is_long:
            super().validar()
            return
        BancoBase.validar(self)
        if len(so_digitos(self.nosso_numero)) > _ITS_NUMBER:
            raise BoletoInvalido([f"nosso número deve ter no máximo {_ITS_NUMBER} dígitos"])

    @property
    def _is_long(self) -> bool:
        return len(self._convenio) == _LONG_AGREEMENT


def bank_with(code: str) -> type[BancoBase]:
    """Return the bank with a FEBRABAN code.

    Raises:
        BancoNaoRegistrado: it is unknown.
    """
    bank: type[BancoBase] = Bancos.find(code)
    return bank


# Names under which people and other libraries know a wallet, where zeros before it are not all of it.
_OTHER_NAMES = {
    ("104", "RG"): "14",
    ("104", "SR"): "24",
    ("104", "SIG14"): "14",
    ("104", "SIG24"): "24",
    ("748", "A"): "1",
}


def wallet_named(bank: type[BancoBase], name: str) -> str:
    """Return the wallet as the bank writes it: `9` is Bradesco's `09`, `RG` Caixa's `14`."""
    known = _OTHER_NAMES.get((bank.codigo, name.upper()), name)
    for form in (known, known.zfill(2), known.zfill(3), known.lstrip("0")):
        if form in bank.carteiras:
            return form
    return known


def agreement_of(bank: type[BancoBase], number: str) -> str:
    """Return the agreement without what is written around it at Banrisul: agency before, digits after."""
    if bank.codigo == "041":
        return {13: number[4:11], 9: number[:7]}.get(len(number), number)
    return number
