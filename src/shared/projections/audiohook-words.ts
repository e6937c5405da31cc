/** What an AudioHook message says, in one line. Source of the names: AudioHook protocol v2. */
import { type Json, numberAt, objectAt, objectsAt, textAt } from '../lib/json-object.ts';
import { durationWords, shorten } from './words.ts';

/** Words for the message of type `type`; empty where the type says it all. */
export function audiohookWords(type: string, message: Json): string {
  const parameters = objectAt(message, 'parameters') ?? {};
  const text = (key: string) => textAt(parameters, key);
  switch (type) {
    case 'open':
      return openWords(parameters);
    case 'opened':
      return `opened: ${mediaWords(objectsAt(parameters, 'media')) || 'no audio'}${
        parameters.startPaused === true ? ', paused at first' : ''
      }`;
    case 'ping': {
      const rtt = durationWords(text('rtt'));
      return rtt ? `ping, last round trip ${rtt}` : 'ping';
    }
    case 'close':
      return closeWords(text('reason'));
    case 'disconnect':
      return ['disconnect', text('reason'), text('info') && `: ${text('info')}`, outputWords(parameters)]
        .filter(Boolean)
        .join(' ')
        .replace(' : ', ': ');
    case 'dtmf':
      return `digit ${text('digit') ?? '?'}`;
    case 'update':
      return `language ${text('language') ?? '?'}`;
    case 'error':
      return `error ${numberAt(parameters, 'code') ?? ''}: ${text('message') ?? ''}`;
    case 'resumed':
    case 'discarded': {
      const length = durationWords(text('discarded')) ?? '?';
      return `${length} discarded from ${durationWords(text('start')) ?? '?'}`;
    }
    case 'playback_started':
      return 'the caller starts to hear the bot';
    case 'playback_completed':
      return 'the bot is silent in the caller’s ear: all was played, or cut';
    case 'event':
      return objectsAt(parameters, 'entities').map(entityWords).join(', ') || 'no entities';
    case 'reconnect':
      return text('info') ?? 'reconnect';
    default:
      return type;
  }
}

function openWords(parameters: Json): string {
  const participant = objectAt(parameters, 'participant');
  const caller = participant && (textAt(participant, 'ani') ?? '').replace(/^tel:/, '');
  const offers = objectsAt(parameters, 'media').map(media => mediaWords([media]));
  const language = textAt(parameters, 'language');
  return [
    `open: ${caller ? `caller ${caller}` : 'no caller number'}`,
    offers.length > 0 ? `offers ${offers.join(' or ')}` : 'offers no audio',
    language,
  ]
    .filter(Boolean)
    .join(', ');
}

function mediaWords(media: readonly Json[]): string {
  const first = media[0];
  if (!first) return '';
  const rate = numberAt(first, 'rate');
  const channels = first.channels;
  return [
    textAt(first, 'format') ?? '?',
    rate === undefined ? '' : `${rate / 1000} kHz`,
    Array.isArray(channels) ? channels.join(' + ') : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function closeWords(reason: string | undefined): string {
  if (reason === 'end') return 'close: the caller hung up or the call moved on';
  if (reason === 'disconnect') return 'close: as the server asked';
  return `close: ${reason ?? 'no reason'}`;
}

function outputWords(parameters: Json): string {
  const names = Object.keys(objectAt(parameters, 'outputVariables') ?? {});
  return names.length > 0 ? `(output variables ${names.join(', ')})` : '';
}

function entityWords(entity: Json): string {
  const type = textAt(entity, 'type') ?? '?';
  const data = objectAt(entity, 'data') ?? {};
  if (type === 'barge_in') return 'barge_in: the caller interrupts';
  if (type !== 'bot_turn_response') return type;
  return ['bot_turn_response', textAt(data, 'disposition'), shorten(textAt(data, 'text') ?? '', 80)]
    .filter(Boolean)
    .join(' ');
}
