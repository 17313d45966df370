"""What a newcomer should know: how to read the room, which keys help, what is kept where."""

import streamlit as st

from components.room import get_room, visitor
from components.ui import element_keys
from components.ui.sidebar.keys import list_of_keys
from components.ui.sidebar.wishes import carry_out_noted
from components.ui.state import address, session

address.leave_chat()
address.leave_run()
address.leave_race()
if session.tab().noted and (here := visitor(st.context.headers, st.context.cookies)):
    # A key that was typed before this page was chosen is kept all the same.
    carry_out_noted(get_room().desk(here), get_room().spending(here))
with st.container(key=element_keys.ROOM, gap="medium"):
    st.title("How to read this room", anchor=False)
    with st.container(gap="small"):
        with st.container(key=f"{element_keys.THOUGHTS}legend"), st.container(key=f"{element_keys.WORDS}legend"):
            st.text("Text that looks like this is what the model wrote while it worked on your question.")
        st.markdown("Text that looks like this is its answer to you.")
    st.markdown(
        """
**Thoughts are useful, but no proof.** A model may write one thing and decide by another. Some providers send a summary
in their own words, and some keep the thoughts to themselves; the room says so each time.

**The clock** on the panel counts from the first word of the thoughts to the first word of the answer. Token counts with
≈ are estimates until the provider's own figure arrives. The strip under an answer shows how the time was spent: grey
waited, violet thought, blue answered; rest the pointer on it, or tap it, for the figures.

**Which models show their thoughts,** and what they cost, is in the list that opens at the model's name. Thinking offers
what the chosen model takes: some always think, some have levels of effort, some a budget of tokens.

**Injection** is an experiment: a small model answers one question twice, on its own and with another model's thoughts
to read first. If it was helped, it may have been told the answer rather than taught: the page says what it knows. Its
tab **Measure** asks many questions and says how sure the answer is.

**Change the thoughts** of an answer, under More below it, and a model goes on from yours: the old and the new stand
side by side. Some providers take thoughts as the model's own, the others are told them with the question; the page says
which. An answer that you stopped goes on in the same way. **Steer**, below thoughts that still grow, stops them and
opens them to be changed. **Answer now**, beside Stop, ends a thought that is long enough: another version answers from
what was thought until then.

**Thoughts**, at the top, has the thoughts of all your chats side by side: how long they are, how often they doubt and
check, and where in each the answer first stood. Press a question to look inside its thought.

**Translate the thoughts** of an answer, under More below it: a model that you choose writes them in your language,
beside the original. Only the thoughts are sent, to its server, when you press Translate; the price is said before.

**Look inside** a thought, below each answer: its steps on a line of time, where it turned ("wait", "let me check"),
when the answer first stood there, and what you are not seeing. Drag over the strip to narrow what is below it. To test
what the thoughts did, hand them over up to a point, or without one step, and have a model answer at once; Pocket does
that for nothing. **Explain** on a step has a model that you choose say in plain words what it does, **Translate**
writes it in your language; the price is said before.

**Pocket, the built-in model,** needs no key and no network. It is a toy: 1.3 million weights, trained on small puzzles
such as comparing and sorting numbers, counting letters, adding, and days of the week. It really works them out in its
thoughts, gets some of them wrong, and declines everything else. It reads only the last question of a chat.

**For a large model,** choose OpenRouter under Server, then Add a key: you get one at openrouter.ai/keys, and what is
asked costs what the list of models says. Or start a server of your own, such as Ollama.

**A panel opens while the model thinks** and closes when the answer begins. Once you open or close it yourself, it stays
as you left it. Its header says in a few words what the model is doing: the provider's own heading, or the last aim that
the thoughts state.

**The title of the tab** counts while a model thinks, and has a ✓ once a turn has ended while you were elsewhere. Under
Advanced you can have your browser notify you when a long thought ends, if it can.

**Nothing stops when you leave.** Refresh, switch pages or lose the network: the turn goes on, and the page shows it
where it is. Only Stop ends it, and what arrived is kept.
"""
    )
    st.markdown(list_of_keys())
    st.markdown(
        """
**Your questions go to the server named in the sidebar** and to nobody else; what you ask Pocket stays in this room.
Chats are kept in the database of this room; a key typed into the page stays in memory. Earlier thoughts are sent back
with your next question only to the few providers that need them; a line below the model says whether they are.
"""
    )
