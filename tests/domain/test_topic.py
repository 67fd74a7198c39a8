"""Notes as users type them go in; words that read well in a letter to that person must come out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain.topic import LONGEST, Form, Topic, is_advice, topic_from

NOTES = [
    ("aortic root outcomes", Form.DISCUSSED, "aortic root outcomes"),
    ("Aortic root outcomes.", Form.DISCUSSED, "aortic root outcomes"),
    ("AORTIC ROOT OUTCOMES", Form.DISCUSSED, "aortic root outcomes"),
    ("TAVR vs SAVR", Form.DISCUSSED, "TAVR vs SAVR"),
    ("Ross procedure", Form.DISCUSSED, "Ross procedure"),
    ("his work on TAVR", Form.DISCUSSED, "your work on TAVR"),
    ("talked w/ her about the database", Form.DISCUSSED, "the database"),
    ("great discussion of his paper on mitral repair", Form.DISCUSSED, "your paper on mitral repair"),
    ("how to get a research year", Form.DISCUSSED, "how to get a research year"),
    ("what she said about quitting", Form.DISCUSSED, "what you said about quitting"),
    ("the database; send CV", Form.DISCUSSED, "the database"),
    ("<b>aortic</b> root", Form.DISCUSSED, "aortic root"),
    ("call schedule", Form.DISCUSSED, "call schedule"),
    ("great teaching in the OR!!", Form.GIVEN, "the teaching in the OR"),
    ("her advice on categorical spots", Form.GIVEN, "the advice on categorical spots"),
    ("talk on TAVR", Form.GIVEN, "the talk on TAVR"),
    ("loved her talk on DCD", Form.GIVEN, "the talk on DCD"),
    ("very kind", Form.GIVEN, "your kindness"),
    ("asked me to send the abstract", Form.DID, "asked me to send the abstract"),
    ("he said I should apply early", Form.DID, "said I should apply early"),
    ("promised to introduce me to Dr. Kim", Form.DID, "promised to introduce me to Dr. Kim"),
    ("send him the abstract", Form.PLANNED, "send you the abstract"),
    ("promised to send the poster", Form.PLANNED, "send the poster"),
    ("great teacher", Form.UNCLEAR, ""),
    ("Dr. Kim and his lab", Form.UNCLEAR, ""),
    ("rude to nurses", Form.UNCLEAR, ""),
    ("my top choice", Form.UNCLEAR, ""),
    ("asked her for a letter of recommendation", Form.UNCLEAR, ""),
    ("I would love to work with her", Form.UNCLEAR, ""),
    ("mock interview", Form.DISCUSSED, "the mock interview"),
    ("TAVR registry", Form.DISCUSSED, "the TAVR registry"),
    ("follow up re: TAVR registry", Form.DISCUSSED, "the TAVR registry"),
    ("discussed aortic root, ECMO and her kids", Form.DISCUSSED, "aortic root and ECMO"),
    ("we talked about robotics, his kids, Duke", Form.DISCUSSED, "robotics and Duke"),
    ("ECMO, LVAD and her lab", Form.DISCUSSED, "ECMO, LVAD and your lab"),
    ("her new paper in JTCVS, aortic root", Form.DISCUSSED, "your new paper in JTCVS and aortic root"),
    ("talked about ECMO for an hour", Form.DISCUSSED, "ECMO"),
    ("prelim -> categorical", Form.DISCUSSED, "prelim to categorical"),
    ("his research on BAV, esp genetics", Form.DISCUSSED, "your research on BAV, especially genetics"),
    ("career in CT; she is pregnant", Form.DISCUSSED, "career in CT"),
    ("loves sailing; talked about ECMO", Form.DISCUSSED, "ECMO"),
    ("asked him about ECMO", Form.DISCUSSED, "ECMO"),
    ("told her about my project", Form.DISCUSSED, "my project"),
    ("Nigerian jollof", Form.DISCUSSED, "Nigerian jollof"),
    ("left atrial appendage", Form.DISCUSSED, "left atrial appendage"),
    ("advanced heart failure", Form.DISCUSSED, "advanced heart failure"),
    ("will send me her slides", Form.GIVEN, "your offer to send me your slides"),
    ("he will introduce me to Dr. Wu", Form.GIVEN, "your offer to introduce me to Dr. Wu"),
    ("she said she'd read my draft", Form.GIVEN, "your offer to read my draft"),
    ("happy to look at my CV", Form.GIVEN, "your offer to look at my CV"),
    ("offered a tour of the lab", Form.GIVEN, "your offer of a tour of the lab"),
    ("gave good advice on rank list", Form.GIVEN, "your advice on rank list"),
    ("let me close, great teacher", Form.DID, "let me close"),
    ("thanks for letting me close", Form.DID, "let me close"),
    ("wants me to send CV", Form.DID, "asked me to send my CV"),
    ("wants to meet again in May", Form.DID, "said you would like to meet again in May"),
    ("told me not to rush", Form.DID, "told me not to rush"),
    ("suggested I do a research year", Form.DID, "suggested I do a research year"),
    ("introduced me to the PD", Form.DID, "introduced me to the PD"),
    ("I promised her a summary", Form.PLANNED, "send you a summary"),
    ("send him abstract + CV", Form.PLANNED, "send you my abstract and CV"),
    ("email him in Jan", Form.PLANNED, "email you in Jan"),
    # the first clause that is understood stands; what is glued behind it goes
    ("let me do the anastomosis, wants me back in june", Form.DID, "let me do the anastomosis"),
    ("told me the PGY2 leaves in june -> open spot!", Form.DID, "told me the PGY2 leaves in June"),
    ("discussed robotics, had to run, pager", Form.DISCUSSED, "robotics"),
    ("ward tips: slow down, use both hands", Form.GIVEN, "the ward tips"),
    ("methods done. discussed authorship: I am 2nd", Form.DISCUSSED, "authorship"),
    ("mitral repair. fellowship?", Form.DISCUSSED, "mitral repair"),
    ("resident panel, honest about call", Form.DISCUSSED, "the resident panel"),
    # common forms
    ("offered to be my mentor!!", Form.GIVEN, "your offer to be my mentor"),
    ("no email, talked about research vs. practice", Form.DISCUSSED, "research vs. practice"),
    ("we talked for an hour about robotics and his path", Form.DISCUSSED, "robotics and your path"),
    ("talked valve-sparing roots", Form.DISCUSSED, "valve-sparing roots"),
    ("likes our root data, wants to collaborate", Form.DID, "said you would like to collaborate"),
    ("needs help w/ a TAVR database", Form.DID, "need help with a TAVR database"),
    ("has a committee place for me", Form.DID, "have a committee place for me"),
    ("TEE course in march, sign up early", Form.DISCUSSED, "the TEE course in March"),
    ("said find 1 mentor, not 10", Form.DID, "told me to find 1 mentor, not 10"),
    ("advised to submit to AATS", Form.DID, "advised me to submit to AATS"),
    ("suggested to read Cohn", Form.DID, "suggested that I read Cohn"),
    ("invited me to journal club on thursdays", Form.DID, "invited me to journal club on Thursdays"),
    ("told me to call her when I'm back", Form.DID, "told me to call you when I'm back"),
    ("lung transplant @ Duke", Form.DISCUSSED, "lung transplant at Duke"),
    ("sim center", Form.DISCUSSED, "the sim center"),
    ("", Form.UNKNOWN, ""),
    ("...", Form.UNKNOWN, ""),
]


@pytest.mark.parametrize(("note", "form", "words"), NOTES)
def test_a_note_is_turned_towards_its_reader(note: str, form: Form, words: str) -> None:
    assert topic_from(note) == Topic(form, words)


UNUSABLE = [
    # kept back, private, or not to be written down
    *("no interest in IMGs", "doesn't take IMGs", "never again", "not helpful", "rude, waste of time"),
    "hard time with admin",
    *("talked abt my visa problem", "her kids", "has 3 kids", "failed step 1", "my Step 2 score"),
    "his wife is from Graz",
    *("got her number 555-201-1234", "gossip about Dr. Hall", "fired from Duke"),
    "pregnancy leave, her husband",
    # how it went, who it was, where and when
    *("15 min chat", "good convo", "in the elevator", "coffee", "after his talk", "ok", "pretty cool"),
    *("busy", "tbd", "idk"),
    *("PD at Duke", "chief of CT at Mayo", "big name in TAVR", "trained at Duke", "from Ohio"),
    "same med school",
    *("knows everyone", "was late", "is hiring a postdoc", "Dr. Hall is hiring"),
    "looking for a research fellow",
    *("moving to Mayo in July", "2 prelim spots open", "takes 2 prelims", "forgot name", "keep in touch"),
    # what the user did to them, or one cannot tell who does it
    *("gave her my CV", "showed him my poster", "will send slides", "will look into it"),
    "send thank you note",
    *("asked good questions", "said yes", "abstract", "I would love to work with her"),
    # what is asked, and what answers it
    *("ECMO? maybe. prefers lungs", "ortho?? no. keep it CT", "told me to retake step 3?? and to rest"),
    # not understood as a whole: a bare noun behind it is no matter either
    *("had to leave after 5 min, code blue. try again in jan", "same med school!! Semmelweis 2009"),
    *("poster next to mine, sepsis bundles", "MD/PhD, worked with DeBakey", "data freeze 1 Dec"),
    *("talk to Dr. Wu first, then apply", "congrats on her new job", "gave me his card"),
    *("hates prelims. skip", "wasnt interested"),
    # reminders that are nothing to the reader
    *("follow up in 2 wks", "TODO ask about T32", "email coordinator", "bring 2 questions next time"),
    # nothing took place
    *("cancelled, never happened", "rescheduled to May", "no show"),
]


@pytest.mark.parametrize("note", UNUSABLE)
def test_what_would_not_read_well_or_should_not_be_said_is_left_to_the_user(note: str) -> None:
    assert topic_from(note) == Topic(Form.UNCLEAR)


@pytest.mark.parametrize(
    "words", ["told me to apply early", "advised against a research year", "the feedback on my talk"]
)
def test_advice_can_be_put_to_use(words: str) -> None:
    assert is_advice(words)


@pytest.mark.parametrize(
    "words", ["your offer to send me your slides", "gave me your card", "the talk on LVADs"]
)
def test_an_offer_or_a_talk_is_no_advice(words: str) -> None:
    assert not is_advice(words)


@given(st.text(max_size=400))
def test_whatever_is_noted_stays_a_short_clause(note: str) -> None:
    topic = topic_from(note)
    assert topic.words == " ".join(topic.words.split())
    assert len(topic.words) <= LONGEST
    assert not set('[]{}<>"\n') & set(topic.words)
    assert bool(topic.words) == (topic.form not in {Form.UNKNOWN, Form.UNCLEAR})
