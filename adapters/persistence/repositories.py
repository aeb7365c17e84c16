"""Every repository over one transaction."""

from adapters.persistence.agreements import PostgresAgreements
from adapters.persistence.backlog import PostgresBacklog
from adapters.persistence.campaigns import PostgresCampaigns
from adapters.persistence.contact_queue import PostgresContactQueue
from adapters.persistence.conversations import PostgresConversations
from adapters.persistence.dead_letters import PostgresDeadLetters
from adapters.persistence.debtors import PostgresDebtors
from adapters.persistence.follow_ups import PostgresFollowUps
from adapters.persistence.human_checks import PostgresHumanChecks
from adapters.persistence.inbox import PostgresInbox
from adapters.persistence.known_contacts import PostgresKnownContacts
from adapters.persistence.model_calls import PostgresModelCalls
from adapters.persistence.negotiations import PostgresNegotiations
from adapters.persistence.our_numbers import PostgresOurNumbers
from adapters.persistence.outbox import PostgresOutbox
from adapters.persistence.outcomes import PostgresOutcomes
from adapters.persistence.payments import PostgresPayments
from adapters.persistence.registrations import PostgresRegistrations
from adapters.persistence.second_copies import PostgresSecondCopies
from adapters.persistence.templates import PostgresTemplates
from adapters.persistence.transaction import Transaction
from adapters.persistence.turns import PostgresTurns
from adapters.persistence.unread_pieces import PostgresUnreadPieces
from adapters.persistence.views import PostgresViews
from application.ports.agreement_repository import AgreementRepository
from application.ports.backlog import Backlog
from application.ports.campaigns import Campaigns
from application.ports.contact_queue import ContactQueue
from application.ports.conversations import Conversations
from application.ports.dead_letters import DeadLetters
from application.ports.debtor_repository import DebtorRepository
from application.ports.follow_ups import FollowUps
from application.ports.human_checks import HumanChecks
from application.ports.inbox import Inbox
from application.ports.known_contacts import KnownContacts
from application.ports.model_call_log import ModelCallLog
from application.ports.negotiation_repository import NegotiationRepository
from application.ports.our_numbers import OurNumbers
from application.ports.outbox import Outbox
from application.ports.outcomes import Outcomes
from application.ports.payments import Payments
from application.ports.registrations import Registrations
from application.ports.second_copies import SecondCopies
from application.ports.templates import Templates
from application.ports.turns import Turns
from application.ports.unread_pieces import UnreadPieces
from application.ports.views import Views


class Repositories:
    """What a unit of work offers, over the transaction it is given."""

    backlog: Backlog
    dead_letters: DeadLetters
    debtors: DebtorRepository
    negotiations: NegotiationRepository
    agreements: AgreementRepository
    campaigns: Campaigns
    contact_queue: ContactQueue
    conversations: Conversations
    human_checks: HumanChecks
    inbox: Inbox
    known_contacts: KnownContacts
    model_calls: ModelCallLog
    our_numbers: OurNumbers
    outbox: Outbox
    outcomes: Outcomes
    payments: Payments
    second_copies: SecondCopies
    follow_ups: FollowUps
    registrations: Registrations
    templates: Templates
    turns: Turns
    unread_pieces: UnreadPieces
    views: Views

    def open(self, transaction: Transaction) -> None:
        """Let every repository use `transaction`."""
        self.backlog = PostgresBacklog(transaction)
        self.dead_letters = PostgresDeadLetters(transaction)
        self.debtors = PostgresDebtors(transaction)
        self.model_calls = PostgresModelCalls(transaction)
        self.negotiations = PostgresNegotiations(transaction)
        self.agreements = PostgresAgreements(transaction)
        self.campaigns = PostgresCampaigns(transaction)
        self.contact_queue = PostgresContactQueue(transaction)
        self.conversations = PostgresConversations(transaction)
        self.human_checks = PostgresHumanChecks(transaction)
        self.inbox = PostgresInbox(transaction)
        self.known_contacts = PostgresKnownContacts(transaction)
        self.our_numbers = PostgresOurNumbers(transaction)
        self.outbox = PostgresOutbox(transaction)
        self.outcomes = PostgresOutcomes(transaction)
        self.payments = PostgresPayments(transaction)
        self.second_copies = PostgresSecondCopies(transaction)
        self.follow_ups = PostgresFollowUps(transaction)
        self.registrations = PostgresRegistrations(transaction)
        self.templates = PostgresTemplates(transaction)
        self.turns = PostgresTurns(transaction)
        self.unread_pieces = PostgresUnreadPieces(transaction)
        self.views = PostgresViews(transaction)
