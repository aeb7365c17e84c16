"""The tables, made when the data folder is new."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS debtors (
    cpf TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    cents INTEGER NOT NULL,
    due_date TEXT NOT NULL,
    uf TEXT,
    creditor TEXT,
    contacts_before INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS contacts (
    number INTEGER PRIMARY KEY,
    cpf TEXT NOT NULL REFERENCES debtors (cpf) ON DELETE CASCADE,
    body BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS contacts_of_debtor ON contacts (cpf);
CREATE TABLE IF NOT EXISTS results (
    session_id TEXT PRIMARY KEY,
    body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS boletos (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id TEXT NOT NULL,
    debtor_cpf TEXT NOT NULL,
    installment INTEGER NOT NULL,
    token TEXT NOT NULL UNIQUE,
    body BLOB NOT NULL,
    UNIQUE (session_id, installment)
);
CREATE INDEX IF NOT EXISTS boletos_of_debtor ON boletos (debtor_cpf);
CREATE TABLE IF NOT EXISTS deliveries (
    session_id TEXT PRIMARY KEY,
    status TEXT NOT NULL DEFAULT 'pending',
    attempts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS deliveries_pending ON deliveries (session_id) WHERE status = 'pending';
CREATE TABLE IF NOT EXISTS idempotency_keys (
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (route, key)
);
"""
