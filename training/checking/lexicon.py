"""Opposites and synonyms from which training pairs are made, as base forms.

Written for this project. A pair is `one/two`; `+` behind a verb doubles its last letter in `-ed`
and `-ing`; irregular forms stand behind colons: past and participle of a verb, plural of a noun.
"""

from __future__ import annotations

OPPOSITE_VERBS = """
admit+/deny accept/refuse agree/disagree approve/veto advance/retreat rise:rose:risen/sink:sank:sunk
appear/vanish arrive/depart attack/defend attract/repel+ bless/curse borrow/lend:lent
build:built/demolish buy:bought/sell:sold catch:caught/release confirm/refute praise/criticise
connect/disconnect construct/dismantle create/destroy deposit/withdraw:withdrew:withdrawn
discover/conceal encourage/discourage expand/contract fail/succeed fill/empty find:found/lose:lost
float/submerge follow/precede forget:forgot:forgotten/remember free/imprison
freeze:froze:frozen/melt gain/lose:lost give:gave:given/take:took:taken
grant/withhold:withheld grow:grew:grown/shrink:shrank
harm/heal hide:hid:hidden/reveal hire/dismiss help/hinder import/export improve/deteriorate
include/omit+ insert/remove invade/evacuate join/leave:left kill/save land/launch laugh/weep:wept
lead:led/trail lengthen/shorten lift/lower like/dislike load/unload lock/unlock love/hate
maintain/abandon marry/divorce multiply/divide obey/disobey open/close oppose/endorse pass/flunk
permit+/forbid:forbade:forbidden promote/demote protect/endanger prove/disprove pull/push
punish/reward raise/reduce receive/send:sent recover/worsen reject/adopt relax/tense repair/damage
resist/surrender respect/despise retain/discard save/squander scatter/gather separate/unite
simplify/complicate solidify/liquefy speed/slow start/stop+ strengthen/weaken support/undermine
tighten/loosen trust/distrust vacate/occupy welcome/shun+ widen/narrow win:won/forfeit
work/rest worship/scorn heat/chill arrest/acquit+ ascend/descend assemble/disband
attend/skip+ awaken/sleep:slept condemn/pardon continue/cease deny/concede delay/hasten
donate/steal:stole:stolen enter/exit establish/abolish exceed/undershoot:undershot enable/prevent
inflate/deflate inhale/exhale lower/heighten modernise/age nominate/oust persuade/dissuade
popularise/suppress precede/succeed preserve/spoil prohibit/authorise prosper/decline
ratify/repeal recall/ignore restore/ruin settle/migrate speak:spoke:spoken/listen teach:taught/learn
thicken/thin+ trigger/avert wake/doze whisper/shout import/produce legalise/outlaw
"""
OPPOSITE_ADJECTIVES = """
abundant/scarce accidental/deliberate active/passive actual/imaginary adult/juvenile afraid/brave
alive/dead amateur/professional annual/daily artificial/natural asleep/awake aware/oblivious
barren/fertile beautiful/ugly bright/dim broad/slim calm/stormy careful/reckless certain/doubtful
cheap/expensive clear/cloudy clever/stupid coarse/fine coastal/inland common/unusual
compulsory/voluntary concave/convex conscious/comatose conservative/liberal constant/variable
contemporary/historic correct/wrong crowded/deserted cruel/kind dark/light dense/sparse
dependent/independent different/identical difficult/effortless direct/indirect distant/nearby
domestic/foreign dry/humid dull/sharp eager/reluctant early/late elegant/clumsy empty/full
endless/finite essential/needless even/odd exact/approximate famous/obscure fast/slow fat/lean
fatal/harmless favourable/hostile flat/steep flexible/rigid formal/casual former/current
fragile/sturdy frequent/rare fresh/stale full-time/part-time generous/stingy gentle/rough
global/local gradual/sudden guilty/innocent hollow/solid honest/dishonest horizontal/vertical
huge/tiny humble/proud idle/busy illegal/lawful immature/ripe indoor/outdoor inferior/superior
initial/final inner/outer internal/external joint/separate lazy/diligent lenient/strict
literate/illiterate living/extinct lonely/sociable loose/tight loud/quiet lucky/unlucky
major/minor mandatory/optional married/single mature/immature maximal/minimal mild/severe
mobile/stationary mortal/immortal moist/arid native/alien neat/messy negative/affirmative
noisy/silent normal/abnormal northern/southern nuclear/conventional obvious/hidden
official/unofficial orthodox/heretical partial/complete
patient/impatient peaceful/violent permanent/temporary
plentiful/meagre polite/rude popular/unpopular portable/fixed present/absent primary/secondary
pure/contaminated rapid/sluggish raw/cooked real/fake regular/irregular religious/secular
remote/adjacent rigid/elastic royal/common rural/metropolitan sacred/profane safe/risky
sane/insane senior/junior shallow/deep shiny/matt short/tall sick/healthy skilled/unskilled
smooth/bumpy sober/drunk sour/sweet stable/unstable strong/feeble successful/unsuccessful
sufficient/insufficient symmetrical/lopsided tame/wild tense/relaxed thick/slender tropical/arctic
upper/lower urban/provincial useful/useless vacant/occupied vague/precise valid/void
visible/invisible warm/cool wealthy/poor wet/dry wise/foolish young/old
"""
OPPOSITE_NOUNS = """
ally/rival ancestor/descendant arrival/departure ascent/descent asset/liability attacker/defender
beginning/ending birth/death boom/slump boy/girl buyer/seller ceiling/floor child:children/adult
comedy/tragedy creditor/debtor daughter/son day/night dawn/dusk deficit/surplus defeat/victory
demand/supply employee/employer entrance/exit exception/rule expert/novice export/import
father/mother freedom/slavery giant/dwarf growth/decline guest/host heaven/hell hero/villain
husband/wife increase/reduction interior/exterior king/queen landlord/tenant leader/follower
light/darkness majority/minority maximum/minimum master/servant member/outsider merit/fault
native/foreigner nephew/niece optimist/pessimist peace/war plaintiff/defendant
predator/prey prince/princess promotion/demotion question/answer sender/recipient
shortage/excess sister/brother strength/weakness student/teacher success/failure summit/valley
sunrise/sunset teacher/pupil truth/lie uncle/aunt vice/virtue victim/perpetrator wealth/poverty
winner/loser optimism/pessimism rise/fall advantage/drawback
"""
OPPOSITE_ADVERBS = """
quickly/slowly rarely/frequently partly/entirely upward/downward forward/backward openly/secretly
together/apart indoors/outdoors temporarily/permanently voluntarily/forcibly hardly/fully
directly/indirectly legally/illegally gradually/suddenly previously/subsequently loudly/quietly
mainly/barely weekly/yearly hourly/monthly publicly/privately abroad/home above/beneath
before/following during/outside behind/ahead towards/from inside/outside within/beyond
"""
SAME_VERBS = """
begin:began:begun/start finish/complete purchase/acquire show/demonstrate obtain/get:got
gather/collect assist/help construct/erect repair/mend select/choose:chose:chosen
require/need permit+/let:let
answer/reply occur/happen employ/hire attempt/try found/establish keep:kept/retain
reside/live grow:grew:grown/increase shrink:shrank:shrunk/diminish aid/help allow/permit+
ban+/prohibit cease/stop+ demolish/raze manufacture/produce inform/notify vanish/disappear
transform/convert modify/alter create/make:made utilise/use adhere/stick:stuck link/connect
comprise/contain depict/portray obstruct/block cure/heal assert/claim
"""
SAME_ADJECTIVES = """
big/large small/little quick/fast rich/wealthy important/significant entire/whole numerous/many
famous/well-known difficult/hard usual/customary initial/first ancient/age-old
main/chief huge/enormous tiny/minuscule annual/yearly brief/short complete/full adequate/sufficient
broad/wide evident/obvious frequent/common ill/sick rapid/swift silent/quiet strange/odd
wealthy/affluent deadly/lethal various/diverse contemporary/modern primary/principal
costly/expensive
"""
SAME_NOUNS = """
aim/goal automobile/car battle/fight house/residence child:children/kid region/area settler/colonist
country/nation doctor/physician film/movie town/municipality error/mistake method/technique
occupation/job illness/disease forest/woodland ruler/monarch soldier/trooper author/writer
component/part salary/wage victory/win structure/construction boundary/border
attorney/lawyer journey/trip shop/store street/road tale/story
"""
SAME_ADVERBS = """
often/frequently approximately/roughly mainly/primarily nearly/almost rapidly/quickly
initially/originally usually/generally also/additionally however/nevertheless entirely/completely
later/afterwards rarely/seldom currently/presently solely/exclusively because/since
"""
