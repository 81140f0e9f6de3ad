import type { ComponentChildren } from 'preact';
import { Brand } from '../parts/brand.tsx';
import { ThemeButton } from '../parts/theme.tsx';
import { LANGUAGES, language, speak } from '../words/language.ts';
import { parts } from '../words/parts.ts';
import { who } from '../words/who.ts';
import './who.css';

/** The page of whoever is not signed in: the form on one half, the product in one breath on the other. */
export const Frame = ({ children }: { children: ComponentChildren }) => (
  <div class="sign">
    <div class="sign-form">
      <header>
        <Brand href="/login" />
      </header>
      <main>{children}</main>
      <footer class="row">
        <label class="sr" for="language">
          {parts.value.language}
        </label>
        <select
          id="language"
          class="quiet-select"
          value={language.value}
          onChange={(event) => {
            const chosen = LANGUAGES.find(({ tag }) => tag === event.currentTarget.value);
            if (chosen !== undefined) void speak(chosen.tag);
          }}
        >
          {LANGUAGES.map(({ tag, name }) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </select>
        <span class="end">
          <ThemeButton />
        </span>
      </footer>
    </div>
    <Example />
  </div>
);

function Example() {
  const words = who.value.show;
  return (
    <aside class="sign-show" aria-label={words.caption}>
      <figure>
        <div class="paper">
          <h2>{words.heading}</h2>
          <p>
            {words.before}
            <mark>{words.marked}</mark>
            {words.after}
          </p>
        </div>
        <p class="sign-say">
          {words.question}
          <span class="cite">1</span>
        </p>
        <p class="sign-mine">{words.answer}</p>
      </figure>
    </aside>
  );
}
