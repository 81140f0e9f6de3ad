import { useSignal } from '@preact/signals';
import { graph } from '../api/learning.ts';
import { useResource } from '../api/resource.ts';
import { Shown } from '../api/shown.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { useTitle } from '../shell/title.ts';
import { words } from '../words/map.ts';
import { Concepts } from './concepts.tsx';
import { Graph } from './graph.tsx';
import './map.css';

/** The narrative: the ways as a map, and the concepts that they are laid by, which is where they are mended. */
export function MapPage() {
  const said = words.value;
  useTitle(said.title);
  const view = useSignal<'map' | 'concepts'>('map');
  const all = useResource(graph);
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{said.lead}</p>
        </div>
        <Segmented
          legend={said.view}
          value={view.value}
          segments={[
            { value: 'map', name: said.views.map },
            { value: 'concepts', name: said.views.concepts },
          ]}
          onChange={(value) => {
            view.value = value;
          }}
        />
      </header>
      {view.value === 'map' ? (
        <Shown of={all}>
          {(value) => (value.nodes.length === 0 ? <p class="muted">{said.none}</p> : <Graph graph={value} />)}
        </Shown>
      ) : (
        <Concepts />
      )}
    </>
  );
}
