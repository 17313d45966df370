"""What a room is set to be: every setting with its default, in one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MODEL = "deepseek/deepseek-r1"
SIGN_IN = ("none", "password", "oidc", "proxy")
POCKET_PACE = 60.0  # tokens a second: fast enough to wait for, slow enough to read along
CONNECT_S, FIRST_BYTE_S, SILENCE_S, TOTAL_S = 10.0, 600.0, 300.0, 3_600.0
RETRIES, RECORDS, TURNS_AT_ONCE, REQUESTS = 2, 50, 16, 600
AUDIENCE_PORT = 8502
KEYS = ("server", "own", "both")  # whose keys turns are asked with


@dataclass(frozen=True, slots=True)
class Server:
    """What is set for one server. The address has no trailing slash, "" for the usual one; the repr shows no key.
    `protocol` is how it is spoken to, "" for the usual way."""

    base_url: str = ""
    api_key: str = field(default="", repr=False)
    protocol: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """`servers` by the names they were looked for: only those for which something is set."""

    servers: Mapping[str, Server] = field(default_factory=dict)
    model: str = MODEL
    database_url: str = field(default="", repr=False)
    find_servers: bool = True
    trust_this_machine: bool = False  # is whoever comes from it taken for the person who started the room?
    sign_in: str = "none"  # one of SIGN_IN: what lets a browser in
    password: str = field(default="", repr=False)
    password_hash: str = field(default="", repr=False)  # by argon2, in its usual form
    # A proxy that signs people in: in which header it says who asks, from where it comes, and what it has to know.
    proxy_header: str = ""
    proxy_addresses: tuple[str, ...] = ()
    proxy_secret: str = field(default="", repr=False)
    open_to_all: bool = False  # may whoever reaches its port use the room, where it listens to other machines?
    title_words: bool = False  # does the title of a browser's tab say what a thought is doing?
    pocket_pace: float = POCKET_PACE
    # How long to wait, in seconds: for a connection, for the first byte, in a silence, for the end of a reply.
    connect_s: float = CONNECT_S
    first_byte_s: float = FIRST_BYTE_S
    silence_s: float = SILENCE_S
    total_s: float = TOTAL_S
    retries: int = RETRIES  # of what failed before its first byte
    records: int = RECORDS  # of what arrived, kept for so many turns of an owner, the newest
    redis_url: str = field(default="", repr=False)  # by which replicas of this room know of each other; "": it is alone
    secret: str = field(default="", repr=False)  # what cookies are signed with, of all replicas; "": in a file
    metrics_token: str = field(default="", repr=False)  # who may read the room's figures; "": nobody
    stop_s: float = 0.0  # how long what runs may go on once the room is told to end
    log: str = "text"  # or "json": a line of it for each event
    keep_days: float | None = None  # what nobody changed for so long is deleted; None: never
    # Whose keys turns are asked with: those of the settings ("server"), those that people bring ("own"), or both. Those
    # of the settings are for the owners of these names alone; nobody named: for everybody.
    keys: str = "both"
    key_for: tuple[str, ...] = ()
    requests_a_minute: int = REQUESTS  # of one person, 0 for no limit; five times as many of one address
    hosts: tuple[str, ...] = ()  # of servers that people may add
    admins: tuple[str, ...] = ()  # who may look after the room, each by a name that the way of signing in knows
    turns_at_once: int = TURNS_AT_ONCE  # of one owner; the others wait in line
    # Of what is asked with the keys of the settings, in a day: by all owners together, and by each. None: no limit.
    daily_limit_usd: float | None = None
    daily_turns: int | None = None
    person_daily_usd: float | None = None
    person_daily_turns: int | None = None
    # How an audience's devices reach the room: an address ("" for this machine's own in its network), and a port here.
    audience_address: str = ""
    audience_port: int = AUDIENCE_PORT
    audience_copies: bool = False  # may they be let go on from what they follow, in a chat of their own in this room?
    # What OpenRouter is told of the room: its address ("" for nothing) and its name.
    site_url: str = ""
    site_title: str = ""

    @property
    def limited(self) -> bool:
        """Has what is asked with the keys of the settings a limit for a day?"""
        limits = (self.daily_limit_usd, self.daily_turns, self.person_daily_usd, self.person_daily_turns)
        return any(limit is not None for limit in limits)

    def server(self, name: str) -> Server:
        return self.servers.get(name, Server())
