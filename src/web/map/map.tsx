import { graph } from '../api/learning.ts';
import { useResource } from '../api/resource.ts';
import { Shown } from '../api/shown.tsx';
import { ButtonLink } from '../parts/button.tsx';
import { FirstPicture } from '../parts/first-picture.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { Empty } from '../parts/states.tsx';
import { useQuery } from '../shell/query.ts';
import { useTitle } from '../shell/title.ts';
import { words } from '../words/map.ts';
import { Concepts } from './concepts.tsx';
import { Graph } from './graph.tsx';
import './map.css';

/** The narrative: the ways as a map, and the concepts that they are laid by, which is where they are mended. */
export function MapPage() {
  const said = words.value;
  useTitle(said.title);
  const { query, go } = useQuery();
  const view = query['view'] === 'concepts' ? 'concepts' : 'map';
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
          value={view}
          segments={[
            { value: 'map', name: said.views.map },
            { value: 'concepts', name: said.views.concepts },
          ]}
          onChange={(value) => go({ view: value === 'map' ? undefined : value, node: undefined })}
        />
      </header>
      {view === 'map' ? (
        <Shown of={all}>
          {(value) =>
            value.nodes.length === 0 ? (
              <Empty
                title={said.none}
                picture={<FirstPicture />}
                actions={
                  <ButtonLink kind="pen" large href="/sources">
                    {said.toSources}
                  </ButtonLink>
                }
              >
                {said.noneText}
              </Empty>
            ) : (
              <Graph graph={value} />
            )
          }
        </Shown>
      ) : (
        <Concepts />
      )}
    </>
  );
}
