/**
 * Makes samples/giving-feedback.docx: headings, lists, a table and footnotes, as Word writes them.
 * Run with `npx tsx dev/samples/make-docx.ts`.
 */

import { writeFileSync } from 'node:fs';
import {
  AlignmentType,
  Document,
  FootnoteReferenceRun,
  HeadingLevel,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';

const NOTES = [
  'A. N. Kluger and A. DeNisi, "The Effects of Feedback Interventions on Performance", Psychological Bulletin 119 (1996). They reviewed 607 effect sizes from 23,663 observations.',
  'The model Situation, Behavior, Impact was published by the Center for Creative Leadership.',
  'D. Stone, B. Patton and S. Heen describe the difference between intention and impact in "Difficult Conversations" (1999).',
];

const h1 = (text: string) => new Paragraph({ heading: HeadingLevel.HEADING_1, text });
const h2 = (text: string) => new Paragraph({ heading: HeadingLevel.HEADING_2, text });
const bullet = (text: string) => new Paragraph({ text, bullet: { level: 0 } });
/** A numbered step; steps count anew after every paragraph of prose. */
const step = (text: string) => new Paragraph({ text, numbering: { reference: 'steps', level: 0, instance } });
let instance = 0;
const quote = (text: string) => new Paragraph({ text, style: 'IntenseQuote' });

/** A paragraph; "[1]" in it becomes a reference to the first footnote. */
function p(text: string): Paragraph {
  instance += 1;
  const parts = text.split(/(\[\d\])/);
  return new Paragraph({
    spacing: { after: 160 },
    children: parts.map((part) =>
      /^\[\d\]$/.test(part) ? new FootnoteReferenceRun(Number(part[1])) : new TextRun(part),
    ),
  });
}

function table(rows: readonly (readonly string[])[]): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (cells, index) =>
        new TableRow({
          tableHeader: index === 0,
          children: cells.map(
            (text) =>
              new TableCell({
                children: [new Paragraph({ children: [new TextRun({ text, bold: index === 0 })] })],
              }),
          ),
        }),
    ),
  });
}

