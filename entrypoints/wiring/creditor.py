"""In whose name messages and documents speak."""

from application.dress_text import DressText, PayableInChat
from application.following_templates import FollowingTemplates
from application.opening_template import OpeningTemplate
from application.ports.narrator import Speaker
from domain.payments.following import FollowingRules
from domain.payments.party import Beneficiary
from domain.shared.cnpj import Cnpj
from entrypoints.discretion import discreet_name
from entrypoints.settings import Settings


def speaker(settings: Settings) -> Speaker:
    """Return who speaks in the chat."""
    creditor = settings.creditor
    document = Cnpj.parse(creditor.cnpj).formatted
    return Speaker(creditor.name, discreet_name(creditor.name), document, creditor.phone, creditor.site)


def beneficiary(settings: Settings) -> Beneficiary:
    """Return who is paid."""
    creditor = settings.creditor
    document = Cnpj.parse(creditor.cnpj).formatted
    return Beneficiary(creditor.name, document, creditor.address, "", creditor.phone, creditor.site)


def opening_template(settings: Settings, speaker: Speaker) -> OpeningTemplate:
    """Return the approved template that opens a conversation."""
    contact = settings.contact
    return OpeningTemplate(contact.opening_template, contact.template_language, speaker.discreet_name)


def following_templates(settings: Settings, speaker: Speaker) -> FollowingTemplates:
    """Return the approved templates that follow an agreement."""
    contact = settings.contact
    return FollowingTemplates(
        contact.reminder_template,
        contact.late_template,
        contact.thanks_template,
        contact.template_language,
        speaker.discreet_name,
    )


def following_rules(settings: Settings) -> FollowingRules:
    """Return when debtors are written to about their agreement, and when it breaks."""
    policy = settings.policy
    return FollowingRules(policy.reminder_days, policy.late_reminder_days, policy.grace_days)


def dress_text(settings: Settings) -> DressText:
    """Return what a text may become in the chat: by default, itself."""
    payable = PayableInChat(settings.creditor.name, str(settings.payments.get("pix_key", "")))
    contact = settings.contact
    return DressText(contact.buttons, payable if contact.order_details else None)
