"""Values that every context speaks: money, documents, phones, the calendar, ids and errors."""
