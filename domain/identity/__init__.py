"""Who is owed by whom, who we are talking to, and when they may be contacted."""
