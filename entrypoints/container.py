"""The one place that knows which adapter serves which port."""

from pathlib import Path
from random import random
from uuid import uuid4

from dependency_injector import containers, providers

from adapters.boleto.pycobranca import PycobrancaRenderer
from adapters.calendar.brazil import BrazilianHolidays
from adapters.clock.system import SystemClock
from adapters.llm.rules.lexicon_files import MalformedLexicon
from adapters.llm.rules.voice.narrator import RulesNarrator
from adapters.llm.rules.voice.phrase_book import PhraseProblem
from adapters.persistence.embedded import EmbeddedPostgres, EmbeddedPostgresFailed
from adapters.persistence.engine import create_engine
from adapters.persistence.migrate import migrate
from adapters.persistence.presence import Presence
from adapters.persistence.unit_of_work import PostgresAtOnce, PostgresUnitOfWork
from adapters.telemetry.model_calls import NotedModelCalls
from adapters.telemetry.prometheus import PrometheusTelemetry
from adapters.telemetry.watched import (
    WatchedCrm,
    WatchedGate,
    WatchedInterpreter,
    WatchedIssuer,
    WatchedMessenger,
    WatchedNarrator,
)
from adapters.whatsapp.attention import MockAttention
from adapters.whatsapp.received_files import MockFiles
from application.answer_stranger import AnswerStranger
from application.assess_agreement import AssessAgreement
from application.assess_contact import AssessContact
from application.compose_turn import ComposeTurn
from application.deliver_messages import DeliverMessages
from application.expire_conversation import ExpireConversation
from application.find_debtor import FindDebtor
from application.find_due import FindDue
from application.follow_agreement import FollowAgreement
from application.follow_campaign import FollowCampaign
from application.follow_refusal import FollowRefusal
from application.hold_conversation import HoldConversation
from application.hold_to_contact_rules import HoldToContactRules
from application.issue_documents import IssueDocuments
from application.keep_turn import KeepTurn
from application.note_events import NoteEvents
from application.open_conversation import OpenConversation
from application.paid_meanwhile import PaidMeanwhile
from application.plan_campaign import PlanCampaign
from application.read_return import ReadReturn
from application.read_statement import ReadStatement
from application.recall_conversation import RecallConversation
from application.receive_events import ReceiveEvents
from application.receive_together import ReceiveTogether
from application.record_payment import RecordPayment
from application.remember_writer import RememberWriter
from application.render_documents import RenderDocuments
from application.renegotiate import Renegotiate
from application.report_outcome import ReportOutcome
from application.say import Say
from application.second_copy import SecondCopy
from application.send_message import SendMessage
from application.show_agreement import ShowAgreement
from application.show_typing import ShowTyping
from application.slip_of_the_crm import SlipOfTheCrm
from application.start_campaign import StartCampaign
from application.steer_campaign import SteerCampaign
from application.take_turn import TakeTurn
from application.withdraw_documents import WithdrawDocuments
from application.work_campaigns import WorkCampaigns
from application.work_conversation import WorkConversation
from application.write_first import WriteFirst
from application.write_remittance import WriteRemittance
from domain.shared.ids import TenantId
from entrypoints import wiring
from entrypoints.settings import Settings

