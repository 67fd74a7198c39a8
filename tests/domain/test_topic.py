"""Notes as users type them go in; words that read well in a letter to that person must come out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain.topic import LONGEST, Form, Topic, topic_from

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
    ("", Form.UNKNOWN, ""),
    ("...", Form.UNKNOWN, ""),
]


@pytest.mark.parametrize(("note", "form", "words"), NOTES)
def test_a_note_is_turned_towards_its_reader(note: str, form: Form, words: str) -> None:
    assert topic_from(note) == Topic(form, words)


@given(st.text(max_size=400))
def test_whatever_is_noted_stays_a_short_clause(note: str) -> None:
    topic = topic_from(note)
    assert topic.words == " ".join(topic.words.split())
    assert len(topic.words) <= LONGEST
    assert not set('[]{}<>"\n') & set(topic.words)
    assert bool(topic.words) == (topic.form not in {Form.UNKNOWN, Form.UNCLEAR})
