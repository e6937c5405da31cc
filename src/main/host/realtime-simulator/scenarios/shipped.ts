/** The scenarios that ship, in the order in which they are listed. Checked when they are loaded. */
import drops from './drops.json' with { type: 'json' };
import endCall from './end-call.json' with { type: 'json' };
import expires from './expires.json' with { type: 'json' };
import faults from './faults.json' with { type: 'json' };
import keys from './keys.json' with { type: 'json' };
import longAnswers from './long-answers.json' with { type: 'json' };
import silentEnd from './silent-end.json' with { type: 'json' };
import slow from './slow.json' with { type: 'json' };
import tools from './tools.json' with { type: 'json' };
import transfer from './transfer.json' with { type: 'json' };
import twoItems from './two-items.json' with { type: 'json' };
import unknownModel from './unknown-model.json' with { type: 'json' };

export const SHIPPED: readonly unknown[] = [
  twoItems,
  longAnswers,
  keys,
  tools,
  endCall,
  silentEnd,
  transfer,
  slow,
  faults,
  drops,
  expires,
  unknownModel,
];
