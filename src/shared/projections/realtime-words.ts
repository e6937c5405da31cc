/** What an OpenAI Realtime event says, in one line. Unknown events show their name alone. */
import { type Json, numberAt, objectAt, objectsAt, textAt } from '../lib/json-object.ts';
import { secondsOf, shorten } from './words.ts';

const quoted = (text: string | undefined) => (text ? `“${shorten(text, 100)}”` : '');
const at = (message: Json, key: string) => {
  const ms = numberAt(message, key);
  return ms === undefined ? '' : `at ${secondsOf(ms)} of the caller's audio`;
};

/** Words for the event of type `type`. */
export function realtimeWords(type: string, message: Json): string {
  switch (type) {
    case 'session.update':
    case 'session.created':
    case 'session.updated':
      return sessionWords(objectAt(message, 'session') ?? {});
    case 'input_audio_buffer.speech_started':
      return `the caller speaks, ${at(message, 'audio_start_ms')}`;
    case 'input_audio_buffer.speech_stopped':
      return `the caller stopped, ${at(message, 'audio_end_ms')}`;
    case 'input_audio_buffer.committed':
      return "the caller's turn is taken";
    case 'input_audio_buffer.cleared':
    case 'input_audio_buffer.clear':
      return "the caller's audio is dropped";
    case 'conversation.item.input_audio_transcription.completed':
    case 'response.output_audio_transcript.done':
      return quoted(textAt(message, 'transcript'));
    case 'conversation.item.truncate':
    case 'conversation.item.truncated':
      return `heard up to ${secondsOf(numberAt(message, 'audio_end_ms') ?? 0)}, the rest is forgotten`;
    case 'conversation.item.added':
    case 'conversation.item.done':
    case 'conversation.item.created':
    case 'conversation.item.create':
    case 'response.output_item.added':
    case 'response.output_item.done':
      return itemWords(objectAt(message, 'item') ?? {});
    case 'conversation.item.deleted':
    case 'conversation.item.delete':
      return `item ${textAt(message, 'item_id') ?? '?'}`;
    case 'response.created':
    case 'response.done':
      return responseWords(objectAt(message, 'response') ?? {});
    case 'response.function_call_arguments.done':
      return `${textAt(message, 'name') ?? 'function'}(${shorten(textAt(message, 'arguments') ?? '', 100)})`;
    case 'rate_limits.updated':
      return objectsAt(message, 'rate_limits')
        .map(limit => `${textAt(limit, 'name') ?? '?'} ${numberAt(limit, 'remaining') ?? '?'} left`)
        .join(', ');
    case 'error': {
      const error = objectAt(message, 'error') ?? {};
      const code = textAt(error, 'code') ?? textAt(error, 'type');
      return `error${code ? ` ${code}` : ''}: ${textAt(error, 'message') ?? ''}`;
    }
    default:
      return quoted(textAt(message, 'delta')) || quoted(textAt(message, 'text'));
  }
}

function sessionWords(session: Json): string {
  const audio = objectAt(session, 'audio') ?? {};
  const input = objectAt(audio, 'input') ?? {};
  const output = objectAt(audio, 'output') ?? {};
  const format = (part: Json) => textAt(objectAt(part, 'format') ?? {}, 'type');
  const formats = [format(input), format(output)].filter(Boolean);
  const same = formats.length === 2 && formats[0] === formats[1];
  return [
    textAt(session, 'model'),
    same ? `${formats[0]} both ways` : formats.join(' in, '),
    textAt(output, 'voice') && `voice ${textAt(output, 'voice')}`,
    textAt(objectAt(input, 'turn_detection') ?? {}, 'type'),
  ]
    .filter(Boolean)
    .join(', ');
}

function itemWords(item: Json): string {
  const content = objectsAt(item, 'content');
  const spoken = content.map(part => textAt(part, 'transcript') ?? textAt(part, 'text')).find(Boolean);
  return [textAt(item, 'role'), textAt(item, 'type'), textAt(item, 'status'), textAt(item, 'name'), quoted(spoken)]
    .filter(Boolean)
    .join(' ');
}

function responseWords(response: Json): string {
  const status = textAt(response, 'status') ?? '';
  const details = objectAt(response, 'status_details') ?? {};
  const error = objectAt(details, 'error');
  const reason = textAt(details, 'reason');
  const tokens = numberAt(objectAt(response, 'usage') ?? {}, 'total_tokens');
  return [
    status.replace('_', ' ') + (reason ? `: ${reason}` : '') + (error ? `: ${textAt(error, 'message') ?? ''}` : ''),
    tokens === undefined ? '' : `${tokens} tokens`,
  ]
    .filter(Boolean)
    .join(', ');
}
