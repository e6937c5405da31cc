/** The flags of `call` that say what Genesys Cloud sends: to the options that the page has too. */
import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { type CallOptions, callOptionsSchema } from '../../../shared/audiohook/call-options.ts';
import { FAULT_IDS, FAULTS } from '../../../shared/audiohook/faults.ts';
import { type CloseReason, closeReasonSchema } from '../../../shared/audiohook/messages.ts';
import { OFFER_NAMES, OFFER_WORDS } from '../../../shared/audiohook/offers.ts';
import { UsageError } from '../host-flags.ts';
import type { PlanFlags } from './call-plan.ts';

export type OptionFlags = PlanFlags & {
  ani?: string;
  aniName?: string;
  dnis?: string;
  language?: string;
  supportedLanguages?: boolean;
  customConfig?: string;
  input?: string[];
  offer?: string;
  continuedSession?: string[];
  hangUpReason?: CloseReason;
  signatureOrder?: 'docs' | 'production';
  signatureLabel?: string;
  verbatimId?: boolean;
  lenient?: boolean;
  /** commander: false with --no-retry. */
  retry?: boolean;
  fault?: string;
};

const repeated = (value: string, before: string[] | undefined) => [...(before ?? []), value];

export function addOptionFlags(command: Command): Command {
  return command
    .option('--dtmf <digits>', 'press keys: 1234#, or with times after opened 2s:5,3s:#')
    .option('--pause <from-to>', "the client's own pause, such as 2s-4s")
    .option('--mute <from-to>', 'send silence instead of the source, such as 2s-4s')
    .option('--update <time:language>', 'change the language, such as 3s:fr-ca')
    .option('--discard <time:length>', 'lose audio and report it as discarded, such as 2s:1s')
    .option('--input <name=value>', 'an input variable; may be repeated', repeated)
    .option('--language <tag>', 'language of the call (en-us); empty leaves it out')
    .option('--supported-languages', 'ask the server to name its languages')
    .option('--ani <number>', "the caller's number (tel:+15550100001)")
    .option('--ani-name <name>', "the caller's name")
    .option('--dnis <number>', 'the number that was called (tel:+15550100002)')
    .option('--custom-config <json>', 'customConfig as JSON, or @FILE')
    .option('--offer <media>', `${OFFER_NAMES.join(', ')}, or a JSON array of media`)
    .option('--continued-session <id>', 'ID, or ID:SERVERSEQ:CLIENTSEQ; may be repeated', repeated)
    .addOption(
      new Option('--hang-up-reason <reason>', 'reason of close when the caller hangs up').choices(
        closeReasonSchema.options,
      ),
    )
    .addOption(
      new Option('--signature-order <order>', 'components in documented or in production order').choices([
        'docs',
        'production',
      ]),
    )
    .option('--signature-label <label>', 'label of the signature (sig1)')
    .option('--verbatim-id', 'the Connector ID follows the URL as it is, without a slash')
    .option('--lenient', 'warn where Genesys Cloud would refuse')
    .option('--no-retry', 'connect once; Genesys Cloud tries up to 5 times (second-hand knowledge)')
    .option('--fault <name>', 'do something wrong; "list" shows what there is');
}

/** @throws UsageError */
export function optionsFrom(flags: OptionFlags): CallOptions {
  const { ani, aniName, dnis, language, supportedLanguages, lenient, retry, verbatimId } = flags;
  if (flags.fault !== undefined && !FAULT_IDS.some(id => id === flags.fault)) {
    throw new UsageError(`There is no fault "${flags.fault}": --fault list shows what there is.`);
  }
  const given = {
    participant: { ani, aniName, dnis },
    language,
    supportedLanguages,
    customConfig: flags.customConfig === undefined ? undefined : jsonFrom('--custom-config', flags.customConfig),
    inputVariables: flags.input && Object.fromEntries(flags.input.map(variable)),
    offer: flags.offer === undefined || isOfferName(flags.offer) ? flags.offer : jsonFrom('--offer', flags.offer),
    continuedSessions: flags.continuedSession?.map(continued),
    signing: { order: flags.signatureOrder, label: flags.signatureLabel },
    verbatimJoin: verbatimId,
    lenient,
    retry,
    fault: flags.fault,
  };
  const options = callOptionsSchema.safeParse(given);
  if (options.success) return options.data;
  const issue = options.error.issues[0];
  const offers = `one of ${OFFER_NAMES.join(', ')}, or a JSON array such as [{"type":"audio","format":"PCMU","channels":["external"],"rate":8000}]`;
  if (issue?.path[0] === 'offer') throw new UsageError(`--offer is ${offers}.`);
  throw new UsageError(`${issue?.path.join('.')}: ${issue?.message}.`);
}

/** The list of faults, for a person. */
export function faultLines(): string {
  const lines = FAULT_IDS.map(id => {
    const { does, should, rule } = FAULTS[id];
    return `${id.padEnd(24)}${does}\n${''.padEnd(24)}A good server ${should} (${rule}).`;
  });
  return lines.join('\n');
}

export function offerLines(): string {
  return OFFER_NAMES.map(name => `  ${name.padEnd(18)}${OFFER_WORDS[name]}`).join('\n');
}

function isOfferName(text: string): boolean {
  return OFFER_NAMES.some(name => name === text);
}

function variable(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--input ${text}: write NAME=VALUE.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function continued(text: string): { id: string; serverseq: number; clientseq: number } {
  const [id = '', serverseq = '0', clientseq = '0'] = text.split(':');
  if (!id || !/^\d+$/.test(serverseq) || !/^\d+$/.test(clientseq)) {
    throw new UsageError(`--continued-session ${text}: write ID or ID:SERVERSEQ:CLIENTSEQ.`);
  }
  return { id, serverseq: Number(serverseq), clientseq: Number(clientseq) };
}

function jsonFrom(flag: string, text: string): unknown {
  let json = text;
  if (text.startsWith('@')) {
    try {
      json = readFileSync(text.slice(1), 'utf8');
    } catch (error) {
      throw new UsageError(`${flag}: ${text.slice(1)} cannot be read: ${(error as Error).message}.`);
    }
  }
  try {
    return JSON.parse(json);
  } catch {
    throw new UsageError(
      `${flag} is no JSON: ${flag === '--offer' ? 'a name or ' : ''}text such as {"a":1}, or @FILE.`,
    );
  }
}
