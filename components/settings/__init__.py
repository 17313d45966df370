"""Every setting and every default, from the environment, then .env, then Streamlit's secrets, in one frozen value.

It does not know what the settings are used for. An unusable value raises SettingsError with one sentence that names it.
"""

from components.settings.checks import SettingsError
from components.settings.loading import data_folder, default_database_url, load_settings, usual_dotenv
from components.settings.settings import MODEL, Server, Settings

__all__ = [
    "MODEL",
    "Server",
    "Settings",
    "SettingsError",
    "data_folder",
    "default_database_url",
    "load_settings",
    "usual_dotenv",
]
