"""`[creditor]`: what documents and messages must show (CDC art. 42-A)."""

from collections.abc import Iterator

import msgspec

from domain.shared.cnpj import Cnpj
from entrypoints.sections.rule import Rule, reads


class Creditor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What documents and messages must show (CDC art. 42-A)."""

    name: str
    address: str
    cnpj: str
    phone: str = ""
    site: str = ""

    def rules(self) -> Iterator[Rule]:
        """Yield what must hold beyond the types."""
        yield Rule("creditor.name", self.name, bool(self.name.strip()), "é obrigatória")
        yield Rule("creditor.address", self.address, bool(self.address.strip()), "é obrigatória")
        yield Rule("creditor.cnpj", self.cnpj, reads(Cnpj.parse, self.cnpj), "use um CNPJ válido")
