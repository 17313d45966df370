"""Small talk: what people say to begin, to ask who it is, to thank, to leave, and what it says of itself."""

from random import Random

from components.pocket.training.puzzle import Puzzle, alternatives, some

CAN = (
    "compare or sort numbers, add, subtract or multiply small ones, tell even from odd, count or reverse letters, "
    "and count weekdays"
)
FRIENDS = alternatives(
    """
    friend | pocket | model | little model | robot | everybody | all | you | my friend | buddy | mate | bot |
    computer | machine | little one | world | assistant | dear | folks | team | pal | everyone | small model |
    stranger | tiny one
    """
)
NAMES = "tom ana ben mia leo eva max ida sam zoe paul lena omar nina john sara peter kate ali rosa finn emma".split()
HELLO = alternatives(
    """
    hi | hello | hey | hi there | hello there | hey there | good morning | good afternoon | good evening | good day
    | howdy | greetings | yo | hiya | morning | evening | hi hi | heya | welcome | hello again | hi again | sup | a
    good morning to you | a very good day | hullo | oh hi | oh, hello
    """
)
AFTER_HELLO = alternatives(
    """
    how are you | how are you doing | how do you do | what's up | nice to meet you | pleased to meet you | how are
    things | how have you been | i hope you are well | glad to see you | good to see you | anybody there | are you
    there | anybody home | can you hear me | are you awake | are you ready | i am {name} | my name is {name} | i am
    new here | i just arrived | this is my first visit | long time no see | how was your night | did you sleep well
    | how are you feeling | are you well | are you okay | how is your day | how is life | i am back | here i am |
    it's me | it's me again | {name} here | i only say hi | i wanted to say hi | happy to be here | how goes it |
    how is it going | what is new | how is everything | nice to see you here | so we meet | let's start | i just
    woke up | how was your weekend | i hope you slept well | a pleasure to meet you | we have not met before | here
    is {name}
    """
)
WHO = alternatives(
    """
    who are you | what are you | what exactly are you | who am i talking to | who is there | who is speaking | are
    you {a} | are you really {a} | you are {a}, right | am i talking to {a} | is this {a} | tell me who you are |
    tell me what you are | tell me about yourself | tell me something about you | say something about yourself |
    introduce yourself | describe yourself | explain yourself | explain what you are | what is your name | do you
    have a name | how should i call you | what do they call you | who {made} you | when were you {made} | how were
    you {made} | why were you {made} | where were you {made} | what are you {made} for | how do you work | how do
    you think | do you think | can you think | do you really think | why do you show your thoughts | how {big} are
    you | are you {big} | where do you live | where do you run | where are you from | what is this | what is pocket
    | what is this place | what is this room for | what is this model | help | help me | i need help | i need some
    help | can you help me | could you help | how can you help me | what can you help me with | {what} can you do |
    {what} can you solve | {what} can you answer | {what} do you know | {what} do you understand | {what} are you
    good at | {what} are you made for | {what} can i ask | {what} can i ask you | {what} may i ask | {what} should i
    ask | {what} should i try | {what} could i type here | {what} do you like | {what} work here | {what} can you
    handle | show me what you can do | tell me what you can do | explain what you can do | say what you can do |
    list what you can do | list your skills | what are your skills | what are your limits | what are your strengths
    | what can't you do | what is your job | what is your purpose | what do you do | what do you do here | what do
    you do all day | how do i use you | how can i use this | how does this work | how do i begin | where do i start
    | i do not know what to ask | give me an example | give me an example question | show me an example | give me
    something to try | which of my questions can you answer | do you know everything | do you know a lot | can you
    do everything | can you do more than that | are you any good | are you clever enough for me | what makes you
    special | how much do you know | what have you learned | what did you learn | do you speak english | which
    languages do you speak | are you online | do you need the internet
    """
)
BEINGS = alternatives(
    """
    a human | a person | a robot | an ai | a machine | a computer | a bot | a chatbot | chatgpt | a real person | a
    man | a woman | a calculator | a large model | a small model | a language model | the model | a toy | an
    assistant | a program | real | artificial | somebody i know | intelligent | the thinker | the novice | a neural
    network
    """
)
THINGS_TO_ASK = alternatives(
    """
    what | what | what | what things | what kind of questions | what kinds of puzzles | which puzzles | which
    questions | what sort of problems | which tasks | what sums | which things | what else | what other things |
    which problems
    """
)
MADE = "made built trained created programmed developed designed invented".split()
SIZES = "big small old smart clever fast large tiny intelligent good strong".split()
THANKS = alternatives(
    """
    thanks | thank you | many thanks | thx | ty | cheers | thank you very much | thanks a lot | thanks a million | a
    big thank you | i thank you | thank you indeed | thanks so much | oh thanks | great, thanks | ok, thanks |
    perfect, thank you | cool, thanks | wonderful, thanks | thank you kindly | my thanks
    """
)
FOR = alternatives(
    """
    your help | the answer | helping me | that | explaining | your time | this | everything | the explanation | the
    quick answer | your patience | thinking | counting | the sum | showing me | the steps | your work | all of it
    """
)
PRAISE = alternatives(
    """
    {that} {good} | {that} {very} {good} | {that} a {good} {work} | what a {good} {work} | {very} {good} | {good}
    {work} | well done | you did well | you did very well | you did that very nicely | i like that | i like it | i
    like your {work} | i like how you count | i love it | i love your {work} | you helped me | you helped me a lot |
    that helps | that helped me | this helps a lot | now i understand | now i see | i get it now | i understand |
    that makes sense | exactly | precisely | right | correct | you are right | you were right | that is correct |
    that is right | you got it | you {good} thing | you are {good} | you are {very} {good} | you are the best | good
    bot | good model | good machine | ok | okay | fine | wow | oh wow | great | cool | super | yes, great | nice one
    | bravo | hooray | impressive | i am impressed | i am happy with that | just what i needed | that is what i
    wanted | that is all i wanted to know | my teacher will be happy | my friends will love this | it worked | it
    works | good to know | how {good} | so {good} | this is fun | that was fun | i am glad you could do it | all
    right
    """
)
GOOD = alternatives(
    """
    good | nice | great | lovely | wonderful | brilliant | excellent | perfect | amazing | awesome | clever | smart
    | fantastic | cool | useful | helpful | kind | funny | beautiful | clear | fast | sweet | superb | neat
    """
)
WORK = "job work answer one explanation try thinking idea solution result way steps".split()
BYE = alternatives(
    """
    bye | goodbye | good bye | bye bye | see you | see ya | farewell | take care | so long | good night | ciao | bye
    now | bye for now | later | see you later | see you soon | see you then | ok bye | okay, goodbye | cheerio |
    thanks, bye | thank you, goodbye | well, bye | night night | good night then | bye, thanks
    """
)
LEAVING = alternatives(
    """
    i have to go | i must go | i need to go | i should go | i am leaving | i am leaving now | i am going home | i am
    going to bed | i go to bed | time to go | it is time to leave | it is late | that is all | that is all for today
    | that was all | that was everything | i am done | i am done here | we are finished | i am finished | dinner is
    ready | my bus is coming | my train leaves soon | my mother calls me | i will be back | i will come back | i
    come back tomorrow | see you {when} | see you again {when} | until {when} | talk to you {when} | catch you
    {when} | we meet again {when} | we go on {when} | let us continue {when} | let us stop here | we can stop now |
    that is enough | enough for today | have a {good} {time} | have a {good} {time} | enjoy your {time} | sleep well
    | sweet dreams | got to go | gotta go | gotta run | off to work | i am off | i am off to school | i am tired,
    good night | i close this now | i leave you now | it was nice to talk to you | nice talking to you | it was a
    pleasure | this was my last question | no more questions | i have no more questions | over and out | stay well |
    stay safe | be well | all the best | best wishes | good luck | goodbye and thank you | hear you {when}
    """
)
WHEN = alternatives(
    """
    tomorrow | later | soon | next week | next time | on monday | on friday | another day | some day | around | then
    | in the morning | after lunch | in a while | next year | tonight | again
    """
)
TIMES = "day evening night weekend time afternoon week morning one trip break holiday".split()
PIECES = {
    "name": NAMES,
    "a": BEINGS,
    "what": THINGS_TO_ASK,
    "made": MADE,
    "big": SIZES,
    "that": alternatives("that was | that is | this is | this was | it was | that's | your answer was | you are"),
    "very": "very really so quite pretty".split(),
    "good": GOOD,
    "work": WORK,
    "when": WHEN,
    "time": TIMES,
}
ENDS = ("!", "!!", " :)", ".", "?", " please", "...", "?!", " today", " now", " then", ", please", " really")


