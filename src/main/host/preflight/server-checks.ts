/** The lines of preflight for which calls are made, in their order. Most are checks that `check` and `probe` make too. */
import { judgeUpgradeAnswer } from '../../../shared/preflight/upgrade-answer.ts';
import { bad, type Check, droppedByServer, endedByServer, type Facts, good, na } from '../checks/check.ts';
import type { CheckCall } from '../checks/check-call.ts';
import { openedOf } from '../checks/moves.ts';
import { openingChecks } from '../checks/opening-checks.ts';
import { PROBE_STEPS } from '../checks/probe-steps.ts';
import { refusalChecks } from '../checks/refusal-checks.ts';

const group = 'upgrade and security';

const upgrade: Check = {
  id: 'upgrade',
  group,
  title: 'The upgrade is answered with 101',
  rule: 'AH-20',
  source: 'Genesys documentation; RFC 6455',
  certainty: 'documented',
  fix: 'Answer the upgrade before anything slow is done.',
  judgesOpening: true,
  calls: ['ordinary'],
  judge: ({ answer }, { hasKey }) => {
    if (!answer) return bad('The upgrade was not answered within 5 s.');
    const { status, detail, fix } = judgeUpgradeAnswer(answer, 'The upgrade', hasKey);
    if (status === 'na') return na(detail);
    return status === 'pass' ? good(detail) : bad(detail, fix);
  },
};

/** How a call fared that another form of the address was tried with. */
function fared(call: CheckCall): { admitted: boolean; how: string } {
  const { answer } = call;
  if (answer?.status === 101) return { admitted: true, how: '101' };
  return { admitted: false, how: answer ? `HTTP ${answer.status}` : 'no answer' };
}

const needId = ({ connectorId }: Facts) =>
  connectorId === '' ? 'No Connector ID was given, so the base is what was called: give --connector-id.' : undefined;

const upgradeBase: Check = {
  id: 'upgrade-base',
  group,
  title: 'The base alone is answered with 101 too, as the connection probe may need it',
  source: 'no Connector ID exists when the integration is activated',
  certainty: 'second-hand',
  breach: 'warn',
  fix: 'Answer the upgrade on the Base Connection URI too: the probe presumably calls it without a Connector ID.',
  unless: needId,
  judgesOpening: true,
  calls: ['ordinary', 'base-alone'],
  judge: (_call, _facts, [, base]) => {
    const { admitted, how } = fared(base as CheckCall);
    return admitted ? good('The base alone was answered with 101.') : bad(`The base alone was answered with ${how}.`);
  },
};

const upgradeSlashes: Check = {
  id: 'upgrade-slashes',
  group,
  title: 'It does not matter who puts the slash between base and Connector ID',
  source: 'who supplies the slash is not established',
  certainty: 'second-hand',
  breach: 'warn',
  fix: 'Accept none, one and two slashes where base and Connector ID meet; verify the signature before the path is normalised.',
  unless: needId,
  judgesOpening: true,
  calls: ['two-slashes', 'no-slash'],
  judge: (two, _facts, [, none]) => {
    const [withTwo, withNone] = [fared(two), fared(none as CheckCall)];
    const text = `Two slashes: ${withTwo.how}. Base and ID as typed: ${withNone.how}.`;
    return withTwo.admitted && withNone.admitted ? good(text) : bad(text);
  },
};

const otherIds: Check = {
  id: 'other-ids',
  group,
  title: 'Connector IDs that nobody set up',
  source: 'a note, no rule',
  certainty: 'ours',
  breach: 'warn',
  fix: 'Give --connector-id to try the one that you use. If it is refused as well, route whatever follows the base to the WebSocket.',
  judgesOpening: true,
  calls: ['made-up-id', 'other-made-up-id'],
  judge: (one, { connectorId }, [, other]) => {
    const both = [one, other as CheckCall];
    const opened = both.filter(call => openedOf(call)).length;
    if (opened === 2) {
      return good(
        'Two made-up IDs were both answered with opened: a Connector ID that is misspelt in Architect goes unnoticed.',
      );
    }
    const text = `Of two made-up IDs ${opened} were opened (${both.map(call => fared(call).how).join(', ')})`;
    const notFound = both.every(call => call.answer?.status === 404);
    if (connectorId === '' && notFound) return bad(`${text}: what follows the base may not be routed at all.`);
    return good(`${text}: the server knows its IDs, and a misspelt one fails.`);
  },
};

const binaryFrame: Check = {
  id: 'binary-frame',
  group: 'media',
  title: 'A binary frame of caller audio is taken',
  rule: 'AH-10',
  source: 'Genesys documentation; AWS on code 1003',
  certainty: 'documented',
  fix: 'Read binary frames. When it closes with 1003 before your server sees the frame, a gateway that takes none (Amazon API Gateway) is on the way: use another host.',
  calls: ['one-frame'],
  judge: call => {
    const { close } = call;
    const closing = call.marks.get('closing');
    const dropped = close && (closing === undefined || close.atMs < closing) ? droppedByServer(call) : undefined;
    if (!dropped) return good('A frame of 200 ms was taken, and the connection stayed open.');
    return bad(`After the first binary frame ${dropped}.`);
  },
};

const shortCall: Check = {
  id: 'short-call',
  group: 'media',
  title: 'A call of three seconds goes through',
  rule: 'AH-08',
  source: 'Genesys documentation',
  certainty: 'documented',
  fix: 'Open the session of this line: it shows what came before the end. `check` judges the rest of the protocol.',
  calls: ['short-call'],
  judge: call => {
    const ended = endedByServer(call);
    if (ended) return bad(`In a call of three seconds ${ended}.`);
    const bytes = call.heard().reduce((sum, { audio }) => sum + audio.length, 0);
    return good(
      bytes > 0
        ? `Caller audio went out, and ${(bytes / 8000).toFixed(1)} s of the bot's came back.`
        : 'Caller audio went out. No audio came back: this bot waits for the caller, or it is silent.',
    );
  },
};

function listed(checks: readonly Check[], id: string): Check {
  const check = checks.find(one => one.id === id);
  if (!check) throw new Error(`There is no check ${id}.`);
  return check;
}

export const SERVER_CHECKS: readonly Check[] = [
  upgrade,
  upgradeBase,
  upgradeSlashes,
  listed(openingChecks, 'opened-in-time'),
  binaryFrame,
  otherIds,
  listed(refusalChecks, 'refuse-unknown-key'),
  listed(refusalChecks, 'refuse-unsigned'),
  listed(refusalChecks, 'refuse-wrong-signature'),
  ...PROBE_STEPS.filter(({ id, profiles }) => id !== 'upgrade-accepted' && !profiles),
  shortCall,
];
