"""Thinkroom's one package. A prompt becomes a request, the request becomes bytes on a transport, the bytes become
events, the events fold into a turn, the turn is shown while it grows and stored when it ends. Data flows one way:

    ui/chat   ─ question ▶ ChatRequest ▶ runner ▶ wire.client ─ JSON ▶ httpx transport
                                                                (network │ built-in model)
    ui/turn    ◀ Turn ◀ Draft.fold(event) ◀ StreamEvent ◀ wire.dialects ◀ wire.sse ◀ bytes ┘
                  └─ twice a second, as it grows, and at its end ▶ store

    command         `thinkroom` of an installed room: runs app.py by Streamlit
    settings        environment, .env and Streamlit secrets -> one frozen Settings
    room/           the only joint: builds client, runner and store once a process; servers, catalogues, keys
    server/         beside Streamlit on its own port: content security policy, the way in, owner cookie, exports
    experiment      carries a Plan out: starts each arm when it may, with no browser open
    places          how many turns run at once, in all and of one owner
    runner          Run: one turn on a background thread, readable at any moment, stoppable
    conversation/   what is said: Turn, Draft, Conversation, ChatRequest, Model, the error tree; pure
    live_protocol   every message by which growing text comes to a page; pure
    markup/         how anybody's text is read as Markdown, for the page and for files; pure
    wording/        the sentences for how a turn ended and what it took and cost; pure
    injection/      the lab's science: Plan, Arm, what may be injected, what an answer is worth; pure
    pocket/         the built-in model: a transport that answers requests inside this process
    wire/           how providers say it: bytes -> events, chunks -> StreamEvent, request -> JSON, catalogues
    recordings/     what arrived for a turn: timed bytes as JSON lines; pure
    store/          chats, turns, experiments, catalogues: SQLAlchemy Core, numbered migrations
    ui/             Streamlit pieces
"""
