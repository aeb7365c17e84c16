"""What the CRM keeps: functions over a SQLite connection, each called inside one transaction."""