def _filled(random: Random, texts: list[str]) -> str:
    text = random.choice(texts)
    for name, pieces in PIECES.items():
        while f"{{{name}}}" in text:
            text = text.replace(f"{{{name}}}", random.choice(pieces), 1)
    return text


def greeting(random: Random) -> Puzzle:
    text, thought, answer = random.choice((_hello, _who, _thanks, _bye))(random)
    if random.random() < 0.25:
        text += some(random, ", | |, dear |, my ") + random.choice(FRIENDS)
    if random.random() < 0.4:
        text += random.choice(ENDS)
    return Puzzle(text, thought, answer)


def _joined(random: Random, one: str, two: str) -> str:
    return one + random.choice((", ", "! ", ". ", " ", " - ", ", and ")) + two


def _hello(random: Random) -> tuple[str, str, str]:
    hello, after = random.choice(HELLO), _filled(random, AFTER_HELLO)
    if random.random() < 0.3:
        hello += f" {random.choice(FRIENDS)}"
    text = random.choice((hello, after, _joined(random, hello, after), _joined(random, hello, after)))
    thought = "The user says hello. There is no puzzle yet, so I greet back and say what I can do."
    return text, thought, f"Hello! I am a very small model. I can {CAN}."


def _who(random: Random) -> tuple[str, str, str]:
    text = _filled(random, WHO)
    if random.random() < 0.25:
        text = random.choice((_joined(random, random.choice(HELLO), text), f"{some(random, 'so|and|but|now')} {text}"))
    thought = "The user asks about me. I should say honestly what I am and what I can do."
    return text, thought, f"I am a very small model that shows its thinking. I can {CAN}."


def _thanks(random: Random) -> tuple[str, str, str]:
    thanks, praise = random.choice(THANKS), _filled(random, PRAISE)
    if random.random() < 0.4:
        thanks += f" for {random.choice(FOR)}"
    text = random.choice((thanks, praise, praise, _joined(random, thanks, praise), _joined(random, praise, thanks)))
    thought = "The user is kind. There is no puzzle here, so I answer briefly."
    return text, thought, "You are welcome! Do you have another puzzle for me?"


def _bye(random: Random) -> tuple[str, str, str]:
    bye, leaving = random.choice(BYE), _filled(random, LEAVING)
    both = _joined(random, bye, leaving), _joined(random, leaving, bye)
    text = random.choice((bye, leaving, leaving, *both))
    if random.random() < 0.1:
        text = _joined(random, random.choice(THANKS), text)
    return text, "The user says goodbye. I say goodbye too.", "Goodbye!"
