"""`[contact]`: when we may write first."""

from collections.abc import Iterator
from datetime import date

import msgspec

from domain.identity.contact import EVERYWHERE
from domain.identity.hours import Hours
from domain.identity.states import UF_OF_AREA_CODE, UFS
from entrypoints.sections.rule import Rule, reads

_HOURS = "use algo como 09:00-18:00, ou vazio"
_LONGEST_QUIET = 5_000
_LONGEST_PAUSE = 3_650
# Meta lets no number send faster (Cloud API, "throughput").
_FASTEST = 1_000


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When we may write first, and with which approved template."""

    enforce: bool = True
    weekdays: str = "09:00-18:00"
    saturday: str = ""
    sunday: str = ""
    holidays: bool = False
    local_holidays: dict[str, list[date]] = {}
    state_laws: bool = True
    max_per_day: int = 1
    max_per_week: int = 3
    dispute_pause_days: int = 30
    campaign_per_minute: int = 60
    daily_new_contacts: int = 250
    quiet_milliseconds: int = 200
    typing: bool = True
    opening_template: str = "abertura_de_atendimento"
    template_language: str = "pt_BR"
    reminder_template: str = "lembrete_do_combinado"
    late_template: str = "sobre_o_combinado"
    thanks_template: str = "confirmacao_do_combinado"
    messages_per_second: int = 1_000
    buttons: bool = False
    order_details: bool = False

    def rules(self) -> Iterator[Rule]:
        """Yield what must hold beyond the types."""
        for day in ("weekdays", "saturday", "sunday"):
            hours = getattr(self, day)
            yield Rule(f"contact.{day}", hours, reads(Hours.parse, hours), _HOURS)
        for place in self.local_holidays:
            known = place in {EVERYWHERE, *UFS, *UF_OF_AREA_CODE}
            yield Rule("contact.local_holidays", place, known, f"use um DDD, um estado (SP) ou {EVERYWHERE}")
        for limit in ("max_per_day", "max_per_week", "campaign_per_minute", "daily_new_contacts"):
            times = getattr(self, limit)
            yield Rule(f"contact.{limit}", times, times >= 1, "use 1 ou mais")
        for text in ("opening_template", "template_language"):
            name = getattr(self, text)
            yield Rule(
                f"contact.{text}", name, bool(name.strip()), "nenhuma conversa abre sem modelo aprovado"
            )
        speed = self.messages_per_second
        yield Rule("contact.messages_per_second", speed, 1 <= speed <= _FASTEST, "use de 1 a 1000")
        pause = self.dispute_pause_days
        yield Rule("contact.dispute_pause_days", pause, 0 <= pause <= _LONGEST_PAUSE, "use de 0 a 3650")
        quiet = self.quiet_milliseconds
        yield Rule("contact.quiet_milliseconds", quiet, 0 <= quiet <= _LONGEST_QUIET, "use de 0 a 5000")
