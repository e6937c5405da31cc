import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import type { DocumentPath } from '../../../shared/settings/document.ts';
import { useAsked } from '../../ui/asked.ts';
import { type Format, numberFormat, textFormat } from './formats.ts';
import { problemOf, useFound, useSettings, valueAt } from './settings-context.ts';

type Common = {
  path: DocumentPath;
  label: string;
  /** What it is for, in a sentence. */
  hint?: ReactNode;
  /** Further words by which it is found. */
  found?: string;
  /** It has no default. */
  required?: boolean;
};

type TextProps = Common & {
  format?: Format;
  placeholder?: string;
  /** Of a longer text. */
  rows?: number;
  /** After the field: `s`, `frames/s`. */
  unit?: string;
  suggestions?: readonly string[];
  mono?: boolean;
};

/** A setting that is typed: checked at each key, saved on Enter or when the field is left. Escape takes back what was typed. */
export function TextSetting({ format = textFormat, rows, unit, suggestions, mono, placeholder, ...common }: TextProps) {
  const { path } = common;
  const { state, change } = useSettings();
  const id = useId();
  const [draft, setDraft] = useState<string>();
  const [refused, setRefused] = useState<string>();
  const saved = format.show(valueAt(state.settings, path));
  const read = draft === undefined ? undefined : format.read(draft);
  const problem = read && ('problem' in read ? read.problem : problemOf(state, path, read.value));
  const commit = async () => {
    if (!read || problem !== undefined || !('value' in read)) return;
    const words = draft === saved ? undefined : await change(path, read.value);
    setRefused(words);
    if (words === undefined) setDraft(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (rows === undefined || event.ctrlKey || event.metaKey)) void commit();
    if (event.key !== 'Escape' || draft === undefined) return;
    event.stopPropagation();
    setDraft(undefined);
    setRefused(undefined);
  };
  const field = {
    id,
    value: draft ?? saved,
    placeholder,
    spellCheck: false,
    className: `${mono ? 'mono' : ''} ${format === numberFormat ? 'setting-number' : ''}`,
    'aria-invalid': problem !== undefined || refused !== undefined,
    'aria-describedby': `${id}-words`,
    onKeyDown,
    onBlur: () => void commit(),
  };
  const onText = (text: string) => {
    setDraft(text);
    setRefused(undefined);
  };
  return (
    <SettingRow {...common} id={id} problem={problem ?? refused} onReset={() => setDraft(undefined)}>
      {rows === undefined ? (
        <input {...field} {...(suggestions && { list: `${id}-list` })} onChange={event => onText(event.target.value)} />
      ) : (
        <textarea {...field} rows={rows} onChange={event => onText(event.target.value)} />
      )}
      {unit && <span className="quiet">{unit}</span>}
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map(one => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </SettingRow>
  );
}

type Option = { readonly value: string; readonly words: string };

/** A setting of a few; `none`: what holds where nothing is chosen. */
export function ChoiceSetting({ options, none, ...common }: Common & { options: readonly Option[]; none?: string }) {
  const { state, change } = useSettings();
  const id = useId();
  const [refused, setRefused] = useState<string>();
  const value = valueAt(state.settings, common.path);
  return (
    <SettingRow {...common} id={id} problem={refused}>
      <select
        id={id}
        aria-describedby={`${id}-words`}
        value={typeof value === 'string' ? value : ''}
        onChange={event => void change(common.path, event.target.value || undefined).then(setRefused)}
      >
        {none !== undefined && <option value="">{none}</option>}
        {options.map(one => (
          <option key={one.value} value={one.value}>
            {one.words}
          </option>
        ))}
      </select>
    </SettingRow>
  );
}

/** A setting that is on or off. `byDefault`: what holds where the file says nothing. */
export function SwitchSetting({ byDefault = false, ...common }: Common & { byDefault?: boolean }) {
  const { state, change } = useSettings();
  const id = useId();
  const [refused, setRefused] = useState<string>();
  const value = valueAt(state.settings, common.path);
  const [isOn, ask] = useAsked(typeof value === 'boolean' ? value : byDefault);
  const turn = (on: boolean) =>
    ask(on, async () => {
      const problem = await change(common.path, on);
      setRefused(problem);
      return problem === undefined;
    });
  return (
    <SettingRow {...common} id={id} problem={refused}>
      <input
        id={id}
        type="checkbox"
        aria-describedby={`${id}-words`}
        checked={isOn}
        onChange={event => void turn(event.target.checked)}
      />
    </SettingRow>
  );
}

type RowProps = Common & { id: string; problem: string | undefined; onReset?(): void; children: ReactNode };

function SettingRow({ path, label, hint, found = '', required, id, problem, onReset, children }: RowProps) {
  const { state, change } = useSettings();
  const [refused, setRefused] = useState<string>();
  const isFound = useFound(label, typeof hint === 'string' ? hint : '', path.join('.'), found);
  if (!isFound) return null;
  const isSet = !required && valueAt(state.document, path) !== undefined;
  const reset = async () => {
    onReset?.();
    setRefused(await change(path, undefined));
  };
  const wrong = problem ?? refused;
  return (
    <div className="setting" data-setting={path.join('.')}>
      <label htmlFor={id}>{label}</label>
      <div className="setting-field">
        {children}
        {isSet && (
          <button
            type="button"
            className="plain"
            aria-label={`${label}: back to the default`}
            onClick={() => void reset()}
          >
            Default
          </button>
        )}
      </div>
      <p className="setting-words" id={`${id}-words`}>
        {wrong !== undefined && (
          <span className="problem" role="alert">
            ✕ {wrong}{' '}
          </span>
        )}
        {hint && <span className="quiet">{hint}</span>}
      </p>
    </div>
  );
}
