"""The approved template with which a conversation opens."""

from dataclasses import dataclass

from application.outgoing import TemplateParcel


@dataclass(frozen=True, slots=True)
class OpeningTemplate:
    """The template as Meta approved it: its name, its language, and who says it.

    `sender` may be said to anybody; it is empty when the creditor's name would give the subject away.
    """

    name: str
    language: str
    sender: str

    def addressed_to(self, first_name: str) -> TemplateParcel:
        """Return the template for one debtor, with the text a person will read."""
        sender = self.sender or "Central de Atendimento"
        preview = (
            f"Olá, {first_name}! Aqui é o Certobot, o assistente digital ({sender}). "
            "Tenho um assunto do seu interesse para tratar com você. Podemos conversar por aqui?"
        )
        return TemplateParcel(self.name, self.language, (first_name, sender), preview)
