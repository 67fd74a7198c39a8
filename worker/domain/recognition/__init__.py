"""Events go in; what each one is, who is named in it and which belong together come out, with the reasons."""

from worker.domain.recognition.corrections import Correction
from worker.domain.recognition.lexicon import Lexicon
from worker.domain.recognition.recognise import recognise
from worker.domain.recognition.recognised import Label, Recognised

__all__ = ["Correction", "Label", "Lexicon", "Recognised", "recognise"]
