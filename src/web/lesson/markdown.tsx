import { type Signal, signal } from '@preact/signals';
import type { Nodes, PhrasingContent, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type {} from 'mdast-util-gfm-table';
import type {} from 'mdast-util-math';
import { type ComponentChildren, Fragment } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Scroll } from '../parts/scroll.tsx';
import { words } from '../words/lesson.ts';
import { type Blocks, blocksOf, NO_BLOCKS } from './blocks.ts';
import { citationRuns, GENERAL_KNOWLEDGE } from './cites.ts';
import { Code } from './code.tsx';
import { MAY_HOLD_MATH, withDoubleDollars } from './formulae.ts';

/**
 * A model's markdown as elements. Safe by construction: every word becomes a text node, HTML is shown as the
 * text it is, and an address leads somewhere only by http, https or mail.
 */
export type CiteRender = {
  /** Whether a number in brackets is a citation; others stay as written. */
  known: (n: number) => boolean;
  render: (n: number) => ComponentChildren;
  /** Changes when what `known` and `render` give changes. */
  key: string;
};

/** `growing` keeps finished blocks as they are while the text becomes longer. */
export function Markdown({ text, cites, caret }: { text: string; cites: CiteRender; caret?: boolean }) {
  const kept = useRef<Blocks>(NO_BLOCKS);
  kept.current = blocksOf(kept.current, text);
  const { settled, tail } = kept.current;
  const all = [...settled, tail];
  return (
    <div class={caret ? 'prose writing' : 'prose'} dir="auto">
      {all.map((block, i) => (
        <Block key={i} text={block} cites={cites} />
      ))}
    </div>
  );
}

function Block({ text, cites }: { text: string; cites: CiteRender }) {
  const wantsMath = MAY_HOLD_MATH.test(text);
  const wantsTables = text.includes('|');
  const math = wantsMath ? maths.value : null;
  const table = wantsTables ? tables.value : null;
  useEffect(() => {
    if (wantsMath) void load(maths, () => import('./math.tsx'));
    if (wantsTables) void load(tables, () => import('./tables.ts'));
  }, [wantsMath, wantsTables]);
  // The same element again is not compared again: what is finished costs nothing more.
  return useMemo(() => <>{renderAll(parse(text, math, table), cites)}</>, [text, cites.key, math, table]);
}

type Maths = typeof import('./math.tsx');
type Tables = typeof import('./tables.ts');

/** What reads and draws formulae and tables, once a lesson had one. */
const maths = signal<Maths | null>(null);
const tables = signal<Tables | null>(null);

async function load<Part>(into: Signal<Part | null>, from: () => Promise<Part>): Promise<void> {
  if (into.peek() !== null) return;
  try {
    into.value = await from();
  } catch {
    // Without a network they stay as they were written; the next one asks again.
  }
}

function parse(text: string, math: Maths | null, table: Tables | null): RootContent[] {
  const parts = [math, table].filter((part) => part !== null);
  return fromMarkdown(math === null ? text : withDoubleDollars(text), {
    extensions: parts.map(({ syntax }) => syntax),
    mdastExtensions: parts.map(({ tree }) => tree),
  }).children;
}

const renderAll = (nodes: readonly Nodes[], cites: CiteRender): ComponentChildren =>
  nodes.map((node, i) => <Node key={i} node={node} cites={cites} />);

function Node({ node, cites }: { node: Nodes; cites: CiteRender }) {
  switch (node.type) {
    case 'text':
      return <Words text={node.value} cites={cites} />;
    case 'paragraph':
      return <p>{renderAll(node.children, cites)}</p>;
    case 'strong':
      return <strong>{renderAll(node.children, cites)}</strong>;
    case 'emphasis':
      return <em>{renderAll(node.children, cites)}</em>;
    case 'inlineCode':
      return <code>{node.value}</code>;
    case 'code':
      return <Code text={node.value} language={node.lang ?? undefined} />;
    case 'break':
      return <br />;
    case 'heading':
      return <Heading depth={node.depth}>{renderAll(node.children, cites)}</Heading>;
    case 'list':
      return node.ordered ? (
        <ol start={node.start ?? 1}>{renderAll(node.children, cites)}</ol>
      ) : (
        <ul>{renderAll(node.children, cites)}</ul>
      );
    case 'listItem':
      return <li>{renderAll(node.children, cites)}</li>;
    case 'blockquote':
      return <blockquote>{renderAll(node.children, cites)}</blockquote>;
    case 'link':
      return <Link url={node.url}>{renderAll(node.children, cites)}</Link>;
    case 'image':
      // A picture from elsewhere would tell its server who reads; its words are shown instead.
      return <Link url={node.url}>{node.alt || node.url}</Link>;
    case 'thematicBreak':
      return <hr />;
    case 'table':
      return <TableView table={node} cites={cites} />;
    case 'inlineMath':
    case 'math': {
      const loaded = maths.value;
      return loaded === null ? (
        node.value
      ) : (
        <loaded.Formula tex={node.value} isBlock={node.type === 'math'} />
      );
    }
    case 'html':
      return node.value;
    default:
      return 'children' in node ? renderAll(node.children, cites) : null;
  }
}

/** Below the page's own headings, so that the outline of the page stays true. */
const Heading = ({ depth, children }: { depth: number; children: ComponentChildren }) =>
  depth <= 2 ? <h3>{children}</h3> : <h4>{children}</h4>;

const SAFE = /^(?:https?:|mailto:)/i;

const Link = ({ url, children }: { url: string; children: ComponentChildren }) =>
  SAFE.test(url) ? (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ) : (
    children
  );

function TableView({ table, cites }: { table: Table; cites: CiteRender }) {
  const [head, ...rows] = table.children;
  const cells = (row: typeof head): readonly (readonly PhrasingContent[])[] =>
    row?.children.map((cell) => cell.children) ?? [];
  return (
    <Scroll class="scroll-x">
      <table>
        <thead>
          <tr>
            {cells(head).map((cell, i) => (
              <th key={i} scope="col">
                {renderAll(cell, cites)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r}>
              {cells(row).map((cell, i) => (
                <td key={i}>{renderAll(cell, cites)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** A run of words with its citations; the last word and what follows it stay on one line. */
function Words({ text, cites }: { text: string; cites: CiteRender }) {
  const runs = citationRuns(text, cites.known);
  if (runs.length === 1 && typeof runs[0] === 'string') return <Plain text={runs[0]} />;
  return (
    <>
      {runs.map((run, i) => {
        if (typeof run !== 'string') {
          // Joined to the word before it by the word joiner, which allows no break.
          return (
            <span key={i} class="nowrap">
              {'\u2060'}
              {run.cites.map(cites.render)}
            </span>
          );
        }
        return <Plain key={i} text={run} />;
      })}
    </>
  );
}

/** Words that no page vouches for are marked so in the reader's language. */
function Plain({ text }: { text: string }) {
  const [first = '', ...rest] = text.split(GENERAL_KNOWLEDGE);
  return (
    <>
      {first}
      {rest.map((part, i) => (
        <Fragment key={i}>
          <span class="general">{words.value.thread.general}</span>
          {part}
        </Fragment>
      ))}
    </>
  );
}
