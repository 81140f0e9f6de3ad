import { questionsOf } from '../api/admin-nuggets.ts';
import { useResource } from '../api/resource.ts';
import type { QuestionView } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { words } from '../words/nuggets.ts';

/** What learners are asked of the nugget, with the answers and the sentence that proves each. */
export function Questions({ nuggetId }: { nuggetId: string }) {
  const said = words.value.questions;
  const questions = useResource(questionsOf(nuggetId));
  return (
    <section class="stack" aria-labelledby="h-questions">
      <h2 id="h-questions">{words.value.parts.names.questions}</h2>
      <Shown of={questions} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="muted">{said.none}</p>
          ) : (
            <ul class="card">
              {items.map((question) => (
                <Asked key={question.id} of={question} />
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}

function Asked({ of: { kind, question, options, answer, misconceptions, quote } }: { of: QuestionView }) {
  const said = words.value.questions;
  const wrong = (options ?? []).filter((option) => option !== answer && kind === 'choice');
  return (
    <li class="asked-one">
      <p>
        <span class="tag">{said.kinds[kind]}</span> <b dir="auto">{question}</b>
      </p>
      <p class="small" dir="auto">
        <span class="muted">{said.answer}: </span>
        {answer}
      </p>
      {wrong.length > 0 && (
        <details class="small">
          <summary class="link">{said.wrong(wrong.length)}</summary>
          <ul class="asked-wrong">
            {wrong.map((option) => (
              <li key={option} dir="auto">
                {option}
                {misconceptions?.[option] !== undefined && (
                  <span class="muted"> {misconceptions[option]}</span>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      {quote !== null && (
        <p class="small asked-quote" dir="auto">
          <mark>{quote}</mark>
        </p>
      )}
    </li>
  );
}
