"""The one place that knows which adapter serves which port."""

from functools import cache
from pathlib import Path
from random import random
from uuid import uuid4

import msgspec
import structlog
from dependency_injector import containers, providers

from adapters.boleto.pycobranca import PycobrancaRenderer
from adapters.calendar.brazil import BrazilianHolidays
from adapters.clock.system import SystemClock
from adapters.crm.debtor_file import DebtorFileUnreadable, load_debtors
from adapters.crm.http import HttpCrm
from adapters.crm.http_channel import HttpCrmConfig
from adapters.crm.memory import MemoryCrm
from adapters.dispatcher.memory import MemoryDispatcher
from adapters.dispatcher.quiet import QuietDispatcher
from adapters.dispatcher.saq import SaqDispatcher
from adapters.llm.rules.interpreter import RulesInterpreter
from adapters.llm.rules.lexicon_files import MalformedLexicon
from adapters.llm.rules.voice.narrator import RulesNarrator
from adapters.llm.rules.voice.phrase_book import PhraseProblem
from adapters.payments.local import LocalIssuer
from adapters.payments.local_config import InvalidPaymentsConfig, LocalPaymentsConfig
from adapters.persistence.embedded import EmbeddedPostgres, EmbeddedPostgresFailed
from adapters.persistence.engine import autocommitting, create_engine
from adapters.persistence.migrate import migrate
from adapters.persistence.presence import Presence
from adapters.persistence.unit_of_work import PostgresUnitOfWork
from adapters.whatsapp.cloud_api import CloudApiConfig, CloudApiMessenger
from adapters.whatsapp.gate import CloudApiGate
from adapters.whatsapp.mock import MockMessenger
from application.answer_stranger import AnswerStranger
from application.compose_turn import ComposeTurn
from application.deliver_messages import DeliverMessages
from application.expire_conversation import ExpireConversation
from application.find_due import FindDue
from application.hold_conversation import HoldConversation
from application.issue_documents import IssueDocuments
from application.keep_turn import KeepTurn
from application.open_conversation import OpenConversation
from application.opening_template import OpeningTemplate
from application.ports.boleto_renderer import BoletoRenderer
from application.ports.clock import Clock
from application.ports.dispatcher import Dispatcher
from application.ports.narrator import Speaker
from application.ports.payment_issuer import PaymentIssuer
from application.ports.webhook_gate import ProviderEvents, StatusUpdate
from application.receive_events import ReceiveEvents
from application.render_documents import RenderDocuments
from application.report_outcome import ReportOutcome
from application.say import Say
from application.send_message import SendMessage
from application.take_turn import TakeTurn
from application.work_conversation import WorkConversation
from domain.payments.party import Beneficiary
from domain.shared.calendar import business_date
from domain.shared.cnpj import Cnpj
from domain.shared.ids import TenantId
from entrypoints.discretion import discreet_name
from entrypoints.settings import Settings
from entrypoints.settings_errors import InvalidSetting

log = structlog.get_logger()

TENANT = TenantId("padrao")
# What stops the start, in one Portuguese line, without being our fault.
START_FAILURES: tuple[type[Exception], ...] = (EmbeddedPostgresFailed, MalformedLexicon, PhraseProblem)
SAMPLE_DEBTORS = Path(__file__).parent.parent / "adapters" / "crm" / "sample_debtors.csv"


@cache
def _rules_interpreter() -> RulesInterpreter:
    """Learn the lexicon once in a process: it takes a second, and never changes while we run."""
    return RulesInterpreter()


def _memory_crm(settings: Settings, clock: Clock) -> MemoryCrm:
    """Load the debtors; a bad row is reported and left out, an unreadable file stops the start."""
    path = Path(settings.crm.file) if settings.crm.file else SAMPLE_DEBTORS
    try:
        debtors = load_debtors(
            path, today=business_date(clock.now()), default_creditor=settings.creditor.name
        )
    except DebtorFileUnreadable as unreadable:
        raise InvalidSetting("CERTOBOT_CRM_FILE", path, unreadable.reason) from None
    for row in debtors.bad_rows:
        log.warning("linha de devedor ignorada", linha=row.line, motivo=row.reason)
    return MemoryCrm(debtors.records)


def _http_crm(settings: Settings, clock: Clock) -> HttpCrm:
    return HttpCrm(
        HttpCrmConfig(settings.crm.url, api_key=settings.crm.api_key),
        default_creditor=settings.creditor.name,
        today=lambda: business_date(clock.now()),
    )


def _borb() -> BoletoRenderer:
    """Load borb only for who chose it: its licence is the AGPL."""
    from adapters.boleto.borb import BorbRenderer

    return BorbRenderer()


def _issuer(settings: Settings) -> PaymentIssuer:
    try:
        return LocalIssuer(msgspec.convert(settings.payments, LocalPaymentsConfig))
    except InvalidPaymentsConfig as invalid:
        value = settings.payments.get(invalid.field, "")
        raise InvalidSetting(f"payments.{invalid.field}", value, invalid.rule) from None
    except msgspec.ValidationError as invalid:
        raise InvalidSetting("payments", str(settings.payments), str(invalid)) from None


def _speaker(settings: Settings) -> Speaker:
    creditor = settings.creditor
    document = Cnpj.parse(creditor.cnpj).formatted
    return Speaker(creditor.name, discreet_name(creditor.name), document, creditor.phone, creditor.site)


def _beneficiary(settings: Settings) -> Beneficiary:
    creditor = settings.creditor
    document = Cnpj.parse(creditor.cnpj).formatted
    return Beneficiary(creditor.name, document, creditor.address, "", creditor.phone, creditor.site)


