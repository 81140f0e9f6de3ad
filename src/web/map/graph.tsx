import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { GraphView } from '../api/shapes.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { grouped } from '../parts/grouped.ts';
import { Scroll } from '../parts/scroll.tsx';
import { useQuery } from '../shell/query.ts';
import { words } from '../words/map.ts';
import { CARD, type Direction, type GraphNode, neighbour, planOf } from './plan.ts';
import { Ways } from './ways.tsx';

const ZOOMS = [0.5, 0.75, 1, 1.25];
const KEYS: Record<string, Direction> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** One document's ways as a map of cards; a card opens what it teaches, needs and leads to. */
export function Graph({ graph }: { graph: GraphView }) {
  const said = words.value;
  const documents = useMemo(() => [...grouped(graph.nodes, ({ documentId }) => documentId ?? '')], [graph]);
  const { query, go, set } = useQuery();
  const zoom = useSignal(2);
  const [chosen = '', nodes = []] = documents.find(([id]) => id === query['document']) ?? documents[0] ?? [];
  const node = nodes.find(({ id }) => id === query['node']);
  return (
    <div class="map-page">
      <div class="row wrap">
        <select
          class="set-input map-document"
          aria-label={said.document}
          value={chosen}
          onChange={(event) => go({ document: event.currentTarget.value, node: undefined })}
        >
          {documents.map(([id, own]) => (
            <option key={id} value={id}>
              {own[0]?.documentTitle ?? said.untitled}
            </option>
          ))}
        </select>
        <span class="small muted">{said.help}</span>
        <span class="end row">
          <Button
            icon="minus"
            label={said.zoomOut}
            disabled={zoom.value === 0}
            onClick={() => zoom.value--}
          />
          <Button
            icon="plus"
            label={said.zoomIn}
            disabled={zoom.value === ZOOMS.length - 1}
            onClick={() => zoom.value++}
          />
        </span>
      </div>
      <div class={node === undefined ? 'map-split' : 'map-split map-split-open'}>
        <Plane
          key={chosen}
          nodes={nodes}
          edges={graph.edges}
          scale={ZOOMS[zoom.value] ?? 1}
          open={node?.id ?? null}
          onOpen={(id) => set({ node: id })}
        />
        {node !== undefined && <Detail node={node} graph={graph} onClose={() => set({ node: undefined })} />}
      </div>
    </div>
  );
}

function Plane({
  nodes,
  edges,
  scale,
  open,
  onOpen,
}: {
  nodes: readonly GraphNode[];
  edges: GraphView['edges'];
  scale: number;
  open: string | null;
  onOpen: (id: string) => void;
}) {
  const said = words.value;
  const own = useMemo(() => planOf(nodes, edges), [nodes, edges]);
  const near = useSignal<string | null>(null);
  const shown = near.value ?? open;
  const cards = useRef(new Map<string, HTMLButtonElement>());
  const box = useRef<HTMLDivElement>(null);
  // Begun where the ways begin, in the middle of a narrow screen too.
  useEffect(() => {
    const [first] = [...own.at].toSorted(([, a], [, b]) => a.y - b.y);
    const card = first && cards.current.get(first[0])?.getBoundingClientRect();
    const plane = box.current?.getBoundingClientRect();
    if (card === undefined || plane === undefined) return;
    box.current?.scrollBy({ left: card.x + card.width / 2 - plane.x - plane.width / 2 });
  }, []);
  return (
    <Scroll class="map-plane" label={said.title} scrollRef={box}>
      <div
        class="map-sheet"
        style={{ inlineSize: `${own.width * scale}px`, blockSize: `${own.height * scale}px` }}
      >
        <div
          class="map-scaled"
          style={{ '--scale': scale, inlineSize: `${own.width}px`, blockSize: `${own.height}px` }}
        >
          <svg width={own.width} height={own.height} aria-hidden="true">
            {own.ways.map(({ from, to, isBack, line }) => (
              <path
                key={`${from} ${to}`}
                class={`map-way${isBack ? ' map-way-back' : ''}${shown === from ? ' map-way-on' : ''}`}
                d={line}
              />
            ))}
          </svg>
          {nodes.map((node) => {
            const at = own.at.get(node.id);
            if (at === undefined) return null;
            const ways = edges.filter(({ from }) => from === node.id).length;
            return (
              <button
                key={node.id}
                type="button"
                class="map-node"
                aria-pressed={open === node.id}
                ref={(element) => {
                  if (element === null) cards.current.delete(node.id);
                  else cards.current.set(node.id, element);
                }}
                style={{
                  insetInlineStart: `${at.x}px`,
                  insetBlockStart: `${at.y}px`,
                  inlineSize: `${CARD.width}px`,
                  blockSize: `${CARD.height}px`,
                }}
                onClick={() => onOpen(node.id)}
                onPointerEnter={() => {
                  near.value = node.id;
                }}
                onPointerLeave={() => {
                  near.value = null;
                }}
                onFocus={() => {
                  near.value = node.id;
                }}
                onBlur={() => {
                  near.value = null;
                }}
                onKeyDown={(event) => {
                  const direction = KEYS[event.key];
                  const next = direction === undefined ? undefined : neighbour(own, node.id, direction);
                  if (next === undefined) return;
                  event.preventDefault();
                  cards.current.get(next)?.focus();
                }}
              >
                <b dir="auto">{node.title ?? said.untitled}</b>
                <span class="sr">{said.ways(ways)}</span>
                {node.difficulty !== null && (
                  <span class="tiny muted">{said.difficulty(node.difficulty)}</span>
                )}
              </button>
            );
          })}
        </div>
      </div>
    </Scroll>
  );
}

function Detail({ node, graph, onClose }: { node: GraphNode; graph: GraphView; onClose: () => void }) {
  const said = words.value;
  const titleOf = (id: string) => graph.nodes.find((one) => one.id === id)?.title ?? said.untitled;
  return (
    <aside class="card map-detail" aria-label={node.title ?? said.untitled}>
      <div class="row">
        <h2 class="grow" dir="auto">
          {node.title ?? said.untitled}
        </h2>
        <Button kind="bare" icon="x" label={said.close} onClick={onClose} />
      </div>
      {node.concepts.length > 0 && (
        <>
          <h3>{said.teaches}</h3>
          <p class="row wrap">
            {node.concepts.map(({ concept, name }) => (
              <span key={concept} class="tag">
                {name}
              </span>
            ))}
          </p>
        </>
      )}
      {node.prerequisites.length > 0 && (
        <>
          <h3>{said.needs}</h3>
          <ul class="map-list">
            {node.prerequisites.map((id) => (
              <li key={id}>{titleOf(id)}</li>
            ))}
          </ul>
        </>
      )}
      <Ways key={node.id} node={node} view={graph} />
      <ButtonLink href={`/nuggets/${node.nuggetId}`}>{said.edit}</ButtonLink>
    </aside>
  );
}
