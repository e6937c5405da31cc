import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useCommand } from '../../commands/commands.ts';
import { duration } from '../../ui/format.ts';
import { isBareKey, isTyping } from '../../ui/keyboard.ts';
import { LevelMeter } from '../../ui/level-meter.tsx';
import { useStore } from '../../ui/store.ts';
import { CallActions } from './call-actions.tsx';
import type { CallController, CallState } from './call-controller.ts';
import './call.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** The call that runs: how long, how loud, and what can be done with it. Digits can be typed while it has the focus. */
export function CallStrip({ call }: { call: CallController }) {
  const state = useStore(call.state);
  const soundProblem = useStore(call.soundProblem);
  const strip = useRef<HTMLElement>(null);
  const running = state.phase !== 'idle';
  // The button that was pressed to call is disabled now: the focus goes to where the call is driven.
  // When the call is over the focus goes back to that button, instead of nowhere.
  const wasRunning = useRef(false);
  useEffect(() => {
    if (running) strip.current?.focus();
    else if (wasRunning.current && document.activeElement === document.body) {
      document.querySelector<HTMLElement>('[data-places-call]')?.focus();
    }
    wasRunning.current = running;
  }, [running]);
  useCommand(
    'call.mute',
    () => {
      const now = call.state.get();
      if (now.phase === 'active') call.setMuted(!now.muted);
    },
    state.phase === 'active',
  );
  useCommand('call.hangUp', () => call.hangUp(), running);
  if (state.phase === 'idle') return null;

  const open = state.phase === 'active' && state.state === 'open';
  const muted = state.phase === 'active' && state.muted;
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open || !isBareKey(event.nativeEvent) || isTyping(event)) return;
    if (DIGITS.some(digit => digit === event.key)) {
      call.pressDigit(event.key);
      event.preventDefault();
    }
  };
  return (
    <section className="call-strip" aria-label="Current call" tabIndex={-1} ref={strip} onKeyDown={onKeyDown}>
      <span className="call-clock mono">
        {state.phase === 'active' && state.openedAtMs !== undefined ? <Clock sinceMs={state.openedAtMs} /> : '–:––'}
      </span>
      <span
        className="call-words cut grow"
        role="status"
        data-testid="call-state"
        data-state={state.phase === 'active' ? state.state : state.phase}
      >
        {wordsOf(state)}
        {state.phase === 'active' && state.paused && ', paused'}
        {muted && ', muted'}
      </span>
      <span className="row call-levels">
        <span className="tone-caller">you</span>
        <LevelMeter name="Your level" level={call.callerDbfs} tone="caller" />
        <span className="tone-bot">bot</span>
        <LevelMeter name="Bot level" level={call.botDbfs} tone="bot" />
      </span>
      <button
        type="button"
        title="m"
        aria-pressed={muted}
        disabled={state.phase !== 'active'}
        onClick={() => call.setMuted(!muted)}
      >
        Mute
      </button>
      <fieldset className="call-digits">
        <legend className="visually-hidden">DTMF keys</legend>
        {DIGITS.map(digit => (
          <button
            key={digit}
            type="button"
            className="mono"
            aria-label={`Digit ${digit}`}
            disabled={!open}
            onClick={() => call.pressDigit(digit)}
          >
            {digit}
          </button>
        ))}
      </fieldset>
      <CallActions call={call} open={open} paused={state.phase === 'active' && state.paused} />
      <button type="button" className="hang-up" title="Shift+H" onClick={() => call.hangUp()}>
        Hang up
      </button>
      {soundProblem && (
        <p className="call-sound-problem" role="status">
          <span className="warning" aria-hidden="true">
            ▲
          </span>{' '}
          {soundProblem}
        </p>
      )}
    </section>
  );
}

const STATE_WORDS = {
  connecting: 'Connecting',
  opening: 'Connected, waiting for the server to open the session',
  open: 'In a call',
  closing: 'Hanging up',
  closed: 'Ended',
} as const;

function wordsOf(state: CallState): string {
  if (state.phase !== 'active') return state.phase === 'starting' ? state.words : '';
  // What led here is of no use to who talks.
  return state.words && state.state !== 'open'
    ? `${STATE_WORDS[state.state]}: ${state.words}`
    : STATE_WORDS[state.state];
}

function Clock({ sinceMs }: { sinceMs: number }) {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return duration(now - sinceMs);
}
