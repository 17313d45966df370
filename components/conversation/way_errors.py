"""What goes wrong on the way between the room and a server: the network and its surroundings, or another one answers.

Blanks beside those of every error: `place` is host and port, `host` and `path` parts of the address, `setting` a
setting in brackets where the address comes from one, else ""; `proxy` an address without its password, `variable` what
names it or the certificates, `file` those certificates, `reason` a few words of why, `limit` a time, `target` where a
redirect leads, `trusted` whose certificates are trusted, `spoken` the protocol in
which it was asked, `otherwise` a sentence on the setting that names another one.
"""

from typing import ClassVar

from components.conversation.errors import TurnFailed

ANEW = "start the room again, then try again"
AROUND = f"Correct or unset {{variable}}, or add {{host}} to NO_PROXY; {ANEW}."
SIGN_IN = "A sign-in page of the network may also be in the way"


class Unreachable(TurnFailed):
    kind = "unreachable"
    transient = True
    what = "{server} could not be reached."
    next_step = "Check the network and the address of the server, then try again."
    because: ClassVar = {
        "name": "{server} could not be reached. No address was found for the name {host}.",
        "refused": "{server} could not be reached. Nothing listens at {place}.",
        "silent": "{server} could not be reached. {place} did not answer within {limit}.",
        "no way": "{server} could not be reached. There is no way from this machine to {place}.",
        "barred": "{server} could not be reached. This machine does not allow a connection to {place}.",
        "full": "{server} could not be reached. The room has as many files and connections open as it may.",
        "inside": "{server} was not asked. The name {host} leads into a network of this machine's own, and not out.",
        "address": "{server} was not asked. Its address is none that can be used.",
        "tls": "{server} could not be reached. No secure connection came about with {place} ({reason}).",
        "no https": "{server} could not be reached. {place} does not speak https.",
        "expired": "{server} was not asked. Its certificate has expired.",
        "not yet": "{server} was not asked. Its certificate is not valid yet.",
        "other name": "{server} was not asked. Its certificate is not for {host}.",
        "untrusted": "{server} was not asked. Nobody whom this machine trusts has signed its certificate ({reason}). "
        "Trusted are {trusted}.",
        "certificates": "{server} was not asked. The trusted certificates cannot be read: {variable} is {file}, and "
        "{reason}.",
        "key log": "{server} was not asked. No secure connection can be made: {variable} is {file}, and {reason}.",
        "proxy": "{server} could not be reached. The proxy {proxy}, which {variable} names, does not answer.",
        "proxy refused": "{server} could not be reached. The proxy {proxy}, which {variable} names, refused the "
        "connection: {reason}.",
        "proxy asks": "{server} could not be reached. The proxy {proxy}, which {variable} names, asks for a name and a "
        "password.",
        "proxy broke": "{server} could not be reached. What {variable} names ({proxy}) did not answer as a proxy does.",
        "proxy answered": "{server} could not be reached. What came back is no chat server's: status {reason}. The "
        "proxy {proxy}, which {variable} names, may have answered in its place.",
        "proxy unusable": "{server} was not asked. {variable} is set, and to no usable address of a proxy.",
        "proxy kind": "{server} was not asked. {variable} names a kind of proxy that the room cannot use ({proxy}).",
        "socks": "{server} was not asked. {variable} names a SOCKS proxy ({proxy}), and the package socksio, which "
        "that takes, is not installed.",
    }
    so: ClassVar = {
        "name": "Check the name{setting} and this machine's network (DNS), then try again.",
        "refused": "Start it, or correct its address{setting}, then try again.",
        "silent": "Check the network and the address{setting}, then try again.",
        "no way": "Check this machine's network, then try again.",
        "inside": "Choose another server. Whoever started the room can set its address, by CUSTOM_BASE_URL.",
        "barred": "Check its firewall and other rules, then try again.",
        "full": "Close other chats that run, or raise the limit (ulimit -n) before the room is started.",
        "address": f"Correct it{{setting}}, {ANEW}.",
        "tls": f"Check the network and the address{{setting}}, then try again. {SIGN_IN}.",
        "no https": f"Write http:// in its address{{setting}} if it is to be asked without encryption. {SIGN_IN}.",
        "expired": "Tell who runs it, or check the clock of this machine, then try again.",
        "not yet": "Check the clock of this machine, or tell who runs it, then try again.",
        "other name": f"Check its address{{setting}}. {SIGN_IN}.",
        "untrusted": "If it is your own or your network's, write the file that holds its issuer's certificate into "
        f"SSL_CERT_FILE, {ANEW}.",
        "certificates": f"Correct or unset {{variable}}, {ANEW}.",
        "key log": f"Correct or unset {{variable}}, {ANEW}.",
        "proxy": AROUND,
        "proxy refused": AROUND,
        "proxy asks": f"Write them into {{variable}} (http://name:password@host:port), {ANEW}.",
        "proxy broke": AROUND,
        "proxy answered": AROUND,
        "proxy unusable": f"Write it as http://host:port or socks5://host:port, or unset {{variable}}; {ANEW}.",
        "proxy kind": f"Use an http, https or socks5 proxy, or unset {{variable}}; {ANEW}.",
        "socks": f"Install it (pip install socksio) or unset {{variable}}; {ANEW}.",
    }
    lasting = frozenset(
        {"barred", "address", "no https", "expired", "not yet", "other name", "untrusted", "certificates", "key log"}
        | {"proxy asks", "proxy broke", "proxy unusable", "proxy kind", "socks"}
    )


class NotAChatServer(TurnFailed):
    kind = "not a chat server"
    what = "{server} answered with something that is not a chat reply."
    next_step = "Check its address: it usually ends in /v1. A sign-in page of the network may also be in the way."
    because: ClassVar = {
        "page": "{server} answered with something that is not a chat reply. It is a web page.",
        "sign-in": "{server} was not asked. The network wants a sign-in before it lets anything through.",
        "protocol": "{server} answered in {protocol}, and not in {spoken}.",
        "path": "{server} has no chat at the path {path}.",
        "https": "{server} takes https alone at {place}, and was asked by http.",
        "redirect": "{server} sends whoever asks on to {target}. The room does not follow it there: neither the "
        "question nor a key goes to an address that nobody chose.",
        "circle": "{server} sends whoever asks on from one of its own addresses to the next and back.",
        "by proxy": "{server} did not answer with a chat reply. The proxy {proxy}, which {variable} names, may have "
        "answered in its place.",
    }
    so: ClassVar = {
        "page": "Check its address{setting}: it usually ends in /v1. Or the network shows its sign-in page: open any "
        "web page on the machine of this room to see.",
        "sign-in": "Open any web page on the machine of this room and sign in, then try again.",
        "protocol": "Give the address at which it speaks {spoken}; it usually ends in /v1.{otherwise}",
        "path": "Check its address{setting}: it usually ends in /v1. It was asked in {spoken}.{otherwise}",
        "https": f"Write https:// in its address{{setting}}, {ANEW}.",
        "redirect": f"If that is the right place, write it into its address{{setting}} without /chat/completions, "
        f"{ANEW}.",
        "circle": "Check its address{setting}: it usually ends in /v1.",
        "by proxy": AROUND,
    }


class ConnectionLost(TurnFailed):
    kind = "connection lost"
    transient = True
    what = "Connection lost."
    next_step = "Try again."
