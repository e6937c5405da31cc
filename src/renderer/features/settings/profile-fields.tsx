import { botNameSchema } from '../../../shared/settings/connector-profile.ts';
import { jsonFormat, numberFormat, proseFormat, variablesFormat } from './formats.ts';
import { ChoiceSetting, SwitchSetting, TextSetting } from './setting-fields.tsx';
import { useSettings, valueAt } from './settings-context.ts';

const BOTS = botNameSchema.options.map(value => ({ value, words: value }));
/** Voices of the Realtime API; another name can be typed. */
const VOICES = ['alloy', 'ash', 'ballad', 'cedar', 'coral', 'echo', 'marin', 'sage', 'shimmer', 'verse'];
const MODELS = ['gpt-realtime-2.1', 'gpt-realtime-2', 'gpt-realtime-mini', 'gpt-realtime'];

/** One profile: its Connector ID, who answers, and what a model is told. */
export function ProfileFields({ at }: { at: number }) {
  const { settings } = useSettings().state;
  const of = (...path: string[]) => ['profiles', at, ...path];
  const realtime = (...path: string[]) => of('realtime', ...path);
  const turns = valueAt(settings, realtime('turnDetection', 'type'));
  return (
    <div className="profile-fields">
      <TextSetting path={of('match')} label="Connector ID" mono required hint="* stands for any text: sales-*." />
      <ChoiceSetting path={of('bot')} label="Bot" options={BOTS} none="that of the top bar" />
      <TextSetting
        path={realtime('instructions')}
        label="Instructions"
        format={proseFormat}
        rows={4}
        hint={<UsedVariables text={settings.profiles[at]?.realtime?.instructions} />}
      />
      <TextSetting
        path={realtime('greeting')}
        label="Greeting"
        format={proseFormat}
        rows={2}
        hint="Instructions for the first answer alone."
      />
      <SwitchSetting path={realtime('greet')} label="The bot speaks first" byDefault />
      <TextSetting path={realtime('model')} label="Model" mono suggestions={MODELS} placeholder="gpt-realtime-2.1" />
      <TextSetting path={realtime('voice')} label="Voice" mono suggestions={VOICES} placeholder="that of the model" />
      <TextSetting
        path={realtime('language')}
        label="Language"
        mono
        placeholder="what Genesys Cloud says"
        hint="Of the caller, for the transcription: en, de-DE."
      />
      <ChoiceSetting
        path={realtime('turnDetection', 'type')}
        label="Turn detection"
        none="as the API has it"
        options={[
          { value: 'server_vad', words: 'server_vad: by silence' },
          { value: 'semantic_vad', words: 'semantic_vad: by what is said' },
        ]}
        hint="How the model finds that the caller has finished."
      />
      {turns === 'server_vad' && (
        <>
          <TextSetting
            path={realtime('turnDetection', 'threshold')}
            label="Threshold"
            format={numberFormat}
            placeholder="0.5"
            hint="0 to 1: higher needs louder speech."
          />
          <TextSetting
            path={realtime('turnDetection', 'silenceDurationMs')}
            label="Silence"
            format={numberFormat}
            unit="ms"
            placeholder="500"
            hint="That ends a turn."
          />
          <TextSetting
            path={realtime('turnDetection', 'prefixPaddingMs')}
            label="Padding"
            format={numberFormat}
            unit="ms"
            placeholder="300"
            hint="Of sound before the speech."
          />
        </>
      )}
      {turns === 'semantic_vad' && (
        <ChoiceSetting
          path={realtime('turnDetection', 'eagerness')}
          label="Eagerness"
          none="auto"
          options={['low', 'medium', 'high'].map(value => ({ value, words: value }))}
        />
      )}
      <TextSetting
        path={realtime('tools')}
        label="Functions"
        format={jsonFormat}
        rows={4}
        mono
        placeholder='[{ "name": "opening_hours", "answer": { "by": "value", "value": "9 to 5" } }]'
        hint="A JSON list: name, description, parameters, and who answers (value, http or hand)."
      />
      <SwitchSetting path={realtime('endCall')} label="The model may end the call" byDefault />
      <SwitchSetting path={realtime('transferToAgent')} label="The model may hand over to an agent" byDefault />
      <TextSetting
        path={of('outputVariables')}
        label="Output variables"
        format={variablesFormat}
        rows={2}
        mono
        placeholder="team=sales"
        hint="Given to Architect when the bot ends the call and names none by the same name."
      />
      <SwitchSetting
        path={of('transcripts')}
        label="Send transcripts"
        hint="For the bot that listens: a transcript event for each thing the caller said."
      />
    </div>
  );
}

/** Which input variables the text asks for, so that a slip of the pen shows. */
function UsedVariables({ text = '' }: { text: string | undefined }) {
  const names = [...new Set([...text.matchAll(/\{\{\s*([^{}]+?)\s*\}\}/g)].map(match => match[1]))];
  return names.length === 0
    ? '{{name}} is filled with the input variable of that name.'
    : `Filled with the input variables ${names.join(', ')}.`;
}
