/** What the box shows while one speaks. Comes with the first press. */
import { useEffect, useState } from 'preact/hooks';
import { words } from '../words/lesson.ts';
import { useRoom } from './room.ts';

const BARS = 40;
const BAR = { every: 5, width: 3, height: 32 } as const;
/** How often the level is looked at, milliseconds. */
const LOOK_MS = 100;

/** The level of what is heard and the time, or what is being waited for. */
export function Listening() {
  const { voice } = useRoom();
  const said = words.value.voice;
  const state = voice.state.value;
  const [levels, setLevels] = useState<readonly number[]>([]);
  useEffect(() => {
    setLevels([]);
    if (state.kind !== 'listening') return;
    const timer = setInterval(
      () => setLevels((before) => [...before.slice(1 - BARS), state.microphone.level()]),
      LOOK_MS,
    );
    return () => clearInterval(timer);
  }, [state]);
  if (state.kind === 'off') return null;
  const seconds = state.kind === 'listening' ? Math.floor((Date.now() - state.since) / 1000) : 0;
  return (
    <span class="listening">
      <span class={state.kind === 'listening' ? 'sr' : 'small muted'} role="status">
        {said[state.kind]}
      </span>
      {state.kind === 'listening' && (
        <>
          <svg
            class="wave"
            viewBox={`0 0 ${BARS * BAR.every} ${BAR.height}`}
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            {levels.map((level, i) => {
              const height = Math.max(2, level * BAR.height);
              const x = (BARS - levels.length + i) * BAR.every;
              const y = (BAR.height - height) / 2;
              return <rect key={x} x={x} y={y} width={BAR.width} height={height} rx={BAR.width / 2} />;
            })}
          </svg>
          <span class="num small muted">{said.time(Math.floor(seconds / 60), seconds % 60)}</span>
        </>
      )}
    </span>
  );
}