def _template(settings: Settings, speaker: Speaker) -> OpeningTemplate:
    contact = settings.contact
    return OpeningTemplate(contact.opening_template, contact.template_language, speaker.discreet_name)


def _mock_messenger(receive_events: ReceiveEvents, clock: Clock) -> MockMessenger:
    async def report(status: StatusUpdate) -> None:
        await receive_events(ProviderEvents(statuses=(status,)))

    return MockMessenger(on_status=report, now=clock.now)


def _cloud_api(settings: Settings) -> CloudApiMessenger:
    whatsapp = settings.whatsapp
    return CloudApiMessenger(
        CloudApiConfig(
            whatsapp.phone_number_id,
            whatsapp.access_token,
            whatsapp.api_url,
            whatsapp.api_version,
            answer_seconds=10.0,
            upload_seconds=15.0,
        )
    )


def _saq(settings: Settings) -> SaqDispatcher:
    return SaqDispatcher(settings.redis.url)


def _quiet(dispatcher: Dispatcher, settings: Settings) -> QuietDispatcher:
    return QuietDispatcher(dispatcher, settings.contact.quiet_milliseconds / 1000)


def _gate(settings: Settings, clock: Clock) -> CloudApiGate:
    return CloudApiGate(clock.now, settings.whatsapp.app_secret, settings.whatsapp.verify_token)


class Container(containers.DeclarativeContainer):
    """Every object of the program, made once and handed where it is needed.

    `settings` and `database_url` come from outside; whoever takes `engine` or `messenger` closes them.
    """

    settings = providers.Dependency(instance_of=Settings)
    database_url = providers.Dependency(instance_of=str)
    tenant = providers.Object(TENANT)
    new_id = providers.Object(uuid4)
    chance = providers.Object(random)

    clock = providers.Singleton(SystemClock)
    holidays = providers.Singleton(BrazilianHolidays)
    speaker = providers.Singleton(_speaker, settings)
    policy = settings.provided.policy

    engine = providers.Singleton(create_engine, database_url)
    presence = providers.Singleton(Presence, engine)
    uow = providers.Factory(PostgresUnitOfWork, engine, tenant, presence)
    at_once = providers.Factory(
        PostgresUnitOfWork, providers.Singleton(autocommitting, engine), tenant, presence
    )
    dispatcher = providers.Selector(
        settings.provided.providers.dispatcher,
        memory=providers.Singleton(MemoryDispatcher),
        saq=providers.Singleton(_saq, settings),
    )
    crm = providers.Selector(
        settings.provided.providers.crm,
        memory=providers.Singleton(_memory_crm, settings, clock),
        http=providers.Singleton(_http_crm, settings, clock),
    )
    interpreter = providers.Selector(
        settings.provided.providers.llm, rules=providers.Callable(_rules_interpreter)
    )
    rules_narrator = providers.Singleton(RulesNarrator)
    narrator = providers.Selector(settings.provided.providers.llm, rules=rules_narrator)
    issuer = providers.Selector(
        settings.provided.providers.payments, local=providers.Singleton(_issuer, settings)
    )
    renderer = providers.Selector(
        settings.provided.providers.boleto,
        borb=providers.Singleton(_borb),
        pycobranca=providers.Singleton(PycobrancaRenderer),
    )
    gate = providers.Singleton(_gate, settings, clock)

    answer_stranger = providers.Singleton(AnswerStranger, speaker, new_id)
    receive_events = providers.Singleton(
        ReceiveEvents,
        at_once.provider,
        providers.Singleton(_quiet, dispatcher, settings),
        clock,
        new_id,
        answer_stranger,
    )
    messenger = providers.Selector(
        settings.provided.providers.whatsapp,
        mock=providers.Singleton(_mock_messenger, receive_events, clock),
        cloud_api=providers.Singleton(_cloud_api, settings),
    )
    open_conversation = providers.Singleton(
        OpenConversation,
        uow.provider,
        crm,
        dispatcher,
        clock,
        holidays,
        policy,
        settings.provided.contact_rules.call(),
        providers.Singleton(_template, settings, speaker),
        new_id,
    )
    send_message = providers.Singleton(SendMessage, uow.provider, dispatcher, clock, new_id)
    render_documents = providers.Singleton(RenderDocuments, uow.provider, renderer)
    issue_documents = providers.Singleton(
        IssueDocuments,
        uow.provider,
        issuer,
        clock,
        providers.Singleton(_beneficiary, settings),
        policy.late_fine_percent,
        policy.late_interest_percent,
    )
    say = providers.Singleton(Say, narrator, rules_narrator)
    compose_turn = providers.Singleton(
        ComposeTurn, uow.provider, issue_documents, say, clock, speaker, new_id
    )
    keep_turn = providers.Singleton(KeepTurn, uow.provider, at_once.provider, clock)
    work_conversation = providers.Singleton(
        WorkConversation,
        providers.Singleton(HoldConversation, at_once.provider, clock),
        providers.Singleton(
            TakeTurn, uow.provider, interpreter, compose_turn, keep_turn, clock, policy, new_id
        ),
        providers.Singleton(ExpireConversation, at_once.provider, compose_turn, keep_turn, clock),
        providers.Singleton(DeliverMessages, at_once.provider, messenger, render_documents, clock, chance),
        providers.Singleton(ReportOutcome, at_once.provider, crm, clock),
    )
    find_due = providers.Singleton(FindDue, at_once.provider, clock)

    embedded_postgres = providers.Singleton(
        EmbeddedPostgres, providers.Factory(Path, settings.provided.database.data_dir)
    )
    migrate = providers.Callable(migrate, database_url)
