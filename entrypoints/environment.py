"""Which environment variable sets what."""

# Where each environment variable goes: section and key.
VARIABLES = {
    "CERTOBOT_WHATSAPP": ("providers", "whatsapp"),
    "CERTOBOT_LLM": ("providers", "llm"),
    "CERTOBOT_CRM": ("providers", "crm"),
    "CERTOBOT_PAYMENTS": ("providers", "payments"),
    "CERTOBOT_BOLETO_RENDERER": ("providers", "boleto"),
    "CERTOBOT_DISPATCHER": ("providers", "dispatcher"),
    "CERTOBOT_DATABASE_URL": ("database", "url"),
    "CERTOBOT_DATA_DIR": ("database", "data_dir"),
    "CERTOBOT_REDIS_URL": ("redis", "url"),
    "CERTOBOT_CRM_FILE": ("crm", "file"),
    "CERTOBOT_CRM_URL": ("crm", "url"),
    "CERTOBOT_CRM_API_KEY": ("crm", "api_key"),
    "CERTOBOT_API_KEY": ("http", "api_key"),
    "CERTOBOT_HTTP_HOST": ("http", "host"),
    "CERTOBOT_HTTP_PORT": ("http", "port"),
    "CERTOBOT_WORKER_PORT": ("http", "worker_port"),
    "CERTOBOT_METRICS_TOKEN": ("http", "metrics_token"),
    "CERTOBOT_WHATSAPP_API_URL": ("whatsapp", "api_url"),
    "CERTOBOT_WHATSAPP_API_VERSION": ("whatsapp", "api_version"),
    "CERTOBOT_WHATSAPP_PHONE_NUMBER_ID": ("whatsapp", "phone_number_id"),
    "CERTOBOT_WHATSAPP_ACCESS_TOKEN": ("whatsapp", "access_token"),
    "CERTOBOT_WHATSAPP_APP_SECRET": ("whatsapp", "app_secret"),
    "CERTOBOT_WHATSAPP_VERIFY_TOKEN": ("whatsapp", "verify_token"),
}
