"""What a model is told of the message that it is to phrase."""

from dataclasses import dataclass, replace

from adapters.llm.groq.asking import Prompt
from adapters.llm.groq.pseudonyms import Pseudonyms
from adapters.llm.groq.thread import quoted
from application.ports.narrator import Speaker, VoiceContext
from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.reply import Reply

_MOST_TOKENS = 1_200  # reasoning is counted among them
_TEMPERATURE = 0.4


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in the draft for facts that do not leave the house, and the facts themselves."""

    values: dict[str, str]

    def filled(self, text: str) -> str:
        """Return `text` with the facts in their places."""
        for mark, value in self.values.items():
            text = text.replace(mark, value)
        return text


def marked(reply: Reply, context: VoiceContext, private: Pseudonyms) -> tuple[Reply, VoiceContext, Marks]:
    """Return what a draft is made of: marks for the creditor's contacts, and nothing that is handed over."""
    card = context.speaker
    values = {"[cnpj]": card.document, "[telefone]": card.phone, "[site]": card.site}
    values = {mark: value for mark, value in values.items() if value}
    behind = {value: mark for mark, value in values.items()}
    veiled = Speaker(card.name, card.discreet_name, *(behind.get(each, "") for each in _contacts(card)))
    debt, hidden = _hidden(reply.debt, private)
    values |= hidden
    bare = replace(reply, debt=debt, payment=None, documents_follow=False)
    return bare, replace(context, speaker=veiled), Marks(values)


def speech_prompt(
    version: str, instructions: str, draft: str, heard: str, context: VoiceContext, private: Pseudonyms
) -> Prompt:
    """Return what is asked of a model: to say `draft` to somebody who wrote `heard`."""
    lines = []
    if context.last_text:
        lines += ["A nossa última mensagem, que não deve ser repetida:", private.mask_past(context.last_text)]
    if heard:
        lines += ["A pessoa escreveu:", quoted(heard)]
    lines += ["Rascunho a reescrever:", "<rascunho>", draft, "</rascunho>"]
    return Prompt(version, instructions, "\n".join(lines), most_tokens=_MOST_TOKENS, temperature=_TEMPERATURE)


def _hidden(debt: DebtAtStake | None, private: Pseudonyms) -> tuple[DebtAtStake | None, dict[str, str]]:
    """Return `debt` with a mark for a name or description that says who somebody is."""
    values: dict[str, str] = {}
    if debt is not None and private.mask(debt.creditor) != debt.creditor:
        values["[credor]"] = debt.creditor
        debt = replace(debt, creditor="[credor]")
    if debt is not None and private.mask(debt.description) != debt.description:
        values["[descrição]"] = debt.description
        debt = replace(debt, description="[descrição]")
    return debt, values


def _contacts(card: Speaker) -> tuple[str, str, str]:
    return card.document, card.phone, card.site
