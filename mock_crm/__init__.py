"""A creditor's CRM to try Certobot against: a stranger that shares no code with it."""
