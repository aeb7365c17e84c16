"""Where everything is kept: PostgreSQL, one's own or an embedded one."""