TENANT = TenantId("padrao")
# What stops the start, in one Portuguese line, without being our fault.
START_FAILURES: tuple[type[Exception], ...] = (EmbeddedPostgresFailed, MalformedLexicon, PhraseProblem)


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
    telemetry = providers.Singleton(PrometheusTelemetry)
    holidays = providers.Singleton(BrazilianHolidays)
    speaker = providers.Singleton(wiring.creditor.speaker, settings)
    policy = settings.provided.policy

    engine = providers.Singleton(create_engine, database_url)
    presence = providers.Singleton(Presence, engine)
    uow = providers.Factory(PostgresUnitOfWork, engine, tenant, presence)
    at_once = providers.Singleton(PostgresAtOnce, engine, tenant, presence)
    model_calls = providers.Singleton(NotedModelCalls, telemetry, uow.provider, clock)
    dispatcher = providers.Selector(
        settings.provided.providers.dispatcher,
        memory=providers.Singleton(wiring.dispatching.memory, settings),
        saq=providers.Singleton(wiring.dispatching.saq, settings),
    )
    cache = providers.Singleton(wiring.sharing.cache, settings)
    crm = providers.Selector(
        settings.provided.providers.crm,
        memory=providers.Singleton(wiring.crm.memory_crm, settings, clock),
        http=providers.Singleton(wiring.crm.http_crm, settings, clock, cache),
    )
    rules_narrator = providers.Singleton(RulesNarrator)
    tally = providers.Singleton(wiring.sharing.tally, settings)
    recall = providers.Singleton(
        RecallConversation, at_once.provider, cache, policy.conversation_timeout_seconds
    )
    groq = providers.Singleton(wiring.llm.groq, settings, rules_narrator, model_calls, tally, recall, clock)
    interpreter = providers.Selector(
        settings.provided.providers.llm,
        rules=providers.Callable(wiring.llm.rules_interpreter),
        groq=groq.provided.interpreter,
    )
    narrator = providers.Selector(
        settings.provided.providers.llm, rules=rules_narrator, groq=groq.provided.narrator
    )
    issuer = providers.Selector(
        settings.provided.providers.payments,
        local=providers.Singleton(wiring.payments.local_issuer, settings),
        cobv=providers.Singleton(wiring.payments.cobv_issuer, settings),
        crm=providers.Singleton(wiring.payments.crm_issuer, settings),
    )
    renderer = providers.Selector(
        settings.provided.providers.boleto,
        borb=providers.Singleton(wiring.payments.borb),
        pycobranca=providers.Singleton(PycobrancaRenderer),
    )
    rate_bucket = providers.Singleton(wiring.sharing.rate_bucket, settings)
    gate = providers.Singleton(
        WatchedGate, providers.Singleton(wiring.whatsapp.gate, settings, clock), telemetry
    )

    opening_template = providers.Singleton(wiring.creditor.opening_template, settings, speaker)
    assess_contact = providers.Singleton(AssessContact, settings.provided.contact_rules.call(), holidays)
    follow_refusal = providers.Singleton(
        FollowRefusal, uow.provider, clock, chance, opening_template, new_id, assess_contact
    )
    answer_stranger = providers.Singleton(AnswerStranger, speaker, new_id)
    receive_events = providers.Singleton(
        ReceiveEvents,
        at_once.provider,
        providers.Singleton(wiring.dispatching.quiet, dispatcher, settings, cache),
        clock,
        new_id,
        answer_stranger,
        follow_refusal,
    )
    receive_together = providers.Singleton(ReceiveTogether, receive_events)
    messenger = providers.Selector(
        settings.provided.providers.whatsapp,
        mock=providers.Singleton(wiring.whatsapp.mock_messenger, receive_events, clock),
        cloud_api=providers.Singleton(wiring.whatsapp.cloud_api, settings, rate_bucket, cache),
    )
    attention = providers.Selector(
        settings.provided.providers.whatsapp,
        mock=providers.Singleton(MockAttention),
        cloud_api=providers.Singleton(wiring.whatsapp.attention, settings),
    )
    received_files = providers.Selector(
        settings.provided.providers.whatsapp,
        mock=providers.Singleton(MockFiles),
        cloud_api=providers.Singleton(wiring.whatsapp.received_files, settings),
    )
    show_typing = providers.Singleton(ShowTyping, attention, settings.provided.contact.typing)
    note_events = providers.Singleton(NoteEvents, uow.provider, at_once.provider, clock, telemetry)
    hold_to_contact_rules = providers.Singleton(HoldToContactRules, uow.provider, assess_contact)
    find_debtor = providers.Singleton(FindDebtor, crm)
    assess_agreement = providers.Singleton(AssessAgreement, holidays, policy)
    renegotiate = providers.Singleton(Renegotiate, assess_agreement, policy)
    open_conversation = providers.Singleton(
        OpenConversation,
        uow.provider,
        find_debtor,
        dispatcher,
        clock,
        assess_contact,
        policy,
        opening_template,
        new_id,
        telemetry,
        renegotiate,
    )
    throughput = settings.provided.throughput.call()
    start_campaign = providers.Singleton(StartCampaign, uow.provider, clock, new_id)
    plan_campaign = providers.Singleton(
        PlanCampaign, uow.provider, find_debtor, assess_contact, renegotiate, throughput, clock
    )
    steer_campaign = providers.Singleton(SteerCampaign, uow.provider, clock)
    follow_campaign = providers.Singleton(FollowCampaign, uow.provider, throughput, opening_template, clock)
    work_campaigns = providers.Singleton(WorkCampaigns, uow.provider, open_conversation, throughput, clock)
    send_message = providers.Singleton(SendMessage, uow.provider, dispatcher, clock, new_id)
    render_documents = providers.Singleton(RenderDocuments, uow.provider, renderer)
    record_payment = providers.Singleton(RecordPayment, uow.provider, dispatcher, clock, new_id)
    show_agreement = providers.Singleton(ShowAgreement, uow.provider, assess_agreement, clock)
    pix_gate = providers.Singleton(wiring.payments.pix_gate, settings)
    bank_files = providers.Singleton(wiring.payments.bank_files, settings)
    write_remittance = providers.Singleton(WriteRemittance, uow.provider, bank_files, clock)
    read_return = providers.Singleton(ReadReturn, uow.provider, bank_files, record_payment, clock)
    read_statement = providers.Singleton(ReadStatement, uow.provider, bank_files, record_payment)
    issue_documents = providers.Singleton(
        IssueDocuments,
        uow.provider,
        providers.Singleton(WatchedIssuer, issuer, telemetry),
        clock,
        providers.Singleton(wiring.creditor.beneficiary, settings),
        policy.late_fine_percent,
        policy.late_interest_percent,
    )
    say = providers.Singleton(
        Say, providers.Singleton(WatchedNarrator, narrator, telemetry), rules_narrator, telemetry
    )
    compose_turn = providers.Singleton(
        ComposeTurn,
        issue_documents,
        providers.Singleton(
            SecondCopy,
            *(uow.provider, issue_documents, assess_agreement, clock, policy.second_copy_days),
            providers.Singleton(
                SlipOfTheCrm, uow.provider, providers.Singleton(wiring.crm.slips, settings, crm)
            ),
        ),
        say,
        clock,
        speaker,
        new_id,
        providers.Singleton(wiring.creditor.dress_text, settings),
    )
    keep_turn = providers.Singleton(KeepTurn, uow.provider, at_once.provider, clock, telemetry)
    follow_agreement = providers.Singleton(
        FollowAgreement,
        uow.provider,
        assess_agreement,
        providers.Singleton(
            WriteFirst,
            uow.provider,
            assess_contact,
            providers.Singleton(wiring.creditor.following_templates, settings, speaker),
            say,
            clock,
            speaker,
            new_id,
        ),
        providers.Singleton(WithdrawDocuments, uow.provider, issuer, clock),
        clock,
        providers.Singleton(wiring.creditor.following_rules, settings),
    )
    work_conversation = providers.Singleton(
        WorkConversation,
        providers.Singleton(HoldConversation, at_once.provider, clock, telemetry),
        providers.Singleton(
            TakeTurn,
            uow.provider,
            providers.Singleton(WatchedInterpreter, interpreter, telemetry),
            compose_turn,
            keep_turn,
            clock,
            policy,
            new_id,
            show_typing,
            providers.Singleton(RememberWriter, uow.provider),
            renegotiate,
            providers.Singleton(PaidMeanwhile, uow.provider, clock, renegotiate),
        ),
        providers.Singleton(ExpireConversation, at_once.provider, compose_turn, keep_turn, clock),
        follow_agreement,
        providers.Singleton(
            DeliverMessages,
            at_once.provider,
            providers.Singleton(WatchedMessenger, messenger, telemetry),
            render_documents,
            clock,
            chance,
            follow_refusal,
            hold_to_contact_rules,
        ),
        providers.Singleton(
            ReportOutcome, at_once.provider, providers.Singleton(WatchedCrm, crm, telemetry), clock
        ),
    )
    find_due = providers.Singleton(FindDue, at_once.provider, clock)

    embedded_postgres = providers.Singleton(
        EmbeddedPostgres, providers.Factory(Path, settings.provided.database.data_dir)
    )
    migrate = providers.Callable(migrate, database_url)
