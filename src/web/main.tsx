import { render } from 'preact';
import './style/tokens.css';
import './style/base.css';
import './style/parts.css';
import { App } from './app.tsx';
import { keepShell } from './shell/offline.ts';
import { recallPerson } from './who/person.ts';
import { speakFirst } from './words/language.ts';

/** Starts the pages: language and person first, then whatever the address says. */
const root = document.getElementById('app');
void recallPerson(location.pathname);
await speakFirst();
if (root !== null) render(<App />, root);
keepShell();
