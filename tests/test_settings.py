"""Where settings come from, and what is said of those that cannot be used."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config

from components.settings import MODEL, Server, Settings, SettingsError, default_database_url, load_settings

NAMES = ("openrouter", "custom", "ollama")
SECRET = "sk-or-v1-" + "0123456789abcdef"


def _loaded(
    folder: Path, environment: dict[str, str] | None = None, dotenv: str = "", secrets: dict[str, object] | None = None
) -> Settings:
    path = folder / ".env"
    path.write_text(dotenv, "utf-8")
    return load_settings(NAMES, environment or {}, path, secrets or {})


def test_the_environment_wins_over_dotenv_and_dotenv_over_secrets(tmp_path: Path) -> None:
    environment = {"OPENROUTER_API_KEY": "one"}
    dotenv = "OPENROUTER_API_KEY=two\nCUSTOM_API_KEY='two'\n"
    secrets: dict[str, object] = {"OPENROUTER_API_KEY": "three", "CUSTOM_API_KEY": "three", "THINKROOM_MODEL": "three"}
    settings = _loaded(tmp_path, environment, dotenv, secrets)
    keys = settings.server("openrouter").api_key, settings.server("custom").api_key
    assert (*keys, settings.model) == ("one", "two", "three")


@pytest.mark.parametrize("empty", ["", "  ", "\t"])
def test_an_empty_value_counts_as_not_set(tmp_path: Path, empty: str) -> None:
    dotenv = f"THINKROOM_MODEL={empty}\nCUSTOM_API_KEY\nCUSTOM_BASE_URL={empty}\n"
    settings = _loaded(tmp_path, {"THINKROOM_MODEL": empty}, dotenv, {"THINKROOM_MODEL": "a/b", "CUSTOM_API_KEY": "k"})
    assert (settings.model, settings.server("custom").api_key, settings.server("custom").base_url) == ("a/b", "k", "")


def test_nothing_set_gives_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(NAMES, {}, tmp_path / "missing.env", {})
    assert settings == Settings(database_url=default_database_url())
    assert (settings.model, settings.find_servers, settings.server("openrouter")) == (MODEL, True, Server())


def test_every_server_of_the_table_has_its_address_and_its_key(tmp_path: Path) -> None:
    settings = _loaded(tmp_path, {"OLLAMA_BASE_URL": "http://box:11434/v1", "GROQ_API_KEY": "not looked for"})
    assert settings.servers == {"ollama": Server("http://box:11434/v1")}


def test_the_protocol_of_a_server_is_one_that_the_room_knows(tmp_path: Path) -> None:
    def loaded(told: str) -> Settings:
        return load_settings(NAMES, {"CUSTOM_PROTOCOL": told}, tmp_path / "none.env", {}, protocols=("one", "other"))

    assert loaded("other").server("custom") == Server(protocol="other")
    assert loaded("").servers == {}
    with pytest.raises(SettingsError, match=r"^CUSTOM_PROTOCOL must be one of one, other\.$"):
        loaded("another")


@pytest.mark.parametrize(
    ("told", "finds"), [("no", False), ("Off", False), ("0", False), ("yes", True), ("TRUE", True)]
)
def test_looking_for_servers_can_be_turned_off(tmp_path: Path, told: str, finds: bool) -> None:
    assert _loaded(tmp_path, {"THINKROOM_FIND_SERVERS": told}).find_servers is finds


@pytest.mark.parametrize(("told", "trusts"), [("", False), ("no", False), ("yes", True), ("On", True)])
def test_this_machine_is_trusted_only_where_somebody_said_so(tmp_path: Path, told: str, trusts: bool) -> None:
    assert _loaded(tmp_path, {"THINKROOM_TRUST_THIS_MACHINE": told}).trust_this_machine is trusts


@pytest.mark.parametrize(("told", "words"), [("", False), ("no", False), ("yes", True), ("On", True)])
def test_a_title_has_words_of_a_thought_only_where_somebody_said_so(tmp_path: Path, told: str, words: bool) -> None:
    assert _loaded(tmp_path, {"THINKROOM_TITLE_WORDS": told}).title_words is words


@pytest.mark.parametrize(("told", "copies"), [("", False), ("no", False), ("yes", True)])
def test_who_follows_is_let_go_on_only_where_somebody_said_so(tmp_path: Path, told: str, copies: bool) -> None:
    assert _loaded(tmp_path, {"THINKROOM_AUDIENCE_COPIES": told}).audience_copies is copies


@pytest.mark.parametrize(("told", "pace"), [("", 60.0), ("0", 0.0), (" 12.5 ", 12.5), ("400", 400.0), ("1e3", 1_000.0)])
def test_the_pace_of_the_built_in_model_is_a_number_of_tokens_a_second(tmp_path: Path, told: str, pace: float) -> None:
    assert _loaded(tmp_path, {"THINKROOM_POCKET_PACE": told}).pocket_pace == pace


@pytest.mark.parametrize(
    ("name", "field"),
    [("CONNECT", "connect_s"), ("FIRST_BYTE", "first_byte_s"), ("SILENCE", "silence_s"), ("TOTAL", "total_s")],
)
@pytest.mark.parametrize(("told", "seconds"), [("1", 1.0), (" 2.5 ", 2.5), ("86400", 86_400.0)])
def test_each_wait_is_a_number_of_seconds(tmp_path: Path, name: str, field: str, told: str, seconds: float) -> None:
    settings = _loaded(tmp_path, {f"THINKROOM_{name}_SECONDS": told})
    assert getattr(settings, field) == seconds
    assert replace(settings, **{field: getattr(Settings(), field)}) == Settings(database_url=settings.database_url)


def test_whose_keys_are_used_and_who_may_use_the_room_s(tmp_path: Path) -> None:
    settings = _loaded(tmp_path, {"THINKROOM_KEYS": "server", "THINKROOM_KEY_FOR": " local , browser:ab,local"})
    assert (settings.keys, settings.key_for) == ("server", ("local", "browser:ab"))
    assert (Settings().keys, Settings().key_for) == ("both", ())
    assert _loaded(tmp_path, {"THINKROOM_KEY_FOR": "everybody"}).key_for == ()


@pytest.mark.parametrize(
    ("way", "can", "cannot"),
    [
        ("none", ["local"], ["ada@example.org", "ada", "browser:" + "a" * 64]),
        ("password", ["local"], ["ada@example.org", "ada", "browser:" + "a" * 64]),
        (
            "oidc",
            ["local", "ada@example.org", "https://provider.example 1234", "user:" + "a" * 64],
            ["ada", "1234", "user:ada", "provider.example 1234", "a@b@c", "browser:" + "a" * 64],
        ),
        ("proxy", ["local", "ada", "Ada Lovelace", "ada@example.org", "CN=ada"], []),
    ],
)
def test_an_administrator_is_named_as_the_way_of_signing_in_can_know_them(
    tmp_path: Path, way: str, can: list[str], cannot: list[str]
) -> None:
    proxy = {"HEADER": "X-User", "ADDRESSES": "127.0.0.1", "SECRET": "s" * 32}
    ways = {
        "none": {},
        "password": {"THINKROOM_PASSWORD": "long enough"},
        "oidc": {},
        "proxy": {f"THINKROOM_PROXY_{name}": value for name, value in proxy.items()},
    }
    told = {"THINKROOM_SIGN_IN": way, **ways[way]}
    assert _loaded(tmp_path, {**told, "THINKROOM_ADMINS": f" {', '.join(can)},,"}).admins == tuple(can)
    for name in cannot:
        with pytest.raises(
            SettingsError, match=r"THINKROOM_ADMINS has a name, number 2, that nobody can have: .*local"
        ):
            _loaded(tmp_path, {**told, "THINKROOM_ADMINS": f"local, {name}"})


def test_hosts_stand_beside_each_other(tmp_path: Path) -> None:
    told = _loaded(tmp_path, {"THINKROOM_HOSTS": "API.example.org, gpu.example.org:8443  localhost"})
    assert told.hosts == ("api.example.org", "gpu.example.org:8443", "localhost") and Settings().hosts == ()


def test_turns_and_money_have_limits(tmp_path: Path) -> None:
    settings = _loaded(tmp_path, {"THINKROOM_TURNS_AT_ONCE": "1", "THINKROOM_DAILY_LIMIT_USD": " 2.50 "})
    assert (settings.turns_at_once, settings.daily_limit_usd) == (1, 2.5)
    assert (Settings().turns_at_once, Settings().daily_limit_usd) == (16, None)
    assert _loaded(tmp_path, {"THINKROOM_DAILY_LIMIT_USD": "0"}).daily_limit_usd == 0.0  # nothing at all
    told = {"DAILY_TURNS": "200", "PERSON_DAILY_USD": ".5", "PERSON_DAILY_TURNS": "0"}
    each = _loaded(tmp_path, {f"THINKROOM_{name}": value for name, value in told.items()})
    assert (each.daily_turns, each.person_daily_usd, each.person_daily_turns) == (200, 0.5, 0)
    assert each.limited and not Settings().limited


@pytest.mark.parametrize("told", ["0", "0.5", "-1", "86401", "nan", "inf", "soon", "1 s"])
def test_a_wait_that_cannot_be_used_is_named(tmp_path: Path, told: str) -> None:
    with pytest.raises(SettingsError, match="THINKROOM_SILENCE_SECONDS must be a number of seconds"):
        _loaded(tmp_path, {"THINKROOM_SILENCE_SECONDS": told})


def test_how_many_records_are_kept_is_a_number_or_none(tmp_path: Path) -> None:
    assert Settings().records == 50 and _loaded(tmp_path, {"THINKROOM_RECORDS": "0"}).records == 0
    for told in ("-1", "1001", "many", "9" * 5_000):
        with pytest.raises(SettingsError, match="THINKROOM_RECORDS must be a whole number from 0 to 1,000"):
            _loaded(tmp_path, {"THINKROOM_RECORDS": told})


@pytest.mark.parametrize(("told", "retries"), [("0", 0), ("2", 2), ("5", 5)])
def test_the_retries_are_a_small_number(tmp_path: Path, told: str, retries: int) -> None:
    assert _loaded(tmp_path, {"THINKROOM_RETRIES": told}).retries == retries


@pytest.mark.parametrize("told", ["6", "-1", "1.0", "two", "²"])
def test_retries_that_cannot_be_used_are_named(tmp_path: Path, told: str) -> None:
    with pytest.raises(SettingsError, match="THINKROOM_RETRIES must be a whole number from 0 to 5"):
        _loaded(tmp_path, {"THINKROOM_RETRIES": told})


def test_the_database_lies_in_the_data_folder_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))  # where Linux looks
    url = default_database_url()
    assert url.startswith("sqlite:///") and url.endswith("/thinkroom/thinkroom.db") and "\\" not in url
    assert Path(__file__).parent.parent.as_posix() not in url


def test_values_are_stripped_and_taken_as_they_are(tmp_path: Path) -> None:
    settings = _loaded(tmp_path, {"THINKROOM_MODEL": " a/b:free \n"}, "CUSTOM_API_KEY=a${HOME}b\n")
    assert (settings.model, settings.server("custom").api_key) == ("a/b:free", "a${HOME}b")


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("http://localhost:11434/v1", "http://localhost:11434/v1"),
        ("https://api.deepseek.com/", "https://api.deepseek.com"),
        ("http://[::1]:8080/v1//", "http://[::1]:8080/v1"),
        ("https://llm.example.org/v1/chat/completions", "https://llm.example.org/v1"),
        ("https://llm.example.org/v1/chat/completions/", "https://llm.example.org/v1"),
    ],
)
@pytest.mark.parametrize("name", ["CUSTOM_BASE_URL", "OPENROUTER_BASE_URL"])
def test_an_address_is_kept_without_its_tail(tmp_path: Path, name: str, told: str, address: str) -> None:
    server = name.removesuffix("_BASE_URL").lower()
    assert _loaded(tmp_path, {name: told}).server(server).base_url == address


ADDRESSES = [
    "localhost:11434/v1",
    "localhost",
    "ftp://host/v1",
    "http://",
    "http:///v1",
    "http://host:0/v1",
    "http://host:99999/v1",
    "http://host:port/v1",
    "http://[::1/v1",
    f"http://host/v1?key={SECRET}",
    f"http://host/v1#{SECRET}",
    f"http://me:{SECRET}@host/v1",
    f"http://{SECRET}@host/v1",
    f"http://me:{SECRET}@host:99999/v1",
    f"me:{SECRET}@host",
    SECRET,
]
UNUSABLE = [
    *(("CUSTOM_BASE_URL", address) for address in ADDRESSES),
    *(("OPENROUTER_BASE_URL", address) for address in ADDRESSES),
    *(("THINKROOM_SITE_URL", address) for address in ADDRESSES),
    *(("THINKROOM_AUDIENCE_ADDRESS", address) for address in ADDRESSES),
    *(("THINKROOM_AUDIENCE_PORT", port) for port in ("65516", "-1", "web", SECRET)),
    ("THINKROOM_OPEN_TO_ALL", "perhaps"),
    ("THINKROOM_SIGN_IN", "perhaps"),
    ("THINKROOM_SIGN_IN", "password"),
    ("THINKROOM_SIGN_IN", "proxy"),
    *(("THINKROOM_PROXY_HEADER", header) for header in ("X Y", "X:", "é", f"{SECRET}_")),
    *(("THINKROOM_PROXY_ADDRESSES", told) for told in ("localhost", "10.0.0.0/40", f"127.0.0.1;{SECRET}")),
    *(("THINKROOM_PROXY_SECRET", told) for told in ("short", f"{SECRET} {SECRET}", f"{SECRET}é{SECRET}")),
    ("THINKROOM_PASSWORD", "short"),
    ("THINKROOM_PASSWORD", f"{SECRET}\n{SECRET}"),
    ("THINKROOM_PASSWORD", SECRET),  # nobody would be asked for it
    ("THINKROOM_PASSWORD_HASH", SECRET),
    ("THINKROOM_SITE_TITLE", f"{SECRET}\nCookie: x"),
    ("THINKROOM_SITE_TITLE", f"{SECRET}é"),
    ("THINKROOM_SITE_TITLE", "x" * 101),
    ("OPENROUTER_API_KEY", f"{SECRET} {SECRET}"),
    ("OPENROUTER_API_KEY", f"{SECRET}\n{SECRET}"),
    ("CUSTOM_API_KEY", f"{SECRET}é"),
    ("CUSTOM_API_KEY", f"{SECRET}\x00"),
    ("THINKROOM_MODEL", f"{SECRET}\n"[:-1] + "\x1b"),
    ("THINKROOM_MODEL", "x" * 201),
    ("THINKROOM_DATABASE_URL", f"mysql://me:{SECRET}@host/db"),
    ("THINKROOM_DATABASE_URL", "thinkroom.db"),
    ("THINKROOM_FIND_SERVERS", "perhaps"),
    ("THINKROOM_TRUST_THIS_MACHINE", "loopback"),
    ("THINKROOM_TITLE_WORDS", "some"),
    ("THINKROOM_AUDIENCE_COPIES", "some"),
    *(("THINKROOM_TURNS_AT_ONCE", turns) for turns in ("0", "65", "-1", "all", "٣", SECRET)),
    *(
        ("THINKROOM_HOSTS", told)
        for told in ("https://a.example", "a b/c", "*.example", "a:0", "[::1]", "bücher.example")
    ),
    *(("THINKROOM_REQUESTS_A_MINUTE", told) for told in ("-1", "1.5", "often")),
    *(("THINKROOM_KEYS", told) for told in ("none", "Server", SECRET)),
    *(
        ("THINKROOM_ADMINS", told)
        for told in ("ada@example.org", "local, ada", f"local,{SECRET}", "local\x00", "a" * 301)
    ),
    *(("THINKROOM_KEY_FOR", told) for told in (",", "two words", "jürgen", "a" * 201)),
    *((f"THINKROOM_{who}DAILY_TURNS", told) for who in ("", "PERSON_") for told in ("-1", "1.5", "many", SECRET)),
    *(("THINKROOM_PERSON_DAILY_USD", told) for told in ("-1", "nan", SECRET)),
    *(("THINKROOM_DAILY_LIMIT_USD", usd) for usd in ("-1", "nan", "inf", "five", "$5", SECRET)),
    *(("THINKROOM_POCKET_PACE", pace) for pace in ("fast", "-1", "0.5", "nan", "inf", "1e9", "60 a second", SECRET)),
    *(("THINKROOM_KEEP_DAYS", days) for days in ("0", "-1", "nan", "soon", "inf", SECRET)),
    ("THINKROOM_METRICS_TOKEN", f"{SECRET} x"),
    *(("THINKROOM_STOP_SECONDS", told) for told in ("-1", "3601", "soon", SECRET)),
    ("THINKROOM_LOG", "xml"),
    *(("THINKROOM_REDIS_URL", told) for told in ("localhost", f"http://{SECRET}", SECRET)),
    *(("THINKROOM_SECRET", told) for told in ("abc", SECRET, "00" * 31, "é" * 64)),
    ("THINKROOM_CONNECT_SECONDS", "0"),
    ("THINKROOM_FIRST_BYTE_SECONDS", "a minute"),
    ("THINKROOM_SILENCE_SECONDS", "nan"),
    ("THINKROOM_TOTAL_SECONDS", "1e9"),
    *(("THINKROOM_RECORDS", records) for records in ("1001", "-1", "many", SECRET)),
    *(("THINKROOM_RETRIES", retries) for retries in ("6", "-1", "1.5", SECRET)),
]


@pytest.mark.parametrize(("name", "value"), UNUSABLE)
def test_an_unusable_value_gives_one_sentence_that_names_it_and_shows_no_key(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        _loaded(tmp_path, {name: value})
    sentence = str(raised.value)
    assert sentence.startswith(f"{name} ") and sentence.endswith(".") and "\n" not in sentence
    error: BaseException | None = raised.value
    while error is not None:
        assert SECRET not in repr(error)
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("name", ["OPENROUTER_API_KEY", "CUSTOM_API_KEY", "THINKROOM_DATABASE_URL"])
def test_no_key_shows_in_the_repr(tmp_path: Path, name: str) -> None:
    value = f"postgresql://me:{SECRET}@host/db" if name.endswith("URL") else SECRET
    settings = _loaded(tmp_path, {name: value})
    assert SECRET not in repr(settings) and SECRET not in str(settings)
    keys = [server.api_key for server in settings.servers.values()]
    assert value in (*keys, settings.database_url)


@pytest.mark.parametrize("url", ["sqlite:////tmp/x.db", "postgresql+psycopg://me@host/db", "postgresql://host/db"])
def test_a_database_of_either_kind_is_taken(tmp_path: Path, url: str) -> None:
    assert _loaded(tmp_path, {"THINKROOM_DATABASE_URL": url}).database_url == url


def test_the_example_file_sets_nothing_and_names_every_setting(tmp_path: Path) -> None:
    example = (Path(__file__).parent.parent / ".env.example").read_text("utf-8")
    assert _loaded(tmp_path, {}, example) == _loaded(tmp_path)
    named = {line.removesuffix("=") for line in example.splitlines() if line and not line.startswith("#")}
    assert {name for name, _ in UNUSABLE} == named


def test_zero_and_false_in_secrets_are_values(tmp_path: Path) -> None:
    settings = _loaded(tmp_path, secrets={"THINKROOM_POCKET_PACE": 0, "THINKROOM_FIND_SERVERS": False})
    assert settings.pocket_pace == 0.0
    assert not settings.find_servers


# Streamlit's secrets.toml


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (f'OPENROUTER_API_KEY = "{SECRET}\n'.encode(), r"secrets\.toml is not valid TOML \(at line 1, column \d+\)\."),
        (f"{SECRET}".encode(), r"secrets\.toml is not valid TOML \(at "),
        (f'A = "{SECRET}"\nA = "{SECRET}"\n'.encode(), r"secrets\.toml is not valid TOML \(at "),
        (b'OPENROUTER_API_KEY = "\xff\xfe"\n', r"secrets\.toml is not UTF-8 text\."),
    ],
)
def test_a_broken_secrets_file_is_one_sentence_and_shows_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: bytes, why: str
) -> None:
    path = tmp_path / "secrets.toml"
    path.write_bytes(written)
    with secrets_at(path, monkeypatch), pytest.raises(SettingsError, match=why) as raised:
        load_settings(NAMES, {}, tmp_path / "missing.env")
    sentence = str(raised.value)
    assert sentence.endswith(" Correct or remove it, then start again.") and "\n" not in sentence
    assert SECRET not in sentence and (str(path) in sentence or "UTF-8" in why)


def test_a_secrets_file_that_is_whole_is_read_and_a_missing_one_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secrets.toml"
    path.write_text('THINKROOM_MODEL = "a/b"\n', "utf-8")
    with secrets_at(path, monkeypatch):
        assert load_settings(NAMES, {}, tmp_path / "missing.env").model == "a/b"
    with secrets_at(tmp_path / "none.toml", monkeypatch):
        assert load_settings(NAMES, {}, tmp_path / "missing.env").model == MODEL


@contextmanager
def secrets_at(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(path)])
    st.secrets._reset()
    try:
        yield
    finally:
        st.secrets._reset()
        config.set_option("secrets.files", before)


def test_without_a_file_beside_the_script_that_of_the_folder_it_is_started_in_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "packages" / "components"
    installed.mkdir(parents=True)
    monkeypatch.setattr("components.settings.loading.__file__", str(installed / "settings" / "loading.py"))
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text("THINKROOM_MODEL=a/here\n", "utf-8")
    assert load_settings(NAMES, {}, secrets={}).model == "a/here"
    Path(installed.parent, ".env").write_text("THINKROOM_MODEL=a/beside\n", "utf-8")
    assert load_settings(NAMES, {}, secrets={}).model == "a/beside"


def test_how_long_things_are_kept(tmp_path: Path) -> None:
    assert Settings().keep_days is None and _loaded(tmp_path).keep_days is None
    assert _loaded(tmp_path, {"THINKROOM_KEEP_DAYS": "30"}).keep_days == 30.0
    for wrong in ("0", "-1", "nan", "soon", "inf"):
        with pytest.raises(SettingsError, match="must be a number of days"):
            _loaded(tmp_path, {"THINKROOM_KEEP_DAYS": wrong})


def test_what_whoever_keeps_it_running_sets(tmp_path: Path) -> None:
    plain = _loaded(tmp_path)
    assert (plain.metrics_token, plain.stop_s, plain.log) == ("", 0.0, "text")
    told = {"THINKROOM_METRICS_TOKEN": SECRET, "THINKROOM_STOP_SECONDS": "30", "THINKROOM_LOG": "json"}
    found = _loaded(tmp_path, told)
    assert (found.metrics_token, found.stop_s, found.log) == (SECRET, 30.0, "json") and SECRET not in repr(found)
    for name, wrong in (("METRICS_TOKEN", "a b"), ("STOP_SECONDS", "-1"), ("LOG", "xml")):
        with pytest.raises(SettingsError, match=f"THINKROOM_{name}"):
            _loaded(tmp_path, {f"THINKROOM_{name}": wrong})
