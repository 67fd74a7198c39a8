"""Nothing goes in; the words by which a note is judged come out, as patterns and sets of folded words.

What people write to themselves, and what no letter repeats.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


UNSAID = re.compile(
    r"\b(?:rude|mean to|awful|terrible|horrible|boring|bored|arrogant|hate[sd]?|avoid|weird|creepy|angry|"
    r"upset|annoy\w*|disappoint\w*|worst|yell\w*|complain\w*|gossip\w*|salary|divorce\w*|confidential|"
    r"secret|off the record|between us|not interested|not a fan|do not|don't|top choice|first choice|"
    r"letters? of rec\w*|letter for me|me a letter|lors?|recommendation letters?|"
    r"rank\w* (?:me|us|them) (?:first|high\w*)|waste of time|useless|unhelpful|dismissive|condescending|"
    r"unfriendly|incompetent|lazy|liar|lied|cocky|jerk|ass(?:hole)?|idiot\w*|stupid|dumb|suck(?:s|ed)|crap\w*|damn|"
    r"shit\w*|fuck\w*|toxic (?:place|culture|program|boss|env\w*)|snob\w*|sexist|racist|harass\w*|grumpy|"
    r"cranky|blew (?:me|us) off|brushed (?:me|us) off|ignored|red flags?|hard time|bad vibes?|"
    r"malignant (?:program|place|culture)|fired|laid off|lawsuit|sued|malpractice|drunk|hungover|"
    r"flirt\w*|cute|sexy|ugly|cried|crying|probation|remediat\w*)\b",
    re.IGNORECASE,
)
"""What no letter repeats: unkind or private words, and what first contacts never mention."""
PRIVATE = re.compile(
    r"\b(?:her|his|their|your|my|our|has|have|\d)\s+(?:\w+\s+)?(?:kids?|child|children|sons?|daughters?|baby|"
    r"babies|twins|newborn|famil(?:y|ies)|health|age|religion|faith|weight|retirement|burnout|stress|"
    r"illness|number|cell|phone)\b"
    r"|\b(?:wife|husband|spouse|boyfriend|girlfriend|fianc\w+|pregnan\w+|wedding|marri(?:ed|age)|"
    r"maternity leave|paternity leave|dating|church|politic\w*|election|money|loans?|debts?|"
    r"depress(?:ed|ion)|anxiety|mom|mum|dad|mother|father|parents|brother|sister|grand(?:ma|pa|mother|father|kids)|"
    r"in-laws|visas?|immigration|green card|h-?1b|j-?1|citizenship|step\s?[123]?\s+scores?|"
    r"(?:failed|failing) (?:my |the )?(?:step|boards?|usmle|absite|match|to match|exam)|low scores?|absite|"
    r"vacation|hangover|beers?|wine|drinks|phone number|cell phone|whats\s?app|instagram|selfie)\b"
    r"|\bstep\s?[123]\b|\d{3}[-. ]\d{3,4}\b|\d{6,}",
    re.IGNORECASE,
)
"""What two people may talk about but no letter names: family, health, money, papers, scores, numbers."""
NEGATED = re.compile(
    r"(?<![\w-])(?:[Nn]o|[Nn]ot|[Nn]ever|[Nn]one|[Nn]obody|[Nn]othing|\w+n't|cannot|cant|dont|didnt|"
    r"wont|wasnt|isnt|arent|werent|doesnt|hasnt|havent|couldnt|wouldnt|shouldnt)(?![\w-])"
)
"""Except where they are advice ("told me not to rush"), negative words hold a reserve; "NO" is the gas."""
ADVISED_AGAINST = re.compile(
    r"\b(?:told|advised|warned|urged|encouraged|reminded)\s+(?:me|us)\s+(?:(?:not|never)\s+to\b"
    r"|to\s[^,]+, not [\w-]+$)",
    re.IGNORECASE,
)

OPENERS = re.compile(
    r"^(?:(?:and|so|also|then|note|notes|topic|topics|fyi|nb)\b[\s:,-]+)*"
    r"(?:(?:we|i)\s+)?(?:had\s+|have\s+)?(?:(?:a|an|the|our)\s+)?"
    r"(?:(?:very|really|super|so)\s+)?(?:(?:long|brief|short|quick|great|good|nice|lovely|wonderful|"
    r"interesting|excellent|helpful|fun|warm|amazing)\s+)?"
    r"(?:discuss(?:ed|ing|ion)|talk(?:ed|ing)|(?<=long )talk|(?<=quick )talk|(?<=brief )talk|(?<=short )talk|"
    r"spoke|speaking|chat(?:ted|ting)?|conversation|convo|connected|bonded)"
    r"\s+(?:(?:with|to)\s+(?:him|her|them)\s+)?(?:for\s+(?:an?|half\s+an|\d+)\s+(?:hours?|while|mins?|minutes)\s+)?"
    r"(?:of|about|on|over|regarding|around)\b[\s:]*",
    re.IGNORECASE,
)
DISCUSSED = re.compile(
    r"^(?:(?:we|i)\s+)?(?:(?:discuss(?:ed|ing)|covered)\b[\s:]+"
    r"|talked\s+(?!(?:a|an|briefly|shortly|long|longer|much|lots|more|twice|once|quickly|all|over|until)\b))",
    re.IGNORECASE,
)
LABEL = re.compile(r"^(?:notes?(?:\s+to\s+self)?|topics?|subject|fyi|nb|also)\s*:\s*", re.IGNORECASE)
"""Before a colon: what a note calls itself."""
ABOUT = re.compile(r"^(?:follow[- ]?up\s+)?(?:about|regarding|on)\b[\s:]+", re.IGNORECASE)
PRAISE = re.compile(
    r"^(?:(?:a|an|the|such|very|really|super|so|some|his|her|their|truly)\s+)*"
    r"(?:great|good|excellent|amazing|wonderful|awesome|nice|fantastic|lovely|brilliant|superb|outstanding|"
    r"gr8|helpful|incredible|terrific|best|generous|kind|thoughtful|honest|invaluable|valuable|useful)\s+",
    re.IGNORECASE,
)
THANKS = re.compile(
    r"^(?:(?:(?:many|thanks|thank you|grateful|thankful)\s+)+for|(?:i\s+)?(?:really\s+)?"
    r"(?:enjoyed|loved)(?!\s+my\b))\s+",
    re.IGNORECASE,
)
KIND = re.compile(
    r"^(?:(?:was|is|were|are)\s+)?(?:(?:very|so|super|really|extremely|incredibly)\s+)*"
    r"(kind|nice|helpful|supportive|generous|welcoming|encouraging|patient|friendly)"
    r"(?:\s+(?:and|to me|with me|to us|with us))?$",
    re.IGNORECASE,
)
KINDNESSES = {
    **dict.fromkeys(_words("kind nice friendly"), "kindness"),
    "helpful": "help",
    "supportive": "support",
    "generous": "generosity",
    "welcoming": "warm welcome",
    "encouraging": "encouragement",
    "patient": "patience",
}
ASKED_ABOUT = re.compile(
    r"^(?:i\s+)?(?:asked|told|quizzed|questioned)\s+(?:him|her|them)\s+(?:all\s+)?about\s+|^(?:i|"
    r"we)\s+asked\s+about\s+",
    re.IGNORECASE,
)
"""What the user asked was talked about, too."""
GIFTS = _words(
    "teaching feedback advice talk session lecture presentation question questions help support guidance "
    "mentorship explanation explanations tip tips tour introduction intro encouragement patience kindness "
    "pointers suggestions suggestion coaching mentoring comments insight insights"
)
QUESTIONS = _words("how what why whether where when who which")
SAYING = _words(
    "said told mentioned recommended explained advised suggested encouraged promised urged proposed asked "
    "invited agreed pointed"
)
"""What somebody else said stands for itself; what they did is told only where it was done for the user."""
DOING = _words(
    "showed taught introduced gave let shared helped walked went took remembered liked came sent lent "
    "connected put looked read reviewed answered corrected edited supported worked offered noticed stopped "
    "moderated chaired hosted"
)
DEEDS = SAYING | DOING | _words("noted knew ran did wrote grew studied trained")
BEHIND = {
    "asked": _words("me about for whether if what how why to my us"),
    "said": _words("to that i my there you"),
    "told": _words("me us"),
    "pointed": _words("out me"),
    "agreed": _words("to"),
    "invited": _words("me us"),
}
"""What must follow for a sentence to read well: "asked good questions" does not."""
SPOKEN_NOW = {
    "suggests": "suggested",
    "recommends": "recommended",
    "says": "said",
    "offers": "offered",
    "asks": "asked",
    "advises": "advised",
    "encourages": "encouraged",
    "promises": "promised",
    "invites": "invited",
    "mentions": "mentioned",
}
CLAUSE = re.compile(
    rf"(?:{'|'.join(sorted(DEEDS | set(SPOKEN_NOW)))}|wants?|wanted|likes|loves|loved|knows|needs|has|had|"
    r"have|will|works|prefers|keeps|runs|thinks|hates|takes|hires|just)\b",
    re.IGNORECASE,
)
"""Behind a comma it begins a second clause: "let me close, wants me back in June"."""
NEEDS_HELP = re.compile(r"(?:needs?|wants?|could use|looking for)\s+(?=help\s+(?:with|on)\s)", re.IGNORECASE)
HAS_FOR_ME = re.compile(r"(?:has|have|had)\s+(?P<what>an?\s+(?:[\w-]+\s+){1,4}for\s+me)$", re.IGNORECASE)
CARD = re.compile(
    r"\b(?:card|cell|phone|number|e-?mail(?: address)?|address|contact(?:s| info)?)$", re.IGNORECASE
)
"""Given by everybody to everybody: nothing to thank for."""
FILES = r"(?:cv|resume|abstract|poster|paper|manuscript|slides|draft|proposal|transcript|personal statement)"
"""What the user owns, though a note says only "send CV"."""
BARE_FILE = re.compile(
    rf"\b(send|email|mail|share|forward|bring|give)((?:\s+(?:him|her|them))?)\s+(?={FILES}\b)", re.IGNORECASE
)
COMPANY = _words(
    "meet talk see hear read collaborate discuss continue catch stay help review introduce publish write "
    "include involve"
)
"""What somebody may want to do, said to them again: "wants to meet in May"."""
TO_THEM = re.compile(
    r"(?:him|them)\b|her(?:\s+(?:about|on|at|for|to|in|with|from|the|a|an|my|our|if|whether|how|what|why|"
    r"and|after|by|out)\b|$)",
    re.IGNORECASE,
)
"""Right behind a verb: it was the user who did it ("gave her my card")."""
AS_TOLD = (
    (re.compile(r"^(advised|encouraged|urged|reminded|told) (?=to\b)", re.IGNORECASE), r"\1 me "),
    (re.compile(r"^(suggested|recommended|proposed) to (?=\w)", re.IGNORECASE), r"\1 that I "),
    (
        re.compile(
            r"^said (?=(?:find|apply|go|get|do|take|publish|read|learn|ask|email|write|start|keep|focus|stay|"
            r"try|come|pick|look|talk|work|call|visit)\b)",
            re.IGNORECASE,
        ),
        "told me to ",
    ),
    (re.compile(r"^want(?:s|ed) (?=(?:me|us) to\b)", re.IGNORECASE), "asked "),
    (re.compile(r"^offered (?=(?:me|us) to\b)", re.IGNORECASE), "invited "),
    (re.compile(r"^thinks (?=i\b)", re.IGNORECASE), "said that "),
    (
        re.compile(rf"^want(?:s|ed) (?=(?:my|the|a|an) (?:\w+ )?{FILES}\b|{FILES}\b)", re.IGNORECASE),
        "asked for ",
    ),
    (re.compile(rf"^(asked for )(?={FILES}\b)", re.IGNORECASE), r"\1my "),
    (
        re.compile(rf"^want(?:s|ed) to (?=(?:{'|'.join(sorted(COMPANY))})\b)", re.IGNORECASE),
        "said you would like to ",
    ),
)
GAVE_TALK = re.compile(
    r"gave\s+(?P<what>(?!me\b|us\b)(?:(?:a|an|the|his|her|their|some)\s+)?(?:\w+\s+)?(?:talk|advice|"
    r"feedback|tips|"
    r"lecture|presentation|session|pointers|insights?)\b.*)",
    re.IGNORECASE,
)
GERUNDS = {
    "letting": "let",
    "showing": "showed",
    "teaching": "taught",
    "taking": "took",
    "giving": "gave",
    "explaining": "explained",
    "inviting": "invited",
    "introducing": "introduced",
    "sharing": "shared",
    "helping": "helped",
    "walking": "walked",
    "connecting": "connected",
    "answering": "answered",
    "reviewing": "reviewed",
    "reading": "read",
    "sending": "sent",
    "offering": "offered",
}
TO_ADVISE = re.compile(
    r"(?:(?:told|advised|suggested|recommended|encouraged|urged|said|warned|reminded|proposed)\b"
    r"|the (?:\w+ )?(?:advice|feedback|guidance|suggestions?|tips?|pointers|coaching|comments|insights?)\b)"
)
"""What one can put to use."""
OFFERED = _words(
    "send email forward introduce connect read review look check edit help share give show teach invite call "
    "text mail support let put ask talk speak bring include add keep mention pass proofread answer meet "
    "mentor comment walk get set be"
)
OFFER = re.compile(
    r"^(?:(?P<who>he|she|they)\s*)?(?P<modal>'ll|'d|will|would|can|could|is going to|'s going to|is|was|'s|"
    r"offered to|volunteered to)?\s*"
    r"(?P<gladly>(?:be\s+)?(?:happy|glad|willing|open|going|delighted)\s+to\s+)?(?P<what>.+)$",
    re.IGNORECASE,
)
SAID_THEY = re.compile(
    r"^(?:(?:he|she|they)\s+)?(?:said|promised|mentioned|told me)\s+(?:that\s+)?(?=(?:he|she|they)\b)",
    re.IGNORECASE,
)
OFFERED_THING = re.compile(
    r"^(?:(?:he|she|they)\s+)?offer(?:ed|s)\s+(?:me\s+)?"
    r"(?P<what>(?:a|an|the|his|her|their|some|any)\s(?!\w+\s+to\b).+|(?:help|advice|feedback|support|"
    r"guidance|mentorship)\b.*)",
    re.IGNORECASE,
)
FOR_ME = re.compile(r"^\w+\s+(?:me|us)\b|\b(?:to|with|for)\s+(?:me|us)\b", re.IGNORECASE)
OF_MINE = re.compile(r"^(?:read|review|look|edit|check|proofread|comment)\b.*\bmy\b", re.IGNORECASE)
TASKS = _words("send email mail write share ask forward schedule apply submit prepare follow bring give tell")
ABOUT_THINGS = _words("send share apply submit prepare")
"""Of these one may tell though they name nobody: "send the poster"."""
MAYBE_TASKS = _words("call text contact check update read look meet review set get")
AFTER_TASKS = _words("him her them my the a an up out back with about to into again")
GIVEN_THINGS = (
    rf"(?:a|an|the|my|some)\s+(?:\w+\s+){{0,2}}(?:{FILES}|summary|copy|report|link|"
    r"data|figures?|protocol|article|list|update)\b"
)
PROMISABLE = _words(
    "send share forward email mail write give bring provide upload deliver return show lend pass text get "
    "draft prepare finish revise submit complete review read look check edit update help ask tell introduce "
    "connect contact meet join come visit present work add include put make do set schedule follow think try "
    "let keep call collect analyze analyse rewrite translate find go start run study learn apply report be "
    "take"
)
"""Verbs that complete "I promised to ..." in a professional letter."""
PROMISED_THING = re.compile(
    rf"(?:i\s+)?promised\s+(?P<what>(?:him|her|them)\s+{GIVEN_THINGS}.*)", re.IGNORECASE
)
TASK_OPENER = re.compile(
    r"^(?:i\s+)?(?:(?:i'll|will|must|should|promised(?: (?:him|her|them))?|need|needs|remember|todo|plan)"
    r"\b[\s:]*)?(?:to\s+)?",
    re.IGNORECASE,
)
FINITE = re.compile(
    r"\b(?:is|was|are|were|will|would|can|could|should|has|had|have|does|did|seems?|loves?|likes|wants?|"
    r"knows|thinks|says|said|asked|told|needs|hired|moved|went|came|got|gave|took|made|knew|loved|offered|"
    r"invited|"
    r"promised|works|runs|lives|helped|turned|became|takes|applies|prefers|leaves)\b",
    re.IGNORECASE,
)
SUBJECTS = re.compile(
    r"\b(?:i|he|she|they|we|it|you|i'm|i'll|he's|she's|it's|we're|they're|you're)\b", re.IGNORECASE
)
THIRD = re.compile(r"\b(?:his|him|her|hers|their|them|theirs|himself|herself)\b", re.IGNORECASE)
ME = re.compile(r"\b(?:me|my|us|our)\b", re.IGNORECASE)
"""Without it, "promised to send the poster" may be the user's promise as well as the other's."""
OTHERS = re.compile(r"\b(?:dr|prof|mr|mrs|ms|fellow|chief|resident|colleague)\b", re.IGNORECASE)
PERSON_ALONE = re.compile(r"(?:Drs?|Profs?|Mr|Mrs|Ms|Miss)\b\.?(?!.*(?:'s?\s))")
NO_MATTER = _words(
    # how it went, and how sure that is
    "super very so too pretty quite rather kinda really truly definitely probably possibly maybe perhaps "
    "honestly hopefully apparently seriously extremely incredibly absolutely totally basically actually only "
    "just still again yes yeah yep ok okay lol haha wow same ditto also always often sometimes "
    # a place that is still empty
    "tbd tba idk na none nil unknown unclear todo see forgot forget asap etc stuff things misc various "
    # where, when, with whom
    "pls please in at after before during near next with for from by beside behind between around outside "
    "inside through to as until since today tonight tomorrow tmrw yesterday later soon here there "
    # what one does
    "meet met keep stay got get go went goes came come came make made have had has was were is are be been "
    "am did do does let lets put say says think thinks know knows knew want wants need needs like likes love "
    "loves try tried worked works run runs ran lived lives grew born trained hired moved joined started "
    "wrote sent gave took saw sees seen said told asked remember remind buy finish start join visit confirm "
    "reschedule email emailed texted called ping cc connect reach invite invited interviewed submit send ask "
    "tell thank thanks write bring follow introduce introduced promised offered agreed could would should "
    "will can must shall seems seemed looks looking hiring retiring leaving moving coming trying thinking "
    "waiting expecting hoping recruiting seeking wanting liked wanted stopped spent sat ate drank drove "
    "studies cancelled canceled postponed rescheduled owe owes takes teaches hires operates trains gives "
    "plays prefers hopes hates keeps gets sign skip turned congrats congratulations lots lot much note "
    "and or but"
)
"""No matter two people could have talked about begins with one of these words."""
QUALITIES = _words(
    "busy tired nice cool funny smart single late early ok okay fine great good bad kind helpful friendly "
    "generous supportive interested impressed happy excited quiet shy excellent amazing awesome interesting "
    "fun huge young old tall loud similar again soon later today tonight tomorrow yesterday tmrw open "
    "available gr8 done finished ready over"
)
"""Nor does it end with one of these."""
PARTICIPLES = _words(
    "advanced applied combined extended guided integrated automated staged complicated infected ruptured "
    "failed calcified delayed modified simulated assisted randomized retained unprotected unrepaired "
    "repaired expanded adjusted sutured stented supported related accelerated enhanced mixed shared red bed "
    "med biomed feed speed bleed perfused donated embedded augmented planned needed based"
)
"""What begins with them is a matter; what begins with other words in "-ed" tells what somebody did."""
PERSONS = _words(
    "guy man woman lady name person teacher mentor surgeon boss fan expert alum alumnus alumna grad graduate "
    "classmate friend colleague contact dude legend deal shot pd apd chief chair chairman director fellow "
    "md phd md/phd do/phd attending resident prof professor head intern student dean president editor "
    "consultant doctor doc nurse "
    "hometown gal bro mate buddy"
)
"""A note that says who somebody is names nothing that was said."""
HEAD_END = re.compile(
    r"\s+(?:in|on|about|with|for|of|at|from|to|during|after|as|by|vs|versus)\b", re.IGNORECASE
)
TALK_TO = re.compile(r"talk\s+(?:to|with)\b", re.IGNORECASE)
"""A thing to do, not the talk somebody gave."""
FRANK = re.compile(
    r"(?:very\s+)?(?:honest|candid|frank|open|passionate|excited|keen|positive|negative|enthusiastic|serious|clear|"
    r"optimistic|worried|busy|strict)\s+(?:about|on|with)\b",
    re.IGNORECASE,
)
"""How somebody spoke is no matter: "honest about call"."""
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATED = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?!\w)|{_MONTH}\s+\d{{1,2}}\b|(?:tues?|wed|thurs?|fri)\b)"
    r"|\bnext to (?:me|mine|us)\b|^code blue$",
    re.IGNORECASE,
)
IN_MONTH = re.compile(rf"\s+in\s+{_MONTH}$", re.IGNORECASE)
LOGISTICS = re.compile(
    r"\b(?:\d+\s*(?:min|mins|minutes|hrs?|hours?)|min|mins|minutes|coffee|lunch|dinner|breakfast|zoom|"
    r"elevator|hallway|corridor|lobby|chat|convo|conversation|linked\s?in|business card|card|nice to meet|"
    r"asap|going to|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:in|by|on|until|till?)\s+(?:jan(?:uary)?|"
    r"feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)|with (?:him|her|them)$|\d\s*(?:am|pm)|good (?:guy|job|luck)|"
    r"keep in touch|stay in touch|next (?:week|month|year|time)|last (?:week|month|"
    r"year))\b",
    re.IGNORECASE,
)
"""When, where and over what people talked is no matter they talked about."""
LIST = re.compile(
    r",\s+(?!(?:esp(?:ecially)?|mostly|mainly|particularly|including|e\.g|like|such)\b)(?:and\s+)?|\s+and\s+",
    re.IGNORECASE,
)
ASIDE = re.compile(
    r"^(?:so|very|really|super|seemed|seems|was|is|he|she|they|we|i|it|but|then|pretty|quite|hope|hopefully|"
    r"lol|"
    r"nice|great|good|amazing|awesome|excellent|wonderful|kind|cool|fun|funny|helpful)\b",
    re.IGNORECASE,
)
"""Behind a comma: what is said beside the matter ("let me close, great teacher")."""
SENTENCE_END = re.compile(
    r"\n|[;!?…]+|\.{2,}|"
    r"(?<!\bDr)(?<!\bvs)(?<!\bSt)(?<!\bMr)(?<!\bMs)(?<!\bMt)(?<!\bMrs)(?<!\bProf)(?<!\be\.g)(?<!\bi\.e)\.(?=\s|$)|\s-\s"
)
AFTERTHOUGHT = re.compile(
    r"\s+(?:for (?:over |about |almost )?(?:an?|half an|\d+)\s*(?:h|hours?|hrs?|min|mins|minutes|while|bit)"
    r"|(?:over|at|during) (?:coffee|lunch|dinner|breakfast|drinks|beers))$",
    re.IGNORECASE,
)
"""How long, and over what, people talked."""
ALONE = _words(
    "abstract paper poster cv manuscript draft project database application interview letter job spot "
    "position case talk patient stuff surgery work resume"
)
"""One such word alone names nothing in particular."""
COUNTED = _words(
    "registry project database paper poster lab application trial study interview case manuscript abstract "
    "report presentation fellowship elective curriculum panel course center centre"
)
"""Things that one does not name without "the": "the TAVR registry", "the mock interview"."""
DETERMINED = re.compile(
    r"(?:the|a|an|his|her|their|your|my|our|this|that|these|some|any|all|each|"
    r"(?:Dr\.? |Prof\.? )?[A-Z]\w*'s|\w+ing|\d+)\b",
    re.IGNORECASE,
)
SHORTHAND = (
    (re.compile(r"\bw/\s?(?=\w)|\bw (?=\w\w)", re.IGNORECASE), "with "),
    (re.compile(r"\bb/c\b|\bbc\b", re.IGNORECASE), "because"),
    (re.compile(r"\babt\b|(?<=\S )re:?(?= )|^re:?(?= )|(?<=\n)re:?(?= )", re.IGNORECASE), "about"),
    (re.compile(r"\bf/u\b", re.IGNORECASE), "follow up"),
    (re.compile(r"\bdb\b", re.IGNORECASE), "database"),
    (re.compile(r"\besp\b\.?", re.IGNORECASE), "especially"),
    (re.compile(r"\bthru\b", re.IGNORECASE), "through"),
    (re.compile(r"\s[&+]\s"), " and "),
    (re.compile(r"\s@\s"), " at "),
    (re.compile(r"^([\w-]+)\s*(?:->|=>|\u2192)\s*([\w-]+)$", re.MULTILINE), r"\1 to \2"),
    (re.compile(r"\s*(?:->|=>|\u2192)\s*"), "; "),
    (re.compile(r"\b(?:no|without) (?:e-?mail|card|address)\b[\s,;:.-]*", re.IGNORECASE), ""),
    (re.compile(r"\bappt\b", re.IGNORECASE), "appointment"),
)
CALENDAR_NAME = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|april|june|july|september|october|november|"
    r"december)\b|(?<=\bin )(?:march|may|august)\b|(?<=\bby )(?:march|may|august)\b"
)
"""A day or month that is written small."""
DEMONYM = re.compile(r"^[A-Z]\w+(?:ian|ican|ese)$")
TITLED_NEXT = re.compile(r"(?!(?:Dr|Prof|Mr|Mrs|Ms)\b)[A-Z][a-z]+\b")
"""Behind a word written large: both are a proper name ("Star Wars")."""
SMALL_WORDS = _words(
    "a an the my our your his her their its this i we he she they you is are was were be been am has have "
    "had just"
)
"""They differ from one telling to the next, and the news is the same: "my abstract", "the abstract"."""
PROPER = _words(
    "ross bentall david marfan fontan norwood glenn whipple nissen ivor hartmann crohn barrett blalock cox "
    "dor heller ladd swan loeys ehlers stanford debakey ebstein fallot kawasaki yacoub mustard senning "
    "jatene rastelli konno match monday tuesday wednesday thursday friday saturday sunday january february "
    "march april may june july august september october november december english spanish french german "
    "boston chicago houston cleveland mayo hopkins harvard yale duke emory penn columbia cornell michigan "
    "texas california york america american europe european africa african india indian nigeria ghana "
    "caribbean impella swan-ganz kaplan medicare medicaid"
)
SHOUTED = _words(
    "TAVR SAVR TAVI ECMO LVAD VAD CABG VATS STS AATS ACS ESTS EACTS OR ICU SICU MICU CVICU CT MRI AF TEVAR "
    "EVAR PFO VSD ASD IMG PGY ERAS NRMP PD APD CV MD US USA NIH R01 QI AI ML VR RCT JTCVS USMLE ABSITE PH "
    "NSCLC EGFR SCLC GERD HPB ERCP TEE TTE IABP BAV AVR MVR MR AS AI DO PHD HCC NSQIP SVS TAAA AAA PVI"
)