const children = [
  new Paragraph({ heading: HeadingLevel.TITLE, text: 'Giving Feedback That Helps' }),
  p('A short course for people who lead, teach, review or simply work with others.'),

  h1('What feedback is for'),
  p(
    'Feedback is information about the effect of what somebody did, given so that they can decide what to do next time. Three parts of this sentence matter. It is information, not a verdict. It is about something a person did, not about what they are. And its purpose lies in the future: if nothing can be done differently next time, what you have is a complaint or a memory, but not feedback.',
  ),
  p(
    'Most people believe that feedback always helps. It does not. In 1996 Avraham Kluger and Angelo DeNisi combined the results of more than six hundred comparisons between people who had received feedback and people who had not. On average feedback improved performance, but in more than one third of the cases it made performance worse.[1] Their explanation is still the most useful idea in the field: feedback works when it draws attention to the task, and does harm when it draws attention to the self. A person who thinks about the work asks what to change. A person who thinks about being judged asks how to look better, or how to get out of the room.',
  ),
  p(
    'This gives a test that you can apply before you open your mouth: will the next sentence make the other person think about the task, or about themselves? "You are careless" is about the self. "Three of the totals on page two do not match the table" is about the task.',
  ),

  h2('Three kinds that are easily confused'),
  table([
    ['Kind', 'The question it answers', 'Example'],
    [
      'Appreciation',
      'Am I seen?',
      'Thank you for staying late; without you the shipment would have missed the ferry.',
    ],
    ['Coaching', 'How do I get better?', 'If you put the conclusion first, busy readers will find it.'],
    [
      'Evaluation',
      'Where do I stand?',
      'Measured against the criteria for a senior post, two of five are met.',
    ],
  ]),
  p(
    'Trouble begins when one kind is given while another is wanted. Somebody who asks "How did I do?" an hour after a talk often wants appreciation and gets coaching. Somebody who asks about promotion wants evaluation and gets appreciation, which sounds like an evasion. Ask which one is wanted, or say which one you are about to give. And keep evaluation apart from coaching: once a mark or a salary has been named, nobody hears the advice that follows.',
  ),

  h1('Describe, do not judge'),
  p(
    'The best known form for a piece of feedback has three parts: situation, behaviour, impact.[2] You say when and where, then what you saw or heard, then what it led to.',
  ),
  step('Situation: "In Tuesday’s meeting with the clinic, when Dr Osei asked about delivery …"'),
  step('Behaviour: "… you answered before she had finished her question, twice …"'),
  step('Impact: "… and afterwards she addressed her questions to me instead of to you."'),
  p(
    'The middle part is the hardest. Behaviour is what a camera would have recorded. A camera records that someone looked at a telephone; it does not record that they were bored or rude. Words such as unprofessional, aggressive, lazy, negative or passive are conclusions. They invite an argument about whether the conclusion is fair, and such arguments have no winner. When you notice one of these words in your mind, ask yourself what you saw that led you to it, and say that instead.',
  ),
  table([
    ['Judgement', 'Description'],
    ['Your report is sloppy.', 'The report has four broken links, and the chart on page six has no units.'],
    ['You were aggressive.', 'You raised your voice and stood up while Lena was still speaking.'],
    ['You are not a team player.', 'You have declined the last three requests to review a colleague’s work.'],
    ['Great job!', 'You opened with the customer’s own figures, and they leaned in.'],
  ]),
  p(
    'The last row is there on purpose. Praise deserves the same care. "Great job" is pleasant and teaches nothing, because the person cannot know which part to repeat. Specific praise is the cheapest form of training there is: it marks what worked at the moment when it still can be remembered.',
  ),

  h2('Intention and impact'),
  p(
    'You can see what someone did and you know how it affected you. You cannot see why they did it. People nevertheless jump from impact to intention: I felt ignored, so you wanted to ignore me.[3] The other person, who knows their own intention and knows that it was harmless, hears a false accusation and defends the intention. Both are then arguing about something that only one of them can know.',
  ),
  p(
    'Keep the two apart. State the impact as yours, and ask about the intention: "When the plan changed and I heard about it from the customer, I looked unprepared. What happened on your side?" Quite often the answer changes your picture. Perhaps the message was sent and lost. Feedback that begins with a question can afford to be wrong.',
  ),

  h1('Preparing'),
  p('Five minutes of preparation prevent most failed conversations. Go through these questions in order.'),
  step(
    'What exactly did I see or hear? If the answer is "people say that …", stop: go and look yourself, or ask those people to speak for themselves.',
  ),
  step('Does it matter, and for what goal? If it is only a matter of taste, let it be.'),
  step('Can the person change it? Feedback about height, accent or last year’s reorganisation is noise.'),
  step('What have I contributed? Unclear instructions, late information and silence so far are common.'),
  step('What one thing do I want to be different next time? Write it down in one sentence.'),
  p(
    'One thing, not seven. Working memory is small and self-respect is fragile; a list of faults is remembered as an attack. If there are seven things, choose the one which would make the largest difference, and keep the others for the weeks to come.',
  ),

  h2('When and where'),
  p(
    'Soon, but not in heat. Within a day or two the details are fresh and the next opportunity is near; feedback saved for the yearly review is history. If you are angry, wait until you can describe what happened in a level voice. Criticism belongs in private. Praise may be given in public if the person likes it, and some do not, so ask.',
  ),
  p(
    'A written message is good for praise and for detail, such as comments on a draft. It is bad for anything that may hurt, because readers cannot hear your tone and will supply a harsher one. As a rule: if you would not want to see the person’s face as they read it, talk to them instead.',
  ),

  h1('The conversation'),
  p(
    'A helpful conversation has a simple shape. It takes ten minutes, and the other person speaks for at least half of them.',
  ),
  step('Ask for permission: "I noticed something in the meeting this morning. Is now a good time?"'),
  step(
    'Let them go first: "How did it go from your point of view?" People often name the problem themselves, and then it need not be said again.',
  ),
  step('Describe situation, behaviour and impact, in three or four sentences. Then be silent.'),
  step('Listen. Ask what you are missing. Repeat what you heard before you answer it.'),
  step('Agree on one next step, in their words, with a date.'),
  step('Come back to it. A change that nobody notices will not last.'),
  p(
    'Silence is the most neglected of these steps. After a difficult sentence people need a few seconds to think, and the one who spoke feels an urge to fill the pause by softening what was said, explaining it again or making a joke. Count to eight. What comes after the pause is usually the most important thing that is said.',
  ),

  h2('Why the sandwich fails'),
  p(
    'Many managers have learnt to hide criticism between two pieces of praise. The form is comfortable for the giver and confusing for everybody else. Those who like praise hear only the bread; those who fear criticism hear only the filling; and all of them learn that praise from you is a warning. Say what is good when it is good, and say what should change when it should change. What makes criticism bearable is not a coating of sugar but the sense that you are on the same side.',
  ),

  h2('Ask for a change, not for a person'),
  p(
    'End with a request that can be done and seen. "Be more proactive" cannot be done. "If you see that a date will slip, tell me the same day, even if you have no solution yet" can. A good request says what to do rather than what to stop, because it is hard to practise not doing something.',
  ),

  h1('When it gets difficult'),
  h2('Tears, anger, denial'),
  p(
    'Strong feelings are information as well. Slow down, name what you see without interpreting it ("I see that this hits you") and offer a pause. Do not withdraw what you said in order to end the discomfort: that teaches both of you that the truth is unbearable. Do not press on either. The point can be finished tomorrow.',
  ),
  p(
    'If a person denies the facts, do not repeat them more loudly. Put the description and theirs side by side, and agree on how to find out: "Let us both look at the next two hand-overs and compare notes on Friday."',
  ),
  h2('Across power and culture'),
  p(
    'Feedback from someone with power over your pay is never only information. Leaders should therefore ask for feedback before they give any, and answer it with thanks and a visible change. One sentence does more than an open door: "What is one thing that I could do differently to make your work easier?" The first answer will be polite. The third will be useful, if the first two had consequences.',
  ),
  p(
    'Cultures differ in how directly criticism is put. In the Netherlands or in Israel a plain "I disagree" is ordinary; in Japan or Thailand the same words may be an insult, and a hint that a foreigner would miss is clear to everyone else in the room. Nobody can know all these rules. What works everywhere is to ask a new colleague how they like to receive feedback, and to tell them how you like it.',
  ),

  h1('Receiving feedback'),
  p(
    'The skill that improves a team fastest is not giving feedback but receiving it, because people stop giving what is punished. When you are the one who is told:',
  ),
  bullet('Breathe, and listen to the end. Your first reaction is a defence, and it can wait.'),
  bullet('Ask for an example. "Can you tell me about one time when I did that?"'),
  bullet('Repeat what you understood, so that you argue about the same thing.'),
  bullet('Thank the person for the courage, which is not the same as agreeing.'),
  bullet('Decide later. You may accept all of it, one tenth of it, or nothing.'),
  bullet('Report back: "I tried what you suggested. Here is what happened."'),
  quote('Feedback is a gift only if you may put it into a drawer.'),

  h1('A worked example'),
  p(
    'Amara leads the front desk of a hotel. Twice this week her colleague Jonas has handed over the shift without noting which guests were still waiting for a room. Amara’s first thought is: Jonas does not care. She prepares instead.',
  ),
  p(
    'What she saw: on Monday and on Wednesday the hand-over sheet had no entry under "open requests", although two guests were waiting on Monday and one on Wednesday. Impact: on Wednesday a family waited for fifty minutes, and the night clerk was shouted at. Her own part: the sheet was changed a month ago and she never explained the new field.',
  ),
  p(
    'She asks Jonas for ten minutes and begins: "How are the hand-overs going for you?" Jonas says that they are fine, although the last half hour is chaotic. She describes Monday and Wednesday and what happened on Wednesday night, and stops. After a pause Jonas says that he thought the field was for repairs. They laugh, and then agree: Amara renames the field, Jonas fills it in at a quarter to ten, before the rush begins, and they look at it together on Friday. The family’s fifty minutes have turned into a better form and a better habit. Nobody had to be careless.',
  ),

  h1('Summary'),
  bullet('Feedback is information for the next time. It helps when it keeps attention on the task.'),
  bullet('Appreciation, coaching and evaluation answer different questions. Say which one you give.'),
  bullet('Describe the situation, the behaviour and the impact; leave intentions to their owner.'),
  bullet('Prepare one thing, say it soon and in private, then be silent and listen.'),
  bullet('Agree on one visible step and come back to it.'),
  bullet('Receive feedback as you hope that yours will be received.'),
];

const document = new Document({
  title: 'Giving Feedback That Helps',
  creator: 'Nuggets',
  styles: { default: { document: { run: { font: 'Georgia', size: 22 } } } },
  numbering: {
    config: [
      {
        reference: 'steps',
        levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.START }],
      },
    ],
  },
  footnotes: Object.fromEntries(NOTES.map((note, index) => [index + 1, { children: [new Paragraph(note)] }])),
  sections: [{ children }],
});

writeFileSync(
  new URL('../../samples/giving-feedback.docx', import.meta.url),
  await Packer.toBuffer(document),
);
