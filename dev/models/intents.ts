/** What the learner wants, told by rule: first match wins, so the order is part of the rules. */

export type Intent =
  | 'quiz'
  | 'hint'
  | 'media'
  | 'gaps'
  | 'progress'
  | 'next'
  | 'more'
  | 'summary'
  | 'teach'
  | 'greeting'
  | 'thanks'
  | 'question'
  | 'statement';

const RULES: readonly [Intent, RegExp][] = [
  [
    'quiz',
    /\b(quiz|test|examine|drill) (me|us|my)\b|\bask me\b|\b(another|next|new|give me an?|a practice|one more) (quiz )?question\b|\b(start|do|take|have) an? (quiz|test)\b|\bcheck my (knowledge|understanding)\b|^\W*quiz\W*$/,
  ],
  [
    'hint',
    /\b(hint|clue)\b|\bi('| a)?m stuck\b|^\W*(i )?(have )?(no idea|don'?t know|do not know|idk|not sure|help( me)?)\W*$|\bgive me the answer\b|\btell me the answer\b|\bwhat('s| is) the (right |correct )?answer\b/,
  ],
  [
    'media',
    /\b(show|see|view|display|give|play|draw|open|watch|hear)\b.*\b(picture|image|diagram|illustration|drawing|slides?|slide ?show|audio|recording|video|visual|concept map)\b|\b(picture|image|diagram|slides|video|audio) (please|of)\b|\bread (it|this) (aloud|to me|out)\b/,
  ],
  [
    'gaps',
    /\b(knowledge )?gaps?\b.*\?|\b(my|any|which|what) (knowledge )?(gaps?|weak(ness(es)?| spots?| points?))\b|\bwhat (do|don'?t|should) i (not |still )?(know|understand|review|improve|work on|practi[cs]e)( yet| more)?\b|\bwhere am i weak\b|\bstruggl(e|ing) with\b/,
  ],
  [
    'progress',
    /\bhow (am i|did i|have i been|('?m| well am) i) (doing|do|done|getting on|progress\w*)\b|\bmy (progress|mastery|score|level|results?)\b|\bwhat have i (learn(t|ed)|mastered|done)\b|\bhow (much|far) have i\b/,
  ],
  [
    'next',
    /\bwhat('s| is| comes| should (i|we) (do|learn|study))? next\b|^\W*(next|continue|go on|carry on|move on|proceed|another( (one|topic|nugget|lesson))?|ready|let'?s (go on|continue|move on))\b.{0,20}$|\b(next|another|different) (topic|lesson|nugget|step|chapter|part|section)\b|\b(move|go|carry) on\b|\btoo (easy|hard|difficult|fast|slow)\b|\bchange (the )?(topic|subject)\b|\bi('| a)?m bored\b/,
  ],
  [
    'more',
    /^\W*(more|tell me more|go deeper|and\b.{0,3}|why\W*$|how so|say (that|it) again|again|repeat( that)?|explain (that |it |this )?(again|more|differently|simpler|more simply|in (other|simple) words).*|i (don'?t|do not) (understand|get)( (it|that|this))?|(that'?s |i'?m )?confus(ed|ing)|(can|could) you (explain|say|put) (that|it|this)\b.*|in (other|simpler) words.*|simpler.*|give me an? (other )?example|(an )?example.*|what do you mean.*)\W*$/,
  ],
  [
    'summary',
    /\bsummar(y|i[sz]e)\b|\b(main|key) (points?|ideas?|message|takeaways?)\b|\bwhat('s| is) (this|it|the (lesson|text|document|nugget|source|chapter|section)) (all )?about\b|\bgive me an? overview\b|\bin (short|brief)\b|\bwhat (topics?|subjects?) (do|does|are|can)\b|\bwhat (can|do) you (teach|know|cover)\b/,
  ],
  [
    'teach',
    /\b(teach|tutor) me\b|\bi (want|would like|'?d like|need) to (learn|know|understand|study)\b|^\W*(start|begin|let'?s (start|begin|go))\b.{0,24}$|\b(start|begin) the (lesson|session)\b|\btell me about\b|\bintroduce\b/,
  ],
  ['greeting', /^\W*(hi|hello|hey|good (morning|afternoon|evening)|greetings)\b.{0,24}$/],
  [
    'thanks',
    /^\W*(thanks?|thank you|cheers|great|ok(ay)?|cool|nice|got it|i see|bye|goodbye|perfect|wow|yes|no|sure)\b.{0,24}$/,
  ],
];

const ASKS =
  /\?\s*$|^\s*(and |so |but )?(what|who|whom|whose|when|where|why|how|which|is|are|was|were|do|does|did|can|could|should|would|will|has|have|explain|describe|define|compare|list|name|give|tell|show|find)\b/i;

/** What these words ask for. Anything unrecognised that does not ask is a statement. */
export function intentOf(words: string): Intent {
  const lower = words.toLowerCase().replaceAll('’', "'").trim();
  const ruled = RULES.find(([, pattern]) => pattern.test(lower))?.[0];
  return ruled ?? (ASKS.test(lower) ? 'question' : 'statement');
}
