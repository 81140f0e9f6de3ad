import { useResource } from '../api/resource.ts';
import { keyOf, type Scope, saveVoice, voice } from '../api/settings.ts';
import { Shown } from '../api/shown.tsx';
import { words } from '../words/settings.ts';
import { Row, SelectControl, TextControl } from './row.tsx';

const TIERS = ['low', 'mid', 'high'] as const;
const SPEAKERS = ['openai-standard', 'openai-hd', 'elevenlabs'] as const;
const LISTENERS = ['openai-whisper', 'elevenlabs'] as const;

/** What speaks and what listens. */
export function Voice({ scope }: { scope: Scope }) {
  const said = words.value.voice;
  const settings = useResource(voice(keyOf(scope)));
  const save = async (field: string, value: string | null) => {
    const next = await saveVoice(scope, field, value);
    settings.change(() => next);
  };
  return (
    <section class="card set-card" aria-labelledby="h-voice">
      <h2 id="h-voice">{said.title}</h2>
      <p class="muted">{said.lead}</p>
      <Shown of={settings}>
        {(view) => {
          const row = (field: string) => ({
            origin: view.origins[field] ?? ('default' as const),
            own: scope.scope,
            onReset: () => save(field, null),
          });
          return (
            <>
              <Row name={said.tier} {...row('qualityTier')}>
                {(id) => (
                  <SelectControl
                    id={id}
                    value={view.qualityTier}
                    options={TIERS.map((tier) => [tier, said.tiers[tier]] as const)}
                    onSave={(tier) => save('qualityTier', tier)}
                  />
                )}
              </Row>
              <Row name={said.provider} {...row('ttsProvider')}>
                {(id) => (
                  <SelectControl
                    id={id}
                    value={view.ttsProvider}
                    options={SPEAKERS.map(
                      (one) =>
                        [
                          one,
                          view.offered.includes(one)
                            ? said.providers[one]
                            : `${said.providers[one]} (${said.unavailable})`,
                        ] as const,
                    )}
                    onSave={(one) => save('ttsProvider', one)}
                  />
                )}
              </Row>
              <Row name={said.voice} {...row('ttsVoice')}>
                {(id) => (
                  <TextControl
                    id={id}
                    value={view.ttsVoice}
                    onSave={(text) => save('ttsVoice', text.trim())}
                  />
                )}
              </Row>
              <Row name={said.listener} {...row('sttProvider')}>
                {(id) => (
                  <SelectControl
                    id={id}
                    value={view.sttProvider}
                    options={LISTENERS.map((one) => [one, said.listeners[one]] as const)}
                    onSave={(one) => save('sttProvider', one)}
                  />
                )}
              </Row>
              <p class="small muted">
                {said.effective(said.providers[view.effective.ttsProvider], view.effective.ttsVoice)}
              </p>
            </>
          );
        }}
      </Shown>
    </section>
  );
}
