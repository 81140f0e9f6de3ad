import { useResource } from '../api/resource.ts';
import { aiModels, keyOf, type Scope, saveAiModel } from '../api/settings.ts';
import type { AiModelsView } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { words } from '../words/settings.ts';
import { Row, TextControl } from './row.tsx';

const FIELDS = [
  ['tutoringModel', 'tutoringTemp'],
  ['contentGenerationModel', 'contentGenerationTemp'],
  ['narrativePlanningModel', 'narrativePlanningTemp'],
  ['metadataModel'],
  ['embeddingModel'],
] as const satisfies readonly (readonly Exclude<keyof AiModelsView, 'origins'>[])[];

/** Which model does what. */
export function Models({ scope }: { scope: Scope }) {
  const said = words.value.models;
  const models = useResource(aiModels(keyOf(scope)));
  const save = async (field: string, value: string | number | null) => {
    const next = await saveAiModel(scope, field, value);
    models.change(() => next);
  };
  return (
    <section class="card set-card" aria-labelledby="h-models">
      <h2 id="h-models">{said.title}</h2>
      <p class="muted">{said.lead}</p>
      <Shown of={models}>
        {(view) => (
          <>
            {FIELDS.flat().map((field) => {
              const value = view[field];
              const isNumber = typeof value === 'number';
              return (
                <Row
                  key={field}
                  name={said.fields[field]}
                  origin={view.origins[field] ?? 'default'}
                  own={scope.scope}
                  onReset={() => save(field, null)}
                >
                  {(id) => (
                    <TextControl
                      id={id}
                      type={isNumber ? 'number' : 'text'}
                      value={String(value)}
                      onSave={(text) => save(field, isNumber ? Number(text) : text.trim())}
                    />
                  )}
                </Row>
              );
            })}
          </>
        )}
      </Shown>
    </section>
  );
}
