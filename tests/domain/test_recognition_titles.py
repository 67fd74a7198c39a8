"""Single events in many languages and spellings, each alone in its calendar: the hard innocents first."""

from collections.abc import Iterator

import pytest

from tests.recognition.measure import an_event, invited, recognised

TABLE = """
[none]
Trauma team retreat | 2026-10-08 | 3d
Paris | 2026-10-08 | 3d
Mom & dad visit | 2026-10-08 | 3d
Chicago w/ Sam | 2026-10-08 | 3d
beach house | 2026-10-08 | 3d
ski trip Vail | 2026-10-08 | 3d
(skip) ACS | 2026-10-08 | 3d
women's retreat | 2026-10-08 | 3d
homeschool convention | 2026-10-08 | 3d
dad's sales conference | 2026-10-08 | 3d
FCCS | 2026-10-08 | 3d
BLS/ACLS | 2026-10-08 | 3d
ultrasound course (home dept) | 2026-10-08 | 3d
wedding - Austin | 2026-10-08 | 3d
Step 3 | 2026-10-08 | 3d
AirBnB Copenhagen | 2026-10-08 | 3d
Congress opens abstracts | 2026-10-08 | 3d
benefits webinar | 2026-10-07T16:00 | 1h
yoga live online | 2026-10-07T16:00 | 1h
M&M (zoom) | 2026-10-07T16:00 | 1h
noon conf (teams) | 2026-10-07T16:00 | 1h
family zoom | 2026-10-07T16:00 | 1h
webinar AWS cloud security | 2026-10-07T16:00 | 1h
our VOH - help host | 2026-10-07T16:00 | 1h
open house at kids school | 2026-10-07T16:00 | 1h
cooking class online | 2026-10-07T16:00 | 1h
church livestream | 2026-10-07T16:00 | 1h
quiz night zoom | 2026-10-07T16:00 | 1h
M&M | 2026-10-07T16:00 | 1h
Tumor board | 2026-10-07T16:00 | 1h
Noon conference | 2026-10-07T16:00 | 1h
Grand rounds | 2026-10-07T16:00 | 1h
Resident meeting | 2026-10-07T16:00 | 1h
dinner w/ mom | 2026-10-07T16:00 | 1h
Dr. Lowe (knee) | 2026-10-07T16:00 | 1h
tire rotation | 2026-10-07T16:00 | 1h
IV: Mayo | 2026-10-07T16:00 | 1h
wellness committee | 2026-10-07T16:00 | 1h
fit test | 2026-10-07T16:00 | 1h
badge photo | 2026-10-07T16:00 | 1h
moving truck | 2026-10-07T16:00 | 1h
email Dr. Kim | 2026-10-07T16:00 | 1h
ask Dr. Kim for letter | 2026-10-07T16:00 | 1h
chair's holiday party | 2026-10-07T16:00 | 1h
retreat planning | 2026-10-07T16:00 | 1h
Anatomy TA | 2026-10-07T16:00 | 1h
book club | 2026-10-07T16:00 | 1h
Eid lunch | 2026-10-07T16:00 | 1h
Karwa chauth | 2026-10-07T16:00 | 1h
puja at home | 2026-10-07T16:00 | 1h
namaz | 2026-10-07T16:00 | 1h
chai w/ friends | 2026-10-07T16:00 | 1h
umrah planning | 2026-10-07T16:00 | 1h
cumple Ana | 2026-10-07T16:00 | 1h
sesión clínica | 2026-10-07T16:00 | 1h
junta de residentes | 2026-10-07T16:00 | 1h
trámite visa | 2026-10-07T16:00 | 1h
cita médico | 2026-10-07T16:00 | 1h
reunión de residentes | 2026-10-07T16:00 | 1h
niver | 2026-10-07T16:00 | 1h
aula residência | 2026-10-07T16:00 | 1h
reunião clínica | 2026-10-07T16:00 | 1h
consulta médica (eu) | 2026-10-07T16:00 | 1h
anniv Léa | 2026-10-07T16:00 | 1h
kiné | 2026-10-07T16:00 | 1h
apéro internat | 2026-10-07T16:00 | 1h
Geburtstag | 2026-10-07T16:00 | 1h
WG Besichtigung | 2026-10-07T16:00 | 1h
fogorvos | 2026-10-07T16:00 | 1h
szülinap | 2026-10-07T16:00 | 1h
edzés | 2026-10-07T16:00 | 1h
referáló | 2026-10-07T16:00 | 1h
reggeli megbeszélés | 2026-10-07T16:00 | 1h
továbbképzés | 2026-10-07T16:00 | 1h
háziorvos | 2026-10-07T16:00 | 1h
dentysta | 2026-10-07T16:00 | 1h
siłownia | 2026-10-07T16:00 | 1h
doğum günü | 2026-10-07T16:00 | 1h
diş hekimi | 2026-10-07T16:00 | 1h
生日 | 2026-10-07T16:00 | 1h
健身 | 2026-10-07T16:00 | 1h
早交班 | 2026-10-07T16:00 | 1h
病例讨论 | 2026-10-07T16:00 | 1h
カンファ | 2026-10-07T16:00 | 1h
회식 | 2026-10-07T16:00 | 1h
컨퍼런스 | 2026-10-07T16:00 | 1h
стоматолог | 2026-10-07T16:00 | 1h
планёрка | 2026-10-07T16:00 | 1h
HC | 2026-10-07 | 1d
Holiday | 2026-10-07 | 1d
Step 3 | 2026-10-07 | 1d
rent | 2026-10-07 | 1d
Diwali | 2026-10-07 | 1d
abstract deadline STS | 2026-10-07 | 1d
ACS registration opens | 2026-10-07 | 1d
vacaciones | 2026-10-07 | 1d
saliente | 2026-10-07 | 1d
congés | 2026-10-07 | 1d
férias | 2026-10-07 | 1d
szabadság | 2026-10-07 | 1d
nöbet ertesi | 2026-10-07 | 1d
休假 | 2026-10-07 | 1d
夜班休 | 2026-10-07 | 1d
有給 | 2026-10-07 | 1d
연차 | 2026-10-07 | 1d
отпуск | 2026-10-07 | 1d
3otle | 2026-10-07 | 1d
HC-GS | 2026-10-07T07:00 | 12h
road trip | 2026-10-07T07:00 | 12h
sleep | 2026-10-07T07:00 | 12h
EMS ride along? no | 2026-10-07T07:00 | 12h
volunteering food bank | 2026-10-07T07:00 | 12h
fishing w/ dad | 2026-10-07T07:00 | 12h
step 3 day 1 | 2026-10-07T07:00 | 12h
OET exam | 2026-09-15 | 1d
Visa interview US embassy | 2026-09-16T08:00 | 2h
ECFMG cert docs | 2026-09-17 | 1d
Step 2 CK | 2026-10-01 | 1d
UWorld block 12 | 2026-09-20T10:00 | 2h
NBME 11 block x4 | 2026-09-21T08:00 | 6h
Anki | 2026-09-21T07:00 | 1h
ERAS token | 2026-09-02 | 1d
Uber to hospital | 2026-07-06T05:30 | 0.5h
apt viewing (Elmhurst) | 2026-07-05T15:00 | 1h
IV Lakeview | 2026-11-10T08:00 | 5h
pre-interview social Lakeview (zoom) | 2026-11-09T19:00 | 1h
thank you emails | 2026-11-11 | 1d
mosque | 2026-10-02T13:00 | 1h
call Ammi | 2026-10-02T20:00 | 0.5h
English class | 2026-10-02T18:00 | 1h
J-1 orientation | 2026-10-22T14:00 | 1h
Thoracic tumor board | 2026-09-15T16:00 | 1h
CT M&M | 2026-09-16T07:00 | 1h
Cath conf | 2026-09-17T07:00 | 1h
TSDA curriculum mod 3 | 2026-09-17T17:00 | 1h
in-training exam | 2027-01-30 | 1d
STS abstract resubmit | 2026-08-12 | 1d
ERAS CT fellowship opens | 2026-11-15 | 1d
NRMP thoracic ROL | 2027-05-01 | 1d
Fenwick interview + dinner | 2027-02-18 | 2d
Flight to SAT | 2027-01-28T15:00 | 4h
journal club - Dr. Quist's house | 2026-10-22T18:00 | 3h
Chiefs' dinner | 2026-10-23T19:00 | 3h
intern teaching: chest tubes | 2026-10-24T12:00 | 1h
sim lab - cannulation | 2026-10-25T13:00 | 3h
Moonlighting ED | 2026-10-26T19:00 | 12h
Half marathon w/ Hargreave lab team | 2026-10-28T07:00 | 3h
mentor M3s - suturing | 2026-10-30T17:00 | 1h
lab meeting | 2026-07-06T12:00 | 1h
mouse surgery day | 2026-07-07T08:00 | 8h
IRB renewal due | 2026-07-08 | 1d
Abendessen mit Freunden | 2026-12-03T19:00 | 3h
comida con los compis | 2026-12-04T14:00 | 2h
Cours de français | 2026-12-05T18:00 | 1h
Anreise Lissabon | 2026-10-06T08:00 | 4h
réserver hôtel EACTS | 2026-08-01 | 1d
Biostat course (online, own dept) | 2026-09-10T16:00 | 1h
REDCap data entry | 2026-09-11T09:00 | 3h
grant deadline R21 | 2026-09-12 | 1d
mom's bday | 2026-09-13 | 1d
Konferenzraum buchen | 2026-09-14T09:00 | 0.5h
Zahnarzt Dr. Roth | 2026-09-14T09:00 | 0.5h
Médico de cabecera | 2026-09-15T09:00 | 0.5h
朝カンファ | 2026-09-16T07:30 | 0.5h
晨交班 | 2026-09-17T07:30 | 0.5h
rice + beans | 2026-07-05T18:00 | 1h
park w/ kids | 2026-07-06T18:00 | 1h
Park Slope brunch | 2026-08-02T11:00 | 2h
young living party | 2026-08-03T18:00 | 1h
Rice cooker return | 2026-08-03T12:00 | 0.5h
pick up Park permit | 2026-08-04 | 1d
project: garage shelves | 2026-08-05T10:00 | 3h
paper towels - Costco | 2026-08-05T15:00 | 1h
Data plan - Verizon | 2026-08-06T10:00 | 0.5h
Lunch - Thai place | 2026-08-07T12:00 | 1h
Coffee: order beans | 2026-08-07T09:00 | 0.5h
call Verizon | 2026-08-08T09:00 | 0.5h
letter to landlord | 2026-08-08T10:00 | 0.5h
Talk: Obama at library | 2026-08-09T19:00 | 1h
Zoom trivia w/ college friends | 2026-08-10T20:00 | 2h
meet Zillow agent | 2026-08-11T12:00 | 1h
Intro to pottery | 2026-08-12T18:00 | 2h
Kayak trip | 2026-08-27T06:00 | 12h
Lake Tahoe | 2026-09-02 | 6d
Sister in town | 2026-09-10 | 6d
W-2 due | 2026-09-20 | 1d
Q3 goals | 2026-09-21T09:00 | 0.5h
PM meds | 2026-09-21T21:00 | 0.5h
OR | 2026-09-22T19:00 | 1h | notes: Oregon call w/ aunt
ACS volunteer day - American Cancer Society | 2026-10-03T08:00 | 6h
AATS app download | 2026-04-20 | 1d
Boards study w Nikhil | 2026-09-23T18:00 | 3h
fellowship fair prep | 2026-09-24T18:00 | 1h
Residency fair volunteering (booth 3) | 2026-09-25T10:00 | 4h
Kim's defense | 2026-09-26T10:00 | 2h
phone upgrade | 2026-09-27T10:00 | 1h
Fantasy draft call | 2026-09-28T20:00 | 2h
Sat call schedule meeting | 2026-09-29T12:00 | 0.5h
Chief resident elections | 2026-09-30T12:00 | 0.5h
Trauma peer review | 2026-10-01T07:00 | 1h
CT surgery interest group | 2026-10-02T18:00 | 1h
Transplant selection committee | 2026-10-05T12:00 | 1h
Vascular lab orientation | 2026-10-06T08:00 | 4h
Service excellence training | 2026-10-07T08:00 | 4h
Diversity committee w/ Dr. Rice | 2026-10-08T12:00 | 1h
SVS abstract w/ Rice due | 2026-10-09 | 1d
Email Rice re: paper | 2026-10-09 | 1d
draft ppr for Rice | 2026-10-10T10:00 | 2h
APDS webinar cancelled? watch replay | 2026-11-22T19:00 | 1h
Flight BOS-ORD | 2027-05-04T18:00 | 3h
dinner with Sam and Kate | 2027-05-03T20:00 | 2h
Hotel - Sheraton | 2027-04-30 | 5d
therapy (zoom) | 2027-05-03T17:00 | 1h
pick up badge | 2027-05-01T08:00 | 0.5h
ComicCon w/ Jess | 2026-10-10 | 2d
AATS abstract due | 2026-10-15 | 1d
ATLS course | 2026-10-16 | 2d
TSDA boot camp rehearsal | 2026-10-17T10:00 | 1h
M&M conference | 2026-10-17T07:00 | 1h
Peds conf | 2026-10-18T07:00 | 1h
Multidisciplinary thoracic conference | 2026-10-18T16:00 | 1h
conference call - landlord | 2026-10-19T16:00 | 1h
Big Sur summit hike | 2026-10-19 | 2d
Quarterly sales summit (Mark) | 2026-10-19 | 2d
Zoom: department town hall | 2026-10-23T12:00 | 1h
Cerner webinar mandatory | 2026-10-24T12:00 | 1h
Watch TSRA webinar recording | 2026-10-24T20:00 | 1h
Grand rounds (zoom): Dr. Ito | 2026-10-25T07:00 | 1h
Tumorboard | 2026-09-10T15:00 | 1h
忘年会 | 2026-12-10T19:00 | 2h
Dr. Weber Zahnarzt | 2026-12-10T14:00 | 0.5h
Zug nach Hamburg | 2027-02-12T14:00 | 4h
Vuelo a Madrid | 2026-11-08T14:00 | 2h
Abstract-Frist DGTHG | 2026-10-01 | 1d
Anmeldung Jahrestagung | 2026-10-01 | 1d
coffee w/ tess | 2026-08-16T12:00 | 0.5h
call mom | 2026-08-16T18:00 | 0.5h
lunch w/ co-interns | 2026-08-17T12:00 | 1h
Dr. Moore - knee | 2026-08-17T12:00 | 0.5h
call back Program office | 2026-08-18T12:00 | 0.5h
meet Guy at gym | 2026-08-19T18:00 | 0.5h
chair yoga | 2026-08-25T19:00 | 1h
PD prep w/ Jonas | 2026-08-25T20:00 | 1h
ICU - I See You (play) | 2026-07-05T19:00 | 2h
red eye to Boston | 2026-07-06T22:00 | 6h
Team dinner | 2026-07-07T19:00 | 2h
mentor Sanjay (MS2) | 2026-07-08T17:00 | 1h
Trauma (Netflix) | 2026-07-09T20:00 | 2h
Breast pump pickup | 2026-07-10T09:00 | 0.5h
VA DMV appointment | 2026-07-10T09:00 | 0.5h
Transplant tomatoes | 2026-07-11T09:00 | 2h
Vascular screening dad | 2026-07-12T09:00 | 1h
Cardiac MRI (me) | 2026-07-13T09:00 | 1h
Ortho f/u knee | 2026-07-14T09:00 | 1h
Research apartments | 2026-07-15T09:00 | 1h
Match party | 2027-03-19T18:00 | 3h
ENT appt Dr. Wolfe | 2026-07-16T09:00 | 1h
Chair massage | 2026-07-16T12:00 | 0.5h
Admin day | 2026-07-19 | 1d
Interview: Fenwick CT | 2026-11-19 | 1d
interview dinner Fenwick | 2026-11-18T19:00 | 2h
STS abstract deadline | 2026-08-15 | 1d
book STS hotel | 2026-09-15 | 1d
dry run STS talk | 2027-01-15T17:00 | 1h
lunch with Priya | 2026-08-01T12:00 | 1h
call Geico re claim | 2026-08-25T09:00 | 0.5h
coffee | 2026-08-25T10:00 | 0.5h
Zoom w/ accountant | 2026-08-25T11:00 | 0.5h
meeting w landlord | 2026-08-25T12:00 | 0.5h
phone: Dr. Wu (vet) | 2026-08-25T13:00 | 0.5h
meet Andre re couch | 2026-08-25T14:00 | 0.5h
Lunch & learn: 403b | 2026-08-25T12:00 | 1h
Resident research symposium | 2026-05-25T08:00 | 6h
Wedding Boston | 2026-08-28 | 3d
Camping Yosemite | 2026-09-04 | 5d
Portugal | 2026-09-12 | 8d
AATS membership renewal | 2026-09-22 | 1d
Rotation evals due | 2026-09-23 | 1d
MedHub eval: SICU | 2026-09-24 | 1d
Tesla service | 2026-09-24T08:00 | 9h
Long run | 2026-09-25T06:00 | 2h
Rotate tires | 2026-09-01T09:00 | 1h
Block party | 2026-09-01T17:00 | 3h
Nerve block workshop | 2026-09-01T13:00 | 3h
SICU orientation | 2026-09-01T08:00 | 4h
SICU M&M | 2026-09-01T07:00 | 1h
Trauma conference | 2026-09-01T07:00 | 1h
Vascular conference | 2026-09-02T07:00 | 1h
Surgery conference | 2026-09-02T07:00 | 4h
Conference | 2026-09-02T07:00 | 1h
Conf | 2026-09-02T12:00 | 1h
Education conf | 2026-09-02T07:00 | 3h
STS abstract due | 2026-08-14 | 1d
Vuelo a Barcelona | 2026-10-06T08:00 | 3h
Hotel Barcelona (EACTS) | 2026-10-06 | 5d
Flug nach Wien | 2026-10-06T08:00 | 3h
Inscripción congreso SECT | 2026-10-06 | 1d
Urlaub | 2026-10-06 | 14d
Vacaciones | 2026-10-06 | 14d
Congés | 2026-10-06 | 14d
Férias | 2026-10-06 | 14d
学会 演題登録締切 | 2026-10-06 | 1d
抄読会 | 2026-10-06T08:00 | 1h
カンファレンス | 2026-10-06T08:00 | 1h
Sesión clínica | 2026-10-06T08:00 | 1h
Tumorkonferenz | 2026-10-06T15:00 | 1h
RCP thoracique | 2026-10-06T15:00 | 1h
Frühbesprechung | 2026-10-06T07:30 | 0.5h
Dinner with Sam | 2026-10-06T19:00 | 2h
Coffee with Sam | 2026-10-06T10:00 | 1h
Dr appt | 2026-10-06T10:00 | 1h
Dr. Smith dermatology | 2026-10-06T10:00 | 1h
Dentist Dr. Lee | 2026-10-06T10:00 | 1h
Ask Dr. Patel re letter | 2026-10-06T10:00 | 0.5h
Email PD | 2026-10-06T10:00 | 0.5h
ACLS recert | 2026-10-06T08:00 | 8h
ATLS | 2026-10-06 | 2d
FLS exam | 2026-10-06T08:00 | 3h
Interview - Lakeside Surgery | 2026-10-06T08:00 | 6h
Chest CT | 2026-10-06T08:00 | 1h
East side run | 2026-10-06T08:00 | 1h
SSO password reset | 2026-10-06T08:00 | 1h
WTA finals on TV | 2026-11-06T08:00 | 3h
ACC tournament | 2027-03-10 | 4d
Massage chair delivery | 2026-10-06T08:00 | 1h
Blue Apron delivery | 2026-10-06T08:00 | 1h
Gold class | 2026-10-06T18:00 | 1h
Green smoothie | 2026-10-06T08:00 | 0.5h
Jeopardy call | 2026-10-06T07:00 | 24h
Home call | 2026-10-06T17:00 | 14h
Continuity clinic | 2026-10-06T13:00 | 4h
Post-call | 2026-10-06 | 1d
VAC | 2026-10-06 | 7d
Book flights STS | 2026-10-06 | 1d
STS registration opens | 2026-10-06 | 1d
Practice talk for ASC | 2027-01-20T16:00 | 1h
Poster print ASC | 2027-01-25 | 1d
Resident wellness retreat | 2026-10-06T12:00 | 5h
Compliance webinar | 2026-10-06T12:00 | 1h
Watch STS webinar recording | 2026-10-06T20:00 | 1h
Jake vacation | 2026-10-06 | 7d
Jake's vacation | 2026-10-06 | 7d
Sam @ AATS | 2027-05-01 | 4d
Mom visiting | 2026-10-06 | 7d
Conference call w/ lender | 2026-10-06T12:00 | 1h
PD day (kids off) | 2026-10-06 | 1d
Family reunion | 2026-10-06 | 4d
Ski trip | 2027-02-06 | 4d
Chicago | 2026-07-06 | 4d
Surgery dept picnic | 2026-07-06T12:00 | 4h
Cat surgery | 2026-07-06T08:00 | 4h
Knee surgery (dad) | 2026-07-06T08:00 | 8h
Blood drive | 2026-07-06T08:00 | 3h
Work | 2026-07-06T09:00 | 8h
Daycare | 2026-07-06T08:00 | 9h
School | 2026-07-06T08:00 | 7h
Study hall | 2026-07-06T18:00 | 3h
Anatomy lecture | 2026-07-06T12:00 | 1h
Match Day | 2027-03-19 | 1d
ERAS opens | 2026-09-02 | 1d
CCC | 2026-12-02T12:00 | 2h
Faculty meeting | 2026-12-02T17:00 | 1h
Pick up scrubs | 2026-12-02T17:00 | 1h
IT on call rotation | 2026-12-02 | 7d
Thank you note Dr. Lee | 2026-12-02T17:00 | 0.5h
Letter from Dr. Lee due | 2026-12-02 | 1d
Thanksgiving | 2026-11-26 | 1d
Heart walk | 2026-11-20T09:00 | 3h
Red Sox game | 2026-09-20T19:00 | 3h
White coat ceremony | 2026-09-20T10:00 | 2h
Saliente de guardia | 2026-09-02 | 1d
Libranza | 2026-09-02 | 1d
Quirófano mamá | 2026-09-02T08:00 | 4h
Cita médico de cabecera | 2026-09-02T08:00 | 0.5h
Enviar abstract congreso SECT | 2027-01-09 | 1d
Hotel congreso Sevilla | 2027-06-09 | 3d
Sesión de morbimortalidad | 2027-03-09T08:00 | 1h
Cumple de Lucía | 2027-03-09 | 1d
Cena R1 | 2027-03-09T21:00 | 2h
Comité de tumores | 2027-03-09T08:00 | 1h
Astreinte | 2026-11-02T18:30 | 14h
Repos de garde | 2026-11-03 | 1d
Train Paris-Lyon | 2026-11-03T08:00 | 2h
Staff | 2026-11-03T08:00 | 1h
Anniversaire Léa | 2026-11-03 | 1d
Rendre le mémoire | 2026-11-03 | 1d
RDV dentiste | 2026-11-03T15:00 | 1h
Colloque de service | 2026-11-03T07:30 | 0.5h
Rufdienst | 2026-11-03T16:00 | 16h
Frei nach Dienst | 2026-11-04 | 1d
Klinikfortbildung | 2026-11-04T16:00 | 1h
Elternabend Kita | 2026-11-04T19:00 | 1.5h
Zahnarzt | 2026-11-04T09:00 | 1h
Abgabe Abstract DGTHG | 2026-11-04 | 1d
Folga | 2026-11-04 | 1d
Voo GRU-MIA | 2027-05-04T08:00 | 9h
Aula de inglês | 2027-05-04T14:00 | 1h
Reunião clínica | 2027-05-04T07:00 | 1h
Aniversário da vó | 2027-05-04 | 1d
当直明け | 2026-11-05 | 1d
飲み会(同期) | 2026-11-05T19:00 | 3h
術前カンファ | 2026-11-05T08:00 | 1h
新幹線 東京→京都 | 2027-05-20T08:00 | 2h
ホテル京都 | 2027-05-20 | 2d
歯医者 | 2027-05-20T16:00 | 0.5h
予演会 | 2027-05-10T16:00 | 1h
医局会 | 2027-05-10T16:00 | 1h
牙医 | 2026-11-04T10:00 | 1h
Trauma surgery book club | 2026-11-04T19:00 | 1h
Plastic surgery consult | 2026-11-04T10:00 | 1h
Vascular ultrasound appt (dad) | 2026-11-04T10:00 | 1h
Cardiology appt | 2026-11-04T10:00 | 1h
Ortho appt - knee | 2026-11-04T10:00 | 1h
Urology f/u dad | 2026-11-04T10:00 | 1h
ENT for Leo | 2026-11-04T10:00 | 1h
Radiology CME modules | 2026-11-04T10:00 | 2h
ACS dues | 2026-11-04 | 1d
AMA membership | 2026-11-04 | 1d
Peds vaccine appt | 2026-11-04T10:00 | 1h
Interest group meeting: CT surgery | 2026-11-04T18:00 | 1h
Surgery interest group | 2026-11-04T18:00 | 1h
Neighborhood association meeting | 2026-11-04T18:00 | 1h
HOA annual meeting | 2026-11-04T18:00 | 2h
Costco annual membership | 2026-11-04 | 1d
Comic convention | 2026-11-04 | 1d
Yoga workshop | 2026-11-04T10:00 | 3h
Photography course | 2026-11-04T10:00 | 3h
Real estate webinar | 2026-11-04T19:00 | 1h
Church conference | 2026-11-04 | 2d
Basketball tournament | 2026-11-04 | 3d
Summer school (Mia) | 2026-06-20 | 10d
Annual physical | 2026-11-04T10:00 | 1h
Annual review - HR modules | 2026-11-04 | 1d
Evaluate daycare | 2026-11-04T10:00 | 1h
Kids eval (speech) | 2026-11-04T10:00 | 1h
Car eval | 2026-11-04T10:00 | 1h
Research new laptop | 2026-11-04T10:00 | 1h
Project: paint kitchen | 2026-11-04T10:00 | 3h
Letter to landlord | 2026-11-04T10:00 | 0.5h
Coffee maker repair | 2026-11-04T10:00 | 1h
Lunch | 2026-11-04T12:00 | 1h
Zoom family call | 2026-11-04T12:00 | 1h
Call bank | 2026-11-04T12:00 | 0.5h
Meeting w/ landlord | 2026-11-04T12:00 | 0.5h
Meet contractor Bob | 2026-11-04T12:00 | 0.5h
Mock interview w/ Dr. Lee | 2026-11-04T12:00 | 1h
Residents journal club @ Dr. Lee | 2026-11-04T18:00 | 2h
M&M prep w/ Dr. Patel | 2026-11-04T18:00 | 1h
Dr. Patel retirement party | 2026-11-04T18:00 | 3h
Dr. Patel lecture | 2026-11-04T12:00 | 1h
Team meeting | 2026-11-04T12:00 | 1h | with: Julia Park <jpark@med.org>
Surgery townhall (zoom) | 2026-11-04T12:00 | 1h
Grand rounds: Dr. Stone (virtual) | 2026-11-04T07:00 | 1h
Hold | 2026-11-04T12:00 | 1h
Busy | 2026-11-04T07:00 | 10h
Shift swap? | 2026-11-04T12:00 | 0.5h
Night out | 2026-11-04T20:00 | 4h
Nights out w/ crew | 2026-11-04T20:00 | 4h
Orange County trip | 2026-11-04 | 4d
VA beach | 2026-11-04 | 4d
Community service | 2026-11-04T09:00 | 5h
Heart rate monitor arrives | 2026-11-04 | 1d
Liver pate recipe | 2026-11-04T09:00 | 1h
White party | 2026-11-04T20:00 | 5h
Red eye to BOS | 2026-11-04T22:00 | 6h
Green card appt | 2026-11-04T09:00 | 1h
Gold prices seminar | 2026-11-04T18:00 | 1h
ABSITE review course online | 2026-11-04T18:00 | 1h
TrueLearn | 2026-11-04T18:00 | 1h
Rank list meeting w/ Dr. Lee? | 2027-02-20 | 1d
Apply: AATS summer scholarship | 2027-01-10 | 1d
STS membership form | 2027-01-10 | 1d
ECMO sim | 2027-01-10T13:00 | 3h
Robot training | 2027-01-10T13:00 | 3h
Wellness day | 2027-01-10 | 1d
Vacation wk | 2027-01-10 | 7d
Off | 2027-01-10 | 1d
Golden weekend | 2027-01-10 | 2d
Labor day | 2026-09-07 | 1d
Clinic closed | 2026-09-07 | 1d
Interview dinner Penn | 2026-11-07T18:00 | 2h
Flight AA123 STS | 2027-01-27T08:00 | 5h
UA 1234 | 2027-01-27T08:00 | 5h
AI course | 2026-09-01T18:00 | 1h
Orientation week | 2026-06-22 | 5d
Boot camp | 2026-06-22 | 3d
Moving week | 2026-06-22 | 5d
Honeymoon | 2026-06-22 | 12d
Parents visiting | 2026-06-22 | 12d
Ramadan | 2027-02-08 | 30d
Dry January | 2027-01-01 | 31d
No call | 2027-01-01 | 3d
Lease ends | 2027-01-01 | 1d
Half marathon training | 2027-01-01 | 60d
Blue cross open enrollment | 2026-11-01 | 30d
Gold gym trial | 2026-11-01 | 14d
Marathon training block | 2026-11-01 | 28d
Study block | 2026-11-01 | 28d
Dedicated study (Step 3) | 2026-11-01 | 21d
ERAS season | 2026-09-01 | 60d
Interview season | 2026-10-20 | 90d
Hiring freeze | 2026-10-20 | 90d
Construction on Elm | 2026-10-20 | 20d
Advent | 2026-11-29 | 26d
Nanny out | 2026-10-20 | 7d
Mike on nights | 2026-10-20 | 7d
Anna - vascular | 2026-10-20 | 28d
Dr. Lee out of town | 2026-10-20 | 7d
Dr. Patel vacation | 2026-10-20 | 7d
Dr. Cole at AATS | 2027-05-01 | 4d
OR closed | 2026-10-20 | 3d
Clinic | 2026-10-20T13:00 | 4h
Staff retreat | 2026-10-20 | 2d
Vascular lab meeting | 2026-10-20T13:00 | 1h
SICU QI meeting | 2026-10-20T13:00 | 1h
Trauma video review | 2026-10-20T07:00 | 1h
Surgery faculty candidate talk | 2026-10-20T12:00 | 1h
Chairs yoga | 2026-10-20T12:00 | 1h
Trauma registry call | 2026-10-20T12:00 | 1h
Transplant selection meeting | 2026-10-20T12:00 | 1h
ICU family meeting | 2026-10-20T12:00 | 1h
Resident lunch with visiting professor | 2026-10-20T12:00 | 1h
Department dinner | 2026-10-20T18:00 | 3h
Badge photo | 2026-10-20T12:00 | 0.5h
Sign letter of intent | 2026-10-20 | 1d
Write letter for intern | 2026-10-20T12:00 | 1h
IRB submission | 2026-10-20T12:00 | 1h
Manuscript revisions due | 2026-10-20 | 1d
Work on manuscript | 2026-10-20T19:00 | 2h
Manuscript | 2026-10-20T19:00 | 2h
Research | 2026-10-20T19:00 | 2h
Career fair volunteers | 2026-10-20T19:00 | 2h
Mentor app deadline | 2026-10-20 | 1d
Meeting | 2026-10-20T19:00 | 1h
Lunch w/ Kate | 2026-10-20T12:00 | 1h
Zoom w/ grandparents | 2026-10-20T19:00 | 1h
call Dr. Wu's office re refill | 2026-10-20T09:00 | 0.5h
Dr. Wu 2:30 (knee) | 2026-10-20T14:30 | 0.5h
Pediatrician Dr. Hall | 2026-10-20T14:30 | 0.5h
Vet - Dr. Lin | 2026-10-20T14:30 | 0.5h
Thank Dr. Lee for letter | 2026-10-20T14:30 | 0.5h
remind dr cole re LOR | 2026-10-20T14:30 | 0.5h
Dr. Lee bday | 2026-10-20 | 1d
Dinner @ Dr. Lee's w/ residents | 2026-10-20T18:30 | 2h
Webinar: HIPAA | 2026-10-20T12:00 | 1h
Benefits webinar | 2026-10-20T12:00 | 1h
Epic upgrade webinar | 2026-10-20T12:00 | 1h
Virtual interview - Lakeside | 2026-10-20T12:00 | 5h
Virtual noon conference | 2026-10-20T12:00 | 1h
Zoom M&M | 2026-10-20T07:00 | 1h
Virtual happy hour | 2026-10-20T19:00 | 1h
Zoom yoga | 2026-10-20T19:00 | 1h
Register for TSRA webinar | 2026-10-20 | 1d
Virtual PT session | 2026-10-20T19:00 | 1h
Teams: IT helpdesk | 2026-10-20T19:00 | 0.5h
STS dues | 2026-10-20 | 1d
ACS insurance | 2026-10-20 | 1d
Upload ASC slides | 2027-02-01 | 1d
AATS hotel cancel by | 2027-04-01 | 1d
AATS program online | 2027-03-01 | 1d
STS early reg ends | 2026-11-20 | 1d
Shop for STS suit | 2027-01-10T12:00 | 2h
STS poster | 2027-01-10T12:00 | 2h
Watch AATS livestream recording | 2027-05-20T12:00 | 2h
LAX-BOS | 2027-05-05T12:00 | 6h
Delta 1234 to LAX | 2027-04-30T12:00 | 6h
Marriott LA Live | 2027-05-01 | 4d
Hilton San Diego | 2027-01-27 | 5d

[conference]
ACS Clinical Congress | 2026-10-08 | 3d
EACTS Copenhagen | 2026-10-08 | 3d
ESTS | 2026-10-08 | 3d
EAST | 2026-10-08 | 3d
SCCM Congress | 2026-10-08 | 3d
WTSA Colorado Springs | 2026-10-08 | 3d
TX chapter ACS | 2026-10-08 | 3d
NJ ACS chapter annual mtg | 2026-10-08 | 3d
Keystone chapter | 2026-10-08 | 3d
Florida Chapter ACS | 2026-10-08 | 3d
Am College of Surgeons | 2026-10-08 | 3d
Association of Women Surgeons conference | 2026-10-08 | 3d
Latino Surgical Society mtg | 2026-10-08 | 3d
AMWA annual | 2026-10-08 | 3d
Cardiac Surgery Update course - Scottsdale | 2026-10-08 | 3d
Global surgery conference | 2026-10-08 | 3d
Quality and Safety Conference | 2026-10-08 | 3d
TQIP | 2026-10-08 | 3d
ACS TQIP annual conf | 2026-10-08 | 3d
ASAIO | 2026-10-08 | 3d
NY Valves | 2026-10-08 | 3d
PCR London Valves | 2026-10-08 | 3d
VEITH | 2026-10-08 | 3d
CX symposium | 2026-10-08 | 3d
DDW | 2026-10-08 | 3d
ASMBS | 2026-10-08 | 3d
ASBrS | 2026-10-08 | 3d
ASCO | 2026-10-08 | 3d
ASTMH | 2026-10-08 | 3d
Pediatric Surgery - APSA | 2026-10-08 | 3d
CAGS | 2026-10-08 | 3d
ASGBI | 2026-10-08 | 3d
ASiT | 2026-10-08 | 3d
SCTS Newcastle | 2026-10-08 | 3d
ASM Vascular Society | 2026-10-08 | 3d
HIMSS | 2026-10-08 | 3d
Women in Tech summit | 2026-10-08 | 3d
Leadership conference - AMA | 2026-10-08 | 3d
AMA interim | 2026-10-08 | 3d
Academic surgical congress | 2026-10-08 | 3d
ANZSCTS ASM | 2026-10-08 | 3d
Congreso Argentino de Cirugía | 2026-10-08 | 3d
Congreso SECT | 2026-10-08 | 3d
AFC Paris congrès | 2026-10-08 | 3d
Congresso nazionale SIC | 2026-10-08 | 3d
Magyar Sebész Társaság kongresszusa | 2026-10-08 | 3d
Ulusal Cerrahi Kongresi | 2026-10-08 | 3d
مؤتمر الجراحة | 2026-10-08 | 3d
ASICON | 2026-10-08 | 3d
MASICON | 2026-10-08 | 3d
SURGICON | 2026-10-08 | 3d
中华医学会外科年会 | 2026-10-08 | 3d
TSDA boot camp | 2026-10-08 | 3d
AO Trauma course | 2026-10-08 | 3d
Fundamentals of CT surgery course (Rochester) | 2026-10-08 | 3d
Microsurgery course Columbia | 2026-10-08 | 3d
ECMO course - Ann Arbor | 2026-10-08 | 3d
APPNA convention, Dallas | 2026-07-15 | 4d
STS 63 - San Antonio | 2027-01-29 | 4d
JCTSE/TSDA cardiac boot camp (Chapel Hill) | 2026-09-24 | 4d
Annual thoracic surgery resident symposium, Fenwick | 2026-10-08 | 2d
STSA - invited discussant | 2026-11-05T10:00 | 1h
AATS Mitral Conclave | 2027-04-29 | 2d
Aortic Symposium NYC | 2027-05-13 | 2d
EACTS Annual Meeting (Vortrag) | 2026-10-07 | 4d
Congrès français de chirurgie | 2026-09-02 | 3d | at: Paris
Congreso SECT Sevilla | 2026-06-10 | 3d
Congresso Nazionale SICCH | 2026-11-20 | 3d | at: Roma
日本外科学会定期学術集会 | 2027-04-08 | 3d
中华医学会胸心血管外科年会 | 2026-11-06 | 3d
Southern Regional Trauma Update, Destin | 2026-11-12 | 3d
Robotics masterclass (Intuitive), Sunnyvale | 2026-11-17 | 2d
AATS Annual Meeting | 2027-05-01 | 4d | at: Boston
ThoraxCon 2026 | 2026-09-10 | 3d | at: Denver
Midwest Aortic Summit | 2026-10-02 | 2d
XYZS 2026 Orlando | 2026-11-11 | 4d
12th Lakes Region Surgical Symposium | 2026-10-20 | 2d
SVS chapter mtg | 2026-10-25T08:00 | 8h
Advanced ECMO course, Michigan | 2026-11-02 | 3d
日本胸部外科学会学術集会 | 2026-10-15 | 4d
Съезд хирургов | 2026-10-06 | 3d | at: Москва
STS 2027 | 2027-01-28 | 4d
AATS - LA | 2027-05-01 | 4d
sages annual mtg | 2027-03-20 | 4d
Chicago | 2026-11-06 | 4d | notes: AHA Scientific Sessions - poster Sat 10am
Congreso Nacional de Cirugía | 2026-11-09 | 4d
DGTHG Jahrestagung | 2027-02-20 | 4d
Congrès SFCTCV | 2027-06-09 | 3d
Congresso Brasileiro de Cirurgia | 2026-11-09 | 4d
第79回日本胸部外科学会定期学術集会 | 2026-10-14 | 4d
日本外科学会 | 2027-04-14 | 3d
ESTS School of Thoracic Surgery | 2027-03-01 | 6d
Pacific Coast Surgical Association Annual Meeting | 2027-02-12 | 4d
New England Surgical Society | 2026-09-18 | 3d | at: Portland, ME
Lung Cancer Summit | 2026-09-18T08:00 | 9h | at: Marriott Copley
Michigan ACS chapter mtg | 2026-09-18 | 2d
Mitral Conclave 2027 | 2027-05-06 | 2d | notes: AATS Mitral Conclave | at: New York Hilton
Leadership symposium (women surgeons) | 2026-09-18 | 2d
Aortic Symposium | 2026-09-18 | 2d | at: NYC
RSNA | 2026-11-29 | 5d
TCT day 2 | 2026-11-01 | 1d
Annual Meeting of the Society of Thoracic Surgeons | 2027-01-28 | 4d
SVS VAM | 2027-06-09 | 4d
Anual Meeting WTSA | 2027-06-23 | 4d
ECMO course (ELSO), open registration | 2026-09-18 | 3d
Southern Thoracic | 2026-11-04 | 4d | notes: STSA annual meeting, Marco Island
Congreso SECT 2027 Sevilla | 2027-06-09 | 3d
Jornadas de cirugía torácica | 2027-03-09 | 2d
Journées SFCTCV | 2027-06-03 | 3d
Congrès de la SFAR | 2027-09-03 | 3d
DGCH Kongress München | 2027-04-14 | 3d
Deutscher Chirurgenkongress | 2027-04-14 | 3d
Congresso SBCCV | 2027-05-04 | 3d
日本呼吸器外科学会 総会 | 2027-05-20 | 2d
学会 京都 | 2027-05-20 | 3d
대한흉부외과학회 추계학술대회 | 2026-11-04 | 2d
3rd Intl Congress on ECMO | 2026-09-04 | 3d
Heart Valve Society 2027 | 2027-03-04 | 3d
ACS CC26 | 2026-09-26 | 4d
Scientific sessions (AHA) | 2026-11-06 | 4d
WTA Whistler | 2027-02-21 | 6d
EAST 2027 | 2027-01-12 | 5d
asc dc | 2027-02-09 | 3d
Resident research forum, NY Chapter ACS | 2026-12-04T08:00 | 8h | at: Albany Marriott
World Transplant Congress | 2026-08-04 | 4d
HIMSS conference | 2027-03-01 | 4d | at: Orlando Convention Center
Great meeting in Vienna | 2026-10-08 | 3d | notes: EACTS residents course; faculty B. Klein
AATS Annual Meeting (presenting poster!) | 2027-05-01 | 4d
Kansas City Surgical Society spring mtg | 2027-04-02 | 2d
Texas Surgical Society | 2027-04-02 | 3d
ACS-MN chapter fall conf | 2026-10-30 | 2d
Advanced Trauma conference, Las Vegas | 2027-03-22 | 4d
IASLC World Conference on Lung Cancer | 2026-09-12 | 4d
Cardiac surgery masterclass - Houston | 2026-12-03 | 2d | notes: open to all trainees, THI
SCTS annual mtg Belfast | 2027-03-14 | 3d
ELSO | 2027-09-15 | 4d
CHEST 2026 (Phoenix) | 2026-10-18 | 4d
Student surgical conference | 2027-02-20 | 2d | at: Univ. of Toronto
Academic Surg Congress | 2027-02-09 | 3d
AI in Surgery Summit | 2027-02-19 | 2d
SESC | 2027-02-20 | 4d
ASE / Surgical Education Week | 2027-04-20 | 4d
EACTS 40th | 2026-10-07 | 4d
Hackathon MedTech (MIT) | 2027-02-19 | 2d

[rotation]
Trauma | 2026-10-05 | 28d
Gen Surg - Blue | 2026-10-05 | 28d
Gold Surgery | 2026-10-05 | 28d
Thoracic | 2026-10-05 | 28d
CVICU | 2026-10-05 | 28d
Vascular @ County | 2026-10-05 | 28d
Ortho (off service) | 2026-10-05 | 28d
Anesthesia | 2026-10-05 | 28d
ED rotation | 2026-10-05 | 28d
Elective TBD | 2026-10-05 | 28d
Elective - palliative | 2026-10-05 | 28d
MIS/Bariatrics | 2026-10-05 | 28d
Acute Care Surgery nights | 2026-10-05 | 28d
Rural surgery | 2026-10-05 | 28d
Consults | 2026-10-05 | 28d
Trauma nights | 2026-10-05 | 28d
Team B | 2026-10-05 | 28d
Rotation: Thoracic | 2026-10-05 | 28d
Sub-I CT surgery | 2026-10-05 | 28d
Away rotation - Duke CT | 2026-10-05 | 28d
Neuro clerkship | 2026-10-05 | 28d
Externship Houston | 2026-10-05 | 28d
F1 General Surgery | 2026-10-05 | 28d
Upper GI firm | 2026-10-05 | 28d
Colorectal job | 2026-10-05 | 28d
SSC cardiac surgery | 2026-10-05 | 28d
SAU | 2026-10-05 | 28d
Rotación cirugía general | 2026-10-05 | 28d
Rotación externa Houston | 2026-10-05 | 28d
Rotación CCV | 2026-10-05 | 28d
Cirugía cardiaca (rotación) | 2026-10-05 | 28d
Cirugía torácica | 2026-10-05 | 28d
Pediatría | 2026-10-05 | 28d
Ginecología y obstetricia | 2026-10-05 | 28d
Traumatología | 2026-10-05 | 28d
Trasplantes | 2026-10-05 | 28d
Hepatobiliar | 2026-10-05 | 28d
Coloproctología | 2026-10-05 | 28d
Estancia en Cleveland | 2026-10-05 | 28d
Cirugía de tórax | 2026-10-05 | 28d
Cirugía vascular | 2026-10-05 | 28d
Rote de cirugía | 2026-10-05 | 28d
Pasantía trauma | 2026-10-05 | 28d
Cirugía oncológica | 2026-10-05 | 28d
R1 cirugía | 2026-10-05 | 28d
Cx tórax | 2026-10-05 | 28d
Estágio cirurgia cardíaca | 2026-10-05 | 28d
Estágio HC UTI | 2026-10-05 | 28d
Rodízio trauma | 2026-10-05 | 28d
Clínica médica | 2026-10-05 | 28d
Pronto-socorro | 2026-10-05 | 28d
Cirurgia do trauma | 2026-10-05 | 28d
Cirurgia torácica InCor | 2026-10-05 | 28d
Optativo cirurgia torácica | 2026-10-05 | 28d
Medicina de família | 2026-10-05 | 28d
Transplante hepático | 2026-10-05 | 28d
Cir torax | 2026-10-05 | 28d
Stage réanimation | 2026-10-05 | 28d
Chir viscérale | 2026-10-05 | 28d
Stage urgences | 2026-10-05 | 28d
Réa chir | 2026-10-05 | 28d
Chirurgie orthopédique CHU | 2026-10-05 | 28d
Pédiatrie | 2026-10-05 | 28d
Gynéco-obs | 2026-10-05 | 28d
Médecine interne | 2026-10-05 | 28d
Stage d'été Lyon | 2026-10-05 | 28d
Anesthésie-réa | 2026-10-05 | 28d
PJ Chirurgie | 2026-10-05 | 28d
PJ Wahlfach Anästhesie | 2026-10-05 | 28d
Intensivstation | 2026-10-05 | 28d
Gefäßchirurgie | 2026-10-05 | 28d
Notaufnahme | 2026-10-05 | 28d
Station 4B | 2026-10-05 | 28d
Kinderchirurgie | 2026-10-05 | 28d
Pädiatrie Famulatur | 2026-10-05 | 28d
Rotazione cardiochirurgia | 2026-10-05 | 28d
Chirurgia vascolare | 2026-10-05 | 28d
Ortopedia | 2026-10-05 | 28d
Trapianti | 2026-10-05 | 28d
Sebészet gyakorlat | 2026-10-05 | 28d
Szívsebészet | 2026-10-05 | 28d
Mellkassebészet rotáció | 2026-10-05 | 28d
Érsebészet | 2026-10-05 | 28d
Sebészeti gyakorlat | 2026-10-05 | 28d
Intenzív osztály | 2026-10-05 | 28d
Belgyógyászat | 2026-10-05 | 28d
Nyári gyakorlat - sebészet | 2026-10-05 | 28d
Aneszteziológia | 2026-10-05 | 28d
Traumatológia | 2026-10-05 | 28d
Gyermeksebészet | 2026-10-05 | 28d
Szülészet-nőgyógyászat | 2026-10-05 | 28d
Sürgősségi | 2026-10-05 | 28d
Kardiológia | 2026-10-05 | 28d
Hatodév sebészet | 2026-10-05 | 28d
Sebészeti klinika rotáció | 2026-10-05 | 28d
Chirurgia ogólna staż | 2026-10-05 | 28d
Ginekologia i położnictwo | 2026-10-05 | 28d
Staż cząstkowy chirurgia | 2026-10-05 | 28d
Ortopedia | 2026-10-05 | 28d
Oddział kardiochirurgii | 2026-10-05 | 28d
Jira7a 3amme | 2026-10-05 | 28d
Tadreeb jira7a | 2026-10-05 | 28d
Stage jira7a | 2026-10-05 | 28d
Emtiaz جراحة | 2026-10-05 | 28d
Posting general surgery | 2026-10-05 | 28d
Gen surgery posting unit 2 | 2026-10-05 | 28d
Peripheral posting | 2026-10-05 | 28d
PG posting CTVS | 2026-10-05 | 28d
Göğüs cerrahisi rotasyonu | 2026-10-05 | 28d
Acil | 2026-10-05 | 28d
İntörn cerrahi | 2026-10-05 | 28d
心外科 | 2026-10-05 | 28d
胸外科轮转 | 2026-10-05 | 28d
ICU轮转 | 2026-10-05 | 28d
急诊轮转 | 2026-10-05 | 28d
外科研修 | 2026-10-05 | 28d
心臓血管外科 | 2026-10-05 | 28d
救急研修 | 2026-10-05 | 28d
麻酔科ローテ | 2026-10-05 | 28d
일반외과 | 2026-10-05 | 28d
응급의학과 | 2026-10-05 | 28d
Хирургия | 2026-10-05 | 28d
кардиохирургия стаж | 2026-10-05 | 28d
торакальное отделение | 2026-10-05 | 28d
реанимация | 2026-10-05 | 28d
Kirurgi | 2026-10-05 | 28d
Thoraxkirurgi | 2026-10-05 | 28d
Hjärtkirurgi | 2026-10-05 | 28d
AT kirurgi | 2026-10-05 | 28d
Co-schap heelkunde | 2026-10-05 | 28d
Chirurgie generală | 2026-10-05 | 28d
ATI stagiu | 2026-10-05 | 28d
stagiu chirurgie | 2026-10-05 | 28d
Rezidențiat chirurgie | 2026-10-05 | 28d
kirurgija | 2026-10-05 | 28d
Kirurgija staž | 2026-10-05 | 28d
stáž chirurgie | 2026-10-05 | 28d
Trauma 24 | 2026-10-06T07:00 | 12h
Guardia urgencias | 2026-10-06T07:00 | 12h
Plantão PS | 2026-10-06T07:00 | 12h
Garde réa | 2026-10-06T07:00 | 12h
Ügyelet sebészet | 2026-10-06T07:00 | 12h
Dyżur SOR | 2026-10-06T07:00 | 12h
Nöbet | 2026-10-06T07:00 | 12h
Long day surgery | 2026-10-06T07:00 | 12h
SHO on call surgery | 2026-10-06T07:00 | 12h
急诊夜班 | 2026-10-06T07:00 | 12h
当直 外科 | 2026-10-06T07:00 | 12h
당직 | 2026-10-06T07:00 | 12h
дежурство хирургия | 2026-10-06T07:00 | 12h
mounawbe jira7a | 2026-10-06T07:00 | 12h
Float nights | 2026-10-06T07:00 | 12h
Observership w/ Dr. Patel | 2026-10-05 | 5d
Trauma | 2026-10-05 | 5d
見学 心臓外科 | 2026-10-05 | 5d
Obs - Dr. Castellan, Fenwick (CT) | 2026-07-06 | 26d
USCE: general surgery, Lakeview Medical | 2026-08-03 | 26d
hands-on elective surgery | 2026-08-31 | 26d | at: Elmhurst Hospital
shadow Dr. Okonkwo OR | 2026-07-08T06:30 | 8h
externship wk 2 | 2026-09-07 | 5d
PGY3 CT/Vasc @ VA | 2026-07-01 | 31d
Thoracic chief wk | 2026-09-07 | 7d
Lung tx call (in house) | 2026-09-12T07:00 | 24h
CABG x2 w/ Hargreave | 2026-09-14T06:30 | 11h | notes: attending
3 lobectomies - OR 7 | 2026-09-15T06:30 | 11h
ECMO transport call | 2026-09-20T07:00 | 24h
Research year - Okafor lab | 2026-07-01 | 364d
Vascular w/ Dr. Rice | 2026-07-01 | 28d
SICU | 2026-07-29 | 28d | notes: attending: Park; fellow: Young
Burn wk1 | 2026-10-19 | 7d
Burn wk2 | 2026-10-26 | 7d
Ортопедия | 2026-09-01 | 28d
Famulatur Herzchirurgie UKE | 2026-08-01 | 28d
Stage chirurgie digestive CHU | 2026-08-01 | 60d
Guardia cirugía 24h | 2026-08-05T08:00 | 24h
Nachtdienst Chirurgie | 2026-08-06T20:00 | 12h
普外科轮转 | 2026-09-01 | 28d
Bloc op - chir viscérale | 2026-09-09T08:00 | 9h
NF | 2026-11-02 | 14d
Blue | 2026-09-07 | 28d
Gold team | 2026-10-05 | 28d
PGY1 - Blk 4 - UH - Trauma (intern) | 2026-09-23 | 28d
Surg Onc @ VA w/ Dr. Halim | 2026-09-23 | 28d
ANES elective 2wk | 2026-09-23 | 14d
CTS | 2026-09-23 | 28d
ACS | 2026-09-01 | 30d
SICU nights | 2026-09-01T19:00 | 12h
Trauma call 24h | 2026-09-01T07:00 | 24h
GEN SURG - COUNTY | 2026-09-01 | 28d
Peds Surg/CHOP | 2026-09-01 | 28d
Rotación: Cirugía General | 2026-09-01 | 28d
Guardia cirugía | 2026-09-01T08:00 | 24h
UCI quirúrgica | 2026-09-01 | 28d
Stage chirurgie thoracique | 2026-09-01 | 28d
Garde aux urgences | 2026-09-01T18:30 | 14h
Famulatur Herzchirurgie | 2026-09-01 | 30d
Nachtdienst | 2026-09-01T20:00 | 12h
PJ-Tertial Chirurgie | 2026-09-01 | 60d
Estágio cirurgia torácica | 2026-09-01 | 28d
Plantão UTI | 2026-09-01T07:00 | 12h
心臓血管外科 実習 | 2026-09-01 | 14d
当直 | 2026-09-01T17:00 | 15h
呼吸器外科 | 2026-09-01 | 28d
Hospitation Viszeralchirurgie UKE | 2026-09-01 | 12d
🔪 Vascular rotation 🔪 | 2026-09-01 | 28d
trama surgery | 2026-09-01 | 28d
Rotaiton - colorectal | 2026-09-01 | 28d
Sub-I: CT surgery @ Penn (VSLO) | 2026-09-01 | 28d
Away - Duke CT | 2026-09-01 | 28d
Shadowing Dr. Osei | 2026-09-01 | 5d
Observership, Toronto General | 2026-09-01 | 28d
Research block | 2026-09-01 | 28d
Block 3: MICU | 2026-09-01 | 28d
Elective (TBD) | 2026-09-01 | 28d
OR - cardiac surgery | 2026-09-01T06:30 | 11h
Burn ICU days | 2026-09-01T06:00 | 13h
ED shift | 2026-09-01T15:00 | 9h
IR elective | 2026-09-01 | 14d
ENT | 2026-09-01 | 28d
Transplant/HPB | 2026-09-01 | 28d
Wk 2 Thoracic | 2026-09-07 | 5d
SICU (vacation 9/14-9/20) | 2026-09-01 | 28d
EGS (prelim) | 2026-09-01 | 28d
Acute care surgery - nights | 2026-09-01T18:00 | 13h
Start MICU | 2026-09-01 | 28d
NSGY off service | 2026-09-01 | 28d
Hand/Plastics | 2026-09-01 | 28d
Elective de cirugía cardíaca - Clínic Barcelona | 2026-09-01 | 28d
Night float - week 1 | 2026-09-01 | 6d
Cirugía cardiotorácica (rotación externa) - La Paz | 2026-09-01 | 30d
Internado cirugía | 2026-09-01 | 30d
Guardia 24h | 2026-09-01T08:00 | 24h
Stage chir thoracique HEGP | 2026-11-02 | 60d
Garde chirurgie | 2026-11-02T18:30 | 14h
Dienst Chirurgie | 2026-11-03T07:00 | 24h
Rotation Intensivstation | 2026-11-03 | 90d
Herz-Thorax-Chirurgie Einsatz | 2026-11-04 | 28d
Estágio UTI cardiológica | 2026-11-04 | 28d
Plantão cirurgia | 2026-11-04T19:00 | 12h
ICU当直 | 2026-11-04T17:00 | 16h
心臓外科ローテーション | 2026-11-04 | 28d
麻酔科 | 2026-11-04 | 28d
흉부외과 실습 | 2026-11-04 | 14d
普外科 轮转 | 2026-11-04 | 28d
Trauma nights wk2 | 2026-09-04 | 5d
GS Purple / Dr. Bell | 2026-09-04 | 28d
Team Blue - junior | 2026-09-04 | 28d
IN-HOUSE CALL | 2026-09-04T07:00 | 24h
Gyn Onc elective | 2026-09-04 | 14d
MICU wards senior | 2026-09-04 | 28d
peds surgery (4 wks) | 2026-09-04 | 28d
Cards consults | 2026-09-04 | 14d
Outpatient surgery | 2026-09-04 | 28d
Neurosurg ICU | 2026-09-04 | 14d
Endoscopy @ VA | 2026-09-04 | 14d
Acting internship: trauma | 2026-09-04 | 28d
LVAD/ECMO service | 2026-09-04 | 14d
Float | 2026-09-04 | 14d
Family medicine clerkship | 2026-09-04 | 28d
Rural surgery month | 2026-09-04 | 30d
MedHub: PGY-1 / Surgery-Vascular / Univ Hosp / Intern | 2026-09-01 | 28d
[GME] Thoracic - County - PGY1 | 2026-09-01 | 28d
SURG 501 Vascular Block 6 | 2026-09-01 | 28d
GS-A (UH) Jr | 2026-09-01 | 28d
New Innovations: General Surgery/Mercy Hospital/PGY 1 Prelim | 2026-09-01 | 28d
TRA-INT | 2026-09-01 | 28d
Surgery - Cardiac (CVICU) [Intern] | 2026-09-01 | 28d
UH/SICU/Intern/Blk5 | 2026-09-01 | 28d
Rotation #4 - Plastics & Burn | 2026-09-01 | 28d
ICU block | 2026-09-01 | 28d
VA | 2026-09-01 | 28d
CT surg w Dr. Osei @ St. Mary's | 2026-09-01 | 28d
🏥 SICU | 2026-09-01 | 28d
SICU 😴 nights | 2026-09-01T19:00 | 12h
on trauma | 2026-09-01 | 28d
start of vascular month | 2026-09-01 | 30d
Transplant call (in-house) | 2026-09-01T07:00 | 24h
Sun call SICU | 2026-09-01T07:00 | 24h
OR: robotic lobectomies w/ Dr. Stone | 2026-09-01T07:00 | 9h
Weekend rounds GS | 2026-09-05T06:00 | 7h
AI in general surgery | 2026-09-01 | 28d
Elective at Cleveland Clinic - thoracic | 2026-09-01 | 28d
Pediatric cardiac surgery observership (Boston Children's) | 2026-09-01 | 14d
IM prelim wards | 2026-09-01 | 28d
Trauma Surgery (Dr. Haddad, Dr. Lee) | 2026-09-01 | 28d
Burn/wound | 2026-09-01 | 28d
HPB @ county, senior = Mike | 2026-09-01 | 28d
Surgery clerkship | 2026-09-01 | 56d
Sub internship vascular | 2026-09-01 | 28d
Research yr - Dr. Lee lab | 2026-07-01 | 90d

[webinar]
STS webinar | 2026-10-07T19:00 | 1h
TSRA webinar | 2026-10-07T19:00 | 1h
EAST webinar - resus | 2026-10-07T19:00 | 1h
SAGES virtual masters | 2026-10-07T19:00 | 1h
CTSNet live | 2026-10-07T19:00 | 1h
EACTS webinar | 2026-10-07T19:00 | 1h
SVS virtual town hall | 2026-10-07T19:00 | 1h
Mayo surgery VOH | 2026-10-07T19:00 | 1h
APDS panel: prelim to categorical | 2026-10-07T19:00 | 1h
TSDA Q&A for applicants | 2026-10-07T19:00 | 1h
WTS zoom panel | 2026-10-07T19:00 | 1h
ECFMG webinar | 2026-10-07T19:00 | 1h
NRMP webinar | 2026-10-07T19:00 | 1h
ACGME webinar: milestones 2.0 | 2026-10-07T19:00 | 1h
webinar - lung cancer screening | 2026-10-07T19:00 | 1h
Webinar: LVAD update | 2026-10-07T19:00 | 1h
Webinar SBCCV | 2026-10-07T19:00 | 1h
webinario: cirugía robótica | 2026-10-07T19:00 | 1h
Webinaire SFCTCV | 2026-10-07T19:00 | 1h
Webinar Thoraxchirurgie | 2026-10-07T19:00 | 1h
webinar 3an el match | 2026-10-07T19:00 | 1h
Virtual meet & greet: Vanderbilt thoracic | 2026-10-07T19:00 | 1h
Zoom info night: Baylor surgery | 2026-10-07T19:00 | 1h
IG live: match tips for IMGs | 2026-10-07T19:00 | 1h
Instagram live w/ Dr. Rao - USMLE & surgery | 2026-10-07T19:00 | 1h
live no IG: residência nos EUA | 2026-10-07T19:00 | 1h
live cirurgia cardíaca SBCCV | 2026-10-07T19:00 | 1h
YouTube live: how to get observership | 2026-10-07T19:00 | 1h
Ask a PD (STS, zoom) | 2026-10-07T19:00 | 1h
virtual case conference STS | 2026-10-07T19:00 | 1h
virtual journal club - TSRA | 2026-10-07T19:00 | 1h
ACS virtual grand rounds | 2026-10-07T19:00 | 1h
AATS virtual journal club | 2026-10-07T19:00 | 1h
Intuitive webinar: robotic lobectomy | 2026-10-07T19:00 | 1h
ESMO virtual session | 2026-10-07T19:00 | 1h
RCS webinar: ST3 applications | 2026-10-07T19:00 | 1h
BMJ careers webinar | 2026-10-07T19:00 | 1h
Royal College webinar | 2026-10-07T19:00 | 1h
Women in Surgery virtual panel | 2026-10-07T19:00 | 1h
Surgery interest panel (virtual, ACS) | 2026-10-07T19:00 | 1h
AAPI webinar: IMG match strategies | 2026-10-05T20:00 | 1h
Intealth live Q&A | 2026-10-06T18:00 | 1h
Open house Lakeview prelim surgery - Zoom | 2026-10-07T19:00 | 1h
STS/TSRA: How to match CT (zoom) | 2026-10-20T20:00 | 1h
Fenwick CT fellowship virtual open house | 2026-10-21T20:00 | 1h
Webinar EACTS Academy: aortic root | 2026-10-20T18:00 | 1h
Seminario web SECT | 2026-10-21T18:00 | 1h
EAST webinar - REBOA | 2026-11-20T13:00 | 1h
Prelim to categorical panel (APDS, online) | 2026-11-21T19:00 | 1h
STS webinar: coding 101 | 2026-10-21T19:00 | 1h
CTSNet live: root repair | 2026-10-22T19:00 | 1h | at: https://zoom.us/j/1
Virtual Open House - Fenwick I-6 | 2026-10-23T19:00 | 1h
Fenwick CT program info session (Zoom) | 2026-10-23T19:00 | 1h
Webinaire SFCTCV: assistance circulatoire | 2026-10-07T19:00 | 1h
心外Webセミナー | 2026-10-07T19:00 | 1h
Webinario ACS: residencia en EEUU | 2026-10-08T19:00 | 1h
STS webinar: ERAS application tips | 2026-09-10T19:00 | 1h
Webinaire SFCTCV: RAAC | 2026-09-10T19:00 | 1h
Webinario AEC | 2026-09-10T19:00 | 1h
Virtual open house - Mercy | 2026-09-10T19:00 | 1h
Zoom info session: SSO fellowship | 2026-09-10T19:00 | 1h
ウェビナー 心臓外科 | 2026-09-10T19:00 | 1h
Careers in CT surgery | 2026-09-10T19:00 | 1h | notes: AATS webinar series. Speaker: Dr. Ann Bell
AWS panel (virtual) | 2026-09-10T20:00 | 1h | notes: Moderator: Dr. Amy Cho
Online seminar: prelim to categorical (APDS) | 2026-09-10T20:00 | 1h
Seminario web AEC: residentes | 2027-03-09T19:00 | 1h
Online-Fortbildung DGTHG | 2026-11-04T18:00 | 1.5h
オンライン説明会 〇〇病院 | 2027-05-20T19:00 | 1h
TSDA info session (Zoom) | 2026-09-04T19:00 | 1h
ACS RAS webinar: negotiation | 2026-09-04T19:00 | 1h
Lakeside residency open house (virtual) | 2026-09-04T19:00 | 1h
live webinar - ESTS | 2026-09-04T12:00 | 1h
SVS resident Q&A online | 2026-09-04T19:00 | 1h
AAMC webinar: ERAS 2027 changes | 2026-08-20T14:00 | 1h
Virtual Q&A: Mercy general surgery residency | 2026-08-20T19:00 | 1h
ASGBI webinar robotic hernia | 2026-08-20T19:00 | 1h
Zoom: SAGES resident series | 2026-08-20T19:00 | 1h
Behind the Knife live | 2026-08-20T20:00 | 1h | notes: zoom webinar
ECFMG Q&A session (online) | 2026-08-20T14:00 | 1h

[meeting_mentor]
Zoom w Dr. Patel - research | 2026-10-07T16:00 | 0.5h
mtg Dr. Fong (paper) | 2026-10-07T16:00 | 0.5h
meet Dr. Kim @ office | 2026-10-07T16:00 | 0.5h
intro call w/ Dr. Osei via Kim | 2026-10-07T16:00 | 0.5h
dinner w/ Dr. Hayes & Dr. Wu | 2026-10-07T16:00 | 0.5h
tea with Prof Ahmed | 2026-10-07T16:00 | 0.5h
walk w/ Dr. Cole | 2026-10-07T16:00 | 0.5h
talk to Dr. Singh about pgy2 spots | 2026-10-07T16:00 | 0.5h
review draft w/ Dr. Singh | 2026-10-07T16:00 | 0.5h
CV review w/ Dr. Singh | 2026-10-07T16:00 | 0.5h
chart review project w/ Tan (attending) | 2026-10-07T16:00 | 0.5h
statistics w/ Dr. Ozturk | 2026-10-07T16:00 | 0.5h
case report w/ Dr. Ozturk | 2026-10-07T16:00 | 0.5h
speak w/ Dr. Mendes - observership | 2026-10-07T16:00 | 0.5h
drinks w/ Dr. Mendes | 2026-10-07T16:00 | 0.5h
supervisor mtg Mr Thompson | 2026-10-07T16:00 | 0.5h
café con Dr. Ruiz | 2026-10-07T16:00 | 0.5h
reunión con Dra. Peña - artículo | 2026-10-07T16:00 | 0.5h
tutoría Dr. Soto | 2026-10-07T16:00 | 0.5h
asesoría tesis Dr. Soto | 2026-10-07T16:00 | 0.5h
zoom con Dra. Luna | 2026-10-07T16:00 | 0.5h
reunião Dr. Souza - artigo | 2026-10-07T16:00 | 0.5h
café com Dr. Souza | 2026-10-07T16:00 | 0.5h
ligação Prof. Lima - carta | 2026-10-07T16:00 | 0.5h
orientação Prof. Lima | 2026-10-07T16:00 | 0.5h
almoço Dr. Prado | 2026-10-07T16:00 | 0.5h
café avec Pr Dubois | 2026-10-07T16:00 | 0.5h
visio Dr Leroy - article | 2026-10-07T16:00 | 0.5h
déjeuner Dr Leroy | 2026-10-07T16:00 | 0.5h
point thèse Pr Leroy | 2026-10-07T16:00 | 0.5h
Gespräch Prof. Weber - Doktorarbeit | 2026-10-07T16:00 | 0.5h
Telefonat Dr. Braun | 2026-10-07T16:00 | 0.5h
Treffen Doktorvater | 2026-10-07T16:00 | 0.5h
Zoom Prof. Weber Paper | 2026-10-07T16:00 | 0.5h
caffè con dott. Rossi | 2026-10-07T16:00 | 0.5h
pranzo con dott.ssa Conti | 2026-10-07T16:00 | 0.5h
kávé Dr. Nagy | 2026-10-07T16:00 | 0.5h
megbeszélés Prof. Kovács | 2026-10-07T16:00 | 0.5h
TDK konzultáció Dr. Szabó | 2026-10-07T16:00 | 0.5h
konzultáció Dr. Tóth szakdolgozat | 2026-10-07T16:00 | 0.5h
kawa z dr Nowak | 2026-10-07T16:00 | 0.5h
rozmowa z dr Wójcik o karierze | 2026-10-07T16:00 | 0.5h
Prof. Kaya görüşme | 2026-10-07T16:00 | 0.5h
hocayla görüşme - Prof. Demir | 2026-10-07T16:00 | 0.5h
ijtima3 ma3 Dr. Saliba | 2026-10-07T16:00 | 0.5h
2ahwe ma3 Dr. Haddad | 2026-10-07T16:00 | 0.5h
chai w/ Dr. Sharma | 2026-10-07T16:00 | 0.5h
guide meeting Dr. Rao (thesis) | 2026-10-07T16:00 | 0.5h
madam meeting - Dr. Iyer | 2026-10-07T16:00 | 0.5h
张教授 见面 | 2026-10-07T16:00 | 0.5h
王老师 论文讨论 | 2026-10-07T16:00 | 0.5h
田中先生 面談 | 2026-10-07T16:00 | 0.5h
佐藤教授 研究相談 | 2026-10-07T16:00 | 0.5h
김교수님 면담 | 2026-10-07T16:00 | 0.5h
지도교수 면담 | 2026-10-07T16:00 | 0.5h
TSRA mentor call | 2026-10-07T16:00 | 0.5h
Dr. Castellan LOR ask | 2026-07-29T15:00 | 0.5h
Hargreave - letter | 2026-10-12T17:00 | 0.5h
call w Sanjana (I6 alum, now Fenwick CT attg) | 2026-10-14T20:00 | 0.5h
TSRA mentorship - Dr. Quist | 2026-10-15T19:00 | 0.5h
VATS outcomes paper - Hargreave/Obuya | 2026-10-16T16:00 | 1h
1:1 PI (Okafor) | 2026-07-06T10:00 | 0.5h
Skype mit Prof. Albers: Paper | 2026-07-09T10:00 | 1h
llamada Dr. Fuentes - artículo | 2026-07-10T10:00 | 1h
visio Dr Garnier (manuscrit) | 2026-07-13T10:00 | 1h
与李教授讨论课题 | 2026-07-14T10:00 | 1h
佐藤教授 論文相談 | 2026-07-15T10:00 | 1h
박 교수님 면담 (논문) | 2026-07-16T10:00 | 1h
riunione dott. Conti - dati registro | 2026-07-18T10:00 | 1h
conversa com a Dra. Sampaio sobre o projeto | 2026-07-19T10:00 | 1h
Rice - paper edits | 2026-10-11T16:00 | 0.5h
ph Young | 2026-10-12T16:00 | 0.5h | notes: fellowship advice
Caffè con Dott.ssa Ricci, tesi | 2026-08-15T12:00 | 0.5h
山田先生 面談 | 2026-12-08T14:00 | 0.5h
王主任 论文 | 2026-12-09T14:00 | 0.5h
이 교수님 연구 미팅 | 2026-12-09T14:00 | 0.5h
Reunião com Prof. Almeida - projeto | 2026-12-09T14:00 | 1h
Spotkanie z prof. Nowak - publikacja | 2026-12-10T14:00 | 1h
Telefonat Prof. Kühn wg. Promotion | 2026-12-10T14:00 | 0.5h
coffee w/ tanvi rao | 2026-08-03T17:00 | 0.5h | notes: vascular fellow, research idea
call dr. okafor re letter | 2026-08-04T17:00 | 0.5h
chat with prof. von Lindenau | 2026-08-05T17:00 | 0.5h
☕ Dr Szczepański | 2026-08-05T12:00 | 0.5h
📞 Nakagawa | 2026-08-06T12:00 | 0.5h | notes: thoracic attending at Fenwick. career
Dr. Anders | 2026-08-10T12:00 | 0.5h | notes: letter of rec
Rdv Pr Lefèvre - projet de recherche | 2026-08-12T12:00 | 0.5h
Café con Dra. Muñoz: carta | 2026-08-13T12:00 | 0.5h
manuscript w Kowalski | 2026-08-22T12:00 | 1h
zoom: Hsu, Whitfield - aortic registry paper | 2026-08-22T15:00 | 1h
alum call: Devika (CT fellow, Fenwick) | 2026-08-24T19:00 | 0.5h
Coffee w/ Dr. Osei | 2026-09-10T10:00 | 0.5h
Meeting w/ Dr Patel re: research | 2026-09-10T10:00 | 0.5h
Café con Dra. García | 2026-09-10T10:00 | 1h
Rendez-vous Pr Dubois (projet) | 2026-09-10T10:00 | 1h
Gespräch mit Prof. Weber | 2026-09-10T10:00 | 1h
Reunião com Dr. Souza - pesquisa | 2026-09-10T10:00 | 1h
山田先生と面談 | 2026-09-10T10:00 | 1h
Call: Dr. Chen (letter) | 2026-09-10T10:00 | 0.5h
Mentoring - A. Novak | 2026-09-10T10:00 | 0.5h | with: Anna Novak <anovak@uni.edu>
Chat | 2026-09-10T10:00 | 0.5h | with: Tom Green, MD <tgreen@hosp.org>
Lunch with Prof. Ito | 2026-09-10T12:00 | 1h
Manuscript mtg | 2026-09-10T12:00 | 1h | with: Rita Lee <rlee@uni.edu>
1:1 Dr. Vega | 2026-09-10T12:00 | 0.5h
Tutoría con Dra. Molina | 2027-03-09T15:00 | 0.5h
Reunión Dr. Ferrer: carta de recomendación | 2027-03-09T15:00 | 0.5h
Point avec Pr Lefèvre (thèse) | 2026-11-03T12:00 | 0.5h
Déjeuner avec Dr Morel | 2026-11-03T12:00 | 1h
Gespräch Doktorvater Prof. Kühn | 2026-11-04T16:00 | 0.5h
Conversa com Dra. Ribeiro sobre carreira | 2027-05-04T14:00 | 0.5h
佐藤教授 面談 | 2027-05-20T16:00 | 0.5h
Dr. Kim + me: CV review | 2026-11-04T12:00 | 0.5h
Prof. Okafor office hrs | 2026-11-04T12:00 | 0.5h
phone Dr. Stone | 2026-11-04T12:00 | 0.5h
Quick sync | 2026-11-04T12:00 | 0.5h | with: Tara Stone, MD <tstone@hosp.org>
mentor mtg | 2026-11-04T12:00 | 0.5h | with: Julia Park <jpark@med.org>
Research check-in | 2026-11-04T12:00 | 0.5h | with: Julia Park <jpark@med.org>
Drinks w/ Dr. Vale | 2026-11-04T18:00 | 1.5h
career talk - Julia | 2026-11-04T12:00 | 0.5h | with: Julia Park <jpark@med.org>
letter discussion | 2026-11-04T12:00 | 0.5h | notes: with Dr. Hana Ito
Zoom w/ alum (Peter Novak, now fellow at MGH) | 2026-11-04T12:00 | 0.5h
Coffee Dr Bell | 2026-10-20T10:00 | 0.5h
mtg w/ Dr. Bell | 2026-10-20T10:00 | 0.5h
Talk to Dr. Bell about research year | 2026-10-20T10:00 | 0.5h
Bell (mentor) lunch | 2026-10-20T12:00 | 1h | notes: Dr. Ann Bell
Career advice - Dr. Ann Bell, UCSF | 2026-10-20T12:00 | 0.5h
Tel. Dr. Weber (Empfehlungsschreiben) | 2026-10-20T12:00 | 0.5h
Skype Prof. Rossi | 2026-10-20T12:00 | 0.5h
Advice call w/ Dr. Novak - fellowship | 2026-10-20T12:00 | 0.5h
QI project mtg with Dr. Cole | 2026-10-20T12:00 | 1h
Meet Dr. Osei at Starbucks | 2026-10-20T12:00 | 0.5h

[meeting_pd]
APD Dr. Chen | 2026-10-07T15:00 | 0.5h
meet w/ chair - Dr. Whit | 2026-10-07T15:00 | 0.5h
chairman Dr. Whit | 2026-10-07T15:00 | 0.5h
CCC feedback | 2026-10-07T15:00 | 0.5h
associate program director meeting | 2026-10-07T15:00 | 0.5h
Vice chair education - Dr. Rao | 2026-10-07T15:00 | 0.5h
division chief meeting? | 2026-10-07T15:00 | 0.5h
clerkship director mtg | 2026-10-07T15:00 | 0.5h
ARCP | 2026-10-07T15:00 | 0.5h
TPD meeting | 2026-10-07T15:00 | 0.5h
interim review ARCP | 2026-10-07T15:00 | 0.5h
initial meeting w/ PD | 2026-10-07T15:00 | 0.5h
evaluación semestral | 2026-10-07T15:00 | 0.5h
reunión con el jefe de residentes y jefe de servicio | 2026-10-07T15:00 | 0.5h
jefe de servicio - reunión | 2026-10-07T15:00 | 0.5h
tutor evaluación R2 | 2026-10-07T15:00 | 0.5h
evaluación fin de rotación Dr. Ruiz | 2026-10-07T15:00 | 0.5h
feedback rotación Dra. Peña | 2026-10-07T15:00 | 0.5h
reunião com PD | 2026-10-07T15:00 | 0.5h
avaliação semestral | 2026-10-07T15:00 | 0.5h
feedback do estágio Prof. Prado | 2026-10-07T15:00 | 0.5h
chefe do serviço | 2026-10-07T15:00 | 0.5h
entretien d'évaluation | 2026-10-07T15:00 | 0.5h
évaluation mi-stage Pr Dubois | 2026-10-07T15:00 | 0.5h
Chefarztgespräch | 2026-10-07T15:00 | 0.5h
Mitarbeitergespräch OA | 2026-10-07T15:00 | 0.5h
PJ Zwischengespräch | 2026-10-07T15:00 | 0.5h
Gespräch mit Klinikdirektor | 2026-10-07T15:00 | 0.5h
colloquio direttore scuola | 2026-10-07T15:00 | 0.5h
osztályvezető megbeszélés | 2026-10-07T15:00 | 0.5h
féléves értékelés | 2026-10-07T15:00 | 0.5h
klinikaigazgató Prof. Kovács | 2026-10-07T15:00 | 0.5h
értékelés gyakorlat vége | 2026-10-07T15:00 | 0.5h
ocena półroczna | 2026-10-07T15:00 | 0.5h
ijtima3 ma3 el PD | 2026-10-07T15:00 | 0.5h
HOD meeting | 2026-10-07T15:00 | 0.5h
meet HOD Dr. Rao | 2026-10-07T15:00 | 0.5h
HOD sir | 2026-10-07T15:00 | 0.5h
科主任谈话 | 2026-10-07T15:00 | 0.5h
年终考核谈话 | 2026-10-07T15:00 | 0.5h
医局長面談 | 2026-10-07T15:00 | 0.5h
教授面談 | 2026-10-07T15:00 | 0.5h
과장님 면담 | 2026-10-07T15:00 | 0.5h
중간평가 | 2026-10-07T15:00 | 0.5h
заведующий отделением - разговор | 2026-10-07T15:00 | 0.5h
аттестация | 2026-10-07T15:00 | 0.5h
studierektor möte | 2026-10-07T15:00 | 0.5h
voortgangsgesprek opleider | 2026-10-07T15:00 | 0.5h
meeting with Dr. Rowe, prelim PD Lakeview | 2026-10-20T14:00 | 0.5h
Osei (PD) re CT match | 2026-10-19T16:00 | 0.5h
CCC milestone mtg w/ Osei | 2026-12-15T16:00 | 0.5h
Entretien annuel - Pr Delmas, chef de service | 2026-12-01T10:00 | 1h
Jahresgespräch mit Prof. Albers | 2026-12-02T10:00 | 1h
mid year w/ Okafor | 2026-12-12T16:00 | 0.5h
Évaluation semestrielle - Pr Marchand | 2026-12-07T14:00 | 0.5h
Weiterbildungsgespräch Chefarzt Dr. Vogel | 2026-12-08T14:00 | 0.5h
Reunión con jefe de estudios Dr. Pardo | 2026-12-08T14:00 | 0.5h
중간평가 김 교수님 | 2026-12-08T14:00 | 0.5h
sit down w/ Hargreave | 2026-08-07T12:00 | 0.5h | notes: APD. 6 mo review
Meet Dr. Silva-Prado (PD) | 2026-08-08T12:00 | 0.5h
Dr. Anand | 2026-08-09T12:00 | 0.5h | notes: program director at Lakeside, prelim spot?
PD check-in | 2026-08-23T12:00 | 0.5h | notes: w/ O'Donnell
talk to chair re: categorical spot | 2026-08-23T12:00 | 0.5h
PD meeting | 2026-12-10T12:00 | 0.5h
Meet w/ program director | 2026-12-10T12:00 | 0.5h
Mid year eval | 2026-12-10T12:00 | 0.5h
Semi-annual evaluation - Dr. Ross | 2026-12-10T12:00 | 0.5h
Evaluación semestral con jefe de estudios | 2026-12-10T12:00 | 0.5h
Meeting with Chair (Dr. Stone) | 2026-12-10T12:00 | 0.5h
Entretien d'évaluation | 2026-12-10T12:00 | 0.5h
Mitarbeitergespräch Chefarzt | 2026-12-10T12:00 | 0.5h
Dr. Ross (APD) | 2026-12-10T12:00 | 0.5h
年次評価 面談 | 2026-12-10T12:00 | 0.5h
Avaliação semestral | 2026-12-10T12:00 | 0.5h
End of year review w/ Dr. Ross | 2027-06-10T12:00 | 0.5h
Check-in | 2026-12-10T12:00 | 0.5h | notes: with Dr. Ross, program director
Reunión con el jefe de servicio - evaluación anual | 2027-03-09T15:00 | 0.5h
Entretien annuel avec le chef de service | 2026-11-03T15:00 | 1h
Jahresgespräch Chef | 2026-11-04T14:00 | 0.5h
Avaliação com coordenador da residência | 2027-05-04T14:00 | 0.5h
PD 1:1 | 2026-11-04T12:00 | 0.5h
Quarterly eval | 2026-11-04T12:00 | 0.5h | with: Julia Park <jpark@med.org>
Dr. Park - program director | 2026-11-04T12:00 | 0.5h
mtg chair | 2026-11-04T12:00 | 0.5h
Milestones review Dr. Park | 2026-11-04T12:00 | 0.5h
CCC feedback w/ Dr. Park | 2026-11-04T12:00 | 0.5h
Meet Lakeside PD (Dr. Bell) | 2026-11-04T12:00 | 0.5h
Feedback w/ PD | 2026-10-20T12:00 | 0.5h
sit down with program director (Dr. Ross) | 2026-10-20T12:00 | 0.5h
Zoom - APD Dr. Lin, Lakeside | 2026-10-20T12:00 | 0.5h
Mid-Year Review | 2026-12-20T12:00 | 0.5h
6 month eval Dr. Ross | 2026-12-20T12:00 | 0.5h
Dept chair meeting | 2026-12-20T12:00 | 0.5h
Meeting: Dr. Stone, Chair of Surgery | 2026-12-20T12:00 | 0.5h
End of rotation eval - Dr. Haddad | 2026-12-20T12:00 | 0.25h
Formal evaluation | 2026-12-20T12:00 | 0.5h
[meeting_mentor]
Info interview w/ Dr. Sato (IR) | 2026-10-06T17:00 | 0.5h
Informational coffee - Dr. Rhee, vascular | 2026-10-06T17:00 | 0.5h
Informational Interview: Anesthesia | 2026-10-06T17:00 | 0.5h | with: Rolf Aske MD <raske@uni.example.edu>
Mentoring session: CDR Wu / me | 2026-10-06T17:00 | 0.5h | with: Lin Wu <lin.wu@navymed.example.mil>
Ines <> Rolf Aske (CT fellow) | 2026-10-06T15:00 | 0.5h | with: Rolf Aske <raske@uni.example.edu>
NSQIP project mtg | 2026-10-06T15:00 | 0.5h | with: N Ude MD <nude@uni.example.edu>
career advisor: Dr. Whitman | 2026-10-06T15:00 | 0.5h
WTS Mentorship Program: call 2 - CV | 2026-10-06T19:00 | 0.75h | notes: Mentor: Ada Brook, MD (Reno)
[none]
Informational interview - St Luke residency | 2026-10-06T09:00 | 6h
Active shooter training webinar | 2026-10-06T12:00 | 1h
Phishing 101 webinar - req for all staff | 2026-10-06T12:00 | 1h
Virtual Q&A w applicants | 2026-10-06T19:00 | 1h
couples counseling | 2026-10-06T15:00 | 1h
QC 1300-1700 | 2026-10-16 | 1d
mock interview w/ Sam and Tove (co-interns) | 2026-10-06T15:00 | 0.5h
cover congress coverage grid!! 3 of us gone | 2026-10-06 | 1d
grief counseling w/ Dr. Roe | 2026-10-06T15:00 | 1h
TSRA podcast ep 12 | 2026-10-06T19:00 | 1h
kids swim meet | 2026-10-06T07:00 | 9h
update CV + memberships (STS, ACS) | 2026-10-06T15:00 | 1h
CCC meeting (residents not invited) | 2026-10-06T12:00 | 1h
Interv day - Mercy | 2026-10-06T08:00 | 7h
STS database entry | 2026-10-06T15:00 | 2h
[webinar]
Open house - Tidewater surgery | 2026-10-15T18:00 | 1h | notes: zoom link in email. PD Dr. Ortiz + residents
Thalamus: virtual info session - Mercy fellowship | 2026-10-15T18:00 | 1h
WTS podcast, live on zoom: first job | 2026-10-16T19:00 | 1h
AWS "saying no" live zoom, moderator Ada Lund MD | 2026-10-16T19:00 | 1h
[meeting_pd]
Initial counseling w/ MAJ Dunn (PD) | 2026-10-15T15:00 | 0.5h
Monthly counseling - LTC Roe, APD | 2026-10-15T15:00 | 0.5h
Dr. Vega (PD) - quick hello | 2026-10-15T15:00 | 0.3h | at: Admin suite 4
externship final evaluation - Dr. Mora | 2026-10-15T15:00 | 0.5h
[conference]
STS San Diego, photo ID + badge | 2027-01-28 | 4d
Utah Vascular Surgical Society mtg, Provo | 2026-10-17 | 1d
AATS Boston (als er geld is) | 2027-05-01 | 4d
Kansas ACS chapter mtg, kids swim | 2026-10-16 | 2d
[rotation]
kids OR day w/ Dr. Brandt | 2026-10-16T07:00 | 9h
Interv Rad elective | 2026-10-01 | 28d
OR observation, Dr. Lund | 2026-10-16T07:00 | 9h
QKR 0600-1800 | 2026-10-16 | 1d
vascular holiday day shift | 2026-12-24T06:00 | 12h
Away #2 thoracic, Summit Lakes Hosp | 2026-09-01 | 26d
ACS service (emergencies) - not the meeting | 2026-10-01 | 30d
hybrid OR w/ Dr. Park | 2026-10-16T07:00 | 9h
lobectomies x2 w/ Dr. Ito | 2026-10-16T07:00 | 9h
"""


def _cases() -> Iterator[tuple[str, str]]:
    label = ""
    for line in TABLE.strip().splitlines():
        if line.startswith("[") and line.endswith("]"):
            label = line.strip("[]")
        elif line:
            yield label, line


@pytest.mark.parametrize(("label", "line"), tuple(_cases()))
def test_an_event_alone_in_its_calendar_is_known_by_its_words_and_its_length(label: str, line: str) -> None:
    title, starts, length, *rest = line.split(" | ")
    told = dict(part.split(": ", 1) for part in rest)
    event = an_event(
        title,
        starts,
        length,
        description=told.get("notes", ""),
        location=told.get("at", ""),
        guests=invited(*told["with"].split(", ")) if "with" in told else (),
    )
    (found,) = recognised([event])
    assert found.label.value == label, found.why
    assert found.why
